"""A community to look at, for those who try Tintype; `tintype up --demo` calls it."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tintype.accounts.queries import people_by_username
from tintype.demo.cast import CAST, VISITOR
from tintype.demo.load import Community, load, others_have_posted
from tintype.demo.people import is_loaded
from tintype.lib.errors import Refused


class Command(BaseCommand):
    help = "Fill a fresh site with a small made-up community."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password", help="Of the account to sign in with; random when left out.")
        parser.add_argument("--yes", action="store_true", help="Even if other people have posted here.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write(f"The demo community is there already (sign in as {VISITOR}).")
            return
        ours = [person.id for person in people_by_username(one.username for one in CAST).values()]
        if not options["yes"] and others_have_posted(ours):
            raise CommandError(
                "Other people have posted here. To add the demo's made-up people all the same, say --yes."
            )
        password = options["password"] or secrets.token_urlsafe(9)
        try:
            load(Community(), password, self.stdout.write)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"Sign in as {VISITOR} with the password {password}")
