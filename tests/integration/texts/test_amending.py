"""Rules of amendments: what is proposed is owed an answer, and the answer writes the text."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import CaseState, Outcome
from civic.cases.services.cases import answer_case
from civic.core.exceptions import NotAllowed, Refusal
from civic.discussion.enums import Stance
from civic.discussion.services import hide_comment, post_comment
from civic.notifications.models import Notice
from civic.participation.registry import participation_registry
from civic.participation.services.contributions import withdraw_contribution
from civic.participation.services.phases import open_always
from civic.privacy.models import HoldReason
from civic.texts.enums import Aim, Origin, Verdict
from civic.texts.selectors.amendments import amendments_of
from civic.texts.services.amendments import decide_amendment
from civic.texts.services.editing import Moved, remove_paragraph, write_paragraph
from tests.integration.texts.scene import FIRST, NEXT, REASON, amend, make_text, paragraph

pytestmark = pytest.mark.django_db
ANSWER = {"reason": REASON, "next_steps": NEXT}


def test_an_amendment_has_a_number_a_promised_date_and_waits_for_an_answer(
    chloe: Actor, amina: Actor
) -> None:
    made = amend(paragraph(make_text(chloe)), amina)
    case = made.contribution.case
    assert case.promised_on > timezone.localdate()
    assert made.contribution.kind == "amendment"
    assert made.contribution.is_public
    address = participation_registry.address_of(made.contribution)
    assert address.endswith(f"/amendements/{case.number}/")


def test_amina_cannot_amend_while_no_phase_opens_it_and_is_told_why(
    chloe: Actor, amina: Actor
) -> None:
    text = make_text(chloe)
    open_always(actor=SYSTEM, activity=text.activity, acts=["comment"])
    with pytest.raises(Refusal) as refusal:
        amend(paragraph(text), amina)
    assert refusal.value.code == "closed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": FIRST}, "words"),
        ({"why": "Non."}, "why"),
        ({"why": "Appelez-moi au 06 12 34 56 78, je vous dirai."}, "why"),
        ({"words": "x" * 6_001}, "words"),
        ({"aim": "burn"}, "aim"),
    ],
)
def test_what_cannot_be_an_amendment_is_refused_beside_its_field(
    chloe: Actor, amina: Actor, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        amend(paragraph(make_text(chloe)), amina, **changes)
    assert refusal.value.field == field


def test_words_that_give_a_telephone_are_held_and_nobody_reads_them(
    chloe: Actor, amina: Actor
) -> None:
    target = paragraph(make_text(chloe))
    made = amend(target, amina, "Un abri fermé : pour la clé, appeler le 06 12 34 56 78.")
    assert made.contribution.held_for == HoldReason.FINDING
    assert list(amendments_of(target)) == []


def test_an_accepted_amendment_becomes_the_text_under_its_author_s_college(
    chloe: Actor, amina: Actor, elise: Actor
) -> None:
    target = paragraph(make_text(chloe))
    made = amend(target, amina, f"{FIRST} Il est éclairé.")
    decided = decide_amendment(actor=elise, amendment=made, decision=Verdict.ACCEPTED, **ANSWER)
    after = paragraph(target.text).current
    assert after.text == f"{FIRST} Il est éclairé."
    assert (after.college, after.origin) == ("resident", Origin.AMENDMENT)
    assert after.author == amina.person
    assert list(after.causes.all()) == [made.contribution]
    assert decided.decision == Verdict.ACCEPTED
    made.contribution.case.refresh_from_db()
    assert made.contribution.case.outcome == Outcome.ACCEPTED


def test_a_rejected_amendment_sends_its_author_the_reason_and_what_happens_next(
    chloe: Actor, amina: Actor, elise: Actor
) -> None:
    target = paragraph(make_text(chloe))
    made = amend(target, amina)
    decide_amendment(actor=elise, amendment=made, decision=Verdict.REJECTED, **ANSWER)
    assert paragraph(target.text).words == FIRST
    told = Notice.objects.get(kind="contribution.answered", person=amina.person)
    assert REASON in told.body
    assert NEXT in told.body


@pytest.mark.parametrize("reason", ["", "Non.", "Fait.", " " * 40])
def test_no_amendment_is_decided_without_a_reason(
    chloe: Actor, amina: Actor, elise: Actor, reason: str
) -> None:
    target = paragraph(make_text(chloe))
    made = amend(target, amina)
    with pytest.raises(Refusal) as refusal:
        decide_amendment(
            actor=elise,
            amendment=made,
            decision=Verdict.ACCEPTED,
            reason=reason,
            next_steps=NEXT,
        )
    assert refusal.value.field == "reason"
    made.refresh_from_db()
    assert made.decision == ""
    assert paragraph(target.text).words == FIRST


def test_chloe_who_facilitates_writes_but_does_not_answer_for_the_authority(
    chloe: Actor, amina: Actor
) -> None:
    made = amend(paragraph(make_text(chloe)), amina)
    with pytest.raises(NotAllowed):
        decide_amendment(actor=chloe, amendment=made, decision=Verdict.ACCEPTED, **ANSWER)


def test_an_amendment_to_words_that_changed_since_is_brought_together_by_hand(
    chloe: Actor, amina: Actor, elise: Actor
) -> None:
    target = paragraph(make_text(chloe))
    made = amend(target, amina, f"{FIRST} Il est éclairé.")
    write_paragraph(actor=chloe, paragraph=target, words="Quarante vélos.", base_number=1)
    with pytest.raises(Moved):
        decide_amendment(actor=elise, amendment=made, decision=Verdict.ACCEPTED, **ANSWER)
    made.refresh_from_db()
    assert made.decision == ""
    decide_amendment(
        actor=elise,
        amendment=made,
        decision=Verdict.ADAPTED,
        words="Quarante vélos. L’abri est éclairé.",
        base_number=2,
        **ANSWER,
    )
    after = paragraph(target.text).current
    assert after.text == "Quarante vélos. L’abri est éclairé."
    assert after.author == elise.person


def test_accepting_to_remove_takes_the_paragraph_out(
    chloe: Actor, amina: Actor, elise: Actor
) -> None:
    target = paragraph(make_text(chloe), 2)
    made = amend(target, amina, aim=Aim.REMOVE)
    assert made.explanation
    assert made.proposed_text == ""
    decide_amendment(actor=elise, amendment=made, decision=Verdict.ACCEPTED, **ANSWER)
    assert paragraph(target.text, 2).pk != target.pk or paragraph(target.text, 2).removed_at


def test_a_withdrawn_amendment_is_not_decided(chloe: Actor, amina: Actor, elise: Actor) -> None:
    made = amend(paragraph(make_text(chloe)), amina)
    withdraw_contribution(
        actor=amina, contribution=made.contribution, reason="J’en ai écrit un meilleur."
    )
    with pytest.raises(Refusal) as refusal:
        decide_amendment(actor=elise, amendment=made, decision=Verdict.REJECTED, **ANSWER)
    assert refusal.value.code == "withdrawn"


def test_an_amendment_answered_in_the_inbox_has_its_verdict_and_waits_to_be_written(
    chloe: Actor, amina: Actor, elise: Actor
) -> None:
    target = paragraph(make_text(chloe))
    made = amend(target, amina)
    answer_case(actor=elise, case=made.contribution.case, outcome=Outcome.ACCEPTED, **ANSWER)
    made.refresh_from_db()
    assert (made.decision, made.reason) == (Verdict.ACCEPTED, REASON)
    assert paragraph(target.text).words == FIRST


def test_a_removed_paragraph_is_neither_amended_nor_commented_on(
    chloe: Actor, amina: Actor
) -> None:
    target = paragraph(make_text(chloe))
    remove_paragraph(actor=chloe, paragraph=target)
    target.refresh_from_db()
    with pytest.raises(Refusal):
        amend(target, amina, "Autre chose ici.")
    with pytest.raises(Refusal):
        post_comment(actor=amina, target=target, person=amina.person, text="Dommage.")


def test_a_comment_on_a_paragraph_is_counted_hidden_and_told_by_its_rule(
    chloe: Actor, amina: Actor
) -> None:
    target = paragraph(make_text(chloe))
    posted = post_comment(
        actor=amina, target=target, person=amina.person, text="Bravo.", stance=Stance.FOR
    )
    target.refresh_from_db()
    assert target.comments_count == 1
    hide_comment(actor=chloe, comment=posted, rule="off_topic")
    target.refresh_from_db()
    assert target.comments_count == 0


def test_a_draft_is_not_commented_on_before_its_first_version(chloe: Actor, amina: Actor) -> None:
    target = paragraph(make_text(chloe, public=False))
    with pytest.raises(Refusal) as refusal:
        post_comment(actor=amina, target=target, person=amina.person, text="Bravo.")
    assert refusal.value.code == "not_public"


def test_from_a_contribution_one_reaches_the_words_it_caused(
    chloe: Actor, amina: Actor, elise: Actor
) -> None:
    target = paragraph(make_text(chloe))
    made = amend(target, amina, f"{FIRST} Il est éclairé.")
    assert participation_registry.trail["text"][1]([made.contribution_id]) == {}
    decide_amendment(actor=elise, amendment=made, decision=Verdict.ACCEPTED, **ANSWER)
    [step] = participation_registry.trail["text"][1]([made.contribution_id])[made.contribution_id]
    assert str(target.key) in step.url
    assert step.on == timezone.localdate()
    assert made.contribution.case.state in CaseState.values
    assert step.on - timedelta(days=1) < step.on
