"""Accounts and API tokens."""

import click

from tintype.cli.entrance import approve, refuse, waiting
from tintype.cli.environment import django_loaded
from tintype.cli.options import home_option
from tintype.cli.suspending import suspend, unsuspend


@click.group()
def user() -> None:
    """Make accounts, and say who may have one."""


@user.command("create")
@click.argument("name")
@click.option("--email", required=True, metavar="E")
@click.option(
    "--password", metavar="P", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out."
)
@click.option("--staff", is_flag=True, help="May moderate.")
@home_option
def create(*, name: str, email: str, password: str, staff: bool) -> None:
    """Make an account called NAME (a-z, 0-9 and _), ready to sign in with."""
    with django_loaded():
        from tintype.accounts.actions import create_account

        create_account(name, email, password, is_staff=staff)
    click.echo(f"created @{name.lower()}")


for command in (waiting, approve, refuse, suspend, unsuspend):
    user.add_command(command)


PRINTED_HELP = """Print an API token for the account NAME, and nothing else.

\b
  TOKEN=$(tintype token anna --scopes "read")
"""


@click.command(help=PRINTED_HELP)
@click.argument("name")
@click.option("--scopes", default="read write follow push", show_default=True, help="What the token is good for.")
@home_option
def token(*, name: str, scopes: str) -> None:
    with django_loaded():
        from tintype.accounts.actions import create_token

        click.echo(create_token(name, scopes))
