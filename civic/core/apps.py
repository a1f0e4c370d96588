from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "civic.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from . import checks as checks
        from .receivers import install_triggers, remove_triggers
        from .registry import registry
        from .services.scheduled import publish_scheduled_pages

        registry.every_minute("scheduled_pages", publish_scheduled_pages)
        pre_migrate.connect(remove_triggers, dispatch_uid="civic.core.triggers")
        post_migrate.connect(install_triggers, dispatch_uid="civic.core.triggers")
