"""`tintype storage`: where photos are kept, whether that store is fit for them, and moving them to another."""

import sys

import click

from tintype.cli.columns import size_in_words
from tintype.cli.environment import django_loaded, environment
from tintype.cli.errors import fail
from tintype.cli.options import home_option
from tintype.cli.storage_show import show

HELP = """Show and try the object store, where photos are kept, and move them to another one.

\b
  tintype storage show      which store, who shows photos, how much there is
  tintype storage check     try all that Tintype needs of it, and what it must refuse
  tintype storage prepare   make the bucket, and tell it who may do what
  tintype storage move      all objects to another store, while people go on

Which store it is stands in the topology, in the table [objects]: a directory, the radosgw that
`tintype up` runs, or any S3. docs/operations.md has a chapter about it.
"""
AFTERWARDS = """\
All are in the new store. Leave [objects.former] in the topology for a day, for uploads that began there; then take it
out and give this command once more. What the former store has is yours to delete."""
CHECK_HELP = """Try the store: each thing Tintype needs of it, and each that it must refuse.

Objects are put, read, listed and deleted; signed forms are sent as browsers send them, right ones
and wrong ones; the raw addresses are asked as anybody may ask them; so are the edges or the CDN.
Each line says what to do where it is BAD. Nothing of it is left behind.

Exit code 0 when nothing is wrong (warnings do not count), 1 otherwise.
"""
PREPARE_HELP = """Make the bucket, and tell it who may do what. May be given again at any time.

Nobody but who has the keys may list, write or read it; edges that show a secret may read what is
shown to others; pages of TINTYPE_URL may send photos; uploads nobody came for die after two weeks.
Radosgw is started if the running Tintype has not got it yet; `tintype up` does all this for it by
itself. A directory needs nothing.
"""
MOVE_HELP = """Move all objects to another store while people look at photos, post and delete them.

In the topology, describe the new store in [objects], and the one that objects are in now in
[objects.former]; without that this says what to write. Then:

\b
  tintype storage prepare
  tintype storage check
  tintype storage move

From its first second, what is new goes to the new store, and what has not come yet is read from the
former one; no process is started anew. Every object is read back and compared. Cut off at any
point, even by a power cut, nothing is lost or missing: give the same command again. The former
store keeps what it has. The other way round it works just as well.
"""


@click.group(help=HELP)
def storage() -> None:
    pass


@click.command(help=CHECK_HELP, short_help="Try the store, and what it must refuse.")
@home_option
def check() -> None:
    from tintype.cli.findings import shown

    with django_loaded():
        from tintype.cluster.storage_probes import all_probes
        from tintype.storage import present

        present.use_described()
        sys.exit(0 if shown(all_probes()) else 1)


@click.command(help=PREPARE_HELP, short_help="Make the bucket, and tell it who may do what.")
@home_option
def prepare() -> None:
    env = environment()
    with django_loaded():
        from tintype.cluster.home import Home
        from tintype.cluster.show import Show
        from tintype.cluster.storage_prepare import prepare_bucket
        from tintype.cluster.storage_start import start_radosgw
        from tintype.storage import present

        start_radosgw(env, Home(env.home), Show())
        present.use_described()
        prepare_bucket()
        click.echo(f"{present.objects().name} is prepared: `tintype storage check` tries it.")


@click.command(help=MOVE_HELP, short_help="Move all objects to another store.")
@home_option
def move() -> None:
    env = environment()
    with django_loaded():
        from tintype.cli.move_show import MoveShow
        from tintype.cluster.show import Show
        from tintype.cluster.storage_move import AGAIN, move_objects

        try:
            copied = move_objects(env, Show(), MoveShow("objects"))
        except KeyboardInterrupt:
            fail(f"Interrupted. {AGAIN}")
        else:
            click.echo(f"{copied.rows:,} objects were copied, {size_in_words(copied.size)}; each was read back.")
            click.echo(AFTERWARDS)


for command in (show, check, prepare, move):
    storage.add_command(command)
