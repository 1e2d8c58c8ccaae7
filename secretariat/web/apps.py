from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "secretariat.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, session_limits  # noqa: F401 - a check, and a receiver
