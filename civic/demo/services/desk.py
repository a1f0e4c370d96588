"""Load a desk at work: sheets printed and entered, letters, two calls due, a mandate."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.models import Person
from civic.core.enums import Channel
from civic.desk.enums import SheetKind
from civic.desk.logic.codes import parse_code
from civic.desk.models import Sheet
from civic.desk.registry import desk_registry
from civic.desk.selectors.printing import consents_of
from civic.desk.selectors.targets import SheetTarget, find_target
from civic.desk.services.calls import promise_call
from civic.desk.services.entering import Outcome, Typed, enter
from civic.desk.services.letters import mark_posted, mark_printed, write_letters
from civic.desk.services.people import PersonDraft, give_mandate
from civic.desk.services.sheets import print_sheets
from civic.notifications.enums import Medium, NoticeState
from civic.notifications.models import Notice
from civic.territory.models import Organisation

from ..logic.content import entries
from .world import World

AGENT = "chloe"
SHEETS = 20
LEFT_TO_TELL = 5


def load_desk(world: World) -> None:
    """Put the desk of the intercommunality at work, kept by the facilitator of the cast."""
    data: dict[str, Any] = entries("desk")[0]
    organisation = world.organisations[data["organisation"]]
    actor = world.cast[AGENT]
    activity = world.activities[data["activity"]]
    target = find_target(SheetKind.PROPOSAL, activity.pk)
    if target is None:
        raise LookupError("The demo's call for proposals has no sheet.")
    _tell_the_past(organisation)
    sheets = print_sheets(actor=actor, organisation=organisation, target=target, count=SHEETS)
    people = {}
    for entry, sheet in zip(data["entries"], sheets, strict=False):
        outcome = _enter(world, organisation, target, entry, sheet)
        people[entry["person"]["key"]] = outcome.person
    _answer_by_letter(world, organisation)
    _promise(world, organisation, data["calls"], people)
    helped = people[data["mandate"]["person"]]
    give_mandate(
        actor=actor,
        organisation=organisation,
        person=helped,
        helper_name=data["mandate"]["helper_name"],
        helper_body=data["mandate"]["helper_body"],
        ends_on=timezone.localdate() + timedelta(days=180),
    )


def _tell_the_past(organisation: Organisation) -> None:
    """Consider as told what is history; a few letters, calls and visits are left to do."""
    waiting = Notice.objects.filter(organisation=organisation, state=NoticeState.TO_CONTACT)
    left: list[int] = []
    for medium in (Medium.LETTER, Medium.TELEPHONE, Medium.DESK):
        answers = waiting.filter(medium=medium, kind__endswith=".answered").order_by("-pk")
        left += answers.values_list("pk", flat=True)[:LEFT_TO_TELL]
    waiting.exclude(pk__in=left).update(state=NoticeState.DELIVERED, sent_at=timezone.now())


def _enter(
    world: World,
    organisation: Organisation,
    target: SheetTarget,
    entry: dict[str, Any],
    sheet: Sheet,
) -> Outcome:
    person = {name: value for name, value in entry["person"].items() if name != "key"}
    activity = target.activity
    theme = None if activity is None else activity.themes.filter(slug=entry["theme"]).first()
    return enter(
        actor=world.cast[AGENT],
        organisation=organisation,
        act=desk_registry.acts["contribution"],
        typed=Typed(
            person=PersonDraft(**person),
            channel=Channel.PAPER,
            said_on=world.calendar.day(-entry["said_days_ago"]),
            data={
                "activity": activity,
                "title": entry["title"],
                "text": entry["text"],
                "place": entry["place"],
                "theme": theme,
            },
            space=target.space,
            activity=activity,
            target=target,
            code=parse_code(sheet.code),
            consent_how="signature",
            consent_text=" ".join(consents_of(target)[:1]),
            conditions=[key for key, _text in target.conditions],
        ),
    )


def _answer_by_letter(world: World, organisation: Organisation) -> None:
    """Post what waits for a letter; one batch is printed and leaves tomorrow."""
    actor = world.cast[AGENT]
    batch = write_letters(actor=actor, organisation=organisation)
    mark_posted(actor=actor, batch=mark_printed(actor=actor, batch=batch))


def _promise(
    world: World, organisation: Organisation, calls: list[dict[str, Any]], people: dict[str, Person]
) -> None:
    now = timezone.now()
    for call in calls:
        promise_call(
            actor=world.cast[AGENT],
            organisation=organisation,
            person=people[call["person"]],
            about=call["about"],
            guarantor=world.cast[AGENT].user,  # type: ignore[arg-type]
            promised_at=now + timedelta(hours=call["in_hours"]),
        )
