"""Two agents, one sheet: real connections, one entry."""

import pytest

from civic.core.exceptions import Refusal
from civic.desk.models import Entry, Letter, Sheet
from civic.desk.services.letters import write_letters
from civic.desk.services.sheets import print_sheets
from civic.participation.models import Contribution
from tests.factories.participation import make_activity
from tests.factories.territory import make_intercommunality
from tests.integration.desk.scene import agent, marcelle, say, target
from tests.integration.discussion.races import real_transactions as real_transactions
from tests.integration.discussion.races import together

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]


def test_two_agents_who_type_the_same_sheet_enter_it_once() -> None:
    activity, agents = make_activity(), [agent(f"Agent{number}") for number in range(6)]
    [sheet] = print_sheets(
        actor=agents[0], organisation=make_intercommunality(), target=target(activity), count=1
    )
    errors = together(
        [
            lambda actor=actor: say(actor, activity, sheet=sheet, person=marcelle())
            for actor in agents
        ],
        workers=6,
    )
    assert [type(error).__name__ for error in errors] == ["SheetHasServed"] * 5
    assert Contribution.objects.count() == Entry.objects.count() == 1


def test_two_desks_that_print_at_once_never_give_a_number_twice() -> None:
    activity, odile = make_activity(), agent()
    about, place = target(activity), make_intercommunality()
    errors = together(
        [
            lambda: print_sheets(actor=odile, organisation=place, target=about, count=5)
            for _batch in range(6)
        ],
        workers=6,
    )
    assert errors == []
    assert sorted(Sheet.objects.values_list("serial", flat=True)) == list(range(1, 31))


def test_two_agents_who_prepare_letters_write_to_each_person_once() -> None:
    odile, activity = agent(), make_activity()
    for number in range(5):
        say(odile, activity, person=marcelle(public_name=f"Personne {number}"))
    errors = together(
        [
            lambda: write_letters(actor=odile, organisation=make_intercommunality())
            for _agent in range(4)
        ],
        workers=4,
    )
    assert all(isinstance(error, Refusal) and error.code == "nobody" for error in errors)
    assert Letter.objects.count() == 5
