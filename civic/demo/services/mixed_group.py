"""Load the mixed group of the climate plan in the middle of its work."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection

from civic.accounts.enums import VERIFIED_COLLEGES, College
from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.core.enums import Channel
from civic.notifications.enums import NoticeState
from civic.notifications.models import Notice
from civic.participation.models import Session
from civic.participation.services.attendance import record_attendance
from civic.participation.services.sessions import publish_minutes, schedule_session
from workshops.logic.seats import Quota
from workshops.models import (
    CollegePosition,
    GroupMembership,
    MixedGroup,
    MixedGroupPage,
    SpeakingTurn,
)
from workshops.services.group_members import (
    answer_invitation,
    describe_member,
    invite_member,
)
from workshops.services.group_notices import INVITED
from workshops.services.group_references import set_reference
from workshops.services.group_seats import DocumentDraft, set_documents, set_quotas
from workshops.services.group_words import adopt_report, publish_reply, save_position
from workshops.services.mixed_groups import create_group, open_group

from ..logic.content import entries
from .world import World

READ = "Relu par l’animatrice."


def load_mixed_groups(world: World) -> None:
    """Create the groups, their members, their sessions, what the colleges say."""
    for entry in entries("mixed_groups"):
        group = _group(world, entry)
        world.spaces[entry["key"]] = group.space
        _Members(world, entry, group).load()
        for reference in entry["references"]:
            set_reference(
                actor=SYSTEM,
                group=group,
                **(reference | {"as_of": date.fromisoformat(reference["as_of"])}),
            )
        _documents(world, entry, group)
        draw = random.Random("turns")  # noqa: S311
        for session in entry["sessions"]:
            _session(world, draw, group, session)
        _positions(world, entry, group)
        _report_and_reply(world, entry, group)


def _group(world: World, entry: dict[str, Any]) -> MixedGroup:
    day = world.calendar.day
    group = create_group(
        actor=SYSTEM,
        organisation=world.organisations[entry["organisation"]],
        asked_by=world.organisations[entry["asked_by"]],
        title=entry["title"],
        slug=entry["slug"],
        question=entry["question"],
        mandate=entry["mandate"],
        term_starts_on=day(entry["term_starts_in_days"]),
        term_ends_on=day(entry["term_ends_in_days"]),
        reply_due_on=day(entry["reply_due_in_days"]),
        public_on=day(entry["public_in_days"]),
        territories=[world.organisations[slug] for slug in entry["territories"]],
        consultation_space=world.spaces[entry["consultation"]],
        contact_name=entry["contact_name"],
        contact_phone=entry["contact_phone"],
    )
    MixedGroupPage.objects.filter(group=group).update(introduction=entry["introduction"])
    set_quotas(actor=SYSTEM, group=group, quotas=[Quota(**quota) for quota in entry["quotas"]])
    return MixedGroup.objects.select_related("space__organisation", "public_from").get(pk=group.pk)


class _Members:
    """Who is invited, who has accepted before the opening and after it, who has not answered."""

    def __init__(self, world: World, entry: dict[str, Any], group: MixedGroup) -> None:
        self.world, self.entry, self.group = world, entry, group
        self.draw = random.Random("members")  # noqa: S311
        self.waiting_list = {
            quota["college"]: self._people(quota["college"]) for quota in entry["quotas"]
        }
        self.count = 0

    def load(self) -> None:
        """Seat those of the opening, open, seat the others, leave some without an answer."""
        entry = self.entry
        first = entry["seated_at_opening"]
        for college, count in first.items():
            for _number in range(count):
                self._seat(college)
        open_group(
            actor=self.world.cast["elise"] if entry["derogation"] else SYSTEM,
            group=self.group,
            derogation_reason=entry["derogation"],
            opened_at=self.world.calendar.moment(entry["opened_in_days"], "18:00"),
        )
        for college, count in entry["seated"].items():
            for _number in range(count - first[college]):
                self._seat(college)
        self._substitutes()
        for college, count in entry["declined"].items():
            for _number in range(count):
                row = self._invited(college)
                answer_invitation(actor=Actor(person=row.person), membership=row, accept=False)
        for college, count in entry["waiting"].items():
            for _number in range(count):
                self._invited(college)
        self._set_back()

    def _people(self, college: str) -> Iterator[Person]:
        own = [self.world.cast[key].person for key in self.entry["cast"]]
        first = [person for person in own if person is not None and person.college == college]
        others = [
            person
            for person in self.world.by_college[college]
            if person.organisation_id and person not in first
        ]
        if college not in VERIFIED_COLLEGES:
            self.draw.shuffle(others)
        yield from first
        yield from others

    def _invited(self, college: str, **extra: Any) -> GroupMembership:
        person = next(self.waiting_list[college])
        return invite_member(
            actor=SYSTEM, group=self.group, person=person, college=college, **extra
        )

    def _seat(self, college: str, **extra: Any) -> GroupMembership:
        row = self._invited(college, **extra)
        online = bool(row.person.email)
        self.count += 1
        number, entry = self.count, self.entry
        # Whoever sits for the authority is named; a resident in four prefers not to be.
        named = college != College.RESIDENT or number % entry["unnamed_one_in"] != 0
        row = answer_invitation(
            actor=Actor(person=row.person) if online else SYSTEM,
            membership=row,
            accept=True,
            channel=Channel.ONLINE if online else Channel.TELEPHONE,
            named=named,
            gender=_turn(entry["traits"]["gender"], number),
            age_band=_turn(entry["traits"]["age_band"], number),
        )
        describe_member(
            actor=SYSTEM,
            membership=row,
            interests=_turn(entry["interests"], number),
            training=_turn(entry["training"], number),
        )
        return row

    def _substitutes(self) -> None:
        for college, count in self.entry["substitutes"].items():
            members = GroupMembership.objects.filter(group=self.group, college=college)
            for member in members.order_by("pk")[:count]:
                self._seat(college, substitute_of=member)

    def _set_back(self) -> None:
        """Give the answers the days of the story; what was answered waits for nobody's call."""
        start = self.world.calendar.moment(self.entry["term_starts_in_days"], "09:00")
        rows = GroupMembership.objects.filter(group=self.group)
        rows.filter(accepted_at__isnull=False).update(
            invited_at=start - timedelta(days=20), accepted_at=start - timedelta(days=9)
        )
        rows.filter(declined_at__isnull=False).update(
            invited_at=start - timedelta(days=20), declined_at=start - timedelta(days=12)
        )
        rows.filter(accepted_at=None, declined_at=None).update(
            invited_at=timezone.now() - timedelta(days=4)
        )
        answered = rows.exclude(accepted_at=None, declined_at=None).values("person")
        Notice.objects.filter(
            kind=INVITED, person__in=answered, state=NoticeState.TO_CONTACT
        ).update(state=NoticeState.DELIVERED)


