"""Nothing that is sent to it is a fault of the server's."""

import asyncio

import pytest

from tests.api.client import token_for
from tests.streaming.served import Served
from tintype.testing.member import Member

UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n"


@pytest.mark.parametrize(
    ("line", "headers"),
    [
        ("GET /api/v1/streaming?access_token=%ff%00&stream=user", ""),
        ("GET /api/v1/streaming?access_token={token}&stream=%ff", UPGRADE),
        ("GET /api/v1/streaming?access_token={token}&stream=user&stream=public", UPGRADE),
        (
            "GET /api/v1/streaming?access_token={token}",
            f"{UPGRADE}Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n",
        ),
        ("GET /api/v1/streaming?access_token={token}", f"{UPGRADE}Sec-WebSocket-Protocol: ,,\r\n"),
        ("GET /api/v1/streaming/hashtag?access_token={token}&tag=%00%ff", ""),
        ("GET /api/v1/streaming/hashtag?access_token={token}&tag=" + "x" * 6000, ""),
        ("GET /api/v1/streaming/list?access_token={token}&list=-1", ""),
        ("GET /api/v1/streaming/list?access_token={token}&list=" + "9" * 19, ""),
        ("GET /api/v1/streaming/user", "Authorization: Bearer \xff\r\n"),
        ("GET /api/v1/streaming/user", "Authorization: Bearer\r\n"),
        ("GET /api/v1/streaming/user", "Content-Type: application/x-www-form-urlencoded; charset=nonsense\r\n"),
        ("GET /api/v1/streaming/" + "x" * 9000, ""),
        ("GET /api/v1/streaming/user", "X: " + "x" * 9000 + "\r\n"),
        ("POST /api/v1/streaming/user", ""),
        ("HEAD /api/v1/streaming/user?access_token={token}", ""),
        ("NONSENSE / ", ""),
    ],
)
def test_it_is_refused(served: Served, alice: Member, line: str, headers: str) -> None:
    request = f"{line.format(token=token_for(alice))} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n"
    assert 400 <= served.loop.do(status_of(served.at.port, request.encode("latin-1"))) < 500


async def status_of(port: int, request: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.readline()
    writer.close()
    return int(answer.split()[1])
