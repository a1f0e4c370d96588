"""Prepare a consultation: what is asked, who decides, what is open."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import SpaceKind
from civic.participation.services.spaces import create_space
from civic.territory.models import Organisation

from ..enums import ConsultationPreset
from ..models import Consultation, DateChange, MethodNote
from ..policies import can_manage
from ..selectors.readiness import REQUIRED, has_contact
from .dates import write_note
from .notices import tell_dates_changed
from .rows import check_not_archived, locked_consultation
from .wording import FRAMING_TEXTS, check_words

__all__ = ["FRAMING", "REQUIRED", "create_consultation", "frame_consultation", "has_contact"]

FRAMING = frozenset(
    {
        "question",
        "participation_level",
        "decider",
        "how_decided",
        "what_is_open",
        "what_is_fixed",
        "answer_due_on",
        "contact_name",
        "contact_phone",
        "contact_email",
        "offline_way",
        "notice_published_on",
        "file_to_consult",
    }
)

# What the framing note promises: changed under those who wrote it, it says so in public.
PROMISED = (
    "question",
    "participation_level",
    "decider",
    "how_decided",
    "what_is_open",
    "what_is_fixed",
)


def create_consultation(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    slug: str = "",
    preset: str = ConsultationPreset.FREE,
    territories: Iterable[Organisation] = (),
    submission_key: UUID | None = None,
    **framing: Any,
) -> Consultation:
    """Create an unpublished consultation; `framing` holds columns among `FRAMING`.

    A form sent twice, thus with the same `submission_key`, gives the same consultation.
    """
    _check_known(framing)
    with transaction.atomic():
        space = create_space(
            actor=actor,
            kind=SpaceKind.CONSULTATION,
            organisation=organisation,
            title=title,
            slug=slug,
            territories=territories,
        )
        consultation = Consultation.objects.create(
            space=space, preset=preset, submission_key=submission_key, **_trimmed(framing)
        )
        record(
            actor=actor,
            action="consultation.created",
            target=consultation,
            organisation_id=organisation.pk,
            preset=str(preset),
        )
    return consultation


def frame_consultation(
    *,
    actor: Actor,
    consultation: Consultation,
    title: str | None = None,
    reason: str = "",
    keep_findings_because: str = "",
    **framing: Any,
) -> Consultation:
    """Change the framing; once published nothing required may be emptied.

    Changing the date of the answer of a published consultation needs a `reason`, which is
    published with both dates and told to those who follow; so does a word of the promise once the
    framing note was written together. Words of a published consultation that
    may name somebody are refused, unless a reason says why they may stay.
    """
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not change this consultation."))
    _check_known(framing)
    framing = _trimmed(framing)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        due_before, kept = fresh.answer_due_on, False
        notes: list[DateChange] = []
        promised = [
            name for name in PROMISED if name in framing and framing[name] != getattr(fresh, name)
        ]
        for name, value in framing.items():
            setattr(fresh, name, value)
        if title is not None:
            _rename(fresh, title)
        if fresh.is_published:
            _check_still_framed(fresh)
            written = [(name, framing[name]) for name in FRAMING_TEXTS if name in framing]
            if title is not None:
                written.append(("title", title))
            kept = check_words(fresh.space.organisation_id, written, keep_findings_because)
            if fresh.answer_due_on != due_before:
                notes.append(_note_answer_date(fresh, due_before, reason))
            if promised and _has_a_method(fresh):
                notes.append(_note_promise(fresh, promised, reason))
        fresh.save()
        record(
            actor=actor,
            action="consultation.framed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            changed=sorted(framing),
            findings_kept=kept,
        )
        if notes:
            tell_dates_changed(fresh, notes)
    return fresh


def _rename(consultation: Consultation, title: str) -> None:
    consultation.space.title = title.strip()
    if not consultation.space.title:
        raise Refusal(_("Give it a title."), code="title_missing", field="title")
    consultation.space.save(update_fields=["title"])


def _check_known(framing: dict[str, Any]) -> None:
    unknown = set(framing) - FRAMING
    if unknown:
        raise TypeError(f"Not part of the framing: {', '.join(sorted(unknown))}")


def _trimmed(framing: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in framing.items()
    }


def _check_still_framed(consultation: Consultation) -> None:
    for name in REQUIRED:
        if not getattr(consultation, name):
            raise Refusal(
                _("A published consultation always says this."),
                code="framing_missing",
                field=name,
            )
    if not has_contact(consultation):
        raise Refusal(
            _("Leave a telephone number or an e-mail address."),
            code="contact_missing",
            field="contact_phone",
        )


def _note_answer_date(consultation: Consultation, before: date | None, reason: str) -> DateChange:
    if not reason.strip():
        raise Refusal(
            _("The date is public: say why it changes."), code="reason_missing", field="reason"
        )
    check_words(consultation.space.organisation_id, [("reason", reason)], "")
    return DateChange.objects.create(
        consultation=consultation,
        what=_("date of the answer"),
        before=_at_noon(before),
        after=_at_noon(consultation.answer_due_on),
        reason=reason.strip()[:300],
    )


def _has_a_method(consultation: Consultation) -> bool:
    written = MethodNote.objects.filter(consultation=consultation, text__version__gt=0)
    return bool(written.exists())


def _note_promise(consultation: Consultation, promised: list[str], reason: str) -> DateChange:
    if not reason.strip():
        raise Refusal(
            _("The method was written together: say in public why it changes."),
            code="reason_missing",
            field="reason",
        )
    check_words(consultation.space.organisation_id, [("reason", reason)], "")
    names = ", ".join(
        str(Consultation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in promised
    )
    return write_note(
        consultation, _("The promise: %(what)s") % {"what": names}, None, None, reason
    )


def _at_noon(day: date | None) -> datetime | None:
    # A day kept as a moment: noon is the same day in every time zone of the territory.
    return None if day is None else datetime.combine(day, time(12), tzinfo=UTC)
