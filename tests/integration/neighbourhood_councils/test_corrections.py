"""What was corrected after publication is said: when, what, why; never what was taken out."""

import pytest
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import Request
from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.models import HoldReason
from civic.privacy.selectors import open_findings
from civic.privacy.services.screening import decide_finding, hide, release, screen
from neighbourhood_councils.models import RequestCorrection
from neighbourhood_councils.services.corrections import correct_request
from tests.factories.people import grant, make_user
from tests.factories.territory import make_commune
from tests.integration.neighbourhood_councils.scene import (
    make_council,
    make_request,
    page_of,
    signed_in,
)

pytestmark = pytest.mark.django_db

WHY = "Le numéro de la rue était faux."


@pytest.fixture
def request_() -> Request:
    return make_request(make_council(), place="Place du lavoir")


def sheet(request: Request) -> str:
    council_page = page_of(make_council())
    shown = Client().get(council_page.url_of("sheet", number=request.case.number))
    assert shown.status_code == 200
    return shown.content.decode()


def corrected(request: Request, actor: Actor = SYSTEM, **changes: str) -> Request:
    values = {"title": request.title, "text": request.text, "place": request.place, "reason": WHY}
    return correct_request(actor=actor, request=request, **(values | changes))


def test_bruno_corrects_a_request_and_everybody_reads_why(bruno: Actor, request_: Request) -> None:
    page = page_of(make_council())
    url = page.url_of("correct", number=request_.case.number)
    client = signed_in(bruno)
    assert url in client.get(page.url_of("sheet", number=request_.case.number)).content.decode()
    values = {"title": request_.title, "text": request_.text, "place": "Place du marché"}
    assert client.post(url, values).status_code == 422
    assert client.post(url, values | {"reason": WHY}).status_code == 302
    text = sheet(request_)
    assert "Place du marché" in text
    assert WHY in text
    assert "lieu" in text
    assert url not in text
    table = Client().get(page.url_of("table")).content.decode()
    assert 'class="follow-corrected"' in table
    assert "Place du marché" in Client().get(page.url_of("table") + "?q=marché").content.decode()


def test_a_request_no_council_follows_is_corrected_in_the_table_of_the_territory(
    driss: Actor,
) -> None:
    request = make_request(make_council(), space_id=None, place="Place du lavoir")
    user = make_user("edition@example.org", "Édition")
    grant(user, Role.COMMUNICATIONS, make_commune())
    client, url = signed_in(Actor(user=user)), f"/fr/saint-aurel/suivi/{request.case.number}/"
    assert f"{url}corriger/" in client.get(url).content.decode()
    # Those who answer do not rewrite what they were asked.
    assert f"{url}corriger/" not in signed_in(driss).get(url).content.decode()
    values = {"title": request.title, "text": "La lampe clignote.", "place": "Place du marché"}
    refused = client.post(f"{url}corriger/", values)
    assert refused.status_code == 422
    assert "La lampe clignote." in refused.content.decode()
    done = client.post(f"{url}corriger/", values | {"reason": WHY})
    assert (done.status_code, done["Location"]) == (302, url)
    shown = Client().get(url).content.decode()
    assert 'id="corrections"' in shown
    assert WHY in shown
    assert "La lampe clignote." in shown
    assert 'class="follow-corrected"' in Client().get("/fr/saint-aurel/suivi/").content.decode()
    named = values | {"text": "Appeler Mme Odile Ferrandou.", "reason": WHY}
    assert client.post(f"{url}corriger/", named)["Location"] == "/fr/agent/a-relire/"
    assert Client().get(url).status_code == 404


def test_what_is_taken_out_by_the_guard_is_said_and_never_shown(request_: Request) -> None:
    # A text of before the guard knew this notation.
    Request.objects.filter(pk=request_.pk).update(text="La lampe : appeler le 06 39 98 27 54.")
    request_.refresh_from_db()
    screen(instance=request_, organisation_id=request_.organisation_id)
    for finding in open_findings(request_):
        decide_finding(actor=SYSTEM, finding=finding, decision="masked")
    request_.refresh_from_db()
    release(actor=SYSTEM, instances=[request_])
    text = sheet(request_)
    assert "06 39 98" not in text
    [correction] = RequestCorrection.objects.all()
    assert (correction.fields, correction.types) == (["text"], ["phone"])
    assert 'id="corrections"' in text


def test_what_is_taken_back_and_published_unchanged_is_no_correction(request_: Request) -> None:
    hide(actor=SYSTEM, instance=request_, rule="insult")
    request_.refresh_from_db()
    release(actor=SYSTEM, instances=[request_])
    assert not RequestCorrection.objects.exists()
    assert 'id="corrections"' not in sheet(request_)


def test_new_words_that_name_somebody_leave_the_table_until_somebody_decides(
    request_: Request,
) -> None:
    fresh = corrected(request_, text="Appeler Mme Odile Ferrandou au 06 39 98 27 54.")
    assert not fresh.is_public
    assert RequestCorrection.objects.get().published_on is None
    page = page_of(make_council())
    assert Client().get(page.url_of("sheet", number=fresh.case.number)).status_code == 404
    while findings := open_findings(fresh):
        decide_finding(actor=SYSTEM, finding=findings[0], decision="masked")
    fresh.refresh_from_db()
    release(actor=SYSTEM, instances=[fresh])
    correction = RequestCorrection.objects.get()
    assert correction.published_on is not None
    assert WHY in sheet(fresh)
    assert "Ferrandou" not in sheet(fresh)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"place": "Ici", "reason": " "}, "reason"),
        ({"place": "Ici", "reason": "Demandé par Mme Odile Ferrandou"}, "reason"),
        ({}, "text"),
    ],
)
def test_a_correction_says_what_is_missing(
    changes: dict[str, str], field: str, request_: Request
) -> None:
    with pytest.raises(Refusal) as refused:
        corrected(request_, **changes)
    assert refused.value.field == field
    assert not RequestCorrection.objects.exists()


def test_farid_and_a_held_request_are_refused(farid: Actor, request_: Request) -> None:
    with pytest.raises(NotAllowed):
        corrected(request_, farid, place="Ici")
    held = make_request(make_council(), title="Arrivée du tableur", hold=HoldReason.IMPORTED)
    with pytest.raises(Refusal):
        corrected(held, place="Ici")
