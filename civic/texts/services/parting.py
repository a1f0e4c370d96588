"""Cut a paragraph in two, or join two: the words stay those of who wrote them.

The rule, alike for whatever hangs on a paragraph: it stays with the part that keeps the address.
Cut in two, that is the beginning; joined, it is the first of the two. Comments are read where they
were written, for ever. An amendment that waits is answered against the words of today; the
paragraph that a joining takes out must have none left.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import Refusal
from civic.core.services.events import append_event
from civic.participation.logic.texts import clean_text

from ..enums import Kinship, Origin
from ..logic.attribution import joined_runs, parted_runs
from ..logic.limits import LONGEST_PARAGRAPH
from ..models import AmendmentDetail, Paragraph, ParagraphClaim, ParagraphLineage, ParagraphRevision
from .editing import Moved
from .writing import (
    append_revision,
    check_not_adopted,
    locked_paragraph,
    locked_text,
    writer_of,
)


def split_paragraph(
    *, actor: Actor, paragraph: Paragraph, first: str, second: str, base_number: int
) -> Paragraph:
    """Cut a paragraph in two without changing a word; returns the new one, that follows it.

    `base_number` is the revision one looked at. Raises NotAllowed, `Moved` when the paragraph has
    another one since, or Refusal: a part without a word, words that are not those of the paragraph,
    a paragraph somebody else holds.
    """
    person = writer_of(actor, paragraph.text)
    first, second = clean_text(first), clean_text(second)
    if not first or not second:
        raise Refusal(
            _("Leave an empty line where the paragraph is cut, with words before and after it."),
            code="no_cut",
            field="words",
        )
    with transaction.atomic():
        text = locked_text(paragraph.text)
        check_not_adopted(text)
        fresh = locked_paragraph(paragraph)
        current = _current(fresh, base_number)
        _check_free(fresh, person)
        if f"{first} {second}".split() != current.text.split():
            raise Refusal(
                _("Cutting changes no word: cut it first, then write each part."),
                code="words_changed",
                field="words",
            )
        before, after = parted_runs(current.text, current.runs, first)
        siblings = Paragraph.objects.filter(section=fresh.section, position__gt=fresh.position)
        siblings.update(position=F("position") + 1)
        made = Paragraph.objects.create(
            text=text, section=fresh.section, position=fresh.position + 1
        )
        append_revision(fresh, first, author=person, origin=Origin.SPLIT, runs=before)
        append_revision(made, second, author=person, origin=Origin.SPLIT, runs=after)
        ParagraphLineage.objects.create(paragraph=made, kinship=Kinship.CUT_FROM, kept=fresh)
        ParagraphClaim.objects.filter(paragraph=fresh).delete()
        _note(actor, fresh, "text.paragraph_split", other=made)
    return made


def join_paragraphs(
    *, actor: Actor, paragraph: Paragraph, base_number: int, other_base_number: int
) -> Paragraph:
    """Join a paragraph with the one that follows it in its article; returns the first, kept.

    The other is taken out: its address, its history and its comments stay, and lead to the first.
    Raises NotAllowed, `Moved`, or Refusal: none follows, both together are too long, somebody else
    holds one of them, amendments of the other wait for their answer.
    """
    person = writer_of(actor, paragraph.text)
    with transaction.atomic():
        text = locked_text(paragraph.text)
        check_not_adopted(text)
        fresh = locked_paragraph(paragraph)
        following = following_paragraph(fresh)
        if fresh.removed_at is not None or following is None:
            raise Refusal(
                _("No paragraph follows this one in its article: there is nothing to join."),
                code="alone",
            )
        other = locked_paragraph(following)
        current, end = _current(fresh, base_number), _current(other, other_base_number)
        for one in (fresh, other):
            _check_free(one, person)
        _check_nothing_waits(other)
        words = f"{current.text} {end.text}"
        if len(words) > LONGEST_PARAGRAPH:
            raise Refusal(
                _("Together they have %(length)s characters; %(max)s at most.")
                % {"length": len(words), "max": LONGEST_PARAGRAPH},
                code="text_too_long",
            )
        runs = joined_runs((current.text, current.runs), (end.text, end.runs))
        append_revision(fresh, words, author=person, origin=Origin.JOIN, runs=runs)
        append_revision(other, "", author=person, origin=Origin.JOIN)
        ParagraphLineage.objects.create(paragraph=other, kinship=Kinship.JOINED_TO, kept=fresh)
        ParagraphClaim.objects.filter(paragraph__in=[fresh, other]).delete()
        _note(actor, fresh, "text.paragraphs_joined", other=other)
    return fresh


def following_paragraph(paragraph: Paragraph) -> Paragraph | None:
    """Return the paragraph that follows another in its article, or None."""
    return (
        Paragraph.objects.filter(
            section=paragraph.section_id, removed_at=None, position__gt=paragraph.position
        )
        .select_related("current")
        .order_by("position", "pk")
        .first()
    )


def _current(paragraph: Paragraph, base_number: int) -> ParagraphRevision:
    if paragraph.current is None or paragraph.removed_at is not None:
        raise Refusal(_("This paragraph has no words."), code="removed")
    if paragraph.current.number != base_number:
        raise Moved(paragraph.current)
    return paragraph.current


def _check_free(paragraph: Paragraph, person: Person) -> None:
    claim = ParagraphClaim.objects.filter(paragraph=paragraph).exclude(person=person).first()
    if claim is not None and claim.is_held_at(timezone.now()):
        raise Refusal(
            _("Somebody is writing this paragraph now: wait, or take it over first."),
            code="claimed",
        )


def _check_nothing_waits(paragraph: Paragraph) -> None:
    waiting = AmendmentDetail.objects.filter(
        paragraph=paragraph, decision="", contribution__withdrawn_at=None
    ).count()
    if waiting:
        raise Refusal(
            _(
                "Amendments to the second paragraph wait for their answer (%(count)s): answer them "
                "first, then join."
            )
            % {"count": waiting},
            code="amendments_wait",
        )


def _note(actor: Actor, paragraph: Paragraph, action: str, *, other: Paragraph) -> None:
    text = paragraph.text
    record(
        actor=actor,
        action=action,
        target=paragraph,
        organisation_id=text.organisation_id,
        text=text.pk,
        revision=paragraph.current_id,
        other=other.pk,
    )
    for one in (paragraph, other):
        append_event(stream=f"text:{text.pk}", kind=action, payload={"paragraph": str(one.key)})
