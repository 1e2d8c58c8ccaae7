from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "secretariat.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import reactions  # noqa: F401 - it listens from now on, as do those of the sign-in
        from .sign_in import accounts, factors, log  # noqa: F401
