"""The seats of each college in a mixed group, and its files."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents.models import Document

from civic.accounts.enums import College
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..logic.seats import Quota
from ..models import CollegeQuota, GroupDocument, MixedGroup
from ..policies import can_host_group, can_set_up_groups
from ..selectors.groups import seated_by_college
from .group_texts import check_alive


@dataclass(frozen=True)
class DocumentDraft:
    """One file of the group."""

    document: Document
    note: str = ""
    members_only: bool = False


def set_quotas(*, actor: Actor, group: MixedGroup, quotas: Sequence[Quota]) -> list[CollegeQuota]:
    """Write the seats of each college, replacing the former ones.

    Refused with the field: two lines for a college, bounds out of order, a maximum below the
    members already seated.
    """
    if not can_set_up_groups(actor, group.space.organisation):
        raise NotAllowed(_("You may not change the seats of this group."))
    check_alive(group)
    _check_quotas(quotas)
    with transaction.atomic():
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).get()
        seated = seated_by_college(fresh)
        for college, count in seated.items():
            offered = next((quota.maximum for quota in quotas if quota.college == college), 0)
            if offered < count:
                raise Refusal(
                    _("%(college)s: %(count)s members are seated already.")
                    % {"college": College(college).label.capitalize(), "count": count},
                    code="below_seated",
                    field="quotas",
                )
        CollegeQuota.objects.filter(group=fresh).delete()
        written = CollegeQuota.objects.bulk_create(
            CollegeQuota(group=fresh, position=position, **asdict(quota))
            for position, quota in enumerate(quotas)
        )
        record(
            actor=actor,
            action="mixed_group.quotas_set",
            target=fresh,
            organisation_id=group.space.organisation_id,
            quotas={
                quota.college: [quota.minimum, quota.target, quota.maximum] for quota in quotas
            },
        )
    return written


def _check_quotas(quotas: Sequence[Quota]) -> None:
    colleges = [quota.college for quota in quotas]
    if len(set(colleges)) != len(colleges) or not set(colleges) <= set(College.values):
        raise Refusal(_("One line for each college."), code="college_twice", field="quotas")
    for quota in quotas:
        if not 0 <= quota.minimum <= quota.target <= quota.maximum or quota.maximum < 1:
            raise Refusal(
                _("%(college)s: the minimum, the target and the maximum go up in this order.")
                % {"college": College(quota.college).label.capitalize()},
                code="bounds",
                field="quotas",
            )


def set_documents(
    *, actor: Actor, group: MixedGroup, documents: Sequence[DocumentDraft]
) -> list[GroupDocument]:
    """Write the files of a group in their order, replacing the former list."""
    if not can_host_group(actor, group):
        raise NotAllowed(_("You may not change the documents of this group."))
    check_alive(group)
    if len({draft.document.pk for draft in documents}) != len(documents):
        raise Refusal(_("One line for each file."), code="file_twice", field="documents")
    with transaction.atomic():
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).get()
        GroupDocument.objects.filter(group=fresh).delete()
        written = GroupDocument.objects.bulk_create(
            GroupDocument(
                group=fresh,
                document=draft.document,
                note=draft.note.strip(),
                members_only=draft.members_only,
                position=position,
            )
            for position, draft in enumerate(documents)
        )
        record(
            actor=actor,
            action="mixed_group.documents_set",
            target=fresh,
            organisation_id=group.space.organisation_id,
            documents=[draft.document.pk for draft in documents],
        )
    return written
