"""Write a proposal step by step; nothing typed is ever lost, nothing is sent twice."""

import re

import pytest
from django.core import signing

from civic.accounts.enums import AssuranceLevel
from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM
from civic.participation.enums import Act, ConditionKind, PublicationRule
from civic.participation.models import Contribution, Draft
from civic.participation.services.activities import ConditionDraft, set_conditions
from civic.participation.services.phases import open_always
from tests.factories.participation import make_call, make_contribution
from tests.factories.territory import make_commune, make_neighbourhood

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Des bancs à l'ombre sur la place",
    "text": "Les anciens ne s'arrêtent plus l'été : il n'y a que du soleil.",
}
YVETTE = {"identify": 1, "public_name": "Yvette", "college": "resident"}


@pytest.fixture
def call():
    return make_call()


def step(call, name: str) -> str:
    return call.url_of("write_step", step=name)


def write_until_send(client, call, **words):
    client.post(call.url_of("write"), WORDS | words)
    client.post(step(call, "lieu"), {"theme": "mobilites", "where": "", "place": ""})


def test_a_guest_writes_says_who_they_are_last_and_gets_a_receipt(client, call):
    first = client.post(call.url_of("write"), WORDS)
    assert first["Location"] == step(call, "lieu")
    second = client.post(
        first["Location"],
        {"theme": "mobilites", "where": f"c{make_commune().pk}", "place": "place du Marché"},
    )
    assert second["Location"] == step(call, "envoi")
    review = client.get(second["Location"])
    for shown in (WORDS["title"].replace("'", "&#x27;"), "Mobilites", "place du Marché"):
        assert shown in review.content.decode()
    assert not Contribution.objects.exists()
    third = client.post(second["Location"], {})
    assert third["Location"] == step(call, "qui")
    assert 'name="identify"' in client.get(third["Location"]).content.decode()
    sent = client.post(third["Location"], YVETTE)
    contribution = Contribution.objects.get()
    assert sent["Location"] == call.url_of("receipt", number=contribution.number)
    assert contribution.author.public_name == "Yvette"
    assert contribution.commune == make_commune()
    assert contribution.theme.slug == "mobilites"
    receipt = client.get(sent["Location"]).content.decode()
    assert contribution.number in receipt
    assert client.get(call.url_of("detail", number=contribution.number)).status_code == 200


def test_amina_who_is_signed_in_sends_in_one_click_less(client, call, amina):
    client.force_login(amina.user)
    write_until_send(client, call)
    assert "Amina B." in client.get(step(call, "envoi")).content.decode()
    sent = client.post(step(call, "envoi"), {})
    contribution = Contribution.objects.get(author=amina.person)
    assert sent["Location"] == call.url_of("receipt", number=contribution.number)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "abc"),
        ("title", "a" * 151),
        ("text", ""),
        ("text", "court"),
        ("text", "a" * 10_001),
        ("title", "\x00\x07"),
    ],
)
def test_what_is_refused_comes_back_with_all_that_was_typed(client, call, field, value):
    typed = WORDS | {field: value}
    response = client.post(call.url_of("write"), typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "data-error-summary" in page
    assert f'href="#id_{field}"' in page
    other = "text" if field == "title" else "title"
    assert WORDS[other].replace("'", "&#x27;") in page
    again = client.get(call.url_of("write")).content.decode()
    assert WORDS[other].replace("'", "&#x27;") in again


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script> et du texte", "Une idée 👩‍🌾🚲 pour tous", "فكرة جميلة للمدينة"],
)
def test_html_emoji_and_right_to_left_are_kept_as_text(client, call, text):
    client.post(call.url_of("write"), WORDS | {"text": text})
    page = client.get(step(call, "envoi")).content.decode()
    assert "<script>alert" not in page
    assert Draft.objects.get().data["text"] == text


def test_going_back_keeps_everything(client, call):
    write_until_send(client, call)
    assert (
        WORDS["title"].replace("'", "&#x27;") in client.get(call.url_of("write")).content.decode()
    )
    place = client.get(step(call, "lieu")).content.decode()
    assert re.search(r'value="mobilites"[^>]*checked', place)


def test_a_session_that_expires_loses_nothing(client, call):
    write_until_send(client, call)
    draft = client.cookies[f"brouillon_{call.activity_id}"].value
    client.cookies.clear()
    client.cookies[f"brouillon_{call.activity_id}"] = draft
    assert WORDS["title"].replace("'", "&#x27;") in client.get(step(call, "envoi")).content.decode()


