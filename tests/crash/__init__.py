import pytest

# Before they are imported, so that their assertions say what they compared.
pytest.register_assert_rewrite("tests.crash.after", "tests.crash.truth")
