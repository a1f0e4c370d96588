"""What changed: in one paragraph from revision to revision, in a text from version to version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.participation.models import Contribution
from civic.participation.registry import participation_registry

from ..enums import Origin
from ..logic.differences import Difference, Summary, difference
from ..logic.numbering import letter_of
from ..models import Paragraph, ParagraphRevision, Text
from .reading import SectionLine, sections_of, sections_of_version

REVISIONS = 20


@dataclass(frozen=True)
class Cause:
    """A contribution behind a change, and where it is read ("" while no page shows it)."""

    title: str
    number: str
    url: str


@dataclass(frozen=True)
class HistoryLine:
    """One revision of a paragraph: who wrote it, in which capacity, what it changed."""

    revision: ParagraphRevision
    author: str
    college: str
    difference: Difference
    sentence: str
    causes: list[Cause]


@dataclass(frozen=True)
class Change:
    """One paragraph that two versions do not say alike."""

    kind: str
    number: str
    former_number: str
    heading: str
    url_key: str
    difference: Difference
    sentence: str
    writers: list[tuple[str, str]] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)


def sentence_of(summary: Summary) -> str:
    """Say what a change does: "Adds one sentence, removes 4 words."."""
    added, removed = [], []
    if summary.sentences_added:
        added.append(
            ngettext("%(n)s sentence", "%(n)s sentences", summary.sentences_added)
            % {"n": summary.sentences_added}
        )
    if summary.words_added:
        added.append(
            ngettext("%(n)s word", "%(n)s words", summary.words_added) % {"n": summary.words_added}
        )
    if summary.sentences_removed:
        removed.append(
            ngettext("%(n)s sentence", "%(n)s sentences", summary.sentences_removed)
            % {"n": summary.sentences_removed}
        )
    if summary.words_removed:
        removed.append(
            ngettext("%(n)s word", "%(n)s words", summary.words_removed)
            % {"n": summary.words_removed}
        )
    joined_added, joined_removed = _joined(added), _joined(removed)
    if added and removed:
        return _("Adds %(added)s, removes %(removed)s.") % {
            "added": joined_added,
            "removed": joined_removed,
        }
    if added:
        return _("Adds %(added)s.") % {"added": joined_added}
    if removed:
        return _("Removes %(removed)s.") % {"removed": joined_removed}
    return _("Changes signs or spaces only.")


def _joined(parts: Sequence[str]) -> str:
    return _(" and ").join(parts)


def with_causes(revisions: Any) -> Any:
    """Join what a line of history shows, in two queries more."""
    public = Contribution.objects.public().select_related("case", "activity")
    return revisions.select_related("author", "amendment__contribution__case").prefetch_related(
        Prefetch("causes", public.order_by("pk"))
    )


def page_of_revision(paragraph: Paragraph, number: int) -> int:
    """Return which page of its history shows a revision of a paragraph."""
    return paragraph.revisions.filter(number__gt=number).count() // REVISIONS + 1


def history_of(paragraph: Paragraph, number: str | int | None = 1) -> "Page[HistoryLine]":
    """Return a page of the revisions of a paragraph, the latest first.

    Four queries, and those of the addresses of what caused them.
    """
    found = with_causes(paragraph.revisions.order_by("-number"))
    page: Page[Any] = Paginator(found, REVISIONS).get_page(number)
    start = page.start_index() - 1
    # The one before the oldest shown says what that one changed.
    revisions = list(found[max(0, start) : start + REVISIONS + 1])
    addresses = _addresses(revisions[:REVISIONS])
    lines = []
    older = [one.text for one in revisions[1:]]
    for revision, before in zip(revisions[:REVISIONS], [*older, ""], strict=False):
        made = difference(before, revision.text)
        lines.append(
            HistoryLine(
                revision=revision,
                author=revision.author.public_name,
                college=revision.college,
                difference=made,
                sentence=_what(revision, before, made),
                causes=_causes(revision, addresses),
            )
        )
    page.object_list = lines
    return page


def _what(revision: ParagraphRevision, before: str, made: Difference) -> str:
    if revision.origin in (Origin.SPLIT, Origin.JOIN):
        return _parted(revision)
    if revision.number == 1:
        if revision.origin == Origin.IMPORT:
            return _("Imported with the document.")
        return _("Writes the paragraph.")
    if not revision.text:
        return _("Removes the paragraph.")
    if not before:
        return _("Puts the paragraph back.")
    return sentence_of(made.summary)


def _parted(revision: ParagraphRevision) -> str:
    if revision.origin == Origin.SPLIT:
        if revision.number == 1:
            return _("Becomes a paragraph of its own: the one before it was cut in two.")
        return _("Cut in two: the end becomes a paragraph of its own.")
    if not revision.text:
        return _("Joined to the paragraph before it.")
    return _("Joined with the paragraph that followed.")


def _addresses(revisions: Iterable[ParagraphRevision]) -> dict[int, str]:
    causes = {cause.pk: cause for revision in revisions for cause in revision.causes.all()}
    return participation_registry.addresses_of(causes.values())


def _causes(revision: ParagraphRevision, addresses: dict[int, str]) -> list[Cause]:
    return [
        Cause(cause.title, cause.number, addresses.get(cause.case_id, ""))
        for cause in revision.causes.all()
    ]


def changes_between(text: Text, first: int, second: int) -> list[Change]:
    """Return what differs between two versions, in the order of the text.

    A version is its number; 0 is the empty page before the first, and `text.version + 1` is the
    text as it reads now. A constant number of queries, and one per kind of page of the causes.
    """
    before, after = _placed(text, first), _placed(text, second)
    order = {key: rank for rank, key in enumerate(after)}
    keys = [*after, *(key for key in before if key not in after)]
    wanted = [
        key for key in keys if before.get(key, _NOTHING).text != after.get(key, _NOTHING).text
    ]
    behind = _between(wanted, before, after)
    addresses = _addresses([one for ones in behind.values() for one in ones])
    changes = []
    for key in sorted(wanted, key=lambda key: order.get(key, before.get(key, _NOTHING).rank)):
        old, new = before.get(key, _NOTHING), after.get(key, _NOTHING)
        made = difference(old.text, new.text)
        revisions = behind.get(key, [])
        causes = {one.number: one for rev in revisions for one in _causes(rev, addresses)}
        kind = "new" if not old.text else "gone" if not new.text else "changed"
        changes.append(
            Change(
                kind=kind,
                number=new.number or old.number,
                former_number=old.number if old.number != new.number and new.number else "",
                heading=new.heading or old.heading,
                url_key=str(new.key or old.key),
                difference=made,
                sentence=sentence_of(made.summary),
                writers=_writers(revisions),
                causes=list(causes.values()),
            )
        )
    return changes


@dataclass(frozen=True)
class _Placed:
    key: str = ""
    text: str = ""
    number: str = ""
    heading: str = ""
    rank: int = 0
    revision_number: int = 0


_NOTHING = _Placed()


def _placed(text: Text, number: int) -> dict[int, _Placed]:
    """Return each paragraph of a version by its key, where it stood and what it said."""
    if number <= 0:
        return {}
    lines: list[SectionLine]
    if number > text.version:
        lines = sections_of(text)
        numbers = {
            line.paragraph.pk: line.paragraph.current.number
            for section in lines
            for line in section.paragraphs
            if line.paragraph.current is not None
        }
    else:
        version = text.versions.get(number=number)
        version.text = text
        lines = sections_of_version(version)
        numbers = dict(version.rows.values_list("paragraph_id", "revision__number"))
    found: dict[int, _Placed] = {}
    for section in lines:
        for line in section.paragraphs:
            found[line.paragraph.pk] = _Placed(
                key=str(line.paragraph.key),
                text=line.text,
                number=line.number,
                heading=section.heading,
                rank=len(found),
                revision_number=numbers.get(line.paragraph.pk, 0),
            )
    return found


def _between(
    keys: Sequence[int], before: dict[int, _Placed], after: dict[int, _Placed]
) -> dict[int, list[ParagraphRevision]]:
    """Return the revisions written between two versions, by paragraph."""
    found: dict[int, list[ParagraphRevision]] = {}
    revisions = ParagraphRevision.objects.filter(paragraph__in=keys).defer("text", "runs")
    for revision in with_causes(revisions.order_by("paragraph_id", "number")):
        key = revision.paragraph_id
        first = before.get(key, _NOTHING).revision_number
        last = after[key].revision_number if key in after else revision.number
        if first < revision.number <= last:
            found.setdefault(key, []).append(revision)
    return found


def _writers(revisions: Iterable[ParagraphRevision]) -> list[tuple[str, str]]:
    """Return each college that wrote, with the name of its writers, once."""
    names: dict[str, dict[str, None]] = {}
    for revision in revisions:
        names.setdefault(revision.college, {})[revision.author.public_name] = None
    return [(college, ", ".join(found)) for college, found in names.items()]


def version_names(text: Text) -> list[tuple[int, str]]:
    """Return what may be compared: each version by its letter, then the text as it reads now."""
    return [
        *((number, letter_of(number)) for number in range(1, text.version + 1)),
        (text.version + 1, _("the text of today")),
    ]
