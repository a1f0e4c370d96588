from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "civic.demo"
    label = "demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        if settings.DEMO:
            from civic.core.registry import registry

            from .views import cast

            registry.demo_cast = cast
