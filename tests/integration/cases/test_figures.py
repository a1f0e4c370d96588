"""Published delays: computed by the database, equal to a recount, silent below five answers."""

import math
import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import CaseState, FigureScope
from civic.cases.models import AnswerRules, Case, DelayFigure, Satisfaction
from civic.cases.selectors.figures import delays_by, latest_figures
from civic.cases.selectors.satisfaction import opinions_by
from civic.cases.services.cases import answer_case, withdraw_case
from civic.cases.services.figures import take_delay_figures, take_figures_of
from civic.core.enums import Channel
from civic.desk.enums import PromiseState
from civic.desk.models import CallPromise
from civic.desk.selectors.calls import kept_calls
from tests.factories.people import make_person, make_user
from tests.factories.territory import make_branch, make_commune, make_department
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    make_council,
    make_request,
    today,
)

pytestmark = pytest.mark.django_db
DELAYS = "/fr/saint-aurel/delais/"


def rated(case: Case, *, is_satisfied: bool, **about: bool) -> Satisfaction:
    return Satisfaction.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        department_id=case.department_id,
        days=case.days_waited or 0,
        is_satisfied=is_satisfied,
        channel=Channel.ONLINE,
        said_on=today(),
        **about,
    )


def answered(days: int, ago: int = 0, slug: str = "voirie", **extra) -> Case:
    """Return a request answered `ago` days ago, after so many days."""
    day = today() - timedelta(days=ago)
    case = make_request(
        make_council(),
        department=make_department(slug=slug),
        said_on=day - timedelta(days=days),
        **extra,
    ).case
    return answer_case(
        actor=SYSTEM,
        case=case,
        outcome="done",
        reason=REASON,
        next_steps=NEXT_STEPS,
        answered_on=day,
    )


def nearest_rank(values: list[int], percent: int) -> int:
    return sorted(values)[math.ceil(percent * len(values) / 100) - 1]


def test_the_percentiles_of_the_database_are_those_of_a_recount() -> None:
    draw = random.Random(7)  # noqa: S311
    expected: dict[str, list[int]] = {}
    for _n in range(41):
        slug, days = draw.choice(["voirie", "proprete"]), draw.randint(0, 60)
        case = answered(days, slug=slug)
        expected.setdefault(str(case.department_id), []).append(days)
    since = today() - timedelta(days=365)
    place = make_commune().pk
    found = delays_by(place, FigureScope.DEPARTMENT, since, today())
    assert {key: one.answered for key, one in found.items()} == {
        key: len(values) for key, values in expected.items()
    }
    for key, values in expected.items():
        assert found[key].median_days == nearest_rank(values, 50)
        assert found[key].ninetieth_days == nearest_rank(values, 90)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT department_id::text, "
                "percentile_disc(0.5) WITHIN GROUP (ORDER BY answered_on - received_on), "
                "percentile_disc(0.9) WITHIN GROUP (ORDER BY answered_on - received_on) "
                "FROM cases_case GROUP BY 1"
            )
            for key, median, ninetieth in cursor.fetchall():
                assert (found[key].median_days, found[key].ninetieth_days) == (median, ninetieth)


def test_what_would_flatter_or_blame_is_left_out(amina: Actor) -> None:
    answered(4)
    answered(0, ago=400)
    make_request(make_council(), closed_before=True, channel=Channel.IMPORT)
    answered(1, channel=Channel.IMPORT)
    withdraw_case(actor=SYSTEM, case=make_request(make_council()).case)
    whole = delays_by(make_commune().pk, FigureScope.ALL, today() - timedelta(days=365), today())
    assert (whole[""].answered, whole[""].median_days) == (1, 4)
    contested = Case.objects.get(
        state=CaseState.ANSWERED, request__channel=Channel.MEETING, answered_on=today()
    )
    Case.objects.filter(pk=contested.pk).update(
        state=CaseState.REVIEW, turn="authority", review_asked_on=today()
    )
    whole = delays_by(make_commune().pk, FigureScope.ALL, today() - timedelta(days=365), today())
    assert (whole[""].answered, whole[""].contested, whole[""].median_days) == (1, 1, 4)


def test_below_the_threshold_no_delay_is_kept_and_nothing_is_ranked() -> None:
    make_branch()
    for days in (1, 2, 3, 4):
        answered(days)
    for days in (5, 6, 7, 8, 9, 10):
        answered(days, slug="proprete")
    take_figures_of(organisation=make_commune(), day=today())
    figures = {f.label: f for f in latest_figures(make_commune().pk).filter(scope="department")}
    assert figures["Voirie"].median_days is None
    assert (figures["Proprete"].median_days, figures["Proprete"].ninetieth_days) == (7, 10)
    AnswerRules.objects.create(organisation=make_commune(), fewest_answers=7)
    take_figures_of(organisation=make_commune(), day=today())
    assert not latest_figures(make_commune().pk).filter(
        scope="department", median_days__isnull=False
    )