def _turn(values: list[str], number: int) -> str:
    return values[number % len(values)]


def _documents(world: World, entry: dict[str, Any], group: MixedGroup) -> None:
    root = Collection.get_first_root_node()
    set_documents(
        actor=SYSTEM,
        group=group,
        documents=[
            DocumentDraft(
                document=Document.objects.create(
                    title=one["title"],
                    file=ContentFile(one["text"].encode(), name=f"{group.space.slug}-{rank}.txt"),
                    collection=root,
                ),
                note=one["note"],
                members_only=one["members_only"],
            )
            for rank, one in enumerate(entry["documents"], start=1)
        ],
    )


def _session(
    world: World, draw: random.Random, group: MixedGroup, entry: dict[str, Any]
) -> Session:
    starts_at = world.calendar.moment(entry["starts_in_days"], entry["start_time"])
    session = schedule_session(
        actor=SYSTEM,
        space=group.space,
        title=entry["title"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=entry["duration_minutes"]),
        place=entry["place"],
        address=entry["address"],
        how_to_come=entry["how_to_come"],
        agenda="\n".join(entry["agenda"]),
        keep_findings_because=READ,
    )
    if entry["attendance"]:
        record_attendance(
            actor=SYSTEM,
            session=session,
            counts={college: came for college, (came, _new) in entry["attendance"].items()},
            first_time={college: new for college, (_came, new) in entry["attendance"].items()},
        )
    if entry["turns"]:
        _turns(draw, session, entry["turns"])
    if entry["minutes"]:
        publish_minutes(
            actor=SYSTEM,
            session=session,
            minutes=entry["minutes"],
            attendance_count=sum(came for came, _new in entry["attendance"].values()),
            keep_findings_because=READ,
        )
    return session


def _turns(draw: random.Random, session: Session, turns: dict[str, list[int]]) -> None:
    """Write turns to speak around the average of each college, as a scribe would have."""
    SpeakingTurn.objects.bulk_create(
        SpeakingTurn(
            session=session,
            college=college,
            started_at=session.starts_at + timedelta(minutes=2 * number),
            seconds=max(10, round(draw.gauss(average, average / 3))),
        )
        for college, (count, average) in turns.items()
        for number in range(count)
    )


def _positions(world: World, entry: dict[str, Any], group: MixedGroup) -> None:
    for one in entry["positions"]:
        position = save_position(
            actor=SYSTEM,
            group=group,
            college=one["college"],
            text=one["text"],
            publish=True,
            keep_findings_because=READ,
        )
        said = world.calendar.past(one["days_ago"], 10)
        CollegePosition.objects.filter(pk=position.pk).update(changed_at=said, published_at=said)


def _report_and_reply(world: World, entry: dict[str, Any], group: MixedGroup) -> None:
    """Write what a group that is over handed in, and what it was answered."""
    report, reply = entry.get("report"), entry.get("reply")
    if not report or not reply:
        return
    adopt_report(
        actor=SYSTEM,
        group=group,
        text=report["text"],
        adopted_on=world.calendar.day(-report["days_ago"]),
        keep_findings_because=READ,
    )
    publish_reply(
        actor=world.cast["elise"],
        group=group,
        outcome=reply["outcome"],
        reason=reply["reason"],
        next_steps=reply["next_steps"],
        decided_by=reply["decided_by"],
        published_at=world.calendar.past(reply["days_ago"], 18),
    )
