"""What this room announces, inside the transaction of the action; hearers only enqueue tasks."""

from django.dispatch import Signal

# post_id, owner_id, caption, visibility
post_published = Signal()
post_edited = Signal()
post_deleted = Signal()
# post_id, account_id
post_shared = Signal()
post_unshared = Signal()
# account_id, post_id, made_id: the sharer's own list has this share now, or has it no longer
share_written = Signal()
# post_id, account_id
post_liked = Signal()
post_unliked = Signal()
# post_id, comment_id, author_id, text; of one that is deleted, the texts of all its versions
comment_made = Signal()
comment_edited = Signal()
comment_deleted = Signal()
# post_id, comment_id, author_id (of the comment), account_id
comment_like_changed = Signal()
