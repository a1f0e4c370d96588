"""Vote: the roll says who voted, the ballot paper says what, and nothing links them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import AssuranceLevel
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.enums import Act
from civic.participation.logic.texts import clean_text
from civic.participation.models import ConditionAccepted
from civic.participation.policies import can_submit_as
from civic.participation.selectors import conditions_left
from civic.participation.services.phases import is_open, why_closed
from civic.privacy.services.screening import findings_in

from ..enums import BallotState, Choice, Electorate, ReasonRule, ReasonState
from ..logic.receipts import fingerprint, is_code, new_code
from ..models import Ballot, CastBallot, RollEntry
from ..policies import can_moderate

LONGEST_REASON = 600


def cast_ballot(
    *,
    actor: Actor,
    ballot: Ballot,
    person: Person,
    choice: str,
    reason: str = "",
    channel: str = Channel.ONLINE,
    code: str = "",
    accepted_conditions: Iterable[int] = (),
) -> str:
    """Record that a person voted, and apart from it what was voted; return the receipt code.

    `code` is a code drawn beforehand (by the form): sent again, the same form gives the same
    receipt. Only the fingerprint of the code is kept. Nothing is written in the journal: with a
    moment beside each name it would tell the order of the votes; the roll is the trace.

    Raises NotAllowed, or Refusal: a closed ballot, somebody who has voted (whatever the channel),
    is not on the list or is not sure enough, an unknown choice, a missing or too long reason.
    """
    activity = ballot.activity
    if not can_submit_as(actor, person.pk, channel, activity.space):
        raise NotAllowed(_("You may not vote in this person's name."))
    reason = _checked_reason(ballot, clean_text(reason))
    if choice not in Choice.values:
        raise Refusal(_("Choose one of the answers."), code="choice_missing", field="choice")
    if not is_open(activity, Act.VOTE):
        raise why_closed(activity, Act.VOTE)
    if channel == Channel.ONLINE and person.assurance_level < level_needed(ballot):
        raise Refusal(
            _("To vote here, one thing more is needed: %(level)s.")
            % {"level": AssuranceLevel(level_needed(ballot)).label},
            code="assurance_too_low",
        )
    conditions = _checked_conditions(ballot, person, accepted_conditions)
    names_somebody = findings_in(reason, organisation_id=activity.space.organisation_id)
    code = code or new_code()
    if not is_code(code):
        raise Refusal(_("This form is not complete: open the page again."), code="bad_code")
    with transaction.atomic():
        fresh = locked(Ballot.objects.filter(pk=ballot.pk)).get()
        if fresh.state != BallotState.OPEN:
            raise Refusal(_("This ballot is not open."), code="closed")
        entry = _entry_of(fresh, person)
        known = CastBallot.objects.filter(ballot=fresh, receipt_hash=fingerprint(code)).exists()
        if entry.voted_on is not None:
            if known:
                return code
            raise Refusal(
                _("Your vote is already recorded (%(channel)s): one person, one ballot.")
                % {"channel": entry.get_channel_display()},
                code="already_voted",
            )
        if known:
            raise Refusal(
                _("This form has already served: open the page again to vote."), code="bad_code"
            )
        entry.voted_on, entry.channel = timezone.localdate(), channel
        entry.save()
        CastBallot.objects.create(
            ballot=fresh,
            choice=choice,
            reason=reason,
            reason_state=_state_of(reason, bool(names_somebody)),
            college=entry.college,
            channel=channel,
            receipt_hash=fingerprint(code),
        )
        ConditionAccepted.objects.bulk_create(
            (ConditionAccepted(condition_id=key, person=person) for key in conditions),
            ignore_conflicts=True,
        )
    return code


def publish_reason(*, actor: Actor, paper: CastBallot, public: bool) -> CastBallot:
    """Publish a reason with its choice, or keep it back; the choice counts anyway.

    Raises NotAllowed, or Refusal for a paper without a reason or a ballot that is still open: a
    reason read before the close would tell how people vote.
    """
    ballot = paper.ballot
    if not can_moderate(actor, ballot):
        raise NotAllowed(_("Only the moderators of this consultation decide on reasons."))
    if not paper.reason:
        raise Refusal(_("No reason was given with this ballot."), code="no_reason")
    if ballot.state != BallotState.CLOSED:
        raise Refusal(_("Reasons are read once the ballot is closed."), code="still_open")
    with transaction.atomic():
        state = ReasonState.PUBLIC if public else ReasonState.KEPT_BACK
        CastBallot.objects.filter(pk=paper.pk).update(reason_state=state)
        record(
            actor=actor,
            action="ballot.reason_published" if public else "ballot.reason_kept_back",
            target=paper,
            organisation_id=ballot.activity.space.organisation_id,
        )
    paper.refresh_from_db()
    return paper


def level_needed(ballot: Ballot) -> int:
    """Return how sure one must be of who votes online: one vote each needs an address at least."""
    return max(ballot.activity.assurance_level, AssuranceLevel.EMAIL)


def _state_of(reason: str, names_somebody: bool) -> str:
    if not reason:
        return ReasonState.NONE
    # What may name somebody waits until a moderator has read it.
    return ReasonState.WAITING if names_somebody else ReasonState.PUBLIC


def _checked_reason(ballot: Ballot, reason: str) -> str:
    if ballot.reason_rule == ReasonRule.NONE:
        return ""
    if ballot.reason_rule == ReasonRule.REQUIRED and not reason:
        raise Refusal(
            _("Say why in a sentence: in this ballot the reason is published with the choice."),
            code="reason_missing",
            field="reason",
        )
    if len(reason) > LONGEST_REASON:
        raise Refusal(
            _("Your reason has %(length)s characters; %(max)s at most. Shorten it a little.")
            % {"length": len(reason), "max": LONGEST_REASON},
            code="reason_too_long",
            field="reason",
        )
    return reason


def _checked_conditions(ballot: Ballot, person: Person, accepted: Iterable[int]) -> list[int]:
    given = set(accepted)
    left = conditions_left(ballot.activity, person)
    for condition in left:
        if condition.required and condition.pk not in given:
            raise Refusal(
                _("One thing is needed first: « %(condition)s »") % {"condition": condition.text},
                code="condition",
                field=f"condition_{condition.pk}",
            )
    return [condition.pk for condition in left if condition.pk in given]


def _entry_of(ballot: Ballot, person: Person) -> RollEntry:
    entry = RollEntry.objects.filter(ballot=ballot, person=person).first()
    if entry is not None:
        return entry
    if ballot.electorate == Electorate.LISTED:
        raise Refusal(
            _("You are not on the list of this ballot, which was fixed when it opened."),
            code="not_listed",
        )
    return RollEntry(ballot=ballot, person=person, college=person.college)
