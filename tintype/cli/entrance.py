"""Who may come in: people who wait for a yes, and invitations."""

import click

from tintype.cli.columns import columns
from tintype.cli.environment import django_loaded
from tintype.cli.options import home_option


@click.command()
@home_option
def waiting() -> None:
    """Who waits to be let in (TINTYPE_REGISTRATION=approval), and why they want to."""
    with django_loaded():
        from tintype.accounts.registration import waiting as people

        rows = [(f"@{name}", email, " ".join(reason.split())) for name, email, reason in people()]
        for line in columns(("name", "e-mail", "why"), rows) if rows else ["nobody waits"]:
            click.echo(line)


@click.command()
@click.argument("name")
@home_option
def approve(name: str) -> None:
    """Let NAME in, who is told so by mail."""
    with django_loaded():
        from tintype.accounts.registration import let_in

        let_in(name)
        click.echo(f"@{name.lower()} may sign in")


@click.command()
@click.argument("name")
@home_option
def refuse(name: str) -> None:
    """Turn NAME away: the account that waits is deleted, the name is free again."""
    with django_loaded():
        from tintype.accounts.registration import turn_away

        turn_away(name)
        click.echo(f"@{name.lower()} was turned away")


INVITED_HELP = """Print an address at which people may sign up, and nothing else.

For TINTYPE_REGISTRATION=invite; with "approval", whoever comes by it need not wait.

\b
  LINK=$(tintype invite --uses 5 --days 30)
"""


@click.command(help=INVITED_HELP)
@click.option("--uses", type=click.IntRange(1, 10_000), default=1, show_default=True, help="For how many people.")
@click.option("--days", type=click.IntRange(1, 365), default=7, show_default=True, help="For how long.")
@home_option
def invite(uses: int, days: int) -> None:
    with django_loaded():
        from tintype.accounts.registration import invite as invitation

        click.echo(invitation(uses, days))
