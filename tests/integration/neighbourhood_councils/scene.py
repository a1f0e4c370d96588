"""A council of Saint-Aurel with its page, and requests in its table."""

import itertools
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from civic.accounts.enums import College
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import Case, Request
from civic.cases.services.cases import answer_case
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.core.services.keeping import forget_counted
from civic.participation.models import Space
from neighbourhood_councils.models import CouncilPage, NeighbourhoodCouncil
from neighbourhood_councils.selectors.follow_up_facts import FOLLOW_UP
from neighbourhood_councils.services.councils import create_council
from tests.factories.territory import make_branch, make_commune, make_department

REASON = "L'équipe est passée et a remplacé la lampe qui ne s'allumait plus."
NEXT_STEPS = "Contrôle de nuit dans la semaine du 4 mai."

_counter = itertools.count(1)


def make_council(
    title: str = "Faubourg Saint-Loup", commune: str = "saint-aurel", **extra: Any
) -> NeighbourhoodCouncil:
    """Return a council with its published page, in the branch of its commune."""
    found = NeighbourhoodCouncil.objects.filter(space__title=title).first()
    if found is not None:
        return found
    make_branch(commune)
    return create_council(actor=SYSTEM, organisation=make_commune(commune), title=title, **extra)


def page_of(council: NeighbourhoodCouncil) -> CouncilPage:
    return CouncilPage.objects.get(council=council)


def make_request(
    council: NeighbourhoodCouncil,
    title: str = "Lampe éteinte",
    text: str = "La lampe devant l'école ne s'allume plus.",
    **extra: Any,
) -> Request:
    """Return a request the guard has let through, unless `hold` says otherwise."""
    values = {
        "organisation": council.space.organisation,
        "title": title,
        "text": text,
        "person": None,
        "channel": Channel.MEETING,
        "college": College.COUNCIL,
        "space_id": council.space_id,
    }
    return file_request(actor=SYSTEM, **(values | extra))


def make_requests(council: NeighbourhoodCouncil, count: int) -> list[Request]:
    """Return as many requests, with a department one time in two."""
    department = make_department()
    return [
        make_request(
            council,
            title=f"Banc cassé numéro {next(_counter)}",
            text="Le dossier est tombé.",
            department=department if index % 2 else None,
        )
        for index in range(count)
    ]


def repeat(request: Request, many: int) -> None:
    """Add as many public requests like one, each with its case, at the same place."""
    cases, requests = [], []
    for _number in range(many):
        values = {f.attname: getattr(request.case, f.attname) for f in Case._meta.concrete_fields}
        digits = f"{next(_counter) + 10_000_000}"
        cases.append(Case(**(values | {"id": None, "number": f"{digits[:4]}-{digits[4:]}"})))
    for case in Case.objects.bulk_create(cases):
        values = {f.attname: getattr(request, f.attname) for f in Request._meta.concrete_fields}
        values |= {"id": None, "case_id": case.pk, "submission_key": None}
        requests.append(Request(**values))
    Request.objects.bulk_create(requests)
    forget_counted(FOLLOW_UP)


def answer(request: Request, **extra: Any) -> Case:
    values = {"outcome": "done", "reason": REASON, "next_steps": NEXT_STEPS}
    return answer_case(actor=SYSTEM, case=request.case, **(values | extra))


def make_late(request: Request, days: int = 5, **extra: Any) -> Request:
    """Return a request whose promise is past: filed again, since a promise is never changed."""
    received = timezone.localdate() - timedelta(days=90 + days)
    return make_request(
        NeighbourhoodCouncil.objects.get(space_id=request.space_id),
        title=f"{request.title}, en retard",
        said_on=received,
        **extra,
    )


def space_of(council: NeighbourhoodCouncil) -> Space:
    return Space.objects.get(pk=council.space_id)


def signed_in(actor: Actor) -> Client:
    """Return a browser in which an actor is signed in."""
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def today() -> date:
    return timezone.localdate()
