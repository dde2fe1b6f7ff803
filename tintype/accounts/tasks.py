"""What happens to accounts later."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django_tasks import task
from django_tasks.base import Task
from oauth2_provider.models import clear_expired

from tintype.accounts import queries, sessions, tokens
from tintype.accounts.models import Account
from tintype.tasks.run import enqueue_and_run


@task(queue_name="whenever")
def clear_sessions() -> None:
    sessions.SessionStore.clear_expired()


@task(queue_name="whenever")
def clear_tokens() -> None:
    """Of apps: those that nobody can use any more, and codes that were never exchanged."""
    clear_expired()


@task(queue_name="soon")
def tell_let_in(account_id: int) -> None:
    """That they may sign in, to whoever waited for it."""
    account = Account.objects.filter(id=account_id).first()
    if account is not None:
        send_mail(
            f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}You are in",
            f"Hello {account.username},\n\nyour account is ready. Sign in at {settings.TINTYPE_URL}/account/login/\n",
            None,
            [account.email],
        )


@task(queue_name="now")
def forget_person(account_id: int) -> None:
    """What is remembered of them is old: above all, whether their account is private."""
    queries.remembered.forget(account_id)


@task(queue_name="now")
def forget_token(token_hash: str) -> None:
    """It is good for nothing from now on."""
    tokens.remembered.forget(token_hash)


@task(queue_name="now")
def forget_sessions(hashes: list[str]) -> None:
    """They have ended."""
    sessions.remembered.forget(*hashes)


def forget_for_sure(task: Task[..., Any], what: Any) -> None:
    """One of the above, in the action that changed what somebody may do: right after its commit, and until it worked.

    Of a Redis Cluster once more: a replica that takes over in these seconds may lack what its primary heard last.
    """
    enqueue_and_run(task, what, again=bool(settings.REDIS_NODES))
