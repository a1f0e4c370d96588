"""The answer reaches its author and followers in the same hour, also without e-mail."""

from typing import Any

import pytest

from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of
from civic.cases.services.cases import answer_case
from civic.notifications.models import Follow, Notice
from civic.notifications.services.follows import mute
from civic.participation.models import Contribution
from tests.factories.participation import make_contribution
from tests.factories.people import make_person


def answer(contribution: Contribution) -> None:
    answer_case(
        actor=SYSTEM,
        case=contribution.case,
        outcome="accepted",
        reason="Les comptages montrent que trente personnes attendent ce car chaque soir.",
        next_steps="Essai du lundi au vendredi à partir de février.",
    )


def told(person: Any) -> list[str]:
    rows = Notice.objects.filter(person=person, kind="contribution.answered")
    return [row.state for row in rows]


def test_amina_reads_the_whole_answer_in_her_mail(amina: Actor) -> None:
    contribution = make_contribution(person=amina.person)
    answer(contribution)

    notice = Notice.objects.get(person=amina.person, kind="contribution.answered")
    assert notice.level == "immediate"
    assert "trente personnes" in notice.body
    assert "février" in notice.body


def test_somebody_without_e_mail_is_on_the_list_to_call(db: None) -> None:
    author = make_person("Marcelle R.", phone="05 36 49 11 22", contact_preference="telephone")
    answer(make_contribution(person=author))

    assert told(author) == ["to_contact"]


def test_a_follower_is_told_and_a_muted_one_is_not(
    amina: Actor, farid: Actor, bruno: Actor
) -> None:
    contribution = make_contribution(person=amina.person)
    Follow.objects.create(person=farid.person, target=key_of(contribution))
    mute(actor=bruno, target=key_of(contribution))
    answer(contribution)

    assert told(farid.person) == ["pending"]
    assert told(bruno.person) == []


@pytest.mark.parametrize("times", [1, 2])
def test_telling_twice_tells_once(amina: Actor, times: int) -> None:
    from civic.participation.services.notices import tell_answered

    contribution = make_contribution(person=amina.person)
    answer(contribution)
    contribution.case.refresh_from_db()
    for _time in range(times):
        tell_answered(contribution.case)
    assert told(amina.person) == ["pending"]
