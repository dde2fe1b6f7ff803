from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "tintype.tasks"
    label = "tasks"
