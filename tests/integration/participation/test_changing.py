"""Edit and withdraw what one said; the count and the search follow."""

import pytest

from civic.accounts.policies import SYSTEM
from civic.cases.enums import CaseState, Outcome
from civic.cases.services.cases import answer_case
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.models import SearchEntry
from civic.participation.enums import Act
from civic.participation.services.contributions import edit_contribution, withdraw_contribution
from civic.participation.services.phases import open_always
from tests.factories.participation import make_activity, make_call, make_contribution

NEW = {"title": "Une haie de charmes", "text": "Des charmes, qui gardent leurs feuilles l'hiver."}


def answered(contribution):
    return answer_case(
        actor=SYSTEM,
        case=contribution.case,
        outcome=Outcome.ACCEPTED,
        reason="La haie protège les promeneurs et coûte peu à entretenir.",
        next_steps="Plantation à l'automne 2027.",
    )


def test_an_edit_keeps_what_the_public_could_read(amina):
    contribution = make_contribution(person=amina.person)
    edited = edit_contribution(actor=amina, contribution=contribution, **NEW)
    assert edited.version == 2
    version = edited.versions.get()
    assert (version.version, version.title) == (1, contribution.title)


def test_the_search_follows_an_edit(amina):
    call = make_call()
    contribution = make_contribution(call.activity, amina.person)
    edit_contribution(actor=amina, contribution=contribution, **NEW)
    assert SearchEntry.objects.matching("charme").exists()
    assert not SearchEntry.objects.matching("promeneurs").exists()


def test_an_edit_that_changes_nothing_makes_no_version(amina):
    contribution = make_contribution(person=amina.person)
    same = {"title": contribution.title, "text": contribution.text}
    assert not edit_contribution(actor=amina, contribution=contribution, **same).versions.exists()


def test_a_text_nobody_could_read_leaves_no_version_behind(amina):
    contribution = make_contribution(
        person=amina.person, text="Appelez ma voisine au 06 12 34 56 78 le soir."
    )
    edited = edit_contribution(actor=amina, contribution=contribution, **NEW)
    assert edited.is_public
    assert not edited.versions.exists()


def test_an_edit_that_names_somebody_takes_the_proposal_back_until_read(amina):
    call = make_call()
    contribution = make_contribution(call.activity, amina.person)
    text = "Appelez plutôt ma voisine au 06 12 34 56 78 le soir."
    edited = edit_contribution(actor=amina, contribution=contribution, title="Une haie", text=text)
    call.activity.refresh_from_db()
    assert not edited.is_public
    assert call.activity.contributions_count == 0
    assert not SearchEntry.objects.exists()


def test_farid_cannot_edit_or_withdraw_the_proposal_of_amina(amina, farid):
    contribution = make_contribution(person=amina.person)
    with pytest.raises(NotAllowed):
        edit_contribution(actor=farid, contribution=contribution, **NEW)
    with pytest.raises(NotAllowed):
        withdraw_contribution(actor=farid, contribution=contribution, reason="Je veux.")


def test_an_answered_proposal_is_neither_edited_nor_withdrawn(amina):
    contribution = make_contribution(person=amina.person)
    answered(contribution)
    contribution.refresh_from_db()
    for act, extra in ((edit_contribution, NEW), (withdraw_contribution, {"reason": "Trop tard"})):
        with pytest.raises(Refusal) as refusal:
            act(actor=amina, contribution=contribution, **extra)
        assert refusal.value.code == "already_answered"


def test_nothing_is_edited_once_proposals_are_closed(amina):
    contribution = make_contribution(person=amina.person)
    open_always(actor=SYSTEM, activity=contribution.activity, acts=[Act.SUPPORT])
    with pytest.raises(Refusal) as refusal:
        edit_contribution(actor=amina, contribution=contribution, **NEW)
    assert refusal.value.code == "closed"


def test_a_withdrawn_proposal_stays_readable_and_its_case_is_closed(amina):
    contribution = make_contribution(make_activity(), amina.person)
    withdrawn = withdraw_contribution(
        actor=amina, contribution=contribution, reason="  Une autre dit mieux la même chose. "
    )
    assert withdrawn.is_public
    assert withdrawn.withdrawn_reason == "Une autre dit mieux la même chose."
    assert withdrawn.case.state == CaseState.WITHDRAWN
    with pytest.raises(Refusal) as refusal:
        withdraw_contribution(actor=amina, contribution=withdrawn, reason="Encore")
    assert refusal.value.code == "withdrawn"


@pytest.mark.parametrize("reason", ["", "  ", "a" * 251, "Appelez le 06 12 34 56 78"])
def test_a_withdrawal_says_why_without_reaching_anybody(amina, reason):
    contribution = make_contribution(person=amina.person)
    with pytest.raises(Refusal) as refusal:
        withdraw_contribution(actor=amina, contribution=contribution, reason=reason)
    assert refusal.value.field == "reason"
