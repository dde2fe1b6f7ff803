"""What the site needs done before it serves, in one process because loading Django takes a second."""

import django
from django.core.management import call_command

from tintype.cluster.child import done


def main() -> None:
    django.setup()
    call_command("migrate_all")
    done("tables")
    call_command("release_leases")
    done("unfinished tasks")
    call_command("collectstatic", interactive=False, verbosity=0)
    done("static files")


if __name__ == "__main__":
    main()
