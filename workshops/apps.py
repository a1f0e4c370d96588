from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    label = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        from civic.accounts.registry import AccountSection, person_registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry

        from .services.personal import merge_registrations, my_registrations

        notice_registry.declare(
            NoticeKind("registration", _("my place at a session"), Level.IMMEDIATE, essential=True)
        )
        person_registry.merge("registrations", merge_registrations)
        person_registry.section(
            AccountSection("registrations", _("My registrations"), my_registrations, position=30)
        )
