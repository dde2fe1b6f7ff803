"""What this room hears; every hearer only enqueues."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from oauth2_provider.models import AccessToken

from tintype.accounts.tasks import forget_for_sure, forget_token


@receiver(post_delete, sender=AccessToken)
def on_token_deleted(instance: Any, **_: Any) -> None:
    """By whichever way it went: taken back, exchanged for a newer one, with its app, its person, or when it expired."""
    forget_for_sure(forget_token, instance.token_checksum)
