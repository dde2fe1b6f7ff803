"""What the parts that show and keep photos know each other by."""

from typing import Literal

from django.conf import settings

from tintype.config.derive import derive

# objects: radosgw's secret key. origin: edges show it to the store. media: signs addresses.
# purge: whoever knows it may tell edges what they must not show any more.
Name = Literal["objects", "origin", "media", "purge"]


def derived(name: Name) -> str:
    return derive(name, settings.SECRET_KEY)
