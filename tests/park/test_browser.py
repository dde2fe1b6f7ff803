"""A real browser at the front of a park."""

from tests.browser.test_journey import test_sign_up_post_follow_see_like_comment_get_told_sign_out

__all__ = ["test_sign_up_post_follow_see_like_comment_get_told_sign_out"]
