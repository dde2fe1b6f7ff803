"""What a promotion does on this machine, to those of the server's parts that are here."""

from dataclasses import dataclass
from functools import partial

from tintype.cluster import pgbouncer
from tintype.cluster.home import Home, postgres_name
from tintype.cluster.lost_wal import lost_commits, waited_for_standby
from tintype.cluster.promote_postgres import is_not_yet_primary, make_primary, parted_at
from tintype.cluster.ready import pool_answers, wait_until
from tintype.cluster.replication import follows, wait_for_commits
from tintype.cluster.show import Show
from tintype.cluster.supervisor import Supervisor
from tintype.config.topology import Member, Postgres, Server, Topology

# It may have to be copied; longer than this nobody should watch it.
REJOIN_SECONDS = 90
POOLER_SECONDS = 20


@dataclass(frozen=True)
class Here:
    home: Home
    supervisor: Supervisor
    topology: Topology
    show: Show

    def has(self, member: Member) -> bool:
        return self.topology.is_here(member.address.host)

    def spec(self, member: Member) -> str:
        return self.supervisor.spec_of(postgres_name(member.name))

    def stop(self, old: Member | None) -> None:
        if old and self.has(old):
            with self.show.step(f"{old.name} stops and is not started again"):
                self.supervisor.stop(self.spec(old))

    def finish(self, server: Server) -> None:
        """Of the server as it is to be."""
        if self._is_to_promote(server):
            with self.show.step(f"{server.primary.name} becomes the primary"):
                make_primary(server.primary.address)
        self._turn_poolers(server)
        if server.replica and self.has(server.replica):
            self._show_lost(server.primary, server.replica)
            self._rejoin(server, server.replica)
        self._show_machines(server)

    def _is_to_promote(self, server: Server) -> bool:
        """The machine of the new one does; that of the old one at once too, where people wait between the two."""
        if self.has(server.primary):
            return True
        return server.replica is not None and self.has(server.replica) and is_not_yet_primary(server.primary.address)

    def _turn_poolers(self, server: Server) -> None:
        pgbouncer.write_configs(self.home, server)
        turned = [(name, at) for name, at, _ in pgbouncer.poolers(server) if self.topology.is_here(at.host)]
        if not turned:
            return
        with self.show.step("poolers"):
            for name, _ in turned:
                self.supervisor.signal(self.supervisor.spec_of(name), "HUP")
            for _, address in turned:
                if address in {server.pooler, server.spare_pooler}:
                    self._wait_for_pools(server, address)

    def _wait_for_pools(self, server: Server, address: Postgres) -> None:
        """A pool that could not reach the old primary turns the first who comes away, though the new one is there."""
        for database in self.topology.databases:
            if database.server == server:
                wait_until(partial(pool_answers, address, database.dbname), POOLER_SECONDS)

    def _show_lost(self, primary: Member, old: Member) -> None:
        """While the old one's disk still says it: when it rejoins it becomes like the new one."""
        show = self.show
        if not self.home.data_of(old.name).exists():
            show.detail(f"What {old.name} had and {primary.name} lacks is not known: its data directory is gone.")
        elif lost := lost_commits(self.home, old.name, since=parted_at(primary.address)):
            was_acknowledged = not waited_for_standby(self.home, old.name)
            _show_what_was_lost(lost, primary, old, show, was_acknowledged=was_acknowledged)
        else:
            show.detail(f"{primary.name} has every transaction that {old.name} committed.")

    def _rejoin(self, server: Server, standby: Member) -> None:
        show = self.show
        self.supervisor.start_unless_running(self.spec(standby))
        with show.step(f"{standby.name} as its standby"):
            reason = wait_until(partial(follows, server, standby), REJOIN_SECONDS)
            if not reason:
                wait_for_commits(server, standby)
        if reason:
            show.detail(f"It does not follow yet: {reason}.")
            show.detail(f"That is tried until it works; what it says is in {postgres_name(standby.name)}.log.")
            if server.is_synchronous:
                show.detail(f"Until then what {server.primary.name} commits is on one disk only.")

    def _show_machines(self, server: Server) -> None:
        if not self.topology.here:
            return
        first = self.topology.machine_of(server.primary.address.host)
        done = self.topology.machine_of(self.topology.here)
        others = [name for name in sorted(self.topology.machines) if name not in {first, done}]
        named = [*([f"{first} first"] if first != done else []), *others]
        self.show.line(f"Each machine has to know: `tintype shards promote {server.name}` on {', '.join(named)}.")


def _show_what_was_lost(lost: int, primary: Member, old: Member, show: Show, *, was_acknowledged: bool) -> None:
    found = f"{lost:,} of {old.name}'s last transactions had not reached {primary.name}"
    if not was_acknowledged:
        show.detail(f"{found}; nobody had been told yet that they were done.")
        return
    show.detail(f"{found} and are lost.")
    show.detail("`tintype check --deep --repair` mends what other shards still have of them.")
