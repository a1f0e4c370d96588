"""The bulk path of a follow-up table: a hundred thousand requests of one territory, in a minute.

The rows are those the services would have written — a case with its number and its promise, a
request the guard let through, its stems — without findings and without a journal. `recount` proves
that every figure of the table is the one another query counts.
"""

import random
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from civic.cases.enums import INITIAL_STATES, TURN_OF, CaseOrigin, CaseState, Outcome, Turn
from civic.cases.models import Case, Request
from civic.core.logic.stemming import search_document
from civic.territory.models import CityDepartment, Neighbourhood, Theme
from neighbourhood_councils.models import NeighbourhoodCouncil
from neighbourhood_councils.selectors.follow_up_facts import count_of
from neighbourhood_councils.selectors.follow_up_query import SHOWN, FollowUpQuery, matching
from neighbourhood_councils.selectors.follow_up_tables import FollowUpTable
from tests.load.volume import SENTENCE, WORDS, free_numbers

REASON = "Les services sont passés et ont remis en état ce qui était signalé."
AT_A_TIME = 2_000
STATES = (
    *(CaseState.ANSWERED,) * 6,
    *(CaseState.CLOSED_BEFORE,) * 2,
    CaseState.RECEIVED,
    CaseState.RECEIVED,
    CaseState.ROUTED,
    CaseState.IN_PROGRESS,
)


def fill_table(councils: list[NeighbourhoodCouncil], count: int) -> None:
    """Write requests, nine out of ten of the first council, over ten years."""
    draw = random.Random(2026)
    organisation = councils[0].space.organisation
    departments = list(CityDepartment.objects.filter(organisation=organisation).order_by("pk"))
    themes = list(Theme.objects.order_by("pk"))
    areas = list(Neighbourhood.objects.filter(organisation=organisation).order_by("pk"))
    texts = _texts(draw)
    numbers = free_numbers()
    today, now = timezone.localdate(), timezone.now()
    for start in range(0, count, AT_A_TIME):
        cases, requests = [], []
        finals: dict[CaseState, list[int]] = {}
        for n in range(start, min(start + AT_A_TIME, count)):
            state = draw.choice(STATES)
            asked_on = today - timedelta(days=draw.randrange(60, 3_650))
            finals.setdefault(state, []).append(n - start)
            before = state == CaseState.CLOSED_BEFORE
            case = Case(
                number=next(numbers),
                origin=CaseOrigin.REQUEST,
                organisation=organisation,
                department=draw.choice(departments) if n % 8 else None,
                state=state if before else CaseState.RECEIVED,
                turn=Turn.NOBODY if before else Turn.AUTHORITY,
                received_on=asked_on,
                promised_on=None if before else asked_on + timedelta(days=draw.choice((42, 3_700))),
            )
            title, text, stems = draw.choice(texts)
            cases.append(case)
            requests.append(
                Request(
                    case=case,
                    organisation=organisation,
                    space_id=councils[0 if n % 10 else 1].space_id,
                    neighbourhood=draw.choice(areas) if n % 3 else None,
                    theme=draw.choice(themes) if n % 4 else None,
                    title=f"{title} {n}",
                    text=text,
                    place=f"{n % 60} rue du Lavoir" if n % 2 else "",
                    channel="meeting",
                    college="council",
                    said_on=asked_on,
                    asked_on=asked_on,
                    screening="released",
                    held_for="",
                    released_at=now,
                    stems=stems,
                )
            )
        with transaction.atomic():
            Case.objects.bulk_create(cases)
            Request.objects.bulk_create(requests)
            _move(cases, finals, today - timedelta(days=start // AT_A_TIME % 60))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _move(cases: list[Case], finals: dict[CaseState, list[int]], answered_on: date) -> None:
    """Pass the cases to where they stand, by moves that the database allows."""
    for state, positions in finals.items():
        if state in INITIAL_STATES:
            continue
        values: dict[str, Any] = {"state": state, "turn": TURN_OF[state]}
        if state == CaseState.ANSWERED:
            values |= {"outcome": Outcome.DONE, "reason": REASON, "next_steps": "C’est fait."}
            values["answered_on"] = answered_on
        keys = [cases[position].pk for position in positions]
        Case.objects.filter(pk__in=keys).update(**values)


def _texts(draw: random.Random) -> list[tuple[str, str, str]]:
    """A thousand titles and texts with their stems: to stem a hundred thousand takes minutes."""
    found = []
    for _turn in range(1_000):
        title = f"{' '.join(draw.sample(WORDS, 3)).capitalize()} numéro"
        text = "".join(SENTENCE.format(*draw.sample(WORDS, 5)) for _ in range(3))
        found.append((title, text, search_document(title, text)))
    return found


def recount(table: FollowUpTable) -> dict[str, int]:
    """Return the figures of a table; raise AssertionError when another query counts otherwise."""
    today = timezone.localdate()
    facts = table.facts(today)
    questions = [FollowUpQuery(shown=shown) for shown in SHOWN]
    for name, options in (
        ("department", facts.options.departments),
        ("theme", facts.options.themes),
        ("council", facts.options.councils),
        ("neighbourhood", facts.options.neighbourhoods),
    ):
        questions += [FollowUpQuery(shown="en-retard", **{name: options[0][0]})] if options else []
    for query in questions:
        said = count_of(facts.lines_of(query), query.shown)
        counted = matching(table.public, query, today).order_by().count()
        if said != counted:
            raise AssertionError(f"{said} requests are said for {query}, {counted} are counted.")
    counts = facts.counts
    return {"requests": counts.total, "late": counts.late, "answered": counts.answered}
