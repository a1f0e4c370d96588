"""Say something in an activity, change it, withdraw it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.cases.enums import CaseOrigin
from civic.cases.services.cases import open_case, withdraw_case
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.events import append_event
from civic.core.services.keeping import forget_kept
from civic.privacy.models import HoldReason
from civic.privacy.services.screening import findings_in, screen
from civic.territory.models import Neighbourhood, Organisation, Theme
from civic.territory.selectors import check_place

from ..enums import ContributionKind, PublicationRule
from ..logic.texts import clean_line
from ..models import (
    Activity,
    Condition,
    ConditionAccepted,
    Contribution,
    ContributionVersion,
    Session,
)
from ..policies import can_change, can_submit_as
from ..selectors import communes_of
from .limits import spend
from .notices import tell_received
from .places import set_contribution_place
from .publication import index_contribution
from .requirements import (
    LONGEST_REASON,
    check_assurance,
    check_open,
    check_said_in,
    check_theme,
    checked_conditions,
    checked_place,
    checked_words,
)

SUBMISSIONS_AN_HOUR = 10


def submit_contribution(
    *,
    actor: Actor,
    activity: Activity,
    person: Person,
    title: str,
    text: str,
    theme: Theme | None = None,
    commune: Organisation | None = None,
    neighbourhood: Neighbourhood | None = None,
    place: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    place_confirmed: bool = False,
    channel: str = Channel.ONLINE,
    accepted_conditions: Iterable[Condition | int] = (),
    submission_key: UUID | None = None,
    said_at: datetime | None = None,
    people_count: int = 1,
    language: str = "fr",
    kind: str = ContributionKind.PROPOSAL,
    said_in: Session | None = None,
    college: str = "",
) -> Contribution:
    """Keep what a person says, open its case and screen it; the same submission gives the same row.

    `said_at` (aware, not in the future) is when it was said, for what is typed afterwards: the
    activity must have been open at that moment, and the announced delay starts there. What staff
    hand on as `said_in` a session needs no open phase, only a space that is live, and keeps the
    `college` it was said with. Online, a point outside the communes is refused, and words that
    name another town unless they are `place_confirmed`. Raises NotAllowed, TooMany, or Refusal
    with its field.
    """
    space = activity.space
    if not can_submit_as(actor, person.pk, channel, space):
        raise NotAllowed(_("You may not speak for this person here."))
    earlier = _already_submitted(submission_key, activity, person)
    if earlier is not None:
        return earlier
    moment = _moment_of(actor, channel, said_at)
    _check_window(activity, moment, kind, said_in, channel)
    check_assurance(activity, person, channel)
    title, text = checked_words(title, text, brief=said_in is not None)
    check_theme(activity, theme)
    where = checked_place(activity, commune, neighbourhood, place, latitude, longitude)
    # Nobody at a table is asked for the conditions of an online form.
    accepted = (
        []
        if said_in is not None
        else checked_conditions(activity, person, channel, accepted_conditions)
    )
    if not 1 <= people_count <= 5_000:
        raise Refusal(
            _("How many people are behind it? Give a number from 1 to 5,000."),
            code="people_count",
            field="people_count",
        )
    if channel == Channel.ONLINE and not actor.is_administrator:
        check_place(
            where.place,
            latitude=where.latitude,
            longitude=where.longitude,
            is_confirmed=place_confirmed,
            communes=communes_of(space),
        )
        spend(
            act="contribute",
            who=f"person:{person.pk}",
            at_most=SUBMISSIONS_AN_HOUR,
            seconds=3600,
        )
    try:
        with transaction.atomic():
            # The activity's row is the lock: two identical submissions pass one after the other.
            fresh = locked(Activity.objects.filter(pk=activity.pk).select_related("space")).get()
            earlier = _already_submitted(submission_key, fresh, person)
            if earlier is not None:
                return earlier
            _check_window(fresh, moment, kind, said_in, channel)
            contribution = Contribution(
                activity=fresh,
                kind=kind,
                case=open_case(
                    origin=CaseOrigin.CONTRIBUTION,
                    organisation=space.organisation,
                    department=fresh.department,
                    received_on=timezone.localdate(moment),
                    working_days=fresh.answer_working_days,
                ),
                author=person,
                title=title,
                text=text,
                theme=theme,
                commune=where.commune,
                neighbourhood=where.neighbourhood,
                place=where.place,
                latitude=where.latitude,
                longitude=where.longitude,
                channel=channel,
                college=college if said_in is not None and college else person.college,
                college_label=person.college_label,
                people_count=people_count,
                said_at=moment,
                entered_by=None if channel == Channel.ONLINE else actor.user,
                submission_key=submission_key,
                language=language[:5],
            )
            set_contribution_place(contribution)
            contribution.save(force_insert=True)
            ConditionAccepted.objects.bulk_create(
                (ConditionAccepted(condition_id=pk, person=person) for pk in accepted),
                ignore_conflicts=True,
            )
            screen(
                instance=contribution,
                organisation_id=space.organisation_id,
                hold=_hold_of(fresh, channel),
            )
            record(
                actor=actor,
                action="contribution.submitted",
                target=contribution,
                organisation_id=space.organisation_id,
                activity=fresh.pk,
                case=contribution.case_id,
                channel=str(channel),
                held_for=contribution.held_for,
            )
            append_event(
                stream=f"activity:{fresh.pk}",
                kind="contribution.submitted",
                payload={"contribution": contribution.pk, "public": contribution.is_public},
            )
            tell_received(contribution)
    except IntegrityError:
        earlier = _already_submitted(submission_key, activity, person)
        if earlier is None:
            raise
        return earlier
    return contribution


def edit_contribution(
    *,
    actor: Actor,
    contribution: Contribution,
    title: str,
    text: str,
    channel: str = Channel.ONLINE,
) -> Contribution:
    """Change the words of a contribution; what the public could read is kept as a version.

    Possible for its author while proposals are open and no answer was given. The new words are
    screened like the first ones, so that they may wait for a person.
    """
    if not can_change(actor, contribution, channel):
        raise NotAllowed(_("Only its author may change a proposal."))
    title, text = checked_words(title, text)
    activity = contribution.activity
    check_open(activity, timezone.now(), contribution.kind)
    with transaction.atomic():
        fresh = _locked_contribution(contribution)
        _check_not_settled(fresh)
        if (fresh.title, fresh.text) == (title, text):
            return fresh
        was_public = fresh.is_public
        if was_public:
            ContributionVersion.objects.create(
                contribution=fresh, version=fresh.version, title=fresh.title, text=fresh.text
            )
            fresh.version += 1
        fresh.title, fresh.text = title, text
        placed = set_contribution_place(fresh)
        fresh.save(update_fields=["title", "text", "version", *placed])
        screen(
            instance=fresh,
            organisation_id=activity.space.organisation_id,
            hold=_hold_of(activity, fresh.channel),
        )
        if was_public and fresh.is_public:
            index_contribution(fresh)
        record(
            actor=actor,
            action="contribution.edited",
            target=fresh,
            organisation_id=activity.space.organisation_id,
            channel=str(channel),
            version=fresh.version,
            held_for=fresh.held_for,
        )
    return fresh


def withdraw_contribution(
    *, actor: Actor, contribution: Contribution, reason: str, channel: str = Channel.ONLINE
) -> Contribution:
    """Withdraw a contribution: it stays readable with the reason, and its case is closed.

    The reason is public, so one that names somebody is refused.
    """
    if not can_change(actor, contribution, channel):
        raise NotAllowed(_("Only its author may withdraw a proposal."))
    reason = clean_line(reason)
    if not reason:
        raise Refusal(
            _("Say why you withdraw it, in a few words: it stays readable with this reason."),
            code="reason_missing",
            field="reason",
        )
    if len(reason) > LONGEST_REASON:
        raise Refusal(
            _("This reason is too long: %(max)s characters at most.") % {"max": LONGEST_REASON},
            code="reason_too_long",
            field="reason",
        )
    organisation_id = contribution.activity.space.organisation_id
    if findings_in(reason, organisation_id=organisation_id):
        raise Refusal(
            _("This reason will be public and seems to name or reach somebody: rewrite it."),
            code="finding",
            field="reason",
        )
    with transaction.atomic():
        fresh = _locked_contribution(contribution)
        _check_not_settled(fresh)
        fresh.withdrawn_at = timezone.now()
        fresh.withdrawn_reason = reason
        fresh.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        withdraw_case(actor=actor, case=fresh.case)
        forget_kept()
        fresh.case.refresh_from_db()
        record(
            actor=actor,
            action="contribution.withdrawn",
            target=fresh,
            organisation_id=organisation_id,
            channel=str(channel),
        )
    return fresh


def _locked_contribution(contribution: Contribution) -> Contribution:
    queryset = Contribution.objects.filter(pk=contribution.pk)
    return locked(queryset.select_related("case", "activity__space")).get()


def _check_window(
    activity: Activity, moment: datetime, kind: str, said_in: Session | None, channel: str
) -> None:
    if said_in is None:
        check_open(activity, moment, kind)
    else:
        check_said_in(activity, said_in, channel)


def _already_submitted(key: UUID | None, activity: Activity, person: Person) -> Contribution | None:
    if key is None:
        return None
    earlier = Contribution.objects.filter(submission_key=key).select_related("case").first()
    if earlier is None:
        return None
    if earlier.activity_id != activity.pk or earlier.author_id != person.pk:
        raise Refusal(
            _("This form has already been sent. Start a new one."), code="already_submitted"
        )
    return earlier


def _moment_of(actor: Actor, channel: str, said_at: datetime | None) -> datetime:
    now = timezone.now()
    if said_at is None or (channel == Channel.ONLINE and not actor.is_administrator):
        return now
    if said_at > now:
        raise Refusal(
            _("This date is in the future: when was it said?"), code="future", field="said_at"
        )
    return said_at


def _check_not_settled(contribution: Contribution) -> None:
    if contribution.withdrawn_at is not None:
        raise Refusal(_("This proposal was withdrawn."), code="withdrawn")
    if contribution.case.outcome:
        raise Refusal(
            _("This proposal has had its answer: it can no longer be changed."),
            code="already_answered",
        )


def _hold_of(activity: Activity, channel: str) -> str:
    if channel == Channel.IMPORT:
        return HoldReason.IMPORTED
    if activity.publication_rule == PublicationRule.BEFORE:
        return HoldReason.BEFORE
    return ""
