"""The list of a call for proposals: search, filters, order, pages, cost."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from civic.accounts.enums import College
from civic.accounts.policies import SYSTEM
from civic.cases.enums import Outcome
from civic.cases.models import Case
from civic.cases.services.cases import answer_case
from civic.core.enums import Channel
from civic.participation.enums import PublicationRule
from civic.participation.models import Activity, Contribution
from civic.participation.services.contributions import withdraw_contribution
from tests.factories.participation import (
    make_call,
    make_consultation,
    make_consultation_pages,
    make_contribution,
)
from tests.factories.people import make_person
from tests.factories.territory import make_commune, make_theme

pytestmark = pytest.mark.django_db
HELD = "Appelez ma voisine Odile au 06 12 34 56 78 le soir."


def titles(response) -> list[str]:
    return [row["line"].title for row in response.context["rows"]]


def propose(call, title, **extra):
    return make_contribution(call.activity, title=title, **extra)


def fill(call, count: int) -> None:
    """Write many proposals at once, as rows."""
    person, theme = make_person(), make_theme()
    now = timezone.now()
    organisation = call.activity.space.organisation
    start = Case.objects.count()
    cases = Case.objects.bulk_create(
        Case(
            number=f"{9000 + n // 10000:04d}-{n % 10000:04d}",
            origin="contribution",
            organisation=organisation,
            received_on=timezone.localdate(),
            promised_on=timezone.localdate(),
        )
        for n in range(start, start + count)
    )
    Contribution.objects.bulk_create(
        Contribution(
            activity=call.activity,
            case=case,
            author=person,
            theme=theme,
            title=f"Proposition {case.number}",
            text="Une haie donnerait de l'ombre.",
            channel=Channel.ONLINE,
            college=College.RESIDENT,
            said_at=now,
            screening="released",
            held_for="",
            stems=" hai ombr ",
        )
        for case in cases
    )
    public = Contribution.objects.filter(activity=call.activity, screening="released").count()
    Activity.objects.filter(pk=call.activity_id).update(contributions_count=public)


def test_the_list_shows_what_is_said_by_whom_and_what_became_of_it(client):
    call = make_call()
    proposal = propose(
        call,
        "Des bancs à l'ombre",
        person=make_person("Yvette", college=College.ASSOCIATION),
        theme=make_theme(),
        commune=make_commune(),
        place="place du Marché",
    )
    page = client.get(call.url_of("list")).content.decode()
    for shown in (
        "Des bancs à l&#x27;ombre",
        "Yvette",
        "Mobilites",
        "place du Marché",
        "Saint-Aurel",
    ):
        assert shown in page
    assert f"{proposal.number}/" in page
    assert "ecrire/" in page


def test_the_channel_of_what_was_not_said_online_is_shown(client):
    call = make_call()
    propose(call, "Un bulletin de papier", channel=Channel.PAPER)
    assert 'class="channel"' in client.get(call.url_of("list")).content.decode()


def test_a_search_finds_every_form_of_a_word(client):
    call = make_call()
    propose(call, "Des vélos pour tous", text="On manque d'arceaux devant la gare.")
    propose(call, "Une haie vive", text="Des charmes le long du canal.")
    for words in ("arceau", "ARCEAUX", "arceau gares", "vélos"):
        assert titles(client.get(call.url_of("list"), {"q": words})) == ["Des vélos pour tous"]
    assert titles(client.get(call.url_of("list"), {"q": "piscine"})) == []


@pytest.mark.parametrize("query", ["\x00", "%", "'; DROP TABLE", "a" * 5000, "🚲", "مرحبا", "<b>"])
def test_a_strange_search_is_an_empty_list(client, query):
    call = make_call()
    propose(call, "Une haie vive")
    response = client.get(call.url_of("list"), {"q": query, "page": query, "theme": query})
    assert response.status_code == 200


def test_filters_narrow_the_list_and_each_can_be_removed(client):
    call = make_call()
    call.activity.themes.add(make_theme("energie"))
    propose(call, "Du soleil sur les toits", theme=make_theme("energie"))
    propose(call, "Un bus le soir", theme=make_theme(), channel=Channel.TELEPHONE)
    propose(call, "Une rampe", person=make_person(college=College.COUNCIL))
    here = call.url_of("list")
    assert titles(client.get(here, {"theme": "energie"})) == ["Du soleil sur les toits"]
    assert titles(client.get(here, {"channel": "telephone"})) == ["Un bus le soir"]
    assert titles(client.get(here, {"college": "council"})) == ["Une rampe"]
    response = client.get(here, {"theme": "energie", "q": "soleil"})
    applied = response.context["filters"]["applied"]
    assert [parse_qs(urlsplit(one["remove_url"]).query) for one in applied] == [
        {"theme": ["energie"]},
        {"q": ["soleil"]},
    ]


def test_the_list_is_narrowed_by_commune(client):
    communes = [make_commune(), make_commune("montfaucelle")]
    call = make_consultation_pages(make_consultation(territories=communes))
    propose(call, "Chez nous", commune=communes[0])
    propose(call, "En face", commune=communes[1])
    assert titles(client.get(call.url_of("list"), {"commune": "montfaucelle"})) == ["En face"]


def test_the_list_is_narrowed_by_the_state_of_the_answer(client, amina):
    call = make_call()
    kept = propose(call, "Retenue")
    answer_case(
        actor=SYSTEM,
        case=kept.case,
        outcome=Outcome.ACCEPTED,
        reason="Elle protège les promeneurs et coûte peu.",
        next_steps="À l'automne.",
    )
    propose(call, "En attente")
    withdrawn = propose(call, "Retirée", person=amina.person)
    withdraw_contribution(actor=amina, contribution=withdrawn, reason="Dite ailleurs.")
    here = call.url_of("list")
    assert titles(client.get(here, {"state": "retenues"})) == ["Retenue"]
    assert titles(client.get(here, {"state": "repondues"})) == ["Retenue"]
    assert titles(client.get(here, {"state": "attente"})) == ["En attente"]
    assert titles(client.get(here, {"state": "retirees"})) == ["Retirée"]
    assert titles(client.get(here, {"state": "ecartees"})) == []


def test_an_answer_that_is_overdue_says_so(client):
    call = make_call(opens=-300)
    propose(call, "Toute récente")
    past = timezone.now() - timedelta(days=200)
    old = propose(call, "Depuis longtemps", said_at=past)
    assert old.case.promised_on < timezone.localdate()
    here = call.url_of("list")
    assert titles(client.get(here, {"state": "retard"})) == ["Depuis longtemps"]
    assert "state-late" in client.get(here).content.decode()


def test_the_list_is_sorted_as_asked(client):
    call = make_call()
    first, second = propose(call, "Première"), propose(call, "Seconde")
    Contribution.objects.filter(pk=first.pk).update(supports_count=9)
    Contribution.objects.filter(pk=second.pk).update(comments_count=4)
    here = call.url_of("list")
    assert titles(client.get(here)) == ["Seconde", "Première"]
    assert titles(client.get(here, {"sort": "soutenues"}))[0] == "Première"
    assert titles(client.get(here, {"sort": "commentees"}))[0] == "Seconde"


def test_pages_keep_the_filters_and_a_page_that_does_not_exist_is_the_nearest(client):
    call = make_call()
    fill(call, 45)
    here = call.url_of("list")
    third = client.get(here, {"page": 3, "theme": "mobilites"})
    assert len(titles(third)) == 5
    assert "page=2&amp;theme=mobilites" in third.content.decode()
    assert titles(client.get(here, {"page": 99})) == titles(client.get(here, {"page": 3}))
    assert len(titles(client.get(here, {"page": "x"}))) == 20


def test_htmx_is_sent_the_results_alone(client):
    call = make_call()
    propose(call, "Une haie vive")
    response = client.get(
        call.url_of("list"), headers={"HX-Request": "true", "HX-Target": "results"}
    )
    page = response.content.decode()
    assert 'id="results"' in page
    assert "<html" not in page


def test_an_empty_list_says_what_will_be_here(client):
    call = make_call()
    assert client.get(call.url_of("list")).context["rows"] == []
    closed = make_call(slug="close", opens=-30, closes=-2)
    page = client.get(closed.url_of("list")).content.decode()
    assert "ecrire/" not in page


def test_what_is_held_is_nowhere(client, amina):
    call = make_call()
    held = propose(call, "Ma voisine", text=HELD, person=amina.person)
    assert not held.is_public
    here = call.url_of("list")
    for query in ("", "?q=voisine", "?sort=soutenues", "?state=attente", "?channel=online"):
        page = client.get(f"{here}{query}").content.decode()
        assert "Ma voisine" not in page
        assert "Odile" not in page
        assert held.number not in page
    assert client.get(call.url_of("detail", number=held.number)).status_code == 404
    consultation = call.get_parent().specific
    assert "Ma voisine" not in client.get(consultation.get_absolute_url()).content.decode()


def test_its_author_reads_what_is_held_with_the_reason(client, amina):
    call = make_call(activity_options={"publication_rule": PublicationRule.BEFORE})
    held = propose(call, "Ma voisine", person=amina.person)
    client.force_login(amina.user)
    response = client.get(call.url_of("detail", number=held.number))
    assert response.status_code == 200
    assert response.context["held"]


@pytest.mark.parametrize(
    "query", ["", "?sort=soutenues", "?q=haie", "?theme=mobilites", "?state=attente&page=2"]
)
def test_two_or_two_hundred_proposals_cost_the_same_queries(client, count_queries, query):
    call = make_call()
    here = call.url_of("list")
    fill(call, 2)
    client.get(f"{here}{query}")
    with count_queries() as few:
        client.get(f"{here}{query}")
    fill(call, 200)
    with count_queries() as many:
        client.get(f"{here}{query}")
    assert len(few) == len(many) <= 12, [q["sql"][:150] for q in many]


def test_a_call_being_prepared_is_seen_by_its_staff_alone(client, elise, farid):
    call = make_call(published=False)
    assert client.get(call.url_of("list")).status_code == 404
    client.force_login(farid.user)
    assert client.get(call.url_of("list")).status_code == 404
    client.force_login(elise.user)
    assert client.get(call.url_of("list")).status_code == 200
