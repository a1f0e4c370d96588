"""A whole text in a few queries, whatever its length."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from civic.accounts.enums import College
from civic.privacy.enums import ScreeningState

from ..logic.attribution import shares, words_by_college
from ..logic.numbering import Outline, numbers_of
from ..models import AmendmentDetail, Paragraph, Section, Text, TextVersion


@dataclass
class ParagraphLine:
    """One paragraph as the page of a text shows it; `changed` tells since the last version."""

    paragraph: Paragraph
    number: str
    anchor: str
    text: str
    amendments: int = 0
    waiting: int = 0
    comments: int = 0
    changed: bool = False


@dataclass
class SectionLine:
    """A title or an article with its paragraphs; `depth` is the level of its HTML heading."""

    key: str
    number: str
    heading: str
    level: int
    anchor: str
    section: Section | None = None
    paragraphs: list[ParagraphLine] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return self.level + 1

    @property
    def name(self) -> str:
        return " – ".join(part for part in (self.number.capitalize(), self.heading) if part)


@dataclass(frozen=True)
class Share:
    """How many words of a text one college wrote."""

    college: str
    label: str
    words: int
    percent: int


def anchor_of(key: object) -> str:
    """Return the short anchor of a paragraph or an article in the page of its text."""
    return f"p-{str(key)[:8]}"


def labels_of(text: Text) -> dict[int, str]:
    """Return the present number of each paragraph of a text, in two light queries."""
    sections = text.sections.filter(removed_at=None).order_by("position", "pk")
    inside: dict[int, list[int]] = {}
    live = text.paragraphs.filter(removed_at=None).order_by("position", "pk")
    for pk, section_id in live.values_list("pk", "section_id"):
        inside.setdefault(section_id, []).append(pk)
    _articles, labels = numbers_of(
        Outline(-pk, heading, numbered, inside.get(pk, []))
        for pk, heading, numbered in sections.values_list("pk", "heading", "numbered")
    )
    return labels


def sections_of(text: Text, since: TextVersion | None = None) -> list[SectionLine]:
    """Return the articles of a text as it reads now, in four queries whatever its length.

    `since` is the version against which a paragraph is said to have changed.
    """
    frozen = dict(since.rows.values_list("paragraph_id", "revision_id")) if since else {}
    counts = _amendments_by_paragraph(text)
    sections = list(text.sections.filter(removed_at=None).order_by("position", "pk"))
    inside: dict[int, list[Paragraph]] = {section.pk: [] for section in sections}
    paragraphs = (
        text.paragraphs.filter(removed_at=None, section__removed_at=None)
        .select_related("current")
        .order_by("position", "pk")
    )
    for paragraph in paragraphs:
        paragraph.text = text
        inside[paragraph.section_id].append(paragraph)
    articles, labels = numbers_of(
        Outline(
            -section.pk, section.heading, section.numbered, [one.pk for one in inside[section.pk]]
        )
        for section in sections
    )
    return [
        SectionLine(
            key=str(section.key),
            number=articles.get(-section.pk, ""),
            heading=section.heading,
            level=section.level,
            anchor=anchor_of(section.key),
            section=section,
            paragraphs=[
                ParagraphLine(
                    paragraph=one,
                    number=labels[one.pk],
                    anchor=anchor_of(one.key),
                    text=one.words,
                    amendments=counts.get(one.pk, (0, 0))[0],
                    waiting=counts.get(one.pk, (0, 0))[1],
                    comments=one.comments_count,
                    changed=since is not None and frozen.get(one.pk) != one.current_id,
                )
                for one in inside[section.pk]
            ],
        )
        for section in sections
    ]


def sections_of_version(version: TextVersion) -> list[SectionLine]:
    """Return the articles of a text as a version froze them, in one query."""
    lines: list[SectionLine] = []
    rows = version.rows.select_related("revision", "paragraph").order_by("position")
    for row in rows:
        row.paragraph.text = version.text
        if not lines or lines[-1].key != str(row.section_key):
            lines.append(
                SectionLine(
                    key=str(row.section_key),
                    number=row.section_number,
                    heading=row.heading,
                    level=row.level,
                    anchor=anchor_of(row.section_key),
                )
            )
        lines[-1].paragraphs.append(
            ParagraphLine(
                paragraph=row.paragraph,
                number=row.label,
                anchor=anchor_of(row.paragraph.key),
                text=row.revision.text,
            )
        )
    return lines


def _amendments_by_paragraph(text: Text) -> dict[int, tuple[int, int]]:
    """Return how many public amendments each paragraph has, and how many wait, in one query."""
    counts: dict[int, tuple[int, int]] = {}
    rows = (
        AmendmentDetail.objects.filter(
            paragraph__text=text,
            contribution__screening=ScreeningState.RELEASED,
            contribution__withdrawn_at=None,
        )
        .order_by()
        .values_list("paragraph_id", "decision")
        .annotate(count=Count("pk"))
    )
    for paragraph_id, decision, count in rows:
        total, waiting = counts.get(paragraph_id, (0, 0))
        counts[paragraph_id] = (total + count, waiting + (0 if decision else count))
    return counts


def attribution_of(paragraphs: Iterable[Paragraph]) -> list[Share]:
    """Return how many words each college wrote, the most first; paragraphs come with `current`."""
    return shares_of_runs(one.current.runs for one in paragraphs if one.current is not None)


def shares_of_runs(runs: Iterable[Any]) -> list[Share]:
    """Return how many words of some revisions each college wrote, the most first."""
    labels = {str(value): str(label) for value, label in College.choices}
    return [
        Share(college, labels.get(college, college), words, percent)
        for college, words, percent in shares(words_by_college(runs))
    ]


def latest_version(text: Text) -> TextVersion | None:
    """Return the last published version of a text."""
    if not text.version:
        return None
    version = text.versions.filter(number=text.version).first()
    if version is not None:
        version.text = text
    return version


def texts_in(space_id: int, *, drafts: bool = False) -> list[Text]:
    """Return the texts of a space, those still in draft only for who writes them.

    `version_at` says when the last version of each was published.
    """
    latest = TextVersion.objects.filter(text=OuterRef("pk"), number=OuterRef("version"))
    found = (
        Text.objects.filter(activity__space_id=space_id)
        .joined()
        .annotate(version_at=Subquery(latest.values("published_at")))
        .order_by("pk")
    )
    return list(found if drafts else found.exclude(state="drafting"))
