"""A call that is added to the supervisor's own: the programs of a group that runs become those of its configuration.

By itself supervisor replaces a group as a whole, and would stop a hundred parts for one that is new.
"""

from typing import Any


def calls(supervisord: Any) -> "Changes":
    """What supervisord.conf names as the factory of `tintype`."""
    return Changes(supervisord)


class Changes:
    def __init__(self, supervisord: Any) -> None:
        self._supervisord = supervisord

    def takeIn(self) -> bool:  # noqa: N802  as XML-RPC names its calls
        """After reloadConfig. New programs are there, not started; what runs goes on, and has its new command when it
        is started the next time; what is gone has to be stopped before.
        """
        groups = self._supervisord.process_groups
        for described in self._supervisord.options.process_group_configs:
            if described.name in groups:
                _change(groups[described.name], described)
            else:
                self._supervisord.add_process_group(described)
        return True


def _change(group: Any, described: Any) -> None:
    wanted = {program.name: program for program in described.process_configs}
    for name in group.processes.keys() - wanted.keys():
        if not group.processes[name].pid:
            del group.processes[name]
    for name, program in wanted.items():
        program.create_autochildlogs()
        if name in group.processes:
            group.processes[name].config = program
        else:
            group.processes[name] = program.make_process(group)
    group.config = described
