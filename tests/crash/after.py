"""What must hold once everything runs again and has caught up."""

from collections import Counter

from tests.crash.crowd import Crowd
from tests.crash.logged import mistakes
from tests.crash.truth import COMMENTS, FOLLOWS, LIKES, POSTS, Truth


def check_everything_arrived(crowd: Crowd, truth: Truth) -> None:
    """Sends again what was not answered, then looks at everything that was."""
    check_no_surprise(crowd, truth)
    crowd.ledger.send_again()
    truth.wait_until_drained()
    check_acknowledged(crowd, truth)
    truth.check_all()
    check_feeds(crowd, truth)


def check_no_surprise(crowd: Crowd, truth: Truth) -> None:
    """First, since a surprise explains what is missing or too much afterwards."""
    assert not crowd.ledger.surprises, "\n".join([*crowd.ledger.surprises, mistakes(truth.home)])


def check_acknowledged(crowd: Crowd, truth: Truth) -> None:
    """It is there, once. Nothing else is there either, since whatever was sent was acknowledged in the end."""
    ledger = crowd.ledger
    for acknowledged, statement in (
        (ledger.posts, POSTS),
        (ledger.likes, LIKES),
        (ledger.comments, COMMENTS),
        (ledger.follows, FOLLOWS),
    ):
        # A thing acknowledged twice (sent again, or liked again) is the same thing.
        assert Counter(truth.rows(statement)) == Counter(set(acknowledged))


def check_feeds(crowd: Crowd, truth: Truth) -> None:
    posts, follows = truth.rows(POSTS), truth.rows(FOLLOWS)
    for person in crowd.people:
        seen = {followee for follower, followee in follows if follower == person.id} | {person.id}
        expected = sorted((post_id for owner_id, post_id, _ in posts if owner_id in seen), reverse=True)
        assert person.feed() == expected
