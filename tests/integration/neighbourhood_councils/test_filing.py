"""Amina asks something online: in her words, with a delay announced before she sends."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from civic.cases.enums import CaseOrigin
from civic.cases.logic.clock import add_working_days
from civic.cases.models import Request, RequestDraft, ServiceLevel
from civic.core.enums import Channel
from neighbourhood_councils.models import NeighbourhoodCouncil
from tests.factories.territory import make_commune, make_department, make_neighbourhood
from tests.integration.neighbourhood_councils.request_scene import (
    TEXT,
    filed,
    make_lamp,
    make_request_page,
    step,
    walk,
)
from tests.integration.neighbourhood_councils.scene import make_council

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina() -> Client:
    return Client()


def test_amina_files_a_request_without_an_account_and_keeps_its_number(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    answer = walk(amina, page, place="Rue du Pont")
    asked = filed()
    assert answer["Location"] == page.url_of("receipt", number=asked.case.number)
    assert (asked.title, asked.text, asked.place) == ("Lampe éteinte", TEXT, "Rue du Pont")
    assert asked.channel == Channel.ONLINE
    assert asked.case.department is not None
    assert asked.case.department.slug == "eclairage"
    receipt = amina.get(answer["Location"]).content.decode()
    assert asked.case.number in receipt
    assert f"/suivre/?q={asked.case.number}" in receipt


def test_the_delay_of_this_type_is_announced_before_sending_and_kept(amina: Client) -> None:
    page, lamp = make_request_page(), make_lamp()
    ServiceLevel.objects.create(
        organisation=make_commune(),
        origin=CaseOrigin.REQUEST,
        request_type=lamp,
        working_days=5,
    )
    step(amina, page, text=TEXT)
    step(amina, page, "sujet", title="Lampe éteinte", type=lamp.slug)
    step(amina, page, "lieu")
    shown = amina.get(page.url_of("file_step", step="envoi")).content.decode()
    assert "5 jours ouvrés" in shown
    step(amina, page, "envoi")
    step(amina, page, "qui", how="desk")
    assert filed().case.promised_on == add_working_days(timezone.localdate(), 5)


def test_the_title_and_the_type_are_suggested_from_the_words(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    step(amina, page, text=TEXT)
    shown = amina.get(page.url_of("file_step", step="sujet")).content.decode()
    assert 'value="La lampe devant l&#x27;école ne s&#x27;allume plus depuis lundi"' in shown
    assert re.search(r'value="lampe-eteinte"[^>]*checked', shown)
    assert 'value="autre"' in shown


def test_the_same_form_sent_five_times_is_one_request(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page)
    answers = [step(amina, page, "qui", how="desk") for _again in range(4)]
    asked = filed()
    receipt = page.url_of("receipt", number=asked.case.number)
    assert {answer["Location"] for answer in answers} == {receipt}


def test_an_expired_session_keeps_the_text(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    step(amina, page, text=TEXT)
    BrowserSession.objects.all().delete()
    amina.cookies.pop("sessionid", None)
    assert TEXT[:30].replace("'", "&#x27;") in amina.get(page.url_of("file")).content.decode()


def test_a_text_too_long_is_refused_and_shown_again(amina: Client) -> None:
    page = make_request_page()
    answer = step(amina, page, text="Un trou. " * 600)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "5399" in shown.replace("\u202f", "").replace("\xa0", "")
    assert shown.count("Un trou.") >= 600
    assert not Request.objects.exists()


def test_emoji_are_kept_and_orders_to_turn_the_reading_are_dropped(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page, text="مصباح الشارع 💡 cassé\u202e\x07 depuis lundi\r\nmerci")
    assert filed().text == "مصباح الشارع 💡 cassé depuis lundi\nmerci"


def test_html_in_a_request_is_shown_as_text(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page, text="<script>alert(1)</script> une lampe éteinte depuis lundi")
    answer = amina.get(page.url_of("sheet", number=filed().case.number), follow=True)
    shown = answer.content.decode()
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_point_outside_the_territory_is_refused_with_what_was_typed(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    ring = [[1.0, 44.0], [1.1, 44.0], [1.1, 44.1], [1.0, 44.1], [1.0, 44.0]]
    commune = make_commune()
    commune.boundary = {"type": "Polygon", "coordinates": [ring]}
    commune.save()
    step(amina, page, text=TEXT)
    step(amina, page, "sujet", title="Lampe", type="lampe-eteinte")
    answer = step(amina, page, "lieu", place="Rue du Pont", latitude="48.85", longitude="2.35")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Saint-Aurel-sur-Brévanne" in shown
    assert 'value="Rue du Pont"' in shown


def test_an_address_in_another_town_is_refused_until_it_is_said_to_be_here(
    amina: Client,
) -> None:
    page = make_request_page()
    make_lamp()
    step(amina, page, text=TEXT)
    step(amina, page, "sujet", title="Lampe", type="lampe-eteinte")
    typed = {"place": "12 rue de la Paix, 75002 Paris"}
    refused = step(amina, page, "lieu", **typed)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "75002 Paris" in shown
    assert "Saint-Aurel-sur-Brévanne" in shown
    assert f'value="{typed["place"]}"' in shown
    assert 'name="place_confirmed"' in shown
    # Going round the question leads back to it.
    step(amina, page, "envoi")
    back = step(amina, page, "qui", how="desk")
    assert back["Location"].endswith("/lieu/")
    assert 'name="place_confirmed"' in amina.get(back["Location"]).content.decode()
    assert not Request.objects.exists()
    assert step(amina, page, "lieu", place_confirmed="on", **typed).status_code == 302
    assert "checked" in amina.get(page.url_of("file_step", step="lieu")).content.decode()
    step(amina, page, "qui", how="desk")
    assert filed().place == typed["place"]


def test_a_street_nobody_knows_is_accepted(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    make_neighbourhood(streets=["Rue des Maraîchers"])
    walk(amina, page, place="3 impasse des Inconnus")
    assert (filed().place, filed().neighbourhood) == ("3 impasse des Inconnus", None)


def test_a_point_leads_to_its_commune_its_council_and_who_answers(
    amina: Client,
) -> None:
    page = make_request_page()
    make_lamp()
    ring = [[1.0, 44.0], [1.1, 44.0], [1.1, 44.1], [1.0, 44.1], [1.0, 44.0]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    commune = make_commune()
    commune.boundary = outline
    commune.save()
    part = make_neighbourhood(boundary=outline)
    council = make_council(neighbourhood=part)
    walk(amina, page, latitude="44.05", longitude="1.05")
    asked = filed()
    assert (asked.neighbourhood, asked.space_id) == (part, council.space_id)
    # The department that holds the competence there, at once.
    assert (asked.organisation, asked.case.organisation) == (commune, commune)
    assert asked.case.department == make_department(commune, "eclairage")
    assert (asked.latitude, asked.longitude) == (44.05, 1.05)


def test_a_known_street_leads_to_its_neighbourhood_without_a_map(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    part = make_neighbourhood(streets=["Rue des Maraîchers"])
    walk(amina, page, place="12 rue des maraichers")
    assert filed().neighbourhood == part


def test_a_closed_council_follows_nothing_more_and_the_commune_does(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    part = make_neighbourhood()
    council = make_council(neighbourhood=part)
    NeighbourhoodCouncil.objects.filter(pk=council.pk).update(is_closed=True)
    step(amina, page, text=TEXT)
    step(amina, page, "sujet", title="Lampe", type="lampe-eteinte")
    step(amina, page, "lieu", where=f"n{part.pk}")
    shown = amina.get(page.url_of("file_step", step="envoi")).content.decode()
    assert council.space.title in shown
    step(amina, page, "envoi")
    step(amina, page, "qui", how="desk")
    assert filed().space_id is None


def test_a_request_of_no_council_has_its_own_public_sheet(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page)
    asked = filed()
    shown = Client().get(page.url_of("sheet", number=asked.case.number), follow=True)
    assert shown.status_code == 200
    assert asked.title in shown.content.decode()


def test_a_held_text_is_public_nowhere_and_its_number_still_answers(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page, text="Appelez-moi au 06 12 34 56 78, la lampe est éteinte.")
    asked = filed()
    assert not asked.is_public
    other = Client()
    assert other.get(page.url_of("sheet", number=asked.case.number)).status_code == 404
    for address in (page.get_absolute_url(), f"/fr/suivre/?q={asked.case.number}"):
        assert "06 12 34" not in other.get(address).content.decode()
    assert asked.case.number in other.get(f"/fr/suivre/?q={asked.case.number}").content.decode()
    # Whoever wrote it reads why it waits.
    receipt = amina.get(page.url_of("receipt", number=asked.case.number)).content.decode()
    assert "avant" in receipt


def test_farid_does_not_read_the_receipt_of_somebody_else(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page)
    number = filed().case.number
    answer = Client().get(page.url_of("receipt", number=number))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/suivre/?q={number}")


def test_a_report_of_violence_stops_there_and_is_kept_nowhere(amina: Client) -> None:
    page = make_request_page()
    answer = step(amina, page, text="Mon mari me frappe, aidez-moi")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "3919" in shown
    assert "tel:17" in shown
    assert not RequestDraft.objects.exists()


def test_a_false_alarm_goes_on_with_one_box(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    text = "Une affiche contre les violences conjugales est arrachée place de la Halle."
    assert step(amina, page, text=text).status_code == 422
    assert step(amina, page, text=text, not_violence="1").status_code == 302


def test_the_words_that_would_make_it_wait_are_shown_before_sending(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    step(amina, page, text="La voiture AB-123-CD bouche le trottoir depuis lundi.")
    shown = amina.get(page.url_of("file_step", step="sujet")).content.decode()
    assert "AB-123-CD" in shown
    assert "notice-warning" in shown


def test_something_already_asked_nearby_is_shown_and_can_be_passed(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page, latitude="44.05", longitude="1.05")
    first = filed()
    other = Client()
    step(other, page, text="Plus de lampe ici le soir, c'est dangereux.")
    step(other, page, "sujet", title="Plus de lampe", type="lampe-eteinte")
    # Forty metres to the north.
    step(other, page, "lieu", latitude="44.05036", longitude="1.05")
    answer = step(other, page, "photos")
    assert answer["Location"].endswith("/deja/")
    shown = other.get(answer["Location"]).content.decode()
    assert first.title in shown
    assert f"cases.request:{first.pk}" in shown
    assert page.url_of("file_step", step="envoi") in shown


def test_what_is_far_or_of_another_type_is_not_shown(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page, latitude="44.05", longitude="1.05")
    other = Client()
    step(other, page, text="Plus de lampe ici le soir, c'est dangereux.")
    step(other, page, "sujet", title="Plus de lampe", type="lampe-eteinte")
    step(other, page, "lieu", latitude="44.052", longitude="1.05")
    answer = step(other, page, "photos")
    assert answer["Location"].endswith("/envoi/")


def test_the_same_street_is_nearby_without_a_point(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page, place="Rue du Pont")
    other = Client()
    step(other, page, text="Plus de lampe ici le soir, c'est dangereux.")
    step(other, page, "sujet", title="Plus de lampe", type="lampe-eteinte")
    step(other, page, "lieu", place="rue du Pont")
    answer = step(other, page, "photos")
    assert answer["Location"].endswith("/deja/")


def test_an_address_given_is_confirmed_after_the_request_is_filed(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    answer = walk(amina, page, how="email", email="amina@example.org")
    asked = filed()
    assert "/connexion/code/" in answer["Location"]
    shown = amina.get(answer["Location"], follow=True).content.decode()
    assert asked.case.number in shown
    code = re.search(r"\b[A-Z0-9]{4,}(?:-[A-Z0-9]+)?\b", str(mail.outbox[-1].body))
    assert code is not None


def test_whoever_wants_a_call_gives_a_number_and_nothing_else(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    walk(amina, page, how="telephone", phone="05 36 49 12 34")
    person = filed().person
    assert person is not None
    assert (person.phone, person.contact_preference) == ("05 36 49 12 34", "telephone")
    assert person.has_a_way_to_be_answered


def test_a_way_without_its_address_is_refused_beside_it(amina: Client) -> None:
    page = make_request_page()
    make_lamp()
    step(amina, page, text=TEXT)
    step(amina, page, "sujet", title="Lampe", type="lampe-eteinte")
    step(amina, page, "lieu")
    step(amina, page, "envoi")
    answer = step(amina, page, "qui", how="letter")
    assert answer.status_code == 422
    assert "id_postal_address_error" in answer.content.decode()
    assert not Request.objects.exists()


def test_a_draft_of_another_browser_is_not_found(amina: Client) -> None:
    page = make_request_page()
    step(amina, page, text=TEXT)
    other = Client()
    assert TEXT[:20] not in other.get(page.url_of("file")).content.decode()
    assert other.get(page.url_of("file_step", step="envoi")).status_code == 302


def test_a_draft_is_forgotten_after_a_month() -> None:
    from civic.privacy.registry import privacy_registry

    draft = RequestDraft.objects.create(organisation=make_commune(), data={"text": TEXT})
    old = timezone.now() - timedelta(days=70)
    RequestDraft.objects.filter(pk=draft.pk).update(updated_at=old)
    retention = privacy_registry.retention["request_drafts"]
    before = (timezone.now() - timedelta(days=31)).date()
    retention.remove(retention.expired(before))
    assert not RequestDraft.objects.exists()