def test_the_page_says_what_is_kept_late_settled_and_called_back() -> None:
    make_branch()
    for days in range(6):
        case = answered(days)
        Satisfaction.objects.create(
            case=case,
            organisation=case.organisation,
            days=days,
            is_satisfied=days < 4,
            channel=Channel.ONLINE,
            said_on=today(),
        )
    answered(90)
    make_request(make_council(), said_on=today() - timedelta(days=120))
    person = make_person("Odile", phone="05 36 49 00 99")
    for state, called_at in ((PromiseState.KEPT, timezone.now()), (PromiseState.BROKEN, None)):
        CallPromise.objects.create(
            organisation=make_commune(),
            person=person,
            about="La lampe",
            guarantor=make_user("agent@example.org"),
            promised_at=timezone.now(),
            state=state,
            called_at=called_at,
        )
    empty = Client().get(DELAYS).content.decode()
    assert "figure-sentence" not in empty
    assert take_delay_figures(timezone.now()) == 1
    assert take_delay_figures(timezone.now()) == 0
    whole = DelayFigure.objects.get(scope="all")
    assert (whole.answered, whole.in_time, whole.late, whole.rated, whole.satisfied) == (
        7,
        6,
        1,
        6,
        4,
    )
    shown = Client().get(DELAYS).content.decode()
    assert "7 demandes" in shown
    assert "86" in shown
    assert kept_calls(make_commune().pk).sentence in shown
    assert "etat=en-retard" in shown
    drawn = Client().get(f"{DELAYS}?graphique=1").json()
    assert drawn["data"][0]["x"] == [3]


def test_the_late_list_is_that_of_an_independent_recount() -> None:
    council = make_council()
    for days in (1, 20, 60, 90, 130, 200):
        make_request(council, said_on=today() - timedelta(days=days))
    reviewed = answered(80, ago=20)
    Case.objects.filter(pk=reviewed.pk).update(
        state=CaseState.REVIEW,
        turn="authority",
        review_asked_on=today() - timedelta(days=15),
        review_promised_on=today() + timedelta(days=5),
    )
    overdue = answered(80, ago=20)
    Case.objects.filter(pk=overdue.pk).update(
        state=CaseState.REVIEW,
        turn="authority",
        review_asked_on=today() - timedelta(days=15),
        review_promised_on=today() - timedelta(days=1),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM cases_case WHERE (state IN ('received', 'routed', 'in_progress', "
            "'waiting_requester', 'waiting_third_party', 'planned') AND promised_on < %s) "
            "OR (state = 'review' AND review_promised_on < %s)",
            [today(), today()],
        )
        counted = {row[0] for row in cursor.fetchall()}
    late = set(Case.objects.late_on(today()).values_list("number", flat=True))
    assert late == counted
    assert overdue.number in late
    assert reviewed.number not in late
    assert len(late) >= 4
    page = Page.objects.get(slug="faubourg-saint-loup").specific
    shown = Client().get(f"{page.url_of('table')}?etat=en-retard").content.decode()
    assert all(number in shown for number in late)


def test_the_page_costs_the_same_with_many_departments(count_queries) -> None:
    make_branch()
    client = Client()
    answered(1)
    take_delay_figures(timezone.now())
    client.get(DELAYS)
    with count_queries() as one:
        client.get(DELAYS)
    for slug in ("voirie", "proprete", "espaces-verts", "ecoles"):
        for days in range(5):
            answered(days, slug=slug)
    take_figures_of(organisation=make_commune(), day=today())
    client.get(DELAYS)
    with count_queries() as many:
        client.get(DELAYS)
    assert len(many) <= len(one) <= 14


def test_what_people_think_of_is_counted_from_five_people_on() -> None:
    make_branch()
    for number in range(5):
        rated(answered(3), is_satisfied=number < 4, about_delay=number < 3, about_result=number > 3)
    for _number in range(4):
        rated(answered(3, slug="proprete"), is_satisfied=False, about_courtesy=True)
    since = today() - timedelta(days=365)
    asked = (make_commune().pk, FigureScope.DEPARTMENT, since, today())
    [said] = opinions_by(*asked, fewest=5)
    assert (said.label, said.rated, said.satisfied) == (make_department().name, 5, 4)
    assert said.pleased_by["about_delay"] == 3
    assert said.displeased_by == {
        "about_delay": 0,
        "about_clarity": 0,
        "about_courtesy": 0,
        "about_result": 1,
    }
    # Nine people asked for nothing the site recognises.
    [unknown] = opinions_by(make_commune().pk, FigureScope.TYPE, since, today(), fewest=5)
    assert (unknown.label, unknown.rated) == ("", 9)
    take_figures_of(organisation=make_commune(), day=today())
    shown = Client().get(DELAYS).content.decode()
    assert 'id="opinions"' in shown
    assert "contents\xa0: 3, mécontents\xa0: 0" in shown
    section = shown[shown.index('id="opinions"') :]
    assert make_department(slug="proprete").name not in section


def test_nothing_is_said_of_opinions_where_too_few_gave_one() -> None:
    make_branch()
    for _number in range(4):
        rated(answered(3), is_satisfied=True, about_delay=True)
    take_figures_of(organisation=make_commune(), day=today())
    assert 'id="opinions"' not in Client().get(DELAYS).content.decode()
