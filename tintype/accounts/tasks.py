"""What happens to accounts later."""

from django_tasks import task

from tintype.accounts.queries import remembered
from tintype.accounts.sessions import SessionStore


@task(queue_name="whenever")
def clear_sessions() -> None:
    SessionStore.clear_expired()


@task(queue_name="now")
def forget_person(account_id: int) -> None:
    """What is remembered of them is old: above all, whether their account is private."""
    remembered.forget(account_id)
