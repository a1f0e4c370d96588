"""Reads of a framing note: its last version, who wrote and signed it, what was done of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from civic.accounts.enums import College
from civic.participation.enums import SpaceKind
from civic.participation.models import Space
from civic.texts.models import TextVersion, VersionParagraph

from ..models import Consultation, MethodNote, MethodSignature, PromiseKept

# A method binds those who live here, those who work here and those who decide.
BINDING = (College.RESIDENT, College.TECHNICAL_OFFICER, College.ELECTED_OFFICIAL)


@dataclass(frozen=True)
class Signed:
    """Who signed a version for one college; nobody yet when `names` is empty."""

    college: str
    label: str
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PromiseLine:
    """One line of the last version, and what was done of it once that is said."""

    paragraph_id: int
    number: str
    heading: str
    words: str
    kept: str = ""
    kept_label: str = ""
    account: str = ""
    said_on: date | None = None


def groups_to_write_in(consultation: Consultation) -> "QuerySet[Space]":
    """Return the mixed groups of the organisation that are public and not archived."""
    return Space.objects.filter(
        kind=SpaceKind.MIXED_GROUP,
        organisation=consultation.space.organisation_id,
        published_at__isnull=False,
        archived_at=None,
    ).order_by("title")


def method_of(consultation: Consultation) -> MethodNote | None:
    """Return the framing note of a consultation with its text and its space, in one query."""
    return (
        MethodNote.objects.filter(consultation=consultation)
        .select_related("text__activity__space__organisation", "consultation__space__organisation")
        .defer(
            "text__activity__space__organisation__boundary",
            "consultation__space__organisation__boundary",
        )
        .first()
    )


def versions_of(note: MethodNote) -> list[TextVersion]:
    """Return the published versions of a note, the last one first."""
    return list(note.text.versions.order_by("-number"))


def signed_by_college(version: TextVersion) -> list[Signed]:
    """Return who signed a version, by college; those it binds come first, also unsigned."""
    found: dict[str, list[str]] = {college: [] for college in BINDING}
    rows = MethodSignature.objects.filter(version=version).select_related("person")
    for row in rows.order_by("signed_at", "pk"):
        name = row.person.public_name
        named = f"{name}, {row.college_label}" if row.college_label else name
        found.setdefault(row.college, []).append(named)
    return [Signed(college, str(College(college).label), names) for college, names in found.items()]


def signature_counts(version_id: int) -> Counter[str]:
    """Return how many people of each college signed a version, in one query."""
    rows = MethodSignature.objects.filter(version=version_id).values_list("college", flat=True)
    return Counter(rows)


def lines_of(note: MethodNote) -> list[VersionParagraph]:
    """Return the lines of the last version, in their order; none before the first one."""
    return list(
        VersionParagraph.objects.filter(
            version__text=note.text_id, version__number=note.text.version
        )
        .select_related("version", "revision")
        .order_by("position")
    )


def promise_lines(note: MethodNote, lines: Iterable[VersionParagraph]) -> list[PromiseLine]:
    """Return each line of the last version with what was done of it, in one query."""
    said = {one.paragraph_id: one for one in PromiseKept.objects.filter(note=note)}
    return [_line(line, said.get(line.paragraph_id)) for line in lines]


def _line(line: VersionParagraph, said: PromiseKept | None) -> PromiseLine:
    return PromiseLine(
        paragraph_id=line.paragraph_id,
        number=line.label,
        heading=line.heading,
        words=line.revision.text,
        kept=said.kept if said else "",
        kept_label=str(said.get_kept_display()) if said else "",
        account=said.words if said else "",
        said_on=timezone.localdate(said.said_at) if said else None,
    )
