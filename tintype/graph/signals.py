"""What this room announces, inside the transaction of the action; hearers only enqueue tasks."""

from django.dispatch import Signal

# follower_id, followee_id, state
follow_made = Signal()
# follower_id, followee_id
follow_approved = Signal()
follow_ended = Signal()
# followee_id: they have taken away a follower, who could see their posts until now
follower_removed = Signal()
# follower_id: whom they follow has been written on their own shard
following_written = Signal()
# blocker_id, blocked_id
block_made = Signal()
block_ended = Signal()
# muter_id, muted_id: from now on, no longer, or in another way
mute_changed = Signal()
# owner_id: who is left out of their home feed by their lists
lists_changed = Signal()
