"""What a communication kit says of a consultation, a call, a workshop, a group or a council."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Prefetch, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.cases.enums import Outcome
from civic.core.logic.dates import written_day
from civic.decisions.enums import CommitmentState, DecisionState
from civic.decisions.models import Commitment, CommitmentNote, DecisionItem, ReasonedDecision
from civic.decisions.selectors import ADAPTED, KEPT, SET_ASIDE
from civic.participation.models import Session, Space
from civic.territory.models import Organisation

from ..logic.magazine import fitted, sentences_within

SHORT, LONG = 600, 1_200
# One sheet on both sides: what says most, and the page for the rest.
EXAMPLES = 3
WORKS_DONE, WORKS_TO_COME, WORKS_DROPPED = 4, 3, 2
REASON_LENGTH, MILESTONE_LENGTH = 180, 130
SESSIONS_AT_MOST = 3


@dataclass(frozen=True)
class KitSubject:
    """What a kit is about; `url` is absolute, `when` and `where` are lines to print."""

    kind: str
    question: str
    summary: str
    space: Space
    url: str
    when: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    act: str = ""
    paper: str = ""
    phone: str = ""
    email: str = ""
    answer_due_on: date | None = None

    @property
    def organisation(self) -> Organisation:
        return self.space.organisation

    @property
    def telephone(self) -> str:
        return self.phone or self.organisation.contact_phone

    @property
    def short_url(self) -> str:
        """Return the address as one reads it aloud: no scheme, no closing slash."""
        parts = urlsplit(self.url)
        return f"{parts.netloc}{parts.path}".rstrip("/")

    @property
    def size(self) -> str:
        """Return how large its question stands on a poster: large, medium, small."""
        longest = max((len(word) for word in self.question.split()), default=0)
        if len(self.question) <= 70 and longest <= 14:
            return "large"
        return "medium" if len(self.question) <= 130 and longest <= 18 else "small"


@dataclass(frozen=True)
class Example:
    """One thing that was said and its answer in a signed decision."""

    title: str
    reason: str
    outcome: str


@dataclass(frozen=True)
class Group:
    """How many were kept, kept in part or set aside, and a few of them."""

    key: str
    title: str
    count: int
    examples: list[Example]


@dataclass(frozen=True)
class Work:
    """Something promised: where it stands, and the last milestone in words."""

    text: str
    state: str
    state_label: str
    expected_on: date
    last: str = ""


@dataclass(frozen=True)
class SaidAndDone:
    """The « you said, we did » of a space; empty before anything is answered.

    `works` are all of them; the sheet shows a few. `source` says where it is drawn from, `waits`
    what will be there while it is empty.
    """

    groups: list[Group] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    decided_on: date | None = None
    decided_by: str = ""
    sentence: str = ""
    source: str = ""
    waits: str = ""

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def done(self) -> list[Work]:
        found = [work for work in self.works if work.state == CommitmentState.DONE]
        # What has a milestone in words, the latest first.
        found.sort(key=lambda work: (bool(work.last), work.expected_on), reverse=True)
        return found[:WORKS_DONE]

    @property
    def to_come(self) -> list[Work]:
        over = (CommitmentState.DONE, CommitmentState.DROPPED)
        return [work for work in self.works if work.state not in over][:WORKS_TO_COME]

    @property
    def dropped(self) -> list[Work]:
        found = [work for work in self.works if work.state == CommitmentState.DROPPED]
        return found[:WORKS_DROPPED]

    @property
    def left_out(self) -> int:
        """Return how many answers and works are on the page and not on the sheet."""
        works = len(self.works) - len(self.done) - len(self.to_come) - len(self.dropped)
        return works + sum(group.count - len(group.examples) for group in self.groups)


def said_and_done(space: Space) -> SaidAndDone:
    """Return what became of what was said in a space, in seven queries at most."""
    decisions = ReasonedDecision.objects.filter(space=space, state=DecisionState.SIGNED)
    last = decisions.order_by("-decided_on", "-pk").first()
    words: dict[str, Any] = {
        "source": _("Drawn from what is signed and from the dated milestones of the works."),
        "waits": _(
            "As soon as a reasoned decision is signed, this sheet says how many ideas were kept, "
            "kept in part and set aside, with examples, then the works that are done."
        ),
    }
    if last is None:
        return SaidAndDone(**words)
    items = DecisionItem.objects.filter(decision__in=decisions)
    counts = items.aggregate(
        kept=Count("pk", filter=Q(outcome__in=KEPT)),
        adapted=Count("pk", filter=Q(outcome__in=ADAPTED)),
        aside=Count("pk", filter=Q(outcome__in=SET_ASIDE)),
    )
    wanted = (
        ("accepted", _("Kept"), counts["kept"], KEPT),
        ("adapted", _("Kept in part"), counts["adapted"], ADAPTED),
        ("not_retained", _("Set aside"), counts["aside"], SET_ASIDE),
    )
    groups = [
        Group(key, title, count, _examples(space, outcomes))
        for key, title, count, outcomes in wanted
        if count
    ]
    total = sum(group.count for group in groups)
    notes = CommitmentNote.objects.order_by("done_on", "pk")
    promised = (
        Commitment.objects.filter(decision__in=decisions)
        .prefetch_related(Prefetch("notes", notes, to_attr="milestones"))
        .order_by("due_on", "pk")
    )
    return SaidAndDone(
        groups=groups,
        works=[_work(commitment) for commitment in promised],
        decided_on=last.decided_on,
        decided_by=last.decided_by_name,
        sentence=ngettext(
            "%(n)s idea received an argued answer in a signed decision.",
            "%(n)s ideas received an argued answer in a signed decision.",
            total,
        )
        % {"n": total},
        **words,
    )


def _examples(space: Space, outcomes: tuple[Outcome, ...]) -> list[Example]:
    # What is not public is counted, never shown.
    rows = (
        DecisionItem.objects.filter(
            decision__space=space,
            decision__state=DecisionState.SIGNED,
            outcome__in=outcomes,
            case__contribution__screening="released",
        )
        .order_by("-case__contribution__supports_count", "position", "pk")
        .values_list("case__contribution__title", "reason", "outcome")
    )
    return [
        Example(title, sentences_within(reason, REASON_LENGTH), str(Outcome(outcome).label))
        for title, reason, outcome in rows[:EXAMPLES]
    ]


def _work(commitment: Commitment) -> Work:
    milestones = commitment.milestones  # type: ignore[attr-defined]
    return Work(
        text=commitment.text,
        state=commitment.state,
        state_label=str(CommitmentState(commitment.state).label),
        expected_on=commitment.expected_on,
        last=sentences_within(milestones[-1].text, MILESTONE_LENGTH) if milestones else "",
    )


def coming_sessions(space_id: int) -> list[Session]:
    """Return the next meetings of a space, a few of them."""
    return list(
        Session.objects.filter(
            space_id=space_id, ends_at__gt=timezone.now(), cancelled_at=None
        ).order_by("starts_at", "pk")[:SESSIONS_AT_MOST]
    )


def when_lines(sessions: list[Session]) -> tuple[str, ...]:
    """Return when one may come, one line per meeting."""
    return tuple(dict.fromkeys(_when(session) for session in sessions))


def where_lines(sessions: list[Session]) -> tuple[str, ...]:
    """Return where one may come, each place once."""
    return tuple(dict.fromkeys(session.place for session in sessions if session.place))


def _when(session: Session) -> str:
    starts = timezone.localtime(session.starts_at)
    return _("%(day)s at %(hour)s") % {
        "day": written_day(starts.date(), "l j F"),
        "hour": formats.time_format(starts.time(), "TIME_FORMAT"),
    }


def magazine_texts(subject: KitSubject) -> list[tuple[int, str]]:
    """Return the texts for a municipal magazine with the length each must hold in."""
    place = subject.organisation
    online = _("Online: %(address)s.") % {"address": subject.short_url}
    phone = (
        _("By telephone: %(phone)s.") % {"phone": subject.telephone} if subject.telephone else ""
    )
    desk = ", ".join(part for part in (place.contact_address, place.desk_hours) if part)
    paper = subject.paper or (_("On paper and at the desk: %(desk)s.") % {"desk": desk})
    promise = ""
    if subject.answer_due_on:
        promise = _("Every contribution is read; the answer is owed by %(day)s.") % {
            "day": written_day(subject.answer_due_on)
        }
    where = [line for line in subject.where if line not in subject.when]
    parts = [
        (0, subject.question),
        (3, subject.summary),
        (1, "\n".join(subject.when)),
        (2, "\n".join(where)),
        (5, subject.act),
        (0, "\n".join(part for part in (online, phone) if part)),
        (2, paper),
        (4, promise),
        (6, _("%(who)s.") % {"who": place.name}),
    ]
    return [(limit, fitted(parts, limit)) for limit in (SHORT, LONG)]
