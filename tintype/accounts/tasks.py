"""What happens to accounts later."""

from django_tasks import task
from oauth2_provider.models import clear_expired

from tintype.accounts import queries, tokens
from tintype.accounts.sessions import SessionStore


@task(queue_name="whenever")
def clear_sessions() -> None:
    SessionStore.clear_expired()


@task(queue_name="whenever")
def clear_tokens() -> None:
    """Of apps: those that nobody can use any more, and codes that were never exchanged."""
    clear_expired()


@task(queue_name="now")
def forget_person(account_id: int) -> None:
    """What is remembered of them is old: above all, whether their account is private."""
    queries.remembered.forget(account_id)


@task(queue_name="now")
def forget_token(token_hash: str) -> None:
    """It is good for nothing from now on."""
    tokens.remembered.forget(token_hash)
