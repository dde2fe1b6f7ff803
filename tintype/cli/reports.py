"""What people found should be looked at."""

import click

from tintype.cli.columns import columns
from tintype.cli.environment import django_loaded
from tintype.cli.options import home_option


@click.group()
def reports() -> None:
    """What people found should be looked at."""


@reports.command("list")
@home_option
def list_open() -> None:
    """List the reports that nobody has settled yet, the oldest first."""
    with django_loaded():
        from django.conf import settings

        from tintype.accounts.reports import open_reports

        rows = [
            (
                str(one.id),
                f"{one.made_at:%Y-%m-%d}",
                f"@{one.by}",
                f"@{one.about}",
                one.category,
                " ".join([*one.comment.split(), *(f"{settings.TINTYPE_URL}/p/{post}/" for post in one.status_ids)]),
            )
            for one in open_reports()
        ]
        head = ("id", "since", "by", "about", "kind", "what they say")
        for line in columns(head, rows, right=("id",)) if rows else ["no reports"]:
            click.echo(line)


@reports.command()
@click.argument("report", type=int)
@home_option
def done(report: int) -> None:
    """Settle REPORT: somebody has looked at it."""
    with django_loaded():
        from tintype.accounts.reports import settle_report

        settle_report(report)
        click.echo(f"report {report} is settled")
