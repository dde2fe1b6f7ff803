from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "tintype.notify"
    label = "notify"

    def ready(self) -> None:
        from tintype.notify import receivers  # noqa: F401, PLC0415 - app ready
