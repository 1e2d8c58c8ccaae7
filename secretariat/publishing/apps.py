from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "secretariat.publishing"
    default_auto_field = "django.db.models.BigAutoField"
