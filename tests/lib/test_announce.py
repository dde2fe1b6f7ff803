"""What is said to those who listen: an id, and to whom."""

from tests.away import redis_away
from tintype.lib.announce import PUBLIC, by, channel, direct, home, publish, read, tagged, told
from tintype.lib.redis import client


def test_one_message_says_it_to_many() -> None:
    to = [PUBLIC, tagged("катки"), by(5), home(6), told(7), direct(8)]
    with client().pubsub() as listener:
        listener.subscribe(channel())
        assert listener.get_message(timeout=5)["type"] == "subscribe"
        publish(iter(to), "update", 2**62)
        message = listener.get_message(timeout=5)
    assert read(message["data"]) == ("update", 2**62, to)


def test_nothing_is_lost_but_the_news_while_redis_is_away() -> None:
    with redis_away():
        publish([PUBLIC], "update", 1)
