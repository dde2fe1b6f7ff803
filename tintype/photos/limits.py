"""How much of what a post may have; stated in pages and documentation from here."""

from django.db.models import TextChoices

CAPTION_LENGTH = 2200
COMMENT_LENGTH = 1000
ALT_LENGTH = 1500
MOST_PHOTOS = 10
MOST_TAGS = 30
SPOILER_LENGTH = 200
MOST_PINNED = 5
LANGUAGE_LENGTH = 12
MOST_FEATURED_TAGS = 10
MOST_FOLLOWED_TAGS = 1_000


class Visibility(TextChoices):
    PUBLIC = "public", "Everyone"
    # Everyone too, but in no public or hashtag timeline.
    UNLISTED = "unlisted", "Everyone, unlisted"
    FOLLOWERS = "followers", "Followers"
    DIRECT = "direct", "Mentioned people"
