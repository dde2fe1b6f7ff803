"""Closing accounts, and opening them again."""

import click

from tintype.cli.environment import django_loaded
from tintype.cli.options import home_option


@click.command()
@click.argument("name")
@home_option
def suspend(*, name: str) -> None:
    """Close the account NAME: nothing of it is seen, and nobody can sign in to it. Nothing is deleted."""
    with django_loaded():
        from tintype.accounts.suspension import suspend

        suspend(name)
    click.echo(f"suspended @{name.lower()}")


@click.command()
@click.argument("name")
@home_option
def unsuspend(*, name: str) -> None:
    """Open the account NAME again."""
    with django_loaded():
        from tintype.accounts.suspension import unsuspend

        unsuspend(name)
    click.echo(f"@{name.lower()} may sign in again")
