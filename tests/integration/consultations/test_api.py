"""The public API: the same reads, services and refusals as the pages."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import AssuranceLevel
from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM
from civic.cases.enums import Outcome
from civic.cases.services.cases import answer_case
from civic.participation.enums import Act, ConditionKind
from civic.participation.models import Contribution
from civic.participation.services.activities import ConditionDraft, set_conditions
from civic.participation.services.phases import open_always
from civic.voting.models import Support
from tests.factories.participation import (
    days,
    make_call,
    make_consultation,
    make_contribution,
)
from tests.factories.people import make_person
from tests.factories.territory import make_commune, make_neighbourhood, make_theme

pytestmark = pytest.mark.django_db
CONSULTATIONS = "/api/v1/consultations/"
PROPOSALS = "/api/v1/proposals/"
HELD = "Appelez ma voisine Odile au 06 12 34 56 78 le soir."


@pytest.fixture
def call():
    return make_call()


def body(call, **extra):
    return {
        "activity": call.activity_id,
        "title": "Des bancs à l'ombre sur la place",
        "text": "Les anciens ne s'arrêtent plus l'été : il n'y a que du soleil.",
        "author": {"public_name": "Yvette"},
    } | extra


def post(client, url, data=None, **extra):
    return client.post(url, data or {}, content_type="application/json", **extra)


def test_consultations_are_listed_and_read(client, call):
    make_consultation("brouillon", published=False)
    listed = client.get(CONSULTATIONS).json()
    assert [one["slug"] for one in listed["results"]] == ["plan-climat"]
    assert listed["results"][0]["state"] == "open"
    one = client.get(f"{CONSULTATIONS}plan-climat/").json()
    assert one["activities"][0]["id"] == call.activity_id
    assert {act["act"] for act in one["activities"][0]["acts"] if act["is_open"]} == {
        "contribute",
        "support",
        "comment",
    }
    assert one["url"] == "/fr/consultations/plan-climat/"
    missing = client.get(f"{CONSULTATIONS}brouillon/")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


def test_proposals_are_listed_with_filters_and_pages(client, call):
    make_contribution(call.activity, title="Une haie vive", theme=make_theme())
    make_contribution(call.activity, title="Un bus le soir", text="Après 21 heures, rien.")
    everything = client.get(PROPOSALS).json()
    assert (everything["count"], len(everything["results"])) == (2, 2)
    for query, count in (
        ({"q": "haie"}, 2 - 1),
        ({"theme": "mobilites"}, 1),
        ({"activity": call.activity_id}, 2),
        ({"activity": 999_999}, 0),
        ({"state": "waiting"}, 2),
        ({"state": "answered"}, 0),
        ({"channel": "online", "sort": "supported"}, 2),
    ):
        assert client.get(PROPOSALS, query).json()["count"] == count, query
    page = client.get(PROPOSALS, {"limit": 1, "offset": 1}).json()
    assert len(page["results"]) == 1
    assert page["previous"]
    refused = client.get(PROPOSALS, {"activity": "x"})
    assert (refused.status_code, refused.json()["field"]) == (422, "activity")


def test_a_proposal_is_read_with_its_answer(client, call):
    proposal = make_contribution(call.activity)
    address = f"{PROPOSALS}{proposal.number}/"
    assert client.get(address).json()["answer"] is None
    answer_case(
        actor=SYSTEM,
        case=proposal.case,
        outcome=Outcome.ACCEPTED,
        reason="Elle protège les promeneurs et coûte peu.",
        next_steps="À l'automne.",
        private_message="Merci, appelez-moi.",
    )
    response = client.get(address)
    assert response.json()["answer"]["outcome"] == "accepted"
    assert "appelez-moi" not in response.content.decode()


def test_a_place_in_another_town_is_confirmed_or_refused(client, call):
    elsewhere = body(call, place="12 rue de la Paix, 75002 Paris")
    refused = post(client, PROPOSALS, elsewhere)
    assert (refused.status_code, refused.json()["code"]) == (422, "elsewhere")
    assert refused.json()["field"] == "place"
    assert post(client, PROPOSALS, elsewhere | {"place_confirmed": True}).status_code == 201


def test_what_is_held_is_nowhere_in_the_api(client, call):
    held = make_contribution(call.activity, title="Ma voisine", text=HELD)
    assert client.get(PROPOSALS).json()["count"] == 0
    assert client.get(PROPOSALS, {"q": "voisine"}).json()["count"] == 0
    assert client.get(f"{PROPOSALS}{held.number}/").status_code == 404
    assert post(client, f"{PROPOSALS}{held.number}/support/").status_code == 404


def test_no_contact_detail_leaves_by_the_api(client, call, amina):
    make_contribution(call.activity, amina.person)
    proposal = Contribution.objects.get()
    for address in (PROPOSALS, f"{PROPOSALS}{proposal.number}/", CONSULTATIONS):
        assert amina.user.email not in client.get(address).content.decode()


def test_a_guest_says_something_where_nothing_more_is_asked(client, call):
    neighbourhood = make_neighbourhood()
    response = post(
        client,
        PROPOSALS,
        body(
            call,
            theme="mobilites",
            commune=make_commune().slug,
            neighbourhood=neighbourhood.slug,
            latitude=43.53,
            longitude=6.46,
        ),
    )
    assert response.status_code == 201, response.json()
    contribution = Contribution.objects.get()
    assert response.json()["number"] == contribution.number
    assert response.json()["promised_on"] == str(contribution.case.promised_on)
    assert contribution.neighbourhood == neighbourhood
    assert contribution.author.public_name == "Yvette"


def test_the_same_submission_gives_the_same_number(client, call, amina):
    client.force_login(amina.user)
    key = str(uuid.uuid4())
    numbers = {
        post(client, PROPOSALS, body(call, submission_key=key)).json()["number"] for _n in range(3)
    }
    assert len(numbers) == 1
    assert Contribution.objects.get().author == amina.person


def test_a_guest_sending_the_same_form_twice_is_given_the_same_number(client, call):
    key = str(uuid.uuid4())
    first, second = (post(client, PROPOSALS, body(call, submission_key=key)) for _n in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]
    assert Person.objects.filter(public_name="Yvette").count() == 1


@pytest.mark.parametrize(
    ("extra", "field", "code"),
    [
        ({"title": ""}, "title", "title_missing"),
        ({"title": "\u0000\u0007"}, "title", "title_missing"),
        ({"title": "a" * 151}, "title", "title_too_long"),
        ({"text": "court"}, "text", "text_missing"),
        ({"text": "a" * 10_001}, "text", "text_too_long"),
        ({"place": "a" * 201}, "place", "place_too_long"),
        ({"theme": "inconnu"}, "theme", "unknown"),
        ({"commune": "inconnue"}, "commune", "other_commune"),
        ({"commune": "saint-aurel", "neighbourhood": "x"}, "neighbourhood", "other_neighbourhood"),
        ({"latitude": 43.0}, "place", "coordinates"),
        ({"activity": 999_999}, "activity", "unknown"),
        ({"activity": "x"}, "activity", "invalid"),
        ({"activity": 2**70}, "activity", "max_value"),
        ({"submission_key": "x"}, "submission_key", "invalid"),
        ({"author": {"public_name": " "}}, "public_name", "blank"),
        (
            {"author": {"public_name": "Élise", "college": "elected_official"}},
            "college",
            "college_unverified",
        ),
    ],
)
def test_bad_input_is_refused_with_a_code_a_sentence_and_a_field(client, call, extra, field, code):
    make_commune()
    response = post(client, PROPOSALS, body(call, **extra))
    assert response.status_code == 422
    refusal = response.json()
    assert (refusal["field"], refusal["code"]) == (field, code)
    assert refusal["detail"]
    assert not Contribution.objects.exists()
    assert not Person.objects.filter(public_name="Yvette").exists()


@pytest.mark.parametrize("sent", ["{", "[]", '"a"', "null", ""])
def test_what_is_not_an_object_is_refused(client, call, sent):
    response = client.post(PROPOSALS, sent, content_type="application/json")
    assert response.status_code in (400, 422)
    assert set(response.json()) == {"code", "detail", "field"}


def test_html_emoji_and_right_to_left_are_kept_as_text(client, call):
    text = "<b>Une</b> idée 👩‍🌾 فكرة جميلة"
    post(client, PROPOSALS, body(call, text=text))
    number = Contribution.objects.get().number
    assert client.get(f"{PROPOSALS}{number}/").json()["text"] == text


def test_a_closed_phase_is_refused_with_the_same_reason_as_the_form(client, call, farid):
    client.force_login(farid.user)
    proposal = make_contribution(call.activity)
    open_always(actor=SYSTEM, activity=call.activity, acts=[])
    call.activity.settings.filter(phase__isnull=False).delete()
    refused = post(client, PROPOSALS, body(call))
    assert (refused.status_code, refused.json()["code"]) == (409, "closed")
    page = client.post(call.url_of("write"), {"title": "Une idée", "text": "Une idée longue."})
    assert str(page.context["form"].non_field_errors()[0]) == refused.json()["detail"]
    supporting = post(client, f"{PROPOSALS}{proposal.number}/support/")
    assert (supporting.status_code, supporting.json()["code"]) == (409, "closed")
    assert not Support.objects.exists()


def test_a_phase_that_comes_says_when(client):
    call = make_call(opens=5, closes=30)
    refused = post(client, PROPOSALS, body(call)).json()
    assert str((timezone.localdate() + days(5)).year) in refused["detail"]


def test_a_condition_is_asked_for_and_accepted(client, call):
    [charter] = set_conditions(
        actor=SYSTEM,
        activity=call.activity,
        conditions=[ConditionDraft(ConditionKind.CHARTER, "J'ai lu la charte.")],
    )
    refused = post(client, PROPOSALS, body(call))
    assert refused.json()["field"] == f"condition_{charter.pk}"
    sent = post(client, PROPOSALS, body(call, accepted_conditions=[charter.pk]))
    assert sent.status_code == 201


def test_a_guest_is_refused_where_an_address_is_asked(client, amina):
    call = make_call(activity_options={"assurance_level": AssuranceLevel.EMAIL})
    assert post(client, PROPOSALS, body(call)).json()["code"] == "assurance"
    assert post(client, PROPOSALS, body(call, author=None)).json()["code"] == "identify"
    assert not Person.objects.filter(public_name="Yvette").exists()
    client.force_login(amina.user)
    assert post(client, PROPOSALS, body(call, author=None)).status_code == 201


def test_support_is_given_once_and_taken_back(client, call, farid):
    proposal = make_contribution(call.activity)
    address = f"{PROPOSALS}{proposal.number}/support/"
    client.force_login(farid.user)
    for _click in range(2):
        assert post(client, address).json() == {
            "number": proposal.number,
            "supports": 1,
            "supported": True,
        }
    assert client.delete(address).json()["supports"] == 0
    client.logout()
    assert post(client, address).json()["code"] == "identify"
    assert client.delete(address).status_code == 403
    guest = post(client, address, {"author": {"public_name": "Yvette"}})
    assert guest.json()["supports"] == 1


def test_a_write_of_a_known_person_needs_the_token_of_its_session(call, amina):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(amina.user)
    assert post(strict, PROPOSALS, body(call)).status_code == 403
    guest = Client(enforce_csrf_checks=True)
    session = guest.session
    session["civic_person"] = make_person("Yvette").pk
    session.save()
    assert post(guest, PROPOSALS, body(call)).status_code == 403
    assert not Contribution.objects.exists()
    nobody = Client(enforce_csrf_checks=True)
    assert post(nobody, PROPOSALS, body(call)).status_code == 201


def test_too_many_writes_of_one_address_are_asked_to_wait(client, call, monkeypatch):
    monkeypatch.setattr("civic.participation.views.acting.ACTS_AN_HOUR_PER_ADDRESS", 2)
    answers = [
        post(client, PROPOSALS, body(call, title=f"Une idée, numéro {number}"))
        for number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[2]["Retry-After"]) > 0


def test_the_api_costs_the_same_queries_whatever_the_size(client, call, count_queries):
    make_contribution(call.activity)
    addresses = [PROPOSALS, CONSULTATIONS]
    few = [queries_of(client, count_queries, address) for address in addresses]
    for number in range(8):
        make_contribution(call.activity, title=f"Une idée, numéro {number}")
        make_consultation(f"autre-{number}")
    assert [queries_of(client, count_queries, address) for address in addresses] == few
    assert max(few) <= 12, few


def queries_of(client, count_queries, address) -> int:
    with count_queries() as queries:
        client.get(address)
    return len(queries)


def test_the_schema_describes_the_public_api_alone(client, settings):
    response = client.get("/api/schema/?format=json")
    paths = response.json()["paths"]
    assert PROPOSALS in paths
    assert all(path.startswith("/api/v1/") for path in paths)
    assert {"post", "get"} <= set(paths[PROPOSALS])
    assert Act.SUPPORT in f"{PROPOSALS}{{number}}/support/"
