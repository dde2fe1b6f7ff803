"""What people write down about others, for themselves alone."""

from tintype.accounts.queries import person
from tintype.graph.errors import CannotKeep
from tintype.graph.limits import NOTE_LENGTH
from tintype.graph.models import Note
from tintype.graph.queries import relation
from tintype.lib.errors import NotFound
from tintype.lib.text import clean
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_of


def keep_note(viewer: int, about_id: int, text: str) -> None:
    """An empty one takes it away. Raises NotFound (nobody, or blocked by them) and CannotKeep."""
    text = clean(text)
    if len(text) > NOTE_LENGTH:
        raise CannotKeep(f"Comment is too long (maximum is {NOTE_LENGTH} characters)")
    if person(about_id) is None or relation(viewer, about_id).is_blocked_by:
        raise NotFound
    with action_of(viewer):
        lock_pair("note", viewer, about_id)
        mine = Note.objects.filter(account_id=viewer, about_id=about_id)
        if not text:
            mine.delete()
        elif not mine.update(text=text):
            Note.objects.create(account_id=viewer, about_id=about_id, text=text)
