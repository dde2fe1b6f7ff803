import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """`tintype up` collects the static files; WhiteNoise warns where nobody has."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
