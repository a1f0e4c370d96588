"""What was asked in a council and what became of it, for a sheet of paper."""

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.cases.enums import OPEN_STATES, CaseState, Outcome
from civic.cases.models import Request
from civic.cases.querysets import is_late
from civic.core.logic.numbers import written_number
from civic.desk.logic.magazine import sentences_within
from civic.desk.selectors.kit import EXAMPLES, REASON_LENGTH, Example, Group, SaidAndDone
from civic.participation.models import Space

DONE = (Outcome.DONE, Outcome.ACCEPTED)
PLANNED = (Outcome.PLANNED, Outcome.ADAPTED)
REFUSED = (Outcome.NOT_POSSIBLE, Outcome.NOT_RETAINED)
ELSEWHERE = (Outcome.HANDED_OVER,)


def said_in_council(space: Space) -> SaidAndDone:
    """Return what became of the public requests of a council, in five queries at most."""
    public = Request.objects.public().filter(space_id=space.pk)
    answered = Q(case__state=CaseState.ANSWERED)
    counts = public.aggregate(
        **{
            name: Count("pk", filter=answered & Q(case__outcome__in=outcomes))
            for name, outcomes in (
                ("done", DONE),
                ("planned", PLANNED),
                ("refused", REFUSED),
                ("elsewhere", ELSEWHERE),
            )
        },
        late=Count("pk", filter=is_late(timezone.localdate(), "case__")),
        waiting=Count("pk", filter=Q(case__state__in=OPEN_STATES)),
    )
    wanted = (
        ("done", _("Done"), DONE),
        ("planned", _("Planned"), PLANNED),
        ("refused", _("Not possible, and why"), REFUSED),
        ("elsewhere", _("Handed over"), ELSEWHERE),
    )
    return SaidAndDone(
        groups=[
            Group(name, title, counts[name], _examples(public.filter(answered), outcomes))
            for name, title, outcomes in wanted
            if counts[name]
        ],
        sentence=_sentence(counts),
        source=_("Drawn from the follow-up table of the council, as it is published."),
        waits=_(
            "As soon as a request of this council is answered, this sheet says how many were done, "
            "planned and not possible, with examples and reasons."
        ),
    )


def _sentence(counts: dict[str, int]) -> str:
    answered = sum(counts[name] for name in ("done", "planned", "refused", "elsewhere"))
    said = [
        ngettext(
            "%(n)s request received an argued answer.",
            "%(n)s requests received an argued answer.",
            answered,
        )
        % {"n": written_number(answered)}
    ]
    if counts["waiting"]:
        said.append(
            ngettext("%(n)s still waits.", "%(n)s still wait.", counts["waiting"])
            % {"n": written_number(counts["waiting"])}
        )
    if counts["late"]:
        said.append(
            ngettext(
                "%(n)s is past its promised date.",
                "%(n)s are past their promised date.",
                counts["late"],
            )
            % {"n": written_number(counts["late"])}
        )
    return " ".join(said)


def _examples(requests: "QuerySet[Request]", outcomes: tuple[Outcome, ...]) -> list[Example]:
    # The latest answers: what was done this month says more than what was done last year.
    rows = (
        requests.filter(case__outcome__in=outcomes)
        .order_by("-case__answered_on", "-pk")
        .values_list("title", "case__reason", "case__next_steps", "case__outcome")
    )
    return [
        Example(
            title,
            sentences_within(f"{reason} {steps}", REASON_LENGTH),
            str(Outcome(outcome).label),
        )
        for title, reason, steps, outcome in rows[:EXAMPLES]
    ]
