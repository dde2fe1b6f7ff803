"""Django's own commands."""

import click

from tintype.cli.environment import django_loaded


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": [], "allow_interspersed_args": False},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a command of Django's: `tintype manage help` lists them."""
    with django_loaded():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["tintype manage", *arguments])
