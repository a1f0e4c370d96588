"""The framing note: written in a mixed group, signed by colleges, answered line by line."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.participation.enums import Act
from civic.participation.logic.texts import clean_text
from civic.participation.models import Space
from civic.participation.services.phases import open_always
from civic.texts.logic.documents import Document, DocumentSection
from civic.texts.models import Paragraph, TextVersion
from civic.texts.services.imports import import_document
from civic.texts.services.texts import start_text

from ..enums import Kept
from ..logic.promises import LONGEST_ACCOUNT, SHORTEST_ACCOUNT
from ..logic.stages import StageState
from ..models import Consultation, MethodNote, MethodSignature, PromiseKept
from ..policies import can_publish_outcome, can_sign_method, can_start_method
from ..selectors import stage_of
from ..selectors.method import groups_to_write_in, lines_of
from .dates import write_note
from .notices import tell_dates_changed
from .rows import check_not_archived, locked_consultation
from .wording import check_words


def start_method(
    *,
    actor: Actor,
    consultation: Consultation,
    group: Space,
    written_at: datetime | None = None,
) -> MethodNote:
    """Start the framing note of a consultation in a mixed group, from what the frame says.

    `written_at` (aware, in the past) dates what was written before it was typed. The members of
    the group write it from there; everybody comments and amends it once its first version is
    published. Started twice, it is one note. Raises NotAllowed, or Refusal: a group of another
    organisation, a frame that says nothing yet.
    """
    if not can_start_method(actor, consultation):
        raise NotAllowed(_("Only those who run this consultation start its framing note."))
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        existing = MethodNote.objects.filter(consultation=fresh).first()
        if existing is not None:
            return existing
        if not groups_to_write_in(fresh).filter(pk=group.pk).exists():
            raise Refusal(
                _("Choose a mixed group of this organisation that is open."),
                code="group",
                field="group",
            )
        sections = _sections_of(fresh)
        if not sections:
            raise Refusal(
                _("Write the frame first: the note starts from it."), code="framing_missing"
            )
        text = start_text(
            actor=actor,
            space=group,
            title=_("The method: %(title)s") % {"title": fresh.space.title[:90]},
            introduction=_(
                "How this consultation is held, who decides and what is promised: written with "
                "those it binds."
            ),
        )
        # What staff started, everybody may amend: the calendar of the group has no say in it.
        open_always(actor=SYSTEM, activity=text.activity, acts=[Act.COMMENT, Act.AMEND])
        import_document(
            actor=actor,
            text=text,
            document=Document(format="framing", sections=sections),
            # The frame was read by the guard when it was written.
            keep_findings_because=_("The frame of the consultation."),
            written_at=written_at,
        )
        note = MethodNote.objects.create(consultation=fresh, text=text)
        record(
            actor=actor,
            action="method.started",
            target=note,
            organisation_id=fresh.space.organisation_id,
            consultation=fresh.pk,
            text=text.pk,
        )
    return note


def _sections_of(consultation: Consultation) -> list[DocumentSection]:
    """Return what the frame says as the articles of a note, those it leaves empty left out."""
    due = consultation.answer_due_on
    level = consultation.get_participation_level_display()
    said: list[tuple[str, list[str]]] = [
        (_("The question"), [consultation.question]),
        (
            _("How far residents weigh"),
            [_("We choose to %(level)s.") % {"level": level}] if level else [],
        ),
        (
            _("Who decides, and how"),
            [
                _("%(who)s decides.") % {"who": consultation.decider}
                if consultation.decider
                else "",
                *_lines(consultation.how_decided),
            ],
        ),
        (_("What can still change"), _lines(consultation.what_is_open)),
        (_("What is already fixed"), _lines(consultation.what_is_fixed)),
        (
            _("When the answer is due"),
            [_("The answer is published on %(day)s at the latest.") % {"day": written_day(due)}]
            if due
            else [],
        ),
        (_("On paper, by telephone, at the desk"), _lines(consultation.offline_way)),
    ]
    return [
        DocumentSection(heading=heading, paragraphs=words)
        for heading, paragraphs in said
        if (words := [one.strip() for one in paragraphs if one.strip()])
    ]


def _lines(words: str) -> list[str]:
    return [line.strip(" -–•*\t") for line in words.splitlines()]


def sign_method(*, actor: Actor, note: MethodNote, number: int) -> MethodSignature:
    """Sign a version of a framing note, in the college one sits for; signed twice, it is one.

    `number` is the version that was read. Raises NotAllowed for whoever does not sit in the group,
    or Refusal: no version yet, or another one since.
    """
    if not can_sign_method(actor, note):
        raise NotAllowed(_("Only the members of the group that writes the method sign it."))
    person: Person = actor.person  # type: ignore[assignment]
    with transaction.atomic():
        fresh = locked_consultation(note.consultation)
        check_not_archived(fresh)
        note.text.refresh_from_db(fields=["version", "state"])
        if not note.text.version:
            raise Refusal(_("No version is published yet: there is nothing to sign."), code="none")
        if note.text.version != number:
            raise Refusal(
                _("Another version was published since you read it: read it, then sign."),
                code="moved",
            )
        signature, made = MethodSignature.objects.get_or_create(
            version=note.text.versions.get(number=number),
            person=person,
            defaults={
                "note": note,
                "college": person.college,
                "college_label": person.college_label,
            },
        )
        if made:
            record(
                actor=actor,
                action="method.signed",
                target=signature,
                organisation_id=fresh.space.organisation_id,
                note=note.pk,
                version=number,
                college=signature.college,
            )
    return signature


def say_what_was_done(
    *,
    actor: Actor,
    note: MethodNote,
    paragraph: Paragraph,
    kept: str,
    words: str,
    keep_findings_because: str = "",
) -> PromiseKept:
    """Say, once a consultation is closed, what was done of one line of its framing note.

    Raises NotAllowed, or Refusal with a field: a consultation that still runs, a line that is not
    in the last version, no choice, words too short or that name somebody.
    """
    if not can_publish_outcome(actor, note.consultation):
        raise NotAllowed(_("Only those who run this consultation say what was done."))
    words = clean_text(words)
    if kept not in Kept.values:
        raise Refusal(_("Say whether it was kept."), code="kept_missing", field="kept")
    if not SHORTEST_ACCOUNT <= len(words) <= LONGEST_ACCOUNT:
        raise Refusal(
            _("Say how, or why not, in %(min)s to %(max)s characters.")
            % {"min": SHORTEST_ACCOUNT, "max": LONGEST_ACCOUNT},
            code="words_length",
            field="words",
        )
    organisation_id = note.consultation.space.organisation_id
    found = check_words(organisation_id, [("words", words)], keep_findings_because)
    with transaction.atomic():
        fresh = locked_consultation(note.consultation)
        check_closed(fresh)
        if paragraph.pk not in {line.paragraph_id for line in lines_of(note)}:
            raise Refusal(_("This line is not in the last version."), code="not_a_line")
        said, made = PromiseKept.objects.update_or_create(
            paragraph=paragraph,
            defaults={"note": note, "kept": kept, "words": words, "by": actor.user},
        )
        record(
            actor=actor,
            action="method.promise_answered" if made else "method.promise_corrected",
            target=said,
            organisation_id=organisation_id,
            paragraph=key_of(paragraph),
            kept=kept,
            findings_kept=found,
        )
    return said


def note_a_changed_method(actor: Actor, version: TextVersion) -> None:
    """Leave a dated public note when a method changes after its consultation is public (LC5)."""
    note = (
        MethodNote.objects.filter(text=version.text_id)
        .select_related("consultation__space__organisation")
        .first()
    )
    if note is None or version.number == 1 or not note.consultation.is_published:
        return
    reason = version.note or version.title
    written = write_note(
        note.consultation,
        _("The method changed: version %(letter)s") % {"letter": version.letter},
        None,
        None,
        reason,
    )
    tell_dates_changed(note.consultation, [written])


def check_closed(consultation: Consultation) -> None:
    """Raise Refusal while what was done cannot be said: the consultation runs, or is archived."""
    check_not_archived(consultation)
    if stage_of(consultation).state != StageState.CLOSED:
        raise Refusal(
            _("What was done is said once the consultation is closed."), code="not_closed"
        )


def check_promises_answered(consultation: Consultation) -> None:
    """Raise Refusal while a line of the framing note does not say what was done of it."""
    note = MethodNote.objects.filter(consultation=consultation).select_related("text").first()
    if note is None or not note.text.version:
        return
    waiting = _waiting(note)
    if waiting:
        raise Refusal(
            _("Say first what was done of each line of the method: %(count)s still wait.")
            % {"count": waiting},
            code="promise_unanswered",
        )


def _waiting(note: MethodNote) -> int:
    said = set(note.accounts.values_list("paragraph_id", flat=True))
    return sum(line.paragraph_id not in said for line in lines_of(note))


def move_signatures(kept: Person, absorbed: Person) -> int:
    """Give the signatures of one row of a person to the other; a version stays signed once."""
    mine = MethodSignature.objects.filter(person=absorbed)
    signed = MethodSignature.objects.filter(person=kept).values("version")
    doubled = mine.filter(version__in=signed).delete()[0]
    return doubled + mine.update(person=kept)


def export_signatures(person: Person) -> Iterable[dict[str, str]]:
    """Return the framing notes a person signed, with the day."""
    rows = MethodSignature.objects.filter(person=person).select_related("note__text", "version")
    for row in rows.order_by("pk"):
        yield {
            "method": row.note.text.title,
            "version": row.version.letter,
            "college": row.college,
            "at": row.signed_at.isoformat(),
        }
