from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tintype.api"
    label = "api"
