"""What a signed decision promised is followed by dated public notes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import Case
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.decisions.enums import CommitmentState
from civic.decisions.models import Commitment, CommitmentNote
from civic.decisions.selectors import commitment_lines, followed_commitments, late_commitments
from civic.decisions.services import follow_commitment, set_commitment, sign_decision
from civic.notifications.models import Follow, Notice
from civic.territory.services.branches import seed_branch
from home.services.staff import follow_roles
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import (
    make_branch,
    make_commune,
    make_department,
    make_intercommunality,
    make_site,
)
from tests.integration.decisions.scene import make_ready_decision, page_of, soon
from tests.integration.home.pages import make_collections

pytestmark = pytest.mark.django_db
WORDS = "L’entreprise est choisie, les travaux commencent en mars."


def promised(elise: Actor, **extra: Any) -> Commitment:
    decision, _proposals = make_ready_decision()
    values = {"text": "Poser des arceaux", "due_on": soon()}
    promise = set_commitment(actor=elise, decision=decision, **values | extra)
    sign_decision(actor=elise, decision=decision)
    return Commitment.objects.select_related("decision__space", "department").get(pk=promise.pk)


def say(actor: Actor, promise: Commitment, **extra: Any) -> CommitmentNote:
    values = {"state": CommitmentState.UNDER_WAY, "text": WORDS}
    return follow_commitment(actor=actor, commitment=promise, **values | extra)


def test_a_note_is_dated_public_and_readable_with_the_decision(elise: Actor) -> None:
    promise = promised(elise)
    page = page_of(promise.decision)
    say(elise, promise, done_on=timezone.localdate() - timedelta(days=2))
    say(elise, promise, text="Les premiers arceaux sont posés devant la gare.")
    promise.refresh_from_db()
    assert promise.state == CommitmentState.UNDER_WAY
    shown = Client().get(page.get_absolute_url()).content.decode()
    assert WORDS in shown
    assert shown.index(WORDS) < shown.index("Les premiers arceaux")


def test_another_date_leaves_the_promise_readable_and_is_told(elise: Actor) -> None:
    promise = promised(elise)
    page = page_of(promise.decision)
    later = soon(300)
    neighbour = make_person("Une voisine", email="v@example.org", email_confirmed=True)
    case = promise.decision.items.first().case
    Follow.objects.create(
        person=neighbour, target=f"participation.contribution:{case.contribution.pk}"
    )
    say(elise, promise, postponed_to=later)
    promise.refresh_from_db()
    assert (promise.due_on, promise.expected_on) == (soon(), later)
    told = Notice.objects.filter(kind="decision.commitment")
    authors = {
        one.contribution.author_id
        for one in Case.objects.filter(decision_items__decision=promise.decision)
    }
    assert {notice.person_id for notice in told} == authors | {neighbour.pk}
    assert all(WORDS in notice.body for notice in told)
    shown = Client().get(page.get_absolute_url()).content.decode()
    from django.utils import translation

    with translation.override("fr"):
        for day in (soon(), later):
            assert written_day(day) in shown


def test_a_word_without_a_change_of_date_tells_nobody(elise: Actor) -> None:
    promise = promised(elise)
    say(elise, promise)
    assert not Notice.objects.filter(kind="decision.commitment").exists()
    say(elise, promise, state=CommitmentState.DONE, text="Les quarante arceaux sont posés.")
    assert Notice.objects.filter(kind="decision.commitment").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "fait"}, "text"),
        ({"text": "é" * 1001}, "text"),
        ({"text": "Mme Odile Ferrandou a refusé de vendre son terrain."}, "text"),
        ({"state": "someday"}, "state"),
        ({"done_on": timezone.localdate() + timedelta(days=2)}, "done_on"),
        ({"postponed_to": timezone.localdate()}, "postponed_to"),
        (
            {"state": "done", "postponed_to": timezone.localdate() + timedelta(days=9)},
            "postponed_to",
        ),
    ],
)
def test_a_note_that_says_nothing_or_names_somebody_is_refused(
    elise: Actor, changes: dict[str, Any], field: str
) -> None:
    promise = promised(elise)
    with pytest.raises(Refusal) as refusal:
        say(elise, promise, **changes)
    assert refusal.value.field == field
    assert not CommitmentNote.objects.exists()


def test_a_draft_promises_nothing_yet(elise: Actor) -> None:
    decision, _proposals = make_ready_decision()
    promise = set_commitment(actor=elise, decision=decision, text="Plus tard", due_on=soon())
    with pytest.raises(Refusal) as refusal:
        say(elise, promise)
    assert refusal.value.code == "not_signed"


def test_the_database_keeps_notes_and_moves_nothing_without_one(elise: Actor) -> None:
    promise = promised(elise)
    say(elise, promise)
    for write in (
        lambda: CommitmentNote.objects.update(text="Autre chose que cela."),
        lambda: CommitmentNote.objects.all().delete(),
        lambda: Commitment.objects.filter(pk=promise.pk).update(state="dropped"),
        lambda: Commitment.objects.filter(pk=promise.pk).update(postponed_to=soon(900)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_the_department_it_is_given_to_follows_it_and_no_other(elise: Actor) -> None:
    roads = make_department(make_intercommunality(), "voirie")
    promise = promised(elise, department=roads)
    mine, other = make_user("voirie@example.org"), make_user("eau@example.org")
    grant(mine, Role.OFFICER, make_intercommunality(), roads)
    grant(
        other,
        Role.OFFICER,
        make_intercommunality(),
        make_department(make_intercommunality(), "eau"),
    )
    assert list(followed_commitments(Actor(user=mine))) == [promise]
    assert not followed_commitments(Actor(user=other)).exists()
    say(Actor(user=mine), promise)
    with pytest.raises(NotAllowed):
        say(Actor(user=other), promise)


def test_what_is_late_is_due_today_for_who_follows_it_until_it_is_over(
    elise: Actor, driss: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = promised(elise, due_on=soon(1))
    assert not late_commitments(elise).exists()
    # A signed promise does not change: time passes instead.
    later = soon(4)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later)
    assert list(late_commitments(elise)) == [promise]
    assert not late_commitments(driss).exists()
    [line] = commitment_lines(promise.decision, timezone.localdate())
    assert line.days_late == 3
    assert (
        "state-late" in Client().get(page_of(promise.decision).get_absolute_url()).content.decode()
    )
    say(elise, promise, state=CommitmentState.DONE, text="Les quarante arceaux sont posés.")
    assert not late_commitments(elise).exists()


def browser(*roles: Role, commune: Any = None) -> Client:
    user = make_user(f"agent{len(roles)}@{'la' if commune else 'ici'}.example.org", "Agente")
    for role in roles:
        grant(user, role, commune or make_intercommunality())
    follow_roles(user=user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_officer_follows_from_the_administration_and_another_commune_cannot(
    elise: Actor,
) -> None:
    make_collections()
    for page in (make_site(), make_branch("montfaucelle")):
        seed_branch(actor=SYSTEM, page=page)
    promise = promised(elise)
    client, other = browser(Role.OFFICER), browser(*Role, commune=make_commune("montfaucelle"))
    assert "Poser des arceaux" in client.get("/cms/commitments/").content.decode()
    assert "Poser des arceaux" not in other.get("/cms/commitments/").content.decode()
    address = f"/cms/commitments/follow/{promise.pk}/"
    assert other.get(address)["Location"] == "/cms/"
    assert other.post(address, {"state": "done", "text": WORDS})["Location"] == "/cms/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"state": "under_way", "text": "fait"})
    assert refused.status_code == 422
    assert client.post(address, {"state": "under_way", "text": WORDS}).status_code == 302
    assert WORDS in client.get(address).content.decode()


def test_the_answers_a_commitment_carries_out_are_chosen_and_linked_both_ways(
    elise: Actor,
) -> None:
    decision, _proposals = make_ready_decision(3)
    promised = set_commitment(
        actor=elise, decision=decision, text="Un abri fermé à la gare", due_on=soon()
    )
    other, _others = make_ready_decision(1)
    signed = sign_decision(actor=elise, decision=decision)
    page = page_of(signed)
    first, second, _third = signed.items.order_by("pk")
    make_collections()
    seed_branch(actor=SYSTEM, page=make_site())
    client = browser(Role.OFFICER)
    address = f"/cms/commitments/follow/{promised.pk}/"
    elsewhere = other.items.get()
    refused = client.post(address, {"act": "works", "works-items": [elsewhere.pk]})
    assert refused.status_code == 422
    assert not promised.carries_out.exists()
    sent = {"act": "works", "works-items": [first.pk, second.pk]}
    assert client.post(address, sent).status_code == 302
    assert set(promised.carries_out.all()) == {first, second}
    text = client.get(page.get_absolute_url()).content.decode()
    assert text.count(f'href="#engagement-{promised.pk}"') == 2
    assert f'href="#reponse-{first.case.number}"' in text
    # Nothing ticked takes the links back.
    assert client.post(address, {"act": "works"}).status_code == 302
    assert not promised.carries_out.exists()
