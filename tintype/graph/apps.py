from django.apps import AppConfig


class GraphConfig(AppConfig):
    name = "tintype.graph"
    label = "graph"
