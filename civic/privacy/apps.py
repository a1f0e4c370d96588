from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "civic.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry

        from .registry import privacy_registry
        from .services import removal
        from .services.erasure import erase_person, export_person

        privacy_registry.purge("search", removal.purge_search, _("search of the site"))
        person_registry.erase = lambda actor, person: erase_person(actor=actor, person=person)
        person_registry.export = lambda person: export_person(person=person)
