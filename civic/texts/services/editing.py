"""Change the words of a paragraph; its history is added to, and says who and which college."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import Refusal
from civic.core.services.events import append_event
from civic.participation.models import Contribution

from ..models import Paragraph, ParagraphClaim, ParagraphRevision, Section, Text
from .writing import (
    append_revision,
    check_not_adopted,
    checked_words,
    locked_paragraph,
    locked_text,
    moment_of,
    writer_of,
)


class Moved(Refusal):
    """The paragraph was changed meanwhile: `current` is what it says now."""

    def __init__(self, current: ParagraphRevision) -> None:
        super().__init__(
            _(
                "Somebody changed this paragraph while you were writing. Your words are below, "
                "beside what it says now: bring both together, then save."
            ),
            code="moved",
            field="text",
        )
        self.current = current


def add_paragraph(
    *,
    actor: Actor,
    section: Section,
    words: str,
    after: Paragraph | None = None,
    causes: Iterable[Contribution] = (),
    keep_findings_because: str = "",
) -> Paragraph:
    """Add a paragraph to an article, after another one or at its end."""
    text = section.text
    person = writer_of(actor, text)
    words = checked_words(text, words, keep_findings_because)
    if not words:
        raise Refusal(_("Write the paragraph."), code="text_missing", field="text")
    _check_causes(text, causes)
    with transaction.atomic():
        fresh = locked_text(text)
        check_not_adopted(fresh)
        if after is not None and after.section_id != section.pk:
            raise Refusal(
                _("This paragraph is in another article now: open the page again."),
                code="moved_away",
            )
        siblings = Paragraph.objects.filter(section=section)
        if after is None:
            last = siblings.order_by("position").last()
            position = last.position + 1 if last else 1
        else:
            after.refresh_from_db(fields=["position"])
            position = after.position + 1
            siblings.filter(position__gte=position).update(position=F("position") + 1)
        paragraph = Paragraph.objects.create(text=fresh, section=section, position=position)
        append_revision(paragraph, words, author=person, causes=causes)
        _note(actor, paragraph, "text.paragraph_added", kept=bool(keep_findings_because.strip()))
    return paragraph


def write_paragraph(
    *,
    actor: Actor,
    paragraph: Paragraph,
    words: str,
    base_number: int,
    causes: Iterable[Contribution] = (),
    keep_findings_because: str = "",
    written_at: datetime | None = None,
) -> Paragraph:
    """Change the words of a paragraph one holds; the same words change nothing.

    `base_number` is the revision the writer started from; `written_at` (aware, not in the future)
    is when it was written, for what is typed afterwards. Raises `Moved` when the paragraph has
    another one since, Refusal while somebody else holds it. The claim ends with the writing.
    """
    text = paragraph.text
    person = writer_of(actor, text)
    words = checked_words(text, words, keep_findings_because)
    if not words:
        raise Refusal(
            _("An empty paragraph says nothing: remove it instead, its history stays."),
            code="text_missing",
            field="text",
        )
    causes = list(causes)
    _check_causes(text, causes)
    moment = moment_of(actor, text, written_at)
    with transaction.atomic():
        fresh = locked_paragraph(paragraph)
        check_not_adopted(fresh.text)
        claim = ParagraphClaim.objects.select_related("person").filter(paragraph=fresh).first()
        held_by_other = claim is not None and claim.person_id != person.pk
        if claim is not None and held_by_other and claim.is_held_at(timezone.now()):
            raise Refusal(
                _("%(name)s is writing this paragraph now: your words are kept below.")
                % {"name": claim.person.public_name},
                code="claimed",
            )
        current = fresh.current
        if current is not None and current.number != base_number:
            if current.text == words:
                return fresh
            raise Moved(current)
        if current is None or current.text != words or fresh.removed_at is not None:
            append_revision(fresh, words, author=person, causes=causes, at=moment)
            _note(actor, fresh, "text.paragraph_written", kept=bool(keep_findings_because.strip()))
        ParagraphClaim.objects.filter(paragraph=fresh, person=person).delete()
    return fresh


def remove_paragraph(
    *, actor: Actor, paragraph: Paragraph, causes: Iterable[Contribution] = ()
) -> Paragraph:
    """Take a paragraph out of the text; its key, its history and its comments stay readable."""
    person = writer_of(actor, paragraph.text)
    with transaction.atomic():
        fresh = locked_paragraph(paragraph)
        check_not_adopted(fresh.text)
        claim = ParagraphClaim.objects.filter(paragraph=fresh).exclude(person=person).first()
        if claim is not None and claim.is_held_at(timezone.now()):
            raise Refusal(
                _("Somebody is writing this paragraph now: wait, or take it over first."),
                code="claimed",
            )
        if fresh.removed_at is None:
            append_revision(fresh, "", author=person, causes=causes)
            _note(actor, fresh, "text.paragraph_removed")
        ParagraphClaim.objects.filter(paragraph=fresh).delete()
    return fresh


def move_paragraph(*, actor: Actor, paragraph: Paragraph, up: bool) -> Paragraph:
    """Move a paragraph one place up or down, into the next article at its edges."""
    writer_of(actor, paragraph.text)
    with transaction.atomic():
        text = locked_text(paragraph.text)
        check_not_adopted(text)
        order = [
            one
            for one in Paragraph.objects.filter(text=text, section__removed_at=None).order_by(
                "section__position", "position", "pk"
            )
            if one.removed_at is None
        ]
        sections = list(Section.objects.filter(text=text, removed_at=None).order_by("position"))
        fresh = next(one for one in order if one.pk == paragraph.pk)
        columns: dict[int, list[Paragraph]] = {section.pk: [] for section in sections}
        for one in order:
            columns[one.section_id].append(one)
        ranks = [section.pk for section in sections]
        here = columns[fresh.section_id]
        place, rank = here.index(fresh), ranks.index(fresh.section_id)
        if up and place > 0:
            here.insert(place - 1, here.pop(place))
        elif not up and place < len(here) - 1:
            here.insert(place + 1, here.pop(place))
        elif up and rank > 0:
            columns[ranks[rank - 1]].append(here.pop(place))
        elif not up and rank < len(ranks) - 1:
            columns[ranks[rank + 1]].insert(0, here.pop(place))
        else:
            return fresh
        changed = []
        for section_id, ones in columns.items():
            for position, one in enumerate(ones, start=1):
                if (one.section_id, one.position) != (section_id, position):
                    one.section_id, one.position = section_id, position
                    changed.append(one)
        Paragraph.objects.bulk_update(changed, ["section", "position"])
        _note(actor, fresh, "text.paragraph_moved", up=up)
    return fresh


def _check_causes(text: Text, causes: Iterable[Contribution]) -> None:
    for cause in causes:
        if not cause.is_public:
            raise Refusal(
                _("« %(title)s » is not public: it cannot be named as a cause.")
                % {"title": cause.title},
                code="not_public",
                field="causes",
            )


def _note(actor: Actor, paragraph: Paragraph, action: str, **details: object) -> None:
    text = paragraph.text
    record(
        actor=actor,
        action=action,
        target=paragraph,
        organisation_id=text.organisation_id,
        text=text.pk,
        revision=paragraph.current_id,
        **details,
    )
    append_event(stream=f"text:{text.pk}", kind=action, payload={"paragraph": str(paragraph.key)})
