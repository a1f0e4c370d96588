"""What became of what was said: the figures, the trails, and who is led where."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.accounts.services.people import empty_person
from civic.cases.enums import Outcome
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.decisions.models import Commitment, DecisionItem
from civic.decisions.services.drafting import set_commitment
from civic.decisions.services.following import follow_commitment
from civic.decisions.services.signing import sign_decision
from civic.decisions.services.works import carry_out
from civic.participation.models import Contribution
from civic.participation.registry import participation_registry
from consultations.logic.delays import delays_of
from consultations.selectors.became import became
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import make_person
from tests.integration.decisions.scene import make_ready_decision, page_of, soon

pytestmark = pytest.mark.django_db
REASON = "Le terrain est communal et le budget de l’année le permet."


@pytest.fixture
def call():  # type: ignore[no-untyped-def]
    return make_call()


def address(call) -> str:  # type: ignore[no-untyped-def]
    parent = call.get_parent().specific
    return str(parent.url_of("became"))


def answered(call, title: str, **extra) -> Contribution:  # type: ignore[no-untyped-def]
    from civic.cases.services.cases import answer_case

    said = make_contribution(call.activity, title=title, **extra)
    answer_case(
        actor=SYSTEM,
        case=said.case,
        outcome=Outcome.ACCEPTED,
        reason=REASON,
        next_steps="Les travaux commencent au printemps.",
    )
    return said


def test_an_empty_consultation_says_what_will_be_here(call, client: Client) -> None:
    html = client.get(address(call)).content.decode()
    assert 'class="empty"' in html


def test_the_first_sentence_counts_the_answers_by_what_became_of_them(call, client: Client) -> None:
    answered(call, "Un abri à vélos", channel=Channel.PAPER)
    make_contribution(call.activity, title="Une navette")
    response = client.get(address(call))
    first = response.context["sentences"][0]
    assert first.startswith("1")
    assert "2\N{NO-BREAK SPACE}contributions" in first
    assert [row["line"].title for row in response.context["rows"]] == [
        "Un abri à vélos",
        "Une navette",
    ]


def test_what_waits_gives_the_date_of_its_answer(call, client: Client) -> None:
    said = make_contribution(call.activity, title="Une navette")
    html = client.get(address(call), {"devenir": "waiting"}).content.decode()
    assert "Une navette" in html
    assert str(said.case.promised_on.year) in html


def test_a_held_contribution_is_neither_counted_nor_listed(call, client: Client) -> None:
    make_contribution(call.activity, title="Une navette")
    held = make_contribution(call.activity, text="Appelez Odile Martin au 06 12 34 56 78.")
    assert not held.is_public
    response = client.get(address(call))
    assert response.context["total"] == 1
    assert held.title not in response.content.decode() or held.title == "Une navette"


def test_the_channels_are_compared_with_the_same_delays(call) -> None:
    for number in range(5):
        answered(call, f"Papier {number}", channel=Channel.PAPER)
    whole = became(call.activity.space, timezone.localdate() + timedelta(days=3))
    assert whole.by_channel[Channel.PAPER].delays.median is not None
    assert whole.by_channel[Channel.PAPER].share == 100


@pytest.mark.parametrize(
    ("waited", "median", "ninetieth"),
    [({1: 4}, None, None), ({1: 5}, 1, 1), ({2: 5, 10: 5}, 2, 10), ({1: 9, 40: 1}, 1, 1)],
)
def test_a_delay_is_one_that_somebody_waited(waited, median, ninetieth) -> None:
    delays = delays_of(waited)
    assert (delays.median, delays.ninetieth) == (median, ninetieth)


def test_the_page_costs_the_same_for_three_and_for_sixty(call, client, count_queries) -> None:
    for number in range(3):
        answered(call, f"Proposition {number}")
    client.get(address(call))
    from django.core.cache import cache

    cache.clear()
    client.get("/fr/")
    with count_queries() as few:
        client.get(address(call))
    for number in range(3, 60):
        answered(call, f"Proposition {number}")
    cache.clear()
    client.get("/fr/")
    with count_queries() as many:
        client.get(address(call))
    assert len(many) == len(few) <= 15


@pytest.fixture
def signed(call) -> tuple[Contribution, Commitment]:  # type: ignore[no-untyped-def]
    """A proposal answered by a signed decision that promises its works."""
    decision, (said, *_others) = make_ready_decision(space=call.activity.space)
    commitment = set_commitment(
        actor=SYSTEM, decision=decision, text="Poser douze abris à vélos", due_on=soon(90)
    )
    sign_decision(actor=SYSTEM, decision=decision)
    said.refresh_from_db()
    return said, commitment


def item_of(said: Contribution) -> DecisionItem:
    return DecisionItem.objects.get(case=said.case)


def test_from_a_contribution_one_is_led_to_its_decision_and_to_its_works(signed) -> None:
    said, commitment = signed
    page_of(commitment.decision)
    carry_out(actor=SYSTEM, commitment=commitment, items=[item_of(said)])
    follow_commitment(
        actor=SYSTEM, commitment=commitment, state="done", text="Les abris sont ouverts à tous."
    )
    steps = participation_registry.trail_of([said.pk])[said.pk]
    assert [step.kind for step in steps] == ["decision", "commitment", "works_done"]
    assert steps[0].url.endswith(f"#reponse-{said.case.number}")
    assert steps[2].url.endswith(f"#engagement-{commitment.pk}")


def test_a_trail_costs_the_same_for_one_and_for_twenty(signed, count_queries) -> None:
    said, commitment = signed
    page_of(commitment.decision)
    carry_out(actor=SYSTEM, commitment=commitment, items=[item_of(said)])
    participation_registry.trail_of([said.pk])
    with count_queries() as one:
        participation_registry.trail_of([said.pk])
    others = [make_contribution(said.activity, title=f"Proposition {n}").pk for n in range(20)]
    with count_queries() as many:
        participation_registry.trail_of([said.pk, *others])
    assert len(one) == len(many)


def test_a_commitment_carries_out_the_answers_of_its_own_decision_only(signed) -> None:
    _said, commitment = signed
    other, (elsewhere, *_rest) = make_ready_decision(space=commitment.decision.space)
    with pytest.raises(Refusal):
        carry_out(actor=SYSTEM, commitment=commitment, items=[item_of(elsewhere)])
    with pytest.raises(IntegrityError), transaction.atomic():
        commitment.carries_out.add(item_of(elsewhere))
    assert other.pk != commitment.decision_id


def test_farid_leads_nobody_to_works(signed, farid: Actor) -> None:
    said, commitment = signed
    with pytest.raises(NotAllowed):
        carry_out(actor=farid, commitment=commitment, items=[item_of(said)])


def test_an_erased_author_leaves_the_trail_and_not_a_name(call, client: Client) -> None:
    person = make_person("Odile Martin")
    said = answered(call, "Un abri à vélos", person=person)
    empty_person(person)
    html = client.get(address(call)).content.decode()
    assert "Un abri à vélos" in html
    assert "Odile" not in html
    assert said.case.number in html
