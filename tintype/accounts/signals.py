"""What this room announces, inside the transaction of the action; hearers only enqueue tasks."""

from django.dispatch import Signal

# account_id
profile_changed = Signal()
# account_id, stamps: addresses that carry these are good for nothing any more
addresses_recalled = Signal()
# key: an avatar or a header that is nobody's any more
picture_replaced = Signal()
# account_id
account_suspended = Signal()
