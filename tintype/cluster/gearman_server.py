"""The embedded Gearman server: `python -m tintype.cluster.gearman_server --host 127.0.0.1 --port 4730`."""

import argparse
import signal
import socket
from typing import Any

import gear


class Server(gear.Server):  # type: ignore[misc]
    """gear's server, quicker, and with gearmand's rule that of jobs with one unique id only one waits at a time.

    The dispatcher hands over again what was not finished in ten seconds. Without the rule, while workers are away or
    behind, every waiting row would be queued anew each time, and memory would fill with copies.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Before gear's own set-up, which starts the threads that use it.
        self._waiting: dict[tuple[bytes, bytes], Any] = {}
        super().__init__(*args, **kwargs)

    def _handleSubmitJob(self, packet: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N802  the name is gear's
        once = (packet.getArgument(0), packet.getArgument(1))
        waiting = self._waiting.get(once)
        if waiting and not waiting.running:
            answer = gear.Packet(gear.constants.RES, gear.constants.JOB_CREATED, waiting.handle)
            packet.connection.sendPacket(answer)
            return
        super()._handleSubmitJob(packet, *args, **kwargs)
        if once[1]:
            self._waiting[once] = next(reversed(self.jobs.values()))

    def _removeJob(self, job: Any, dequeue: Any = True) -> None:  # noqa: FBT002, N802  gear's signature
        super()._removeJob(job, dequeue)
        once = (job.binary_name, job.binary_unique)
        if self._waiting.get(once) is job:
            del self._waiting[once]

    def handleEchoReq(self, packet: Any) -> None:  # noqa: N802  the name is gear's, which leaves it out
        packet.connection.sendPacket(gear.Packet(gear.constants.RES, gear.constants.ECHO_RES, packet.data))

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
    Server(where.port, host=where.host)
    # It keeps nothing that would need an orderly end: what was promised stands in the outbox.
    signal.pause()


if __name__ == "__main__":
    main()
