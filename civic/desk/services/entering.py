"""Type what a person said on paper, at the desk, by telephone or in a meeting: once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.accounts.services.claims import issue_claim_code
from civic.audit.services import key_of, record
from civic.core.enums import OFFLINE_CHANNELS, Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.notifications.enums import NoticeState
from civic.notifications.models import Notice
from civic.participation.models import Activity, Space
from civic.territory.models import Organisation

from ..enums import ConsentHow, SheetKind, SheetState
from ..logic.codes import SheetCode
from ..models import Consent, Entry, Mandate, Sheet
from ..policies import can_work_at
from ..registry import DeskAct, Done, Given
from ..selectors.people import known_at
from ..selectors.targets import LATE_DAYS, SheetTarget, closed_since
from .people import PersonDraft, check_mandate, record_person
from .sheets import number_free_copy


@dataclass(frozen=True)
class Typed:
    """What an agent sends: who, how, when, with which sheet, consent and helper."""

    person: Person | PersonDraft
    channel: str
    said_on: date
    data: dict[str, Any]
    space: Space
    activity: Activity | None = None
    target: SheetTarget | None = None
    code: SheetCode | None = None
    consent_how: str = ""
    consent_text: str = ""
    conditions: Iterable[int] = ()
    late_reason: str = ""
    mandate: Mandate | None = None
    submission_key: UUID | None = None
    language: str = "fr"


@dataclass(frozen=True)
class Outcome:
    """What an entry gave; `entry` is None for an act that leaves none, `claim` is shown once."""

    entry: Entry | None
    done: Done
    person: Person
    claim: str = ""
    is_repeat: bool = False


def enter(*, actor: Actor, organisation: Organisation, act: DeskAct, typed: Typed) -> Outcome:
    """Do an act for a person, in their name, with the rights of whoever acts online.

    Sent twice, it gives the same entry. Raises NotAllowed, or Refusal with a field: a sheet that
    has served (with the first entry in `refusal.entry`), a date outside the opening, a consent or
    a mandate that is missing, and whatever the service of the act refuses.
    """
    if not can_work_at(actor, organisation):
        raise NotAllowed(_("Only the desk of this organisation does this."))
    earlier = _already(typed.submission_key)
    if earlier is not None:
        return earlier
    said_at = _moment(typed)
    late_reason = _checked_lateness(act, typed, said_at)
    _check_person(organisation, typed)
    _check_consent(act, typed)
    started = timezone.now()
    try:
        with transaction.atomic():
            sheet = _sheet_of(actor, organisation, act, typed)
            person = _person_of(actor, organisation, typed)
            if typed.mandate is not None:
                _check_helper(act, typed.mandate, person, organisation, typed.space)
            done = act.perform(_given(actor, person, typed, said_at))
            entry = None
            if not act.leaves_no_entry:
                entry = _written(
                    actor,
                    organisation,
                    act,
                    typed,
                    person,
                    sheet,
                    done,
                    said_at,
                    late_reason,
                    started,
                )
            claim = _claim_code(actor, organisation, person, act)
    except IntegrityError:
        earlier = _already(typed.submission_key)
        if earlier is None:
            raise
        return earlier
    return Outcome(entry, done, person, claim)


def _already(key: UUID | None) -> Outcome | None:
    if key is None:
        return None
    entry = Entry.objects.filter(submission_key=key).select_related("person").first()
    if entry is None:
        return None
    return Outcome(entry, Done(entry, entry.number), entry.person, is_repeat=True)


def _moment(typed: Typed) -> datetime:
    if typed.channel not in OFFLINE_CHANNELS:
        raise Refusal(_("How was it said?"), code="channel", field="channel")
    today = timezone.localdate()
    if typed.said_on > today:
        raise Refusal(
            _("This date is in the future: when was it said?"), code="future", field="said_on"
        )
    if typed.said_on == today:
        return timezone.now()
    # A sheet bears a day and no hour: noon lies inside any day that was open.
    return timezone.make_aware(datetime.combine(typed.said_on, time(12)))


def _checked_lateness(act: DeskAct, typed: Typed, said_at: datetime) -> str:
    """A sheet dated in time is received ten days after the closing, with a reason."""
    opening = next(iter(act.covers), "")
    if typed.activity is None or not opening:
        return ""
    closed = closed_since(typed.activity, opening)
    if closed is None:
        return ""
    if said_at < closed and timezone.now() - closed > timedelta(days=LATE_DAYS):
        raise Refusal(
            _("This closed more than %(days)s days ago: the sheet comes too late to be entered.")
            % {"days": LATE_DAYS},
            code="too_late",
            field="said_on",
        )
    reason = " ".join(typed.late_reason.split())
    if said_at < closed and not reason:
        raise Refusal(
            _("It is closed now: say how you know that this sheet was written in time."),
            code="late_reason_missing",
            field="late_reason",
        )
    return reason[:250] if said_at < closed else ""


def _check_person(organisation: Organisation, typed: Typed) -> None:
    person = typed.person
    if isinstance(person, Person) and not known_at(organisation).filter(pk=person.pk).exists():
        raise Refusal(
            _("This person is not known at this desk: write them down."),
            code="unknown_person",
            field="person",
        )


def _check_consent(act: DeskAct, typed: Typed) -> None:
    if not act.needs_consent:
        return
    if typed.consent_how not in ConsentHow.values or not typed.consent_text.strip():
        raise Refusal(
            _("Read the sentence out, or see the signature, then say how they agreed."),
            code="consent_missing",
            field="consent_how",
        )


class SheetHasServed(Refusal):
    """The same sheet twice; `entry` is the first one."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            _("This sheet was entered on %(day)s: nothing is entered twice.")
            % {"day": f"{timezone.localtime(entry.entered_at):%d/%m/%Y %H:%M}"},
            code="sheet_entered",
            field="sheet",
        )
        self.entry = entry


