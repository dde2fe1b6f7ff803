from django.apps import AppConfig


class PhotosConfig(AppConfig):
    name = "tintype.photos"
    label = "photos"
