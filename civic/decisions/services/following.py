"""Follow what a signed decision promised: a dated public note for each change."""

from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import key_of, record
from civic.cases.models import Request
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.core.querysets import locked
from civic.notifications.models import Follow
from civic.notifications.services.notices import notify_all
from civic.participation.logic.texts import clean_text
from civic.participation.models import Contribution
from civic.privacy.services.screening import findings_in

from ..enums import CommitmentState, DecisionState
from ..models import Commitment, CommitmentNote
from ..policies import can_follow_up
from ..selectors import address_of

COMMITMENT_MOVED = "decision.commitment"
MIN_NOTE = 10
MAX_NOTE = 1_000


def follow_commitment(
    *,
    actor: Actor,
    commitment: Commitment,
    state: str,
    text: str,
    done_on: date | None = None,
    postponed_to: date | None = None,
    keep_findings_because: str = "",
) -> CommitmentNote:
    """Say where the works of a commitment stand: its words and its date stay as promised.

    `postponed_to` announces another date; left out, the one announced before stays. A change of
    date, and an end, are told to the authors of what the decision answers and to their followers.
    Raises NotAllowed, or Refusal with the field: nothing said, a text that names somebody without
    a reason to stay, a day to come or before the signature, a date that is not later than today,
    a decision that is not signed.
    """
    if not can_follow_up(actor, commitment):
        raise NotAllowed(_("Only the departments of this body say where the works stand."))
    if state not in CommitmentState.values:
        raise Refusal(_("Say where the works stand."), code="unknown_state", field="state")
    text = clean_text(text)
    if not MIN_NOTE <= len(text) <= MAX_NOTE:
        raise Refusal(
            _("Say what happened in a sentence or two: it is published."),
            code="text_missing",
            field="text",
        )
    organisation_id = commitment.decision.space.organisation_id
    spans = findings_in(text, organisation_id=organisation_id)
    if spans and not keep_findings_because.strip():
        raise Refusal(
            _("This would publish « %(words)s ». Rewrite it, or say why it may stay.")
            % {"words": " », « ".join(span.text for span in spans)},
            code="finding",
            field="text",
        )
    today = timezone.localdate()
    _check_dates(state, done_on, postponed_to, today)
    with transaction.atomic():
        query = Commitment.objects.filter(pk=commitment.pk)
        fresh = locked(query.select_related("decision__space__organisation")).get()
        if fresh.decision.state != DecisionState.SIGNED:
            raise Refusal(_("This decision is not signed yet."), code="not_signed")
        before = (fresh.state, fresh.expected_on)
        if postponed_to == fresh.due_on:
            postponed_to = None
            fresh.postponed_to = None
        fresh.state, fresh.postponed_to = state, postponed_to or fresh.postponed_to
        note = CommitmentNote.objects.create(
            commitment=fresh,
            state=state,
            text=text,
            postponed_to=fresh.postponed_to,
            done_on=done_on or today,
            noted_on=today,
            by=actor.user,
        )
        fresh.save(update_fields=["state", "postponed_to"])
        record(
            actor=actor,
            action="commitment.moved",
            target=fresh,
            organisation_id=organisation_id,
            before=before[0],
            after=state,
            expected_on=str(fresh.expected_on),
            kept_findings=bool(spans),
        )
        ended = state != before[0] and state in (CommitmentState.DONE, CommitmentState.DROPPED)
        if ended or fresh.expected_on != before[1]:
            _tell(fresh, note)
    return note


def _check_dates(state: str, done_on: date | None, postponed_to: date | None, today: date) -> None:
    if done_on is not None and done_on > today:
        raise Refusal(
            _("This day is to come: note what has happened."), code="ahead", field="done_on"
        )
    if postponed_to is None:
        return
    if state in (CommitmentState.DONE, CommitmentState.DROPPED):
        raise Refusal(
            _("What is over has no other date: leave it empty."),
            code="postponed_over",
            field="postponed_to",
        )
    if postponed_to <= today:
        raise Refusal(_("Announce a date to come."), code="postponed_past", field="postponed_to")


def _tell(commitment: Commitment, note: CommitmentNote) -> None:
    people = _concerned(commitment)
    for language in sorted({person.language for person in people}):
        with translation.override(language):
            day = written_day(commitment.expected_on)
            state = CommitmentState(commitment.state)
            if state in (CommitmentState.DONE, CommitmentState.DROPPED):
                subject = _("« %(what)s »: %(state)s") % {
                    "what": commitment.text,
                    "state": state.label,
                }
            else:
                subject = _("« %(what)s » is now expected for %(day)s") % {
                    "what": commitment.text,
                    "day": day,
                }
            notify_all(
                people=[person for person in people if person.language == language],
                kind=COMMITMENT_MOVED,
                about=key_of(commitment),
                subject=subject,
                body=note.text,
                url=address_of(commitment.decision, anchor="commitments"),
                organisation=commitment.decision.space.organisation,
                key=f"note:{note.pk}",
            )


def _concerned(commitment: Commitment) -> list[Person]:
    """Return the authors of what the decision answers and their followers, in four queries."""
    cases = commitment.decision.items.values("case_id")
    said = list(Contribution.objects.filter(case__in=cases).only("pk", "author_id"))
    asked = Request.objects.filter(case__in=cases).values_list("person_id", flat=True)
    people = {one.author_id for one in said} | {pk for pk in asked if pk is not None}
    followed = [key_of(one) for one in said] + [
        key_of(commitment),
        key_of(commitment.decision),
    ]
    people |= set(
        Follow.objects.filter(target__in=followed, muted=False).values_list("person_id", flat=True)
    )
    return list(Person.objects.filter(pk__in=people, erased_at=None).order_by("pk"))
