"""docs/settings.md from the typed environment."""

from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from tintype.config.env import Env

OPENING = """# Settings

What an operator may set, as environment variables. All have a default that works. A wrong value stops the start, and
all wrong values are named at once. How big Tintype is (databases, workers, web processes) is not set here but in the
topology file, see `tintype/cluster/topologies`.

| variable | kind | default | what it is for |
| --- | --- | --- | --- |
"""
CLOSING = """
`--home`, `--port` and `--topology` of the [command line](command-line.md) stand for the variables of the same name and
win over them.

This page is written from `tintype/config/env.py` by `python -m tests.docs.generated`.
"""
# Where the default depends on who asks.
COMPUTED = {"home": "`/var/lib/tintype` as root, else `$XDG_DATA_HOME/tintype` or `~/.local/share/tintype`"}


def settings() -> str:
    return OPENING + "".join(_row(name, field) for name, field in Env.model_fields.items()) + CLOSING


def _row(name: str, field: FieldInfo) -> str:
    default = COMPUTED.get(name) or (f"`{_spelled(field.default)}`" if field.default not in {"", None} else "")
    return f"| `TINTYPE_{name.upper()}` | {_kind(field)} | {default} | {field.description} |\n"


def _spelled(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def _kind(field: FieldInfo) -> str:
    kinds = [kind for kind in get_args(field.annotation) or (field.annotation,) if kind is not type(None)]
    if get_origin(field.annotation) is Literal:
        return ", ".join(kinds)
    return {"str": "text", "int": "number", "bool": "true or false", "Path": "path"}[kinds[0].__name__]
