from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "secretariat.desk"
    default_auto_field = "django.db.models.BigAutoField"
