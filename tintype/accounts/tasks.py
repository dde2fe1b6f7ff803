"""What happens to accounts later."""

from django_tasks import task

from tintype.accounts.sessions import SessionStore


@task(queue_name="whenever")
def clear_sessions() -> None:
    SessionStore.clear_expired()
