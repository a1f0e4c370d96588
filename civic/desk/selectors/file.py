"""The file of a person at a desk: what is owed to them, never what they voted or supported."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from civic.accounts.models import Person
from civic.cases.models import Case, Request
from civic.notifications.enums import NoticeState
from civic.notifications.models import Notice
from civic.participation.models import Contribution, Registration
from civic.territory.models import Organisation

from ..models import CallPromise, Entry, Mandate
from ..registry import desk_registry
from .targets import spaces_of_desk


@dataclass(frozen=True)
class PersonFile:
    """What an agent needs to answer somebody who is there."""

    cases: list[dict[str, Any]]
    places: list[Registration]
    news: list[Notice]
    mandates: list[dict[str, Any]]
    calls: list[CallPromise]


def file_of(organisation: Organisation, person: Person) -> PersonFile:
    """Return the file of a person at one desk, in seven queries.

    Supports, comments and votes are not there: a helper, or an agent, has no business with them.
    """
    spaces = spaces_of_desk(organisation)
    return PersonFile(
        cases=_cases(organisation, person, spaces),
        places=list(
            Registration.objects.filter(
                person=person,
                session__space__in=spaces,
                session__starts_at__gt=timezone.now(),
            ).select_related("session")
        ),
        news=list(
            Notice.objects.filter(
                person=person, organisation=organisation, state=NoticeState.TO_CONTACT
            )
        ),
        mandates=_mandates(organisation, person),
        calls=list(
            CallPromise.objects.filter(person=person, organisation=organisation)
            .select_related("guarantor")
            .order_by("-promised_at", "-pk")[:10]
        ),
    )


def _cases(organisation: Organisation, person: Person, spaces: list[int]) -> list[dict[str, Any]]:
    said = Contribution.objects.filter(author=person, activity__space__in=spaces)
    asked = Request.objects.filter(person=person, organisation=organisation)
    found: list[tuple[Case, str]] = [
        *((row.case, row.title) for row in said.select_related("case").order_by("-pk")[:20]),
        *((row.case, row.title) for row in asked.select_related("case").order_by("-pk")[:20]),
    ]
    return [{"case": case, "title": title} for case, title in found]


def _mandates(organisation: Organisation, person: Person) -> list[dict[str, Any]]:
    mandates = list(Mandate.objects.filter(person=person, organisation=organisation))
    traces: dict[int, list[dict[str, Any]]] = {}
    entries = Entry.objects.filter(mandate__in=mandates).select_related("entered_by")
    for entry in entries.order_by("pk"):
        act = desk_registry.acts.get(entry.act)
        if entry.mandate_id is not None:
            traces.setdefault(entry.mandate_id, []).append(
                {"entry": entry, "label": act.label if act else entry.act}
            )
    today = timezone.localdate()
    return [
        {
            "mandate": mandate,
            "is_active": mandate.ended_on is None and mandate.ends_on >= today,
            "trace": traces.get(mandate.pk, []),
        }
        for mandate in mandates
    ]
