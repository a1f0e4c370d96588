from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "civic.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from civic.core.registry import registry

        from .services.colleges import end_terms

        registry.every_minute("colleges", end_terms)
