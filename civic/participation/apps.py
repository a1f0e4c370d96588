from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "civic.participation"
    label = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.cases.registry import case_registry
        from civic.core.registry import registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.privacy.registry import RetentionClass, privacy_registry

        from . import selectors as acquaintances
        from .models import Contribution, Draft
        from .services import copies, hops, notices, personal, publication, receipts

        privacy_registry.guard(
            Contribution, lambda contribution: contribution.activity.space.organisation_id
        )
        privacy_registry.on_release(Contribution, publication.contribution_released)
        privacy_registry.on_hold(Contribution, publication.contribution_held)
        privacy_registry.purge(
            "versions", copies.purge_versions, _("earlier versions of contributions")
        )
        privacy_registry.purge("drafts", copies.purge_drafts, _("drafts"))
        privacy_registry.export("contributions", personal.export_contributions)
        privacy_registry.erase("conditions_accepted", personal.erase_conditions_accepted)
        privacy_registry.keep_for(
            RetentionClass(
                name="drafts",
                label=_("what somebody began to write and did not send"),
                months=1,
                expired=lambda before: Draft.objects.filter(updated_at__date__lt=before),
                remove=lambda rows: rows.delete()[0],
            )
        )
        person_registry.meet("contributions", acquaintances.people_of_contributions)
        person_registry.meet("registrations", acquaintances.people_of_registrations)
        person_registry.places_of = acquaintances.spaces_of
        person_registry.on_confirmed(receipts.send_missing_receipts)
        person_registry.merge("contributions", personal.merge_contributions)
        person_registry.merge("conditions_accepted", personal.merge_conditions_accepted)
        notice_registry.declare(
            NoticeKind(
                notices.RECEIVED,
                _("receipt of what I said"),
                level=Level.IMMEDIATE,
                essential=True,
            ),
            NoticeKind(
                notices.ANSWERED,
                _("the answer to what I said"),
                level=Level.IMMEDIATE,
                essential=True,
            ),
        )
        case_registry.on_answer(notices.tell_answered)
        case_registry.on_transfer(hops.tell_transferred)
        case_registry.on_plan_followed(hops.tell_plan_followed)
        notice_registry.declare(
            NoticeKind(hops.TRANSFERRED, _("what I said is handed over to another body")),
            NoticeKind(hops.PLAN_FOLLOWED, _("what became of what my answer planned")),
            NoticeKind(
                hops.REVIEW_RECEIVED,
                _("receipt of what I contest"),
                level=Level.IMMEDIATE,
                essential=True,
            ),
            NoticeKind(
                hops.REQUEST_RECEIVED,
                _("receipt of what I asked"),
                level=Level.IMMEDIATE,
                essential=True,
            ),
        )
        # Numbers and kinds of what is public anyway; a text never travels in an event.
        registry.stream_public("activity:")
        registry.stream_public("contribution:")
        registry.searchable("contributions", publication.contribution_documents)
