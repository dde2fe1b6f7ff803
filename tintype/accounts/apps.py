from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tintype.accounts"
    label = "accounts"