def test_the_draft_of_somebody_else_is_not_read_with_a_forged_cookie(client, call):
    write_until_send(client, call)
    key = str(Draft.objects.get().key)
    client.cookies.clear()
    client.cookies[f"brouillon_{call.activity_id}"] = key
    assert "bancs" not in client.get(call.url_of("write")).content.decode()
    client.cookies[f"brouillon_{call.activity_id}"] = signing.get_cookie_signer(
        salt="another"
    ).sign(key)
    assert "bancs" not in client.get(call.url_of("write")).content.decode()


def test_a_double_click_sends_once_and_shows_the_same_receipt(client, call, amina):
    client.force_login(amina.user)
    write_until_send(client, call)
    first = client.post(step(call, "envoi"), {})
    second = client.post(step(call, "envoi"), {})
    assert first["Location"] == second["Location"]
    assert Contribution.objects.count() == 1


def test_a_guest_whose_second_click_left_before_the_first_came_back_reads_the_receipt(client, call):
    write_until_send(client, call)
    client.post(step(call, "envoi"), {})
    draft = client.cookies[f"brouillon_{call.activity_id}"].value
    before = Draft.objects.get().data
    first = client.post(step(call, "qui"), YVETTE)
    for data in (Draft.objects.get().data, before):
        # The second request knows neither the session of the first nor, perhaps, that it ended.
        Draft.objects.update(data=data)
        client.cookies.clear()
        client.cookies[f"brouillon_{call.activity_id}"] = draft
        second = client.post(step(call, "qui"), YVETTE)
        assert second["Location"] == first["Location"]
        assert client.get(second["Location"]).status_code == 200
    assert Contribution.objects.count() == 1


def test_a_draft_that_was_sent_leaves_no_words_behind_and_a_new_one_begins(client, call, amina):
    client.force_login(amina.user)
    write_until_send(client, call)
    client.post(step(call, "envoi"), {})
    assert "bancs" not in str(Draft.objects.get().data)
    assert "bancs" not in client.get(call.url_of("write")).content.decode()
    write_until_send(client, call, title="Une seconde idée, toute autre")
    client.post(step(call, "envoi"), {})
    assert Contribution.objects.count() == 2


def test_a_draft_is_erased_on_demand(client, call):
    client.post(call.url_of("write"), WORDS)
    client.post(call.url_of("write"), WORDS | {"discard": "1"})
    assert not Draft.objects.exists()
    assert "bancs" not in client.get(call.url_of("write")).content.decode()


def test_similar_proposals_are_shown_before_going_on(client, call):
    same = make_contribution(call.activity, **WORDS)
    response = client.post(call.url_of("write"), WORDS)
    assert response["Location"] == step(call, "proches")
    page = client.get(step(call, "proches")).content.decode()
    assert call.url_of("support", number=same.number) in page
    assert step(call, "lieu") in page


def test_what_is_held_is_not_shown_as_similar(client, call):
    make_contribution(call.activity, title=WORDS["title"], text="Appelez le 06 12 34 56 78 vite.")
    assert client.post(call.url_of("write"), WORDS)["Location"] == step(call, "lieu")


def test_a_step_opened_before_writing_leads_to_the_first_one(client, call):
    for name in ("proches", "lieu", "envoi", "qui"):
        assert client.get(step(call, name))["Location"] == call.url_of("write")
    assert client.get(step(call, "inconnue")).status_code == 404


def test_who_one_is_is_asked_after_send_only(client, call):
    write_until_send(client, call)
    assert client.get(step(call, "qui"))["Location"] == step(call, "envoi")
    assert not Person.objects.filter(public_name="Yvette").exists()


def test_a_neighbourhood_is_chosen_in_its_commune(client, amina):
    neighbourhood = make_neighbourhood()
    call = make_call()
    client.force_login(amina.user)
    client.post(call.url_of("write"), WORDS)
    page = client.get(step(call, "lieu")).content.decode()
    assert "<optgroup" in page
    client.post(step(call, "lieu"), {"where": f"n{neighbourhood.pk}", "place": "", "theme": ""})
    client.post(step(call, "envoi"), {})
    assert Contribution.objects.get().neighbourhood == neighbourhood


@pytest.mark.parametrize(
    "typed", [{"where": "c99999"}, {"where": "n1'"}, {"theme": "inconnu"}, {"place": "a" * 300}]
)
def test_a_place_that_is_not_offered_is_refused(client, call, typed):
    client.post(call.url_of("write"), WORDS)
    response = client.post(step(call, "lieu"), typed)
    assert response.status_code == 422
    assert "data-error-summary" in response.content.decode()


