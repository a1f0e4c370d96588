from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    label = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.participation.enums import ActivityKind
        from civic.participation.registry import participation_registry

        from .selectors import proposal_url
        from .services import notices

        participation_registry.locate(ActivityKind.CALL_FOR_PROPOSALS, proposal_url)
        notice_registry.declare(
            NoticeKind(notices.DATES_CHANGED, _("a date changed in what I follow"))
        )
