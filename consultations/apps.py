from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    label = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        from civic.accounts.registry import AccountSection, person_registry
        from civic.core.registry import registry
        from civic.desk.registry import desk_registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.participation.enums import ActivityKind, SpaceKind
        from civic.participation.registry import participation_registry
        from civic.privacy.registry import privacy_registry
        from civic.texts.registry import text_registry

        from .selectors import proposal_url
        from .selectors.account import my_proposals, my_supports, proposal_lines
        from .selectors.calendar import url_of_space
        from .selectors.spaces import page_of_space
        from .services import method, notices
        from .services.reminders import remind_of_overdue_results

        participation_registry.locate(ActivityKind.CALL_FOR_PROPOSALS, proposal_url)
        text_registry.page_of(SpaceKind.CONSULTATION, page_of_space)
        text_registry.on_version("methods", method.note_a_changed_method)
        person_registry.merge("method_signatures", method.move_signatures)
        privacy_registry.export("method_signatures", method.export_signatures)
        desk_registry.locate_space("consultation", url_of_space)
        person_registry.section(
            AccountSection("proposals", _("My proposals"), my_proposals, proposal_lines, 10)
        )
        person_registry.section(
            AccountSection(
                "supports",
                _("What I support"),
                my_supports,
                partial(proposal_lines, mine=False),
                position=20,
            )
        )
        notice_registry.declare(
            NoticeKind(notices.DATES_CHANGED, _("a date changed in what I follow")),
            NoticeKind(notices.OVERDUE, _("a result I manage is overdue"), level=Level.IMMEDIATE),
        )
        registry.every_minute("overdue results", remind_of_overdue_results)
