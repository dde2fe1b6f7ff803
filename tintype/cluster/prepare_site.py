"""What the site needs done before it serves, in one process because loading Django takes a second."""

import sys

import django
from django.core.management import CommandError, call_command

from tintype.cluster.child import done
from tintype.cluster.static_files import collect_static


def main() -> None:
    django.setup()
    try:
        call_command("migrate_all")
    except CommandError as error:
        sys.exit(str(error))
    done("tables")
    call_command("release_leases")
    done("unfinished tasks")
    collect_static()
    done("static files")


if __name__ == "__main__":
    main()
