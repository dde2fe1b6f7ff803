"""The hosts of a park that are still with it: the same on each at once, a line a host, and who does not answer is left
out from then on.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from tintype.cluster.deploy.hosts import Access, Failed, Host, Lost
from tintype.cluster.deploy.park import Park
from tintype.cluster.errors import ClusterError

Say = Callable[[str], None]
# What is to be done on a host; returns what the line about it says.
Work = Callable[[Host], str]
MOST_AT_ONCE = 32
NOT_DONE = (Lost, Failed)


class Crew:
    def __init__(self, park: Park, access: Access, machines: Iterable[str], say: Say) -> None:
        addresses = park.topology.machines
        self.hosts = {name: Host(name, addresses[name], park.deploy, access) for name in machines}
        self.left_out: dict[str, str] = {}
        self.say = say
        self._width = max(map(len, self.hosts), default=0)

    def each(
        self,
        work: Work,
        machines: Iterable[str] | None = None,
        *,
        leaves_out: tuple[type[Exception], ...] = NOT_DONE,
        shows: bool = True,
    ) -> dict[str, str]:
        """What `work` returned, by machine. Whoever does not manage it is left out, and named.

        Where only Lost leaves out, those that Failed are raised as ClusterError once all are through.
        """
        started = time.monotonic()
        wanted = [self.hosts[name] for name in (self.hosts if machines is None else machines) if name in self.hosts]
        done: dict[str, str] = {}
        failed: list[str] = []
        with ThreadPoolExecutor(min(MOST_AT_ONCE, len(wanted)) or 1) as pool:
            under_way: dict[Future[str], Host] = {pool.submit(work, host): host for host in wanted}
            for future in as_completed(under_way):
                host = under_way[future]
                try:
                    done[host.name] = future.result()
                except leaves_out as error:
                    self.leave_out(host.name, str(error))
                    continue
                except Failed as error:
                    failed.append(f"{host.name}: {error}")
                    continue
                if shows:
                    self.line(host.name, f"{done[host.name]}  {time.monotonic() - started:.1f} s")
        if failed:
            raise ClusterError("\n".join(failed))
        return done

    def ask(self, work: Work) -> dict[str, str]:
        return self.each(work, shows=False)

    def leave_out(self, name: str, why: str) -> None:
        self.left_out[name] = why
        self.hosts.pop(name).close()
        self.line(name, f"LEFT OUT: {why}")

    def need(self, name: str, what_for: str) -> Host:
        """Raises ClusterError where nothing goes on without it."""
        if name not in self.hosts:
            raise ClusterError(f"{name} was left out (see above), and {what_for}.")
        return self.hosts[name]

    def line(self, name: str, text: str) -> None:
        self.say(f"{name.ljust(self._width)}  {text}")

    def close(self) -> None:
        for host in self.hosts.values():
            host.close()


@contextmanager
def crew(park: Park, access: Access, machines: Iterable[str], say: Say) -> Iterator[Crew]:
    """Connected with those of the machines that answer."""
    together = Crew(park, access, machines, say)
    try:
        together.ask(_connect)
        if not together.hosts:
            raise ClusterError("None of the machines answers.")
        yield together
    finally:
        together.close()


def _connect(host: Host) -> str:
    host.connect()
    return ""
