"""What is done after a commit fails alone."""

from functools import partial

import pytest
from django.db import transaction

from tintype.lib.hooks import after_commit


def test_one_that_fails_is_logged_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    with transaction.atomic():
        after_commit("default", partial(divmod, 1, 0))
        after_commit("default", partial(done.append, "the next"))
        assert not done
    assert done == ["the next"]
    assert "ZeroDivisionError" in caplog.text
