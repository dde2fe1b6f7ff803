"""What this room announces."""

from django.dispatch import Signal

# A group of workers is about to be forked: `queues` are its own. What they are to share is made now.
group_starts = Signal()
