from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tintype.accounts"
    label = "accounts"

    def ready(self) -> None:
        from tintype.accounts import receivers  # noqa: F401, PLC0415 - app ready
