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
        privacy_registry.purge("imported_cells", copies.purge_cells)
        privacy_registry.purge("imports", copies.purge_imports)
        registry.searchable("requests", publication.request_documents)
        registry.every_minute("imports", import_work.go_on_with_the_silent)
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
