"""The requests page of a commune, and the way of a resident through its questions."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from civic.cases.models import Request, RequestType
from civic.territory.models import Competence, CompetenceHolder
from neighbourhood_councils.models import RequestIndexPage
from tests.factories.territory import make_branch, make_commune, make_department

TEXT = "La lampe devant l'école ne s'allume plus depuis lundi. On traverse dans le noir."


def make_request_page(commune: str = "saint-aurel") -> RequestIndexPage:
    """Return the published requests page of a branch."""
    home = make_branch(commune)
    found = RequestIndexPage.objects.child_of(home).first()
    if found is not None:
        return found
    page = RequestIndexPage(title="Signaler, demander", slug="demandes", show_in_menus=True)
    home.add_child(instance=page)
    page.save_revision().publish()
    return RequestIndexPage.objects.get(pk=page.pk)


def make_lamp(commune: str = "saint-aurel", **extra: Any) -> RequestType:
    """Return a type of request the lighting department of a commune answers."""
    competence, _created = Competence.objects.get_or_create(
        code="eclairage-public", defaults={"name": "Éclairage public"}
    )
    place = make_commune(commune)
    CompetenceHolder.objects.get_or_create(
        competence=competence,
        territory=place,
        defaults={"holder": place, "department": make_department(place, "eclairage")},
    )
    values = {
        "name": "Une lampe de rue éteinte",
        "competence": competence,
        "words": ["lampe", "lampadaire"],
    }
    return RequestType.objects.get_or_create(slug="lampe-eteinte", defaults=values | extra)[0]


def step(client: Client, page: RequestIndexPage, name: str = "", **typed: Any) -> HttpResponse:
    """Answer one question and return what came back."""
    url = page.url_of("file_step", step=name) if name else page.url_of("file")
    answer: HttpResponse = client.post(url, typed)
    return answer


def walk(client: Client, page: RequestIndexPage, **given: Any) -> HttpResponse:
    """Answer every question up to the receipt; what is not given has a plausible value."""
    step(client, page, text=given.get("text", TEXT))
    step(
        client,
        page,
        "sujet",
        title=given.get("title", "Lampe éteinte"),
        type=given.get("type", "lampe-eteinte"),
    )
    places = ("place", "where", "latitude", "longitude")
    step(client, page, "lieu", **{name: given[name] for name in places if name in given})
    answer = step(client, page, "envoi")
    if answer["Location"].endswith("/qui/"):
        contacts = ("email", "phone", "postal_address", "name")
        answer = step(
            client,
            page,
            "qui",
            how=given.get("how", "desk"),
            **{name: given[name] for name in contacts if name in given},
        )
    return answer


def filed() -> Request:
    """Return the only request there is."""
    return Request.objects.select_related("case__department", "person").get()
