"""A request asked twice is linked both ways, counted once and answered in each row."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of
from civic.cases.enums import CaseState, FigureScope
from civic.cases.models import Case, DistinctRequests, DuplicateLink, Request, RequestType
from civic.cases.selectors.figures import delays_by, waiting_by
from civic.cases.services.cases import withdraw_case
from civic.cases.services.duplicates import mark_duplicate, say_distinct, undo_duplicate
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.services.keeping import forget_counted
from civic.notifications.models import Follow
from home.selectors.coverage import coverage
from neighbourhood_councils.models import NeighbourhoodCouncil
from neighbourhood_councils.selectors.councils import councils_shown_in
from neighbourhood_councils.selectors.follow_up_facts import FOLLOW_UP, FollowUpCounts
from neighbourhood_councils.selectors.follow_up_tables import table_of_council
from neighbourhood_councils.selectors.indicators import council_life_counts
from neighbourhood_councils.selectors.suspected import suspected_pairs
from tests.factories.people import make_person
from tests.factories.territory import make_commune, make_department
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    answer,
    make_council,
    make_late,
    make_request,
    page_of,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db


def pair() -> tuple[Request, Request]:
    council = make_council()
    first = make_request(council, title="Lampe éteinte rue du Pont", department=make_department())
    person = make_person("Nour", phone="05 36 49 00 01", contact_preference="telephone")
    second = make_request(council, title="Plus de lumière rue du Pont", person=person)
    return first, second


def test_the_people_of_a_duplicate_follow_the_original_and_get_its_answer() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    assert Follow.objects.filter(person=second.person, target=key_of(first)).exists()
    answer(first)
    case = Case.objects.get(pk=second.case_id)
    assert case.state == CaseState.ANSWERED
    assert (case.reason, case.next_steps) == (REASON, NEXT_STEPS)
    assert case.number != first.case.number


def test_a_duplicate_of_something_answered_is_answered_at_once() -> None:
    first, second = pair()
    answer(first)
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    assert Case.objects.get(pk=second.case_id).reason == REASON


def test_both_pages_lead_to_the_other_and_the_original_says_how_often() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    page = page_of(make_council())
    of_first = Client().get(page.url_of("sheet", number=first.case.number)).content.decode()
    of_second = Client().get(page.url_of("sheet", number=second.case.number)).content.decode()
    assert "Signalée 2 fois" in of_first
    assert second.case.number in of_first
    assert page.url_of("sheet", number=first.case.number) in of_second


def test_a_duplicate_of_a_duplicate_goes_to_the_first_of_all() -> None:
    first, second = pair()
    third = make_request(make_council(), title="Lampe, encore")
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    link = mark_duplicate(actor=SYSTEM, duplicate=third, original=second)
    assert link.original == first


def test_an_original_that_becomes_a_duplicate_brings_its_own() -> None:
    first, second = pair()
    third = make_request(make_council(), title="Lampe, encore")
    mark_duplicate(actor=SYSTEM, duplicate=third, original=second)
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    found = set(DuplicateLink.objects.values_list("duplicate_id", "original_id"))
    assert found == {(second.pk, first.pk), (third.pk, first.pk)}


def test_a_request_is_not_its_own_duplicate_and_a_circle_is_refused() -> None:
    first, second = pair()
    with pytest.raises(Refusal):
        mark_duplicate(actor=SYSTEM, duplicate=first, original=first)
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    with pytest.raises(Refusal):
        mark_duplicate(actor=SYSTEM, duplicate=first, original=second)


def test_the_link_is_taken_back_while_nothing_was_answered() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    undo_duplicate(actor=SYSTEM, duplicate=second)
    answer(first)
    assert Case.objects.get(pk=second.case_id).state != CaseState.ANSWERED


def test_after_the_answer_the_link_stays() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    answer(first)
    with pytest.raises(Refusal) as refused:
        undo_duplicate(actor=SYSTEM, duplicate=second)
    assert refused.value.code == "already_answered"


def test_what_is_withdrawn_is_not_answered_with_the_original() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    withdraw_case(actor=SYSTEM, case=second.case)
    answer(first)
    assert Case.objects.get(pk=second.case_id).state == CaseState.WITHDRAWN


def test_a_held_original_is_refused() -> None:
    first, second = pair()
    Request.objects.filter(pk=first.pk).update(screening="held", held_for="before")
    first.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    assert refused.value.code == "held"


def test_driss_links_what_his_department_holds_in_one_action_and_farid_nothing(
    driss: Actor, farid: Actor
) -> None:
    first, second = pair()
    mine = make_request(make_council(), title="Lampe", department=make_department())
    address = f"/fr/agent/doublons/{mine.case.number}/"
    assert signed_in(driss).post(address, {"number": first.case.number}).status_code == 302
    assert DuplicateLink.objects.get().original == first
    assert signed_in(farid).get(address).status_code == 403
    with pytest.raises(NotAllowed):
        mark_duplicate(actor=farid, duplicate=second, original=first)
    answer_ = signed_in(driss).post(address, {"number": "1111-1111"})
    assert answer_.status_code == 422
    assert "1111-1111" in answer_.content.decode()


# Counted once, with the request it repeats


def counts(council: NeighbourhoodCouncil) -> FollowUpCounts:
    return table_of_council(council, "").facts(today()).counts


def test_a_duplicate_is_listed_and_counted_once() -> None:
    first, second = pair()
    make_request(make_council(), title="Banc cassé", text="Il manque une latte.")
    assert (counts(make_council()).total, counts(make_council()).duplicates) == (3, 0)
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    forget_counted(FOLLOW_UP)
    found = counts(make_council())
    assert (found.total, found.waiting, found.duplicates) == (2, 2, 1)
    answer(first)
    found = counts(make_council())
    assert (found.total, found.waiting, found.answered, found.answered_this_month) == (2, 1, 1, 1)
    shown = Client().get(page_of(make_council()).url_of("table")).content.decode()
    # Its line stays where whoever asked finds it, and says what it repeats.
    assert f'id="d-{second.case.number}"' in shown
    assert f"doublon de {first.case.number}" in shown
    assert "3 demandes suivies, dont 1 doublon, compté une seule fois" in shown
    assert "1 demande sur 2 a sa réponse" in shown
    # A filter says how many lines it leads to.
    assert re.search(r'href="\?etat=repondues"[^>]*>[^<]*<span class="numbers">2<', shown)


def test_a_link_taken_back_counts_it_again() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    undo_duplicate(actor=SYSTEM, duplicate=second)
    assert (counts(make_council()).total, counts(make_council()).duplicates) == (2, 0)


def test_the_figures_of_a_table_change_at_once_with_a_link(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.KEPT_SECONDS = 60
    first, second = pair()
    assert counts(make_council()).duplicates == 0
    with django_capture_on_commit_callbacks(execute=True):
        mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    assert counts(make_council()).duplicates == 1
    with django_capture_on_commit_callbacks(execute=True):
        undo_duplicate(actor=SYSTEM, duplicate=second)
    assert counts(make_council()).duplicates == 0


def test_a_duplicate_of_a_late_request_is_not_late_once_more() -> None:
    first, _second = pair()
    late = make_late(first)
    other = make_late(first)
    mark_duplicate(actor=SYSTEM, duplicate=other, original=late)
    found = counts(make_council())
    assert (found.total, found.late) == (3, 1)


def test_the_coverage_of_a_body_counts_a_duplicate_once() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    answer(first)
    figures = coverage(make_commune().pk)
    assert (figures.owed, figures.answered, figures.duplicates) == (1, 1, 1)
    # The same answer given to both repeats nothing.
    assert figures.repeated == 0


def test_the_delays_of_a_body_count_a_duplicate_once() -> None:
    first, second = pair()
    third = make_request(make_council(), title="Banc cassé", text="Il manque une latte.")
    fourth = make_request(make_council(), title="Le même banc", text="Une latte manque.")
    mark_duplicate(actor=SYSTEM, duplicate=fourth, original=third)
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    answer(first)
    body, day = make_commune().pk, today()
    assert waiting_by(body, FigureScope.ALL, day) == {"": (1, 0)}
    delays = delays_by(body, FigureScope.ALL, day - timedelta(days=365), day)
    assert delays[""].answered == 1


def test_the_indicators_of_a_council_count_a_duplicate_once() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    answer(first)
    found = council_life_counts(make_council(), today() - timedelta(days=30), today())
    assert (found["requests"], found["answered"], len(found["delays"])) == (1, 1, 1)


def test_the_list_of_councils_counts_a_duplicate_once() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    (line,) = councils_shown_in(make_commune(), timezone.localtime())
    assert line.waiting == 1


def test_a_file_says_which_request_a_line_repeats() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    sent = Client().get(page_of(make_council()).url_of("export", format="json"))
    rows = {row["number"]: row["duplicate_of"] for row in json.loads(sent.getvalue())}
    assert rows == {first.case.number: "", second.case.number: first.case.number}


def test_two_duplicates_and_forty_cost_a_table_the_same(count_queries: Any) -> None:
    council = make_council()
    first = make_request(council)
    url = page_of(council).url_of("table")

    def repeat(many: int) -> None:
        for number in range(many):
            again = make_request(council, title=f"Encore {number}")
            mark_duplicate(actor=SYSTEM, duplicate=again, original=first)
        forget_counted(FOLLOW_UP)

    repeat(2)
    Client().get(url)
    costs = []
    for many in (0, 38):
        repeat(many)
        with count_queries() as queries:
            Client().get(url)
        costs.append(len(queries))
    assert costs[0] == costs[1]


LIST = "/fr/agent/doublons/"


def at_place(title: str, place: str, **extra: object) -> Request:
    request = make_request(
        make_council(), title=title, text=f"{title}.", department=make_department(), place=place
    )
    Request.objects.filter(pk=request.pk).update(place=place, **extra)
    return request


def test_driss_sees_two_requests_that_may_be_one_and_says_so(driss: Actor) -> None:
    first = at_place("Lampe éteinte devant le pont", "Rue du Pont")
    second = at_place("Lampe éteinte près du pont", "rue du pont")
    elsewhere = at_place("Lampe éteinte devant le pont", "Place de l'Arche")
    other = at_place("Corbeille renversée", "Rue du Pont")
    client = signed_in(driss)
    assert suspected_pairs(driss) == [(second.pk, first.pk)]
    shown = client.get(LIST).content.decode()
    assert f'id="pair-{second.case.number}"' in shown
    assert first.case.number in shown
    assert not any(one.case.number in shown for one in (elsewhere, other))
    assert LIST in client.get("/fr/agent/").content.decode()
    done = client.post(
        f"{LIST}{second.case.number}/", {"number": first.case.number, "from_list": "1"}
    )
    assert done["Location"] == LIST
    assert DuplicateLink.objects.get().duplicate == second
    assert suspected_pairs(driss) == []
    assert 'class="empty"' in client.get(LIST).content.decode()
    assert LIST not in client.get("/fr/agent/").content.decode()


def test_two_requests_said_distinct_are_not_shown_again(driss: Actor) -> None:
    first = at_place("Lampe éteinte devant le pont", "Rue du Pont")
    second = at_place("Lampe éteinte près du pont", "Rue du Pont")
    third = at_place("Une lampe éteinte sur le pont", "Rue du Pont")
    assert suspected_pairs(driss) == [(third.pk, second.pk), (second.pk, first.pk)]
    client = signed_in(driss)
    sent = {"number": second.case.number, "from_list": "1", "distinct": "1"}
    assert client.post(f"{LIST}{third.case.number}/", sent)["Location"] == LIST
    client.post(f"{LIST}{third.case.number}/", sent)
    assert DistinctRequests.objects.get().said_by == driss.user
    assert not DuplicateLink.objects.exists()
    # It still resembles the first.
    assert suspected_pairs(driss) == [(third.pk, first.pk), (second.pk, first.pk)]
    say_distinct(actor=driss, request=first, other=third)
    assert suspected_pairs(driss) == [(second.pk, first.pk)]
    with pytest.raises(Refusal):
        say_distinct(actor=driss, request=first, other=first)


def test_what_lies_close_by_and_is_of_one_type_is_suspected(driss: Actor) -> None:
    kind = RequestType.objects.create(name="Éclairage éteint", slug="lampe", nearby_metres=60)
    here = at_place("Noir", "", latitude=43.6, longitude=1.44, request_type=kind)
    near = at_place("Panne", "", latitude=43.6003, longitude=1.4403, request_type=kind)
    far = at_place("Obscurité", "", latitude=43.61, longitude=1.44, request_type=kind)
    assert suspected_pairs(driss) == [(near.pk, here.pk)]
    assert far.pk not in dict(suspected_pairs(driss))


def test_a_held_or_answered_request_is_nobodys_duplicate_and_others_see_nothing(
    driss: Actor, farid: Actor
) -> None:
    first = at_place("Lampe éteinte devant le pont", "Rue du Pont")
    second = at_place("Lampe éteinte près du pont", "Rue du Pont")
    assert suspected_pairs(farid) == []
    with pytest.raises(NotAllowed):
        say_distinct(actor=farid, request=second, other=first)
    assert signed_in(farid).get(LIST).status_code == 403
    answer(first)
    assert suspected_pairs(driss) == []


def test_two_pairs_and_twenty_cost_the_same(driss: Actor, count_queries) -> None:
    client = signed_in(driss)
    for number in range(2):
        at_place("Lampe éteinte devant le pont", f"Rue {number} du Pont")
        at_place("Lampe éteinte près du pont", f"Rue {number} du Pont")
    client.get(LIST)
    with count_queries() as few:
        client.get(LIST)
    for number in range(2, 20):
        at_place("Lampe éteinte devant le pont", f"Rue {number} du Pont")
        at_place("Lampe éteinte près du pont", f"Rue {number} du Pont")
    with count_queries() as many:
        client.get(LIST)
    assert len(few) == len(many)
