from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "secretariat.commitments"
    default_auto_field = "django.db.models.BigAutoField"
