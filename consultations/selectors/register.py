"""The register of a consultation: everything public that was said and answered, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.cases.models import Case
from civic.core.logic.dates import written_day
from civic.decisions.enums import DecisionState
from civic.discussion.models import Comment
from civic.participation.models import Contribution
from civic.voting.enums import BallotState
from civic.voting.models import Ballot
from civic.voting.selectors import result_sentence

from ..enums import ConsultationPreset
from ..models import Consultation
from .calendar import opening_of

CHUNK = 1_000


@dataclass(frozen=True)
class RegisterLine:
    """One line: what it is, when, in which words; nobody is named."""

    kind: str
    on: date | None
    title: str
    text: str = ""
    number: str = ""
    activity: str = ""
    college: str = ""
    channel: str = ""
    theme: str = ""
    commune: str = ""
    supports: int | None = None
    outcome: str = ""
    answer: str = ""
    next_steps: str = ""
    answered_on: date | None = None
    cost: Decimal | None = None
    cost_covers: str = ""
    works_from: date | None = None
    works_until: date | None = None
    budget_line: str = ""


def register_lines(consultation: Consultation) -> Iterator[RegisterLine]:
    """Yield the framing, the changes of dates, what was said, the votes and the decisions.

    Only public texts, without their authors, in a constant number of queries.
    """
    yield from _framing(consultation)
    yield from _date_changes(consultation)
    yield from _contributions(consultation)
    yield from _comments(consultation)
    yield from _ballots(consultation)
    yield from _decisions(consultation)


def _framing(consultation: Consultation) -> Iterator[RegisterLine]:
    kind = _("framing")
    space = consultation.space
    published = timezone.localdate(space.published_at) if space.published_at else None
    opens_on, closes_on = opening_of(consultation)
    yield RegisterLine(_("register"), timezone.localdate(), _("Register drawn up on this day"))
    legal = str(consultation.get_preset_display())
    if consultation.preset == ConsultationPreset.ENVIRONMENT_L123_19:
        legal = _("%(form)s. Dates and texts to be checked by counsel.") % {"form": legal}
        yield RegisterLine(kind, consultation.notice_published_on, _("Notice published"))
        if consultation.file_to_consult is not None:
            title = consultation.file_to_consult.title
            yield RegisterLine(kind, published, _("File to consult"), title)
    for title, text in (
        (_("Consultation"), space.title),
        (_("Organisation"), space.organisation.name),
        (_("Legal form"), legal),
        (_("Question"), consultation.question),
        (_("Level of participation"), str(consultation.get_participation_level_display())),
        (_("Who decides"), consultation.decider),
        (_("How it will be decided"), consultation.how_decided),
        (_("What is open"), consultation.what_is_open),
        (_("What is already fixed"), consultation.what_is_fixed),
        (_("On paper, by telephone, at the desk"), consultation.offline_way),
    ):
        if text:
            yield RegisterLine(kind, published, title, text)
    yield RegisterLine(kind, opens_on, _("First day to take part"))
    yield RegisterLine(kind, closes_on, _("Last day to take part"))
    yield RegisterLine(kind, consultation.answer_due_on, _("Answer due"))
    if consultation.outcome_published_on:
        yield RegisterLine(kind, consultation.outcome_published_on, _("Outcome published"))


def _date_changes(consultation: Consultation) -> Iterator[RegisterLine]:
    for change in consultation.date_changes.order_by("changed_at", "pk"):
        days = [
            written_day(timezone.localtime(moment)) if moment else "–"
            for moment in (change.before, change.after)
        ]
        text = change.reason
        if change.before or change.after:
            text = f"{days[0]} → {days[1]}. {change.reason}"
        on = timezone.localdate(change.changed_at)
        yield RegisterLine(_("change of date"), on, change.what, text)


def _contributions(consultation: Consultation) -> Iterator[RegisterLine]:
    said = (
        Contribution.objects.public()
        .filter(activity__space=consultation.space_id)
        .select_related("case", "theme", "commune", "activity")
        .defer("commune__boundary", "stems")
        .prefetch_related("case__answer_details")
        .order_by("said_at", "pk")
    )
    for one in said.iterator(chunk_size=CHUNK):
        case = one.case
        answered = case.answered_on is not None
        outcome = str(case.get_outcome_display()) if answered else ""
        if one.withdrawn_at is not None:
            outcome = _("withdrawn: %(reason)s") % {"reason": one.withdrawn_reason}
        yield RegisterLine(
            kind=str(one.get_kind_display()),
            on=timezone.localdate(one.said_at),
            title=one.title,
            text=one.text,
            number=case.number,
            activity=one.activity.title,
            college=str(one.get_college_display()),
            channel=str(one.get_channel_display()),
            theme=one.theme.name if one.theme else "",
            commune=one.commune.name if one.commune else "",
            supports=one.supports_count,
            outcome=outcome,
            answer=case.reason if answered else "",
            next_steps=case.next_steps if answered else "",
            answered_on=case.answered_on,
            **_works(case),
        )


def _works(case: Case) -> dict[str, Any]:
    """Return what the answer in force says of cost and works, read with the contribution."""
    is_review = case.reviewed_on is not None
    for row in case.answer_details.all():  # type: ignore[attr-defined]
        if row.is_review == is_review:
            names = ("cost", "cost_covers", "works_from", "works_until", "budget_line")
            return {name: getattr(row, name) for name in names}
    return {}


def _comments(consultation: Consultation) -> Iterator[RegisterLine]:
    said = Contribution.objects.public().filter(activity__space=consultation.space_id)
    numbers = dict(said.values_list("pk", "case__number"))
    comments = (
        Comment.objects.public()
        .filter(
            content_type=ContentType.objects.get_for_model(Contribution),
            object_pk__in=said.order_by().annotate(key=Cast("pk", CharField())).values("key"),
        )
        .order_by("submit_date", "pk")
    )
    for comment in comments.iterator(chunk_size=CHUNK):
        number = numbers.get(int(comment.object_pk), "")
        yield RegisterLine(
            kind=_("comment"),
            on=timezone.localdate(comment.submit_date),
            title=_("about %(number)s – %(stance)s")
            % {"number": number, "stance": comment.get_stance_display()},
            text=comment.comment,
            number=number,
            college=str(comment.get_college_display()),
            channel=str(comment.get_channel_display()),
        )


def _ballots(consultation: Consultation) -> Iterator[RegisterLine]:
    ballots = Ballot.objects.filter(
        activity__space=consultation.space_id, state=BallotState.CLOSED
    ).select_related("activity")
    for ballot in ballots.order_by("closed_at", "pk"):
        if ballot.closed_at is None or ballot.tally is None:
            continue
        yield RegisterLine(
            kind=_("ballot"),
            on=timezone.localdate(ballot.closed_at),
            title=ballot.question,
            text=f"{ballot.rule_text}\n{result_sentence(ballot.tally)}",
            activity=ballot.activity.title,
        )


def _decisions(consultation: Consultation) -> Iterator[RegisterLine]:
    signed = consultation.space.decisions.filter(state=DecisionState.SIGNED)
    for decision in signed.order_by("decided_on", "pk"):
        yield RegisterLine(
            kind=_("decision"),
            on=decision.decided_on,
            title=decision.title,
            text="\n\n".join(
                part for part in (decision.summary, decision.context, decision.criteria) if part
            ),
            outcome=decision.legal_act,
        )
