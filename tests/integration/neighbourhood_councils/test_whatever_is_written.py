"""Whatever mix of form, import and administration: nothing closes as not ours, nothing held shows.

Each example is a sequence of writes by every way the product has, and by the ways an administrator
or a script has around it; it is undone afterwards.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.accounts.enums import College
from civic.accounts.policies import SYSTEM
from civic.audit.services import key_of
from civic.cases.enums import Outcome
from civic.cases.models import Case, Request
from civic.cases.services.cases import answer_case
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.core.exceptions import Refusal
from civic.core.models import SearchEntry
from civic.privacy.enums import BLOCKING_DECISIONS
from civic.privacy.models import Finding
from civic.privacy.selectors import open_findings
from civic.privacy.services.screening import decide_finding, hide, release, screen
from neighbourhood_councils.models import NeighbourhoodCouncil
from neighbourhood_councils.resources import FollowUpFormat, import_rows_of
from neighbourhood_councils.services.corrections import correct_request
from neighbourhood_councils.services.heard import file_heard
from neighbourhood_councils.services.imports import start_import, write_import
from tests.integration.neighbourhood_councils.scene import make_council, page_of

pytestmark = pytest.mark.django_db

# Said by every request and by nothing else; no rule of the guard sees anything in it.
SENTINEL = "zibelinette"
PERSONAL = (
    "appeler le 06 39 98 27 54",
    "voir Mme Éloïse Tréguier",
    "la voiture EX-417-TZ gêne",
    "écrire à e.treguier@example.org",
)
REASON = "L'équipe est passée et a remplacé la lampe qui ne s'allumait plus."
Write = Callable[["World", int, str], Any]


class World:
    """A council in which things are written, one after the other."""

    def __init__(self) -> None:
        self.council: NeighbourhoodCouncil = make_council()
        self.number = 0

    def words(self, said: str) -> tuple[str, str]:
        """Return a title and a text that no other request has."""
        self.number += 1
        title = f"{SENTINEL} {self.number}"
        return title, f"{title} : le banc est cassé, {said}".rstrip(" ,")

    def one(self, which: int) -> Request | None:
        rows = list(Request.objects.select_related("case").order_by("pk"))
        return rows[which % len(rows)] if rows else None


def by_form(world: World, which: int, said: str) -> None:
    title, text = world.words(said)
    file_request(
        actor=SYSTEM,
        organisation=world.council.space.organisation,
        title=title,
        text=text,
        person=None,
        channel=Channel.ONLINE,
        college=College.RESIDENT,
        space_id=world.council.space_id,
    )


def in_session(world: World, which: int, said: str) -> None:
    title, text = world.words(said)
    file_heard(
        actor=SYSTEM,
        council=world.council,
        title=title,
        text=text,
        said_on=timezone.localdate(),
        submission_key=uuid.uuid4(),
        phone="05 36 49 11 22" if which % 2 else "",
    )


def by_import(world: World, which: int, said: str) -> None:
    title, text = world.words(said)
    state = ("En cours", "traité", "transmis au département", "sans suite")[which % 4]
    sheet = f"Titre;Description;Réponse;Statut\n{title};{text};fait;{state}\n"
    sent = start_import(
        actor=SYSTEM,
        organisation=world.council.space.organisation,
        council=world.council,
        file_name="suivi.csv",
        sheet=FollowUpFormat("suivi.csv").read(sheet.encode()),
    )
    write_import(actor=SYSTEM, sent=sent, import_rows=import_rows_of(SYSTEM))


def publish(world: World, which: int, said: str) -> None:
    release(actor=SYSTEM, instances=list(Request.objects.all()))


def decide(world: World, which: int, said: str) -> None:
    one = world.one(which)
    for finding in open_findings(one)[: 1 + which % 2] if one else ():
        decision = "masked" if which % 3 else "kept"
        decide_finding(actor=SYSTEM, finding=finding, decision=decision, reason="Nom d'une rue.")


def correct(world: World, which: int, said: str) -> None:
    one = world.one(which)
    if one is not None:
        correct_request(
            actor=SYSTEM,
            request=one,
            title=one.title,
            text=f"{SENTINEL} corrigée, {said}",
            place="",
            reason="Le lieu était faux.",
        )


def answer(world: World, which: int, said: str) -> None:
    one = world.one(which)
    if one is not None:
        answer_case(
            actor=SYSTEM,
            case=one.case,
            outcome=Outcome.values[which % len(Outcome.values)],
            reason=f"{REASON} {said}",
            next_steps="Contrôle de nuit en mai.",
            planned_for=timezone.localdate() + timedelta(days=90),
            receiving_body_name="Le département" if which % 2 else "  ",
        )


def answer_not_ours(world: World, which: int, said: str) -> None:
    one = world.one(which)
    if one is not None:
        answer_case(
            actor=SYSTEM,
            case=one.case,
            outcome=Outcome.HANDED_OVER,
            reason=REASON,
            next_steps="Rien de plus ici.",
            receiving_body_name="Le département" if which % 3 == 0 else " \N{NO-BREAK SPACE}",
        )


def take_back(world: World, which: int, said: str) -> None:
    one = world.one(which)
    if one is not None:
        hide(actor=SYSTEM, instance=one, rule="personal_data" if which % 2 else "off_topic")


def around_the_services(world: World, which: int, said: str) -> None:
    """Write as a script does, straight in the table."""
    one = world.one(which)
    if one is None:
        return
    values: dict[str, Any] = {
        "state": "answered",
        "turn": "nobody",
        "outcome": Outcome.HANDED_OVER,
        "reason": REASON,
        "next_steps": "Rien de plus ici.",
        "answered_on": timezone.localdate(),
        "receiving_body_name": "",
    }
    Case.objects.filter(pk=one.case_id).update(**values)


def by_an_administrator(world: World, which: int, said: str) -> None:
    """Change the words and the state of the guard straight in the table, then look again."""
    one = world.one(which)
    if one is None:
        return
    if which % 2:
        Request.objects.filter(pk=one.pk).update(screening="released", held_for="")
    else:
        one.text = f"{SENTINEL} changée, {said}"
        one.save()
        screen(instance=one, organisation_id=one.organisation_id)


WRITES: tuple[Write, ...] = (
    by_form,
    in_session,
    by_import,
    publish,
    decide,
    correct,
    answer,
    answer_not_ours,
    take_back,
    around_the_services,
    by_an_administrator,
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(WRITES),
        st.integers(0, 11),
        st.sampled_from(["", *PERSONAL]),
    ),
    min_size=1,
    max_size=9,
)


def apply(world: World, steps: list[tuple[Write, int, str]]) -> None:
    for write, which, said in steps:
        try:
            with transaction.atomic():
                write(world, which, said)
        except (Refusal, DatabaseError):
            # Refused is as good: nothing was written.
            continue


@pytest.fixture
def world(db: None) -> World:
    return World()


def undone(check: Callable[[World], None], world: World, steps: Any) -> None:
    cache.clear()
    with transaction.atomic():
        apply(World(), steps)
        check(world)
        transaction.set_rollback(True)
    cache.clear()


def nothing_is_silently_not_ours(_world: World) -> None:
    silent = Case.objects.filter(outcome=Outcome.HANDED_OVER).filter(
        Q(receiving_body=None), Q(receiving_body_name__regex=r"^\s*$")
    )
    assert not silent.exists()


OUTPUTS = (
    "{council}",
    "{council}suivi/",
    "{council}suivi/?page=tout",
    "{council}suivi/export.csv",
    "{council}suivi/export.json",
    "/fr/saint-aurel/",
    "/fr/saint-aurel/suivi/",
    "/fr/saint-aurel/suivi/export.csv",
    "/fr/recherche/?q=zibelinette",
    "/sitemap.xml",
    "/fr/plan-du-site/",
    "/api/v1/proposals/",
    "/api/v1/consultations/",
)


def body_of(client: Client, path: str) -> str:
    answer = client.get(path)
    sent = answer.getvalue() if answer.streaming else answer.content
    return sent.decode("utf-8-sig", "replace")


def nothing_held_is_read(world: World) -> None:
    waiting = set(
        Finding.objects.filter(decision__in=BLOCKING_DECISIONS).values_list("target", flat=True)
    )
    held = [one for one in Request.objects.select_related("case") if key_of(one) in waiting]
    assert not [one for one in held if one.is_public]
    assert not SearchEntry.objects.filter(key__in=waiting).exists()
    client = Client()
    council = page_of(world.council).get_absolute_url()
    numbers = [one.case.number for one in held]
    for path in OUTPUTS:
        body = body_of(client, path.format(council=council))
        assert not [number for number in numbers if number in body], path
        if held:
            assert not [said for said in PERSONAL if said.partition(" ")[2] in body], path
    for one in held:
        assert client.get(f"{council}suivi/{one.case.number}/").status_code == 404


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_request_ends_as_not_ours_without_the_body_that_takes_it(world: World, steps) -> None:
    undone(nothing_is_silently_not_ours, world, steps)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_row_with_an_open_finding_is_read_anywhere(world: World, steps) -> None:
    undone(nothing_held_is_read, world, steps)


def test_what_is_published_is_read_so_that_these_tests_prove_something(world: World) -> None:
    by_form(world, 0, "")
    number = Request.objects.get().case.number
    council = page_of(world.council).get_absolute_url()
    client = Client()
    shown = [path for path in OUTPUTS if number in body_of(client, path.format(council=council))]
    assert len(shown) >= 6
    assert SENTINEL in body_of(client, "/fr/recherche/?q=zibelinette")
    by_form(world, 0, PERSONAL[0])
    assert Request.objects.public().count() == 1
