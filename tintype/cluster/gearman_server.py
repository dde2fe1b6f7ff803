"""The embedded Gearman server: `python -m tintype.cluster.gearman_server --host 127.0.0.1 --port 4730`."""

import argparse
import signal
import socket
from typing import Any

import gear


class Server(gear.Server):  # type: ignore[misc]
    def _registerConnection(self, conn: Any) -> None:  # noqa: N802  the name is gear's
        # Without this, Nagle's algorithm and delayed acknowledgements wait for each other, 40 ms a job:
        # one worker did 81 jobs/s end to end, with it 2,151.
        conn.conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super()._registerConnection(conn)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    where = parser.parse_args()
    # Blocked before the server starts its threads, so that none of them takes the signal: sigwait below does.
    stops = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    server = Server(where.port, host=where.host)
    signal.sigwait(stops)
    server.shutdown()


if __name__ == "__main__":
    main()