def _sheet_of(actor: Actor, organisation: Organisation, act: DeskAct, typed: Typed) -> Sheet | None:
    if typed.code is None or act.sheet is None:
        return None
    target = typed.target
    if target is None or (typed.code.kind, typed.code.target) != (target.kind, target.pk):
        raise Refusal(
            _("This code is the code of another form: check the top of the sheet."),
            code="other_sheet",
            field="sheet",
        )
    if typed.code.serial == 0:
        return number_free_copy(actor=actor, organisation=organisation, target=target)
    # Two agents who type the same sheet pass here one after the other.
    found = locked(Sheet.objects.filter(code=str(typed.code))).first()
    if found is None:
        raise Refusal(
            _("No sheet of ours has this code: check it."), code="unknown_sheet", field="sheet"
        )
    if found.state == SheetState.VOIDED:
        raise Refusal(
            _("This sheet was cancelled: %(reason)s") % {"reason": found.void_reason},
            code="sheet_voided",
            field="sheet",
        )
    if found.state == SheetState.ENTERED:
        raise SheetHasServed(found.entries.select_related("sheet").order_by("pk")[0])
    return found


def _person_of(actor: Actor, organisation: Organisation, typed: Typed) -> Person:
    if isinstance(typed.person, Person):
        return typed.person
    return record_person(actor=actor, organisation=organisation, draft=typed.person)


def _check_helper(
    act: DeskAct, mandate: Mandate, person: Person, organisation: Organisation, space: Space
) -> None:
    if act.leaves_no_entry:
        raise Refusal(
            _("Nobody does this for somebody else: the person does it alone."),
            code="not_by_mandate",
            field="mandate",
        )
    check_mandate(mandate, person, organisation, space.pk)


def _given(actor: Actor, person: Person, typed: Typed, said_at: datetime) -> Given:
    return Given(
        actor=actor,
        person=person,
        channel=typed.channel,
        said_at=said_at,
        data=typed.data,
        conditions=tuple(typed.conditions),
        submission_key=typed.submission_key,
        language=typed.language,
    )


def _written(
    actor: Actor,
    organisation: Organisation,
    act: DeskAct,
    typed: Typed,
    person: Person,
    sheet: Sheet | None,
    done: Done,
    said_at: datetime,
    late_reason: str,
    started: datetime,
) -> Entry:
    said_on = timezone.localdate(said_at)
    consent = None
    if act.needs_consent:
        consent = Consent.objects.create(
            person=person,
            about=key_of(done.result),
            text=typed.consent_text.strip(),
            how=typed.consent_how,
            given_on=said_on,
            recorded_by=actor.user,
        )
    line = 1
    if sheet is not None:
        line = sheet.entries.count() + 1
        if sheet.kind != SheetKind.SUPPORT:
            sheet.state = SheetState.ENTERED
            sheet.save(update_fields=["state"])
    again = sheet is not None and sheet.is_typed_twice and bool(act.typed)
    entry = Entry.objects.create(
        act=act.key,
        organisation=organisation,
        space_id=typed.space.pk,
        person=person,
        channel=typed.channel,
        sheet=sheet,
        line=line,
        result=key_of(done.result),
        number=done.number,
        said_on=said_on,
        late_reason=late_reason,
        consent=consent,
        mandate=typed.mandate,
        typed={name: str(typed.data.get(name) or "") for name in act.typed} if again else {},
        submission_key=typed.submission_key,
        entered_by=actor.user,
    )
    _receipt_is_in_hand(entry, started, actor)
    record(
        actor=actor,
        action="desk.entered",
        target=entry,
        organisation_id=organisation.pk,
        act=act.key,
        channel=str(typed.channel),
        result=entry.result,
        mandate=typed.mandate.pk if typed.mandate else None,
        sheet=sheet.pk if sheet else None,
        late=bool(late_reason),
    )
    return entry


def _receipt_is_in_hand(entry: Entry, started: datetime, actor: Actor) -> None:
    """Whoever is at the desk or on the telephone has the receipt: no letter repeats it."""
    if entry.channel not in (Channel.DESK, Channel.TELEPHONE):
        return
    Notice.objects.filter(
        person_id=entry.person_id,
        created_at__gte=started,
        state=NoticeState.TO_CONTACT,
    ).update(state=NoticeState.DELIVERED, sent_at=timezone.now(), told_by=actor.user)


def _claim_code(actor: Actor, organisation: Organisation, person: Person, act: DeskAct) -> str:
    if act.sheet == SheetKind.SUPPORT:
        # Twenty names of a list are not there to take a code home.
        return ""
    try:
        return issue_claim_code(actor=actor, person=person, organisation=organisation)
    except Refusal:
        # They have an account, or this agent hands over no codes: the receipt says so.
        return ""
