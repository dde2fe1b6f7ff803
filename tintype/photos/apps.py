from django.apps import AppConfig


class PhotosConfig(AppConfig):
    name = "tintype.photos"
    label = "photos"

    def ready(self) -> None:
        from tintype.photos import receivers  # noqa: F401, PLC0415 - app ready
