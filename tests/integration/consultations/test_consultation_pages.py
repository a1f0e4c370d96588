"""The list of consultations of a branch, and one consultation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.decisions.models import DecisionIndexPage, DecisionPage
from civic.participation.models import Activity
from civic.privacy.models import ProcessingSheet
from consultations.enums import ConsultationPreset
from consultations.models import ConsultationIndexPage, ConsultationPage
from consultations.services.dates import change_phase_dates
from consultations.services.publication import publish_consultation
from tests.factories.participation import (
    days,
    make_call,
    make_consultation,
    make_consultation_pages,
    make_contribution,
    make_decision,
)
from tests.factories.territory import make_branch, make_site

pytestmark = pytest.mark.django_db


def page_of(call) -> ConsultationPage:
    return call.get_parent().specific


def get(client, page):
    return client.get(page.get_absolute_url())


def test_the_question_and_the_promise_come_first(client):
    call = make_call()
    response = get(client, page_of(call))
    text = response.content.decode()
    for shown in (
        "Comment réduire de moitié",
        "Le conseil communautaire",
        "05 36 49 00 30",
        "Un bulletin attend dans chaque mairie",
        "Les actions, leur calendrier",
        "fixé par la loi",
        "Le conseil délibère",
        "automne 2027",
    ):
        assert shown in text
    assert text.count("<h1") == 1
    assert response.context["main"]["url"] == call.url_of("write")


def test_the_timeline_says_where_we_are(client):
    states = [phase["state"] for phase in get(client, page_of(make_call())).context["timeline"]]
    assert states == ["current", "coming"]
    past = make_call(slug="close", opens=-30, closes=-2)
    states = [phase["state"] for phase in get(client, page_of(past)).context["timeline"]]
    assert states == ["done", "coming"]


def test_what_was_said_is_told_as_sentences(client):
    call = make_call()
    assert get(client, page_of(call)).context["figures"] == []
    make_contribution(call.activity)
    make_contribution(call.activity, channel="paper")
    said, supports, answers = get(client, page_of(call)).context["figures"]
    assert said.startswith("2 ")
    assert answers.startswith("0 ")


def test_an_upcoming_consultation_has_no_button_and_says_when(client):
    call = make_call(opens=5, closes=30)
    response = get(client, page_of(call))
    assert response.context["main"] is None
    assert response.context["items"][0].main.sentence in response.content.decode()


def test_an_overdue_result_is_marked_in_public(client):
    due = timezone.localdate() - timedelta(days=3)
    response = get(client, page_of(make_call(opens=-60, closes=-20, answer_due_on=due)))
    assert response.context["overdue"]
    assert "notice-warning" in response.content.decode()


def test_a_changed_date_is_noted_in_public(client, elise):
    call = make_call()
    consultation = page_of(call).consultation
    phase = consultation.space.phases.first()
    change_phase_dates(
        actor=elise,
        consultation=consultation,
        phase=phase,
        starts_at=phase.starts_at,
        ends_at=phase.ends_at + days(10),
        reason="Les mairies ont demandé dix jours de plus.",
    )
    assert "dix jours de plus" in get(client, page_of(call)).content.decode()


def test_a_signed_decision_is_linked_and_a_draft_is_not(client):
    call = make_call()
    consultation = page_of(call).consultation
    index = DecisionIndexPage(title="Décisions", slug="decisions")
    make_site().add_child(instance=index)
    for title, signed in (("Retenu", True), ("Brouillon", False)):
        decision = make_decision(consultation, title=title, signed=signed)
        index.add_child(instance=DecisionPage(title=title, decision=decision))
    text = get(client, page_of(call)).content.decode()
    assert "Retenu : trente actions" in text
    assert "Brouillon : trente actions" not in text


def test_the_notice_of_each_activity_is_shown(client):
    call = make_call()
    sheet = ProcessingSheet.objects.create(
        name="Appel à propositions du plan climat",
        organisation=call.activity.space.organisation,
        purpose="Répondre à chacun.",
        legal_basis="Mission d'intérêt public",
        data_categories="Nom affiché, adresse électronique",
        recipients="La mission climat",
        rights_contact="dpo@example.org",
    )
    Activity.objects.filter(pk=call.activity_id).update(processing_sheet=sheet)
    assert "dpo@example.org" in get(client, page_of(call)).content.decode()


def test_the_statutory_form_is_marked_to_be_checked(client):
    call = make_call(preset=ConsultationPreset.FREE)
    consultation = page_of(call).consultation
    assert not get(client, page_of(call)).context["is_statutory"]
    consultation.preset = ConsultationPreset.ENVIRONMENT_L123_19
    consultation.save()
    assert get(client, page_of(call)).context["is_statutory"]


def test_a_consultation_being_prepared_is_seen_by_its_staff_alone(client, elise, farid):
    call = make_call(published=False)
    page = page_of(call)
    assert get(client, page).status_code == 404
    client.force_login(farid.user)
    assert get(client, page).status_code == 404
    client.force_login(elise.user)
    assert get(client, page).status_code == 200
    publish_consultation(actor=SYSTEM, consultation=page.consultation)
    client.logout()
    assert get(client, page).status_code == 200


def test_the_list_of_a_commune_shows_its_own_and_the_shared_ones(client):
    make_call()
    make_call(slug="entre-nous", territories=[])
    branch = make_branch()
    index = ConsultationIndexPage(title="Consultations", slug="consultations")
    branch.add_child(instance=index)
    here = get(client, index)
    assert [line.url for line in here.context["opened"]] == ["/fr/consultations/plan-climat/"]
    everywhere = client.get("/fr/consultations/")
    assert len(everywhere.context["opened"]) == 2


def test_an_empty_list_says_what_will_be_here(client):
    index = ConsultationIndexPage(title="Consultations", slug="consultations")
    make_site().add_child(instance=index)
    response = get(client, index)
    assert response.context["opened"] == []
    assert 'class="empty"' in response.content.decode()


def test_one_or_many_cost_the_same_queries(client, count_queries):
    call = make_call()
    pages = [page_of(call).get_absolute_url(), "/fr/consultations/"]
    few = [queries_of(client, count_queries, url) for url in pages]
    for number in range(5):
        make_consultation_pages(make_consultation(f"autre-{number}"))
    for number in range(8):
        make_contribution(call.activity, title=f"Une idée numéro {number}")
    many = [queries_of(client, count_queries, url) for url in pages]
    assert few == many
    assert max(many) <= 12, many


def queries_of(client, count_queries, url) -> int:
    client.get(url)
    with count_queries() as queries:
        client.get(url)
    return len(queries)
