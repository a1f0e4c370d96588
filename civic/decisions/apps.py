from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "civic.decisions"
    label = "decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        from civic.core.registry import registry

        from .logic.forbidden import FORBIDDEN

        registry.forbid(*FORBIDDEN)
