"""Real apps against the front of a park: their day, and streaming under the site's own address."""

from tests.clients.test_journey import test_a_day_with_the_app
from tests.clients.test_streaming import test_a_follower_is_told_of_everything_in_its_order

__all__ = ["test_a_day_with_the_app", "test_a_follower_is_told_of_everything_in_its_order"]
