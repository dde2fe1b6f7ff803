"""What a check found, line by line as it is found."""

from collections.abc import Iterable

import click

from tintype.cluster.findings import Finding, Level

MARKS = {Level.OK: ("ok  ", "green"), Level.WARNING: ("warn", "yellow"), Level.WRONG: ("BAD ", "red")}


def shown(found: Iterable[Finding]) -> bool:
    """Whether nothing of it is wrong."""
    is_well = True
    for finding in found:
        text, colour = MARKS[finding.level]
        click.echo(f"{click.style(text, fg=colour)}  {finding.name}: {finding.text}")
        if finding.remedy:
            click.echo(f"        {finding.remedy}")
        is_well = is_well and finding.level is not Level.WRONG
    return is_well
