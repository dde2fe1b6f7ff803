"""What this room announces, inside the transaction of the action; hearers only enqueue tasks."""

from django.dispatch import Signal

# account_id
profile_changed = Signal()
