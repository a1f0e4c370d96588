from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeighbourhoodCouncilsConfig(AppConfig):
    name = "neighbourhood_councils"
    label = "neighbourhood_councils"
    verbose_name = _("Neighbourhood councils")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.cases.models import Request
        from civic.cases.registry import case_registry
        from civic.core.registry import registry
        from civic.desk.registry import desk_registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.privacy.registry import RetentionClass, privacy_registry

        from .models import RequestImport
        from .selectors.councils import (
            members_known,
            neighbourhood_of_space,
            url_of_space,
        )
        from .selectors.sheets import shown_requests
        from .services import (
            closing,
            copies,
            corrections,
            council_people,
            following,
            import_work,
            publication,
            questions,
        )

        person_registry.meet("memberships", members_known)
        person_registry.merge("council_memberships", council_people.merge_memberships)
        privacy_registry.erase("council_memberships", council_people.erase_memberships)
        privacy_registry.export("council_memberships", council_people.export_memberships)
        case_registry.before_filing(closing.check_takes_requests)
        privacy_registry.on_release(Request, publication.request_released)
        privacy_registry.on_hold(Request, publication.request_held)
        privacy_registry.on_hold(Request, corrections.begin_correction)
        privacy_registry.on_release(Request, corrections.end_correction)
        privacy_registry.purge(
            "imported_cells",
            copies.purge_cells,
            _("cells of imported tables, as they were written"),
        )
        privacy_registry.purge(
            "imports", copies.purge_imports, _("tables sent by a council, as they were read")
        )
        registry.searchable("requests", publication.request_documents)
        registry.every_minute("imports", import_work.go_on_with_the_silent)
        self._declare_meetings()
        self._declare_quality()
        desk_registry.locate_space("council", url_of_space)
        desk_registry.neighbourhood_of = neighbourhood_of_space
        case_registry.on_answer(publication.request_answered)
        case_registry.on_change(publication.request_moved)
        case_registry.on_transfer(publication.request_handed_over)
        case_registry.on_answer(following.tell_answered)
        case_registry.on_change(following.tell_moved)
        notice_registry.followable("cases.request", shown_requests)
        notice_registry.declare(
            NoticeKind(
                publication.REQUEST_ANSWERED,
                _("the answer to what I asked"),
                level=Level.IMMEDIATE,
                essential=True,
            ),
            NoticeKind(
                questions.QUESTION_ASKED,
                _("a question about what I said"),
                level=Level.IMMEDIATE,
                essential=True,
            ),
        )

        def forget_cells(rows: Any) -> int:
            return int(rows.update(source_texts={}))

        privacy_registry.keep_for(
            RetentionClass(
                name="imported_cells",
                label=_("cells of imported tables, as they were written"),
                months=36,
                expired=lambda before: Request.objects.filter(created_at__date__lt=before).exclude(
                    source_texts={}
                ),
                remove=forget_cells,
            )
        )
        privacy_registry.keep_for(
            RetentionClass(
                name="imports",
                label=_("tables sent by a council, as they were read"),
                months=3,
                expired=lambda before: RequestImport.objects.filter(created_at__date__lt=before),
                remove=lambda rows: rows.delete()[0],
            )
        )

    def _declare_meetings(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.core.registry import registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.privacy.registry import privacy_registry

        from .logic.forbidden import FORBIDDEN
        from .models import AgendaProposal
        from .services import council_notices, council_people, referral_search

        registry.forbid(*FORBIDDEN)
        registry.searchable("referrals", referral_search.referral_documents)
        registry.every_minute("council replies", council_notices.remind_overdue_replies)
        privacy_registry.guard(
            AgendaProposal, lambda proposal: proposal.council.space.organisation_id
        )
        privacy_registry.export("agenda_proposals", council_people.export_proposals)
        person_registry.merge("agenda_proposals", council_people.merge_proposals)
        notice_registry.declare(
            NoticeKind(
                council_notices.AGENDA_DECIDED,
                _("what becomes of the subject I proposed"),
                Level.IMMEDIATE,
                essential=True,
            ),
            NoticeKind(
                council_notices.QUESTIONS_SENT,
                _("the questions a council puts before a meeting"),
                Level.IMMEDIATE,
            ),
            NoticeKind(
                council_notices.QUESTION_ANSWERED, _("the answers to the questions of my council")
            ),
            NoticeKind(
                council_notices.MINUTES_TO_CORRECT,
                _("minutes of my council, to correct"),
                Level.IMMEDIATE,
            ),
            NoticeKind(council_notices.MINUTES_PUBLISHED, _("the minutes of my council")),
            NoticeKind(
                council_notices.REFERRAL_MOVED, _("what my council is asked, and the replies")
            ),
            NoticeKind(
                council_notices.REPLY_OVERDUE,
                _("a reply to councils that is owed and has not been given"),
                Level.IMMEDIATE,
            ),
        )

    def _declare_quality(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.analysis.registry import Formula, indicator_registry
        from civic.core.registry import registry
        from civic.privacy.registry import privacy_registry

        from .logic.indicators import council_life_1
        from .models import NeighbourhoodCouncil
        from .selectors.indicators import COUNCIL_LIFE, council_life_counts
        from .services import council_people, quality

        indicator_registry.counts(COUNCIL_LIFE, NeighbourhoodCouncil, council_life_counts)
        indicator_registry.formula(
            Formula(COUNCIL_LIFE, 1, _("life of a council, version 1"), council_life_1)
        )
        registry.every_minute("evaluations of councils", quality.close_due)
        privacy_registry.erase("quality_sheets", council_people.forget_sheets)
        person_registry.merge("quality_sheets", council_people.merge_sheets)
