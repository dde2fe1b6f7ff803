"""The outbox: what is still to be done for a fact that is already committed."""

from typing import ClassVar

from django.db import models

from tintype.sharding.models import Home


class OutboxRow(models.Model):
    """One task of one committed action. The worker deletes the row when the work is done."""

    home: ClassVar[Home] = Home.EVERYWHERE

    id = models.BigIntegerField(primary_key=True)
    queue = models.CharField(max_length=16)
    task = models.CharField(max_length=120)
    args = models.JSONField()
    created_at = models.DateTimeField()
    # From here on the dispatcher hands the row to Gearman (again).
    due_at = models.DateTimeField()
    # A worker that took the row has until then; a killed worker's row is free afterwards.
    leased_until = models.DateTimeField(null=True)
    # The worker's name, which the one that comes in its place bears as well.
    leased_by = models.CharField(max_length=120, db_default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(default="")
    # Given up after MAX_ATTEMPTS; an operator looks at it and retries it.
    parked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due", condition=models.Q(parked_at=None)),
            models.Index(fields=["parked_at"], name="outbox_parked", condition=models.Q(parked_at__isnull=False)),
        ]
