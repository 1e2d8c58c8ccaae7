from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "secretariat.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import factors, reactions, sign_in, sign_in_log  # noqa: F401 - they listen from now on
