"""Draft minutes: rewritten, shown for correction, settled; whoever calls has checked who may.

Each function works on a draft that its caller has locked.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal

from ..enums import CorrectionState, MinutesState
from ..logic.texts import clean_text
from ..models import DraftMinutes, ProposedCorrection

MAX_TEXT = 60_000
MAX_PASSAGE = 4_000
DAYS = (1, 30)


def checked_minutes(text: str) -> str:
    """Return the text of minutes as it is kept; raise Refusal when it is empty or too long."""
    text = clean_text(text)
    if not text:
        raise Refusal(_("Write the minutes."), code="minutes_missing", field="text")
    if len(text) > MAX_TEXT:
        raise Refusal(
            _("These minutes are too long: %(max)s characters at most.") % {"max": MAX_TEXT},
            code="too_long",
            field="text",
        )
    return text


def rewrite_draft(draft: DraftMinutes, *, text: str, version: int) -> bool:
    """Keep what was typed and tell whether it changed anything.

    Raises Refusal when the minutes are published, or somebody changed the text meanwhile.
    """
    check_not_published(draft)
    if draft.version != version:
        raise Refusal(
            _(
                "Somebody changed the minutes meanwhile. Copy what you wrote, open the page "
                "again and put it where it belongs."
            ),
            code="changed_meanwhile",
            field="text",
        )
    if draft.text == text:
        return False
    draft.text = text
    draft.version += 1
    draft.save(update_fields=["text", "version", "updated_at"])
    return True


def check_days(days: int) -> None:
    """Raise Refusal when minutes cannot be open to corrections for so many days."""
    if not DAYS[0] <= days <= DAYS[1]:
        raise Refusal(
            _("From %(min)s to %(max)s days.") % {"min": DAYS[0], "max": DAYS[1]},
            code="days",
            field="days",
        )


def open_to_corrections(draft: DraftMinutes, *, days: int) -> None:
    """Open a draft to corrections for some days from now."""
    check_not_published(draft)
    draft.state = MinutesState.SHARED
    draft.corrections_until = timezone.now() + timedelta(days=days)
    draft.save(update_fields=["state", "corrections_until", "updated_at"])


def is_open_to_corrections(draft: DraftMinutes | None) -> bool:
    """Tell whether a draft may be corrected now."""
    if draft is None or draft.state != MinutesState.SHARED:
        return False
    return draft.corrections_until is not None and draft.corrections_until > timezone.now()


def checked_correction(passage: str, proposed: str) -> tuple[str, str]:
    """Return a paragraph and what it should be; raise Refusal when nothing changes."""
    passage, proposed = clean_text(passage), clean_text(proposed)
    if len(proposed) > MAX_PASSAGE:
        raise Refusal(
            _("This paragraph is too long: %(max)s characters at most.") % {"max": MAX_PASSAGE},
            code="too_long",
            field="proposed",
        )
    if passage == proposed:
        raise Refusal(_("Nothing is changed in this paragraph."), code="same", field="proposed")
    return passage, proposed


def check_correctable(draft: DraftMinutes, passage: str) -> None:
    """Raise Refusal when a paragraph of a draft cannot be corrected now."""
    if not is_open_to_corrections(draft):
        raise Refusal(_("These minutes are not open to corrections."), code="not_open")
    if not passage or passage not in draft.text:
        raise Refusal(
            _("This paragraph was changed meanwhile: read it again."), code="changed_meanwhile"
        )


def checked_settlement(accept: bool, reason: str) -> str:
    """Return the reason of an answer to a correction; a refusal needs one."""
    reason = " ".join(reason.split())[:300]
    if not accept and not reason:
        raise Refusal(
            _("Say why: those who were there read it."), code="reason_missing", field="reason"
        )
    return reason


def settle(
    draft: DraftMinutes, found: ProposedCorrection | None, *, accept: bool, reason: str, by: Any
) -> ProposedCorrection:
    """Accept a waiting correction, which changes the text, or refuse it with its reason."""
    check_not_published(draft)
    if found is None:
        raise Refusal(_("Somebody has already settled this."), code="already_settled")
    if accept:
        if found.passage not in draft.text:
            raise Refusal(
                _("This paragraph was changed meanwhile: correct it by hand, then refuse."),
                code="changed_meanwhile",
            )
        draft.text = clean_text(draft.text.replace(found.passage, found.proposed, 1))
        draft.version += 1
        draft.save(update_fields=["text", "version", "updated_at"])
    found.state = CorrectionState.ACCEPTED if accept else CorrectionState.REFUSED
    found.reason, found.settled_at, found.settled_by = reason, timezone.now(), by
    found.save(update_fields=["state", "reason", "settled_at", "settled_by"])
    return found


def check_not_published(draft: DraftMinutes) -> None:
    """Raise Refusal when minutes are published: they do not change any more."""
    if draft.state == MinutesState.PUBLISHED:
        raise Refusal(_("These minutes are published."), code="published")


def check_all_settled(waiting: bool) -> None:
    """Raise Refusal while a correction waits for its answer."""
    if waiting:
        raise Refusal(
            _("Some corrections wait for your answer: settle each first."), code="pending"
        )
