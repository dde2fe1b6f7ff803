"""The embedded Gearman server: `python -m tintype.cluster.gearman_server --host 127.0.0.1 --port 4730`."""

import argparse
import signal
import socket
from typing import Any

import gear


class Server(gear.Server):  # type: ignore[misc]
    """gear's server, quicker, and with gearmand's rule that a job of the same name and unique id is queued once.

    The dispatcher hands over again what was not finished in ten seconds: while workers are away or behind, every
    waiting row would be queued anew each time, and memory would fill with copies.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Before gear's own set-up, which starts the threads that use it.
        self._handles: dict[tuple[bytes, bytes], bytes] = {}
        super().__init__(*args, **kwargs)

    def _handleSubmitJob(self, packet: Any, precedence: int, background: bool = False) -> None:  # noqa: FBT001, FBT002, N802 - gear's
        once = (packet.getArgument(0), packet.getArgument(1))
        handle = self._handles.get(once)
        if handle in self.jobs:
            packet.connection.sendPacket(gear.Packet(gear.constants.RES, gear.constants.JOB_CREATED, handle))
            return
        super()._handleSubmitJob(packet, precedence, background)
        if once[1]:
            self._handles[once] = next(reversed(self.jobs))

    def _removeJob(self, job: Any, dequeue: Any = True) -> None:  # noqa: FBT002, N802 - gear's
        super()._removeJob(job, dequeue)
        self._handles.pop((job.binary_name, job.binary_unique), None)

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