def test_a_required_condition_must_be_ticked(client, call, amina):
    [charter] = set_conditions(
        actor=SYSTEM,
        activity=call.activity,
        conditions=[ConditionDraft(ConditionKind.CHARTER, "J'ai lu la charte.")],
    )
    client.force_login(amina.user)
    write_until_send(client, call)
    refused = client.post(step(call, "envoi"), {})
    assert refused.status_code == 422
    assert f'href="#id_condition_{charter.pk}"' in refused.content.decode()
    client.post(step(call, "envoi"), {f"condition_{charter.pk}": "on"})
    assert Contribution.objects.count() == 1


def test_a_guest_keeps_the_conditions_ticked_through_the_last_step(client, call):
    [charter] = set_conditions(
        actor=SYSTEM,
        activity=call.activity,
        conditions=[ConditionDraft(ConditionKind.CHARTER, "J'ai lu la charte.")],
    )
    write_until_send(client, call)
    client.post(step(call, "envoi"), {f"condition_{charter.pk}": "on"})
    client.post(step(call, "qui"), YVETTE)
    assert charter.accepted.count() == 1


def test_a_closed_phase_is_refused_with_the_reason_and_the_text_stays(client, call, amina):
    client.force_login(amina.user)
    write_until_send(client, call)
    call.activity.settings.all().delete()
    open_always(actor=SYSTEM, activity=call.activity, acts=[Act.SUPPORT])
    for address, typed in (
        (call.url_of("write"), WORDS),
        (step(call, "lieu"), {"place": "ici"}),
        (step(call, "envoi"), {}),
    ):
        response = client.post(address, typed)
        assert response.status_code == 409
        assert response.context["form"].non_field_errors()
    shown = client.get(call.url_of("write"))
    assert shown.context["refusal"]
    assert WORDS["title"].replace("'", "&#x27;") in shown.content.decode()
    assert not Contribution.objects.exists()


def test_an_address_to_confirm_is_asked_for_where_the_activity_wants_one(client, mailoutbox):
    call = make_call(activity_options={"assurance_level": AssuranceLevel.EMAIL})
    write_until_send(client, call)
    client.post(step(call, "envoi"), {})
    asked = client.post(step(call, "qui"), YVETTE)
    assert asked.status_code == 422
    sent = client.post(step(call, "qui"), YVETTE | {"email": "yvette@example.org"})
    assert sent.status_code == 302
    assert not Contribution.objects.exists()
    code = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b|\b\d{6}\b", mailoutbox[0].body).group()
    done = client.post(sent["Location"], {"code": code}, follow=True)
    contribution = Contribution.objects.get()
    assert contribution.author.email == "yvette@example.org"
    assert contribution.number in done.content.decode()


def test_the_eleventh_proposal_of_an_hour_keeps_its_text_and_says_when_to_come_back(
    client, call, amina
):
    for number in range(10):
        make_contribution_as(amina, call, number)
    client.force_login(amina.user)
    write_until_send(client, call)
    response = client.post(step(call, "envoi"), {})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert WORDS["title"].replace("'", "&#x27;") in response.content.decode()


def make_contribution_as(actor, call, number):
    return make_contribution(
        call.activity, actor.person, actor=actor, title=f"Une idée toute neuve, numéro {number}"
    )


def test_the_rule_of_publication_is_told_before_sending(client):
    call = make_call(activity_options={"publication_rule": PublicationRule.BEFORE})
    write_until_send(client, call)
    before = client.get(step(call, "envoi")).context["what_next"]
    other = make_call(slug="autre")
    write_until_send(client, other)
    assert before[1] != client.get(step(other, "envoi")).context["what_next"][1]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"publication_rule": PublicationRule.BEFORE}, WORDS["text"]),
        ({}, "Appelez ma voisine au 06 12 34 56 78, elle sait."),
    ],
)
def test_the_receipt_of_what_waits_says_why_and_what_happens(client, amina, options, text):
    call = make_call(activity_options=options)
    client.force_login(amina.user)
    write_until_send(client, call, text=text)
    receipt = client.post(step(call, "envoi"), {}, follow=True)
    assert not Contribution.objects.get().is_public
    assert Contribution.objects.get().number in receipt.content.decode()


def test_the_receipt_of_amina_is_hers_alone(client, call, amina, farid):
    contribution = make_contribution(call.activity, amina.person)
    address = call.url_of("receipt", number=contribution.number)
    assert client.get(address)["Location"] == call.url_of("detail", number=contribution.number)
    client.force_login(farid.user)
    assert client.get(address).status_code == 302
    client.force_login(amina.user)
    assert client.get(address).status_code == 200
