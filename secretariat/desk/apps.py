from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "secretariat.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import reactions  # noqa: F401 - listens from now on
