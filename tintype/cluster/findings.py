from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One line of `tintype check`: what was looked at, what was seen, and what to do about it."""

    name: str
    text: str
    level: Level = Level.OK
    remedy: str = ""


def wrong(name: str, text: str, remedy: str) -> Finding:
    return Finding(name, text, Level.WRONG, remedy)


def warning(name: str, text: str, remedy: str) -> Finding:
    return Finding(name, text, Level.WARNING, remedy)
