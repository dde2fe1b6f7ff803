from django.apps import AppConfig


class ShardingConfig(AppConfig):
    name = "tintype.sharding"
    label = "sharding"
