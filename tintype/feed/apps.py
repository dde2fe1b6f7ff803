from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "tintype.feed"
    label = "feed"

    def ready(self) -> None:
        from tintype.feed import receivers  # noqa: F401, PLC0415 - app ready
