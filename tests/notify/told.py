"""What somebody has been told, in short."""

from tintype.notify.queries import activity
from tintype.testing.member import Member
from tintype.testing.tasks import run_tasks


def told(member: Member) -> list[tuple[str, str]]:
    """(kind, by whom), newest first."""
    return [(record.kind, record.actor.username) for record in activity(member.id, None, 100).items]


def told_after_tasks(member: Member) -> list[tuple[str, str]]:
    run_tasks()
    return told(member)
