from django.apps import AppConfig


class StreamingConfig(AppConfig):
    name = "tintype.streaming"
    label = "streaming"
