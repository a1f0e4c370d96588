"""Two people at the same moment: one claim, one decision, one amendment."""

import uuid

import pytest

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.enums import CaseState
from civic.core.exceptions import Refusal
from civic.texts.models import AmendmentDetail, ParagraphClaim, ParagraphRevision
from civic.texts.services.amendments import decide_amendment
from civic.texts.services.claims import claim_paragraph
from civic.texts.services.editing import write_paragraph
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_intercommunality
from tests.integration.discussion.races import real_transactions, together
from tests.integration.texts.scene import FIRST, NEXT, REASON, amend, make_text, paragraph

__all__ = ["real_transactions"]
pytestmark = pytest.mark.races


def staff(number: int) -> Actor:
    user = make_user(f"agent{number}@example.org", f"Agent {number}")
    for role in (Role.FACILITATOR, Role.MANAGER):
        grant(user, role, make_intercommunality())
    return Actor(user=user, person=make_person(f"Agent {number}", user=user))


@pytest.mark.usefixtures("real_transactions")
def test_of_eight_people_on_one_paragraph_exactly_one_holds_it() -> None:
    writers = [staff(number) for number in range(8)]
    target = paragraph(make_text(writers[0]))

    def claim(actor: Actor) -> None:
        claim_paragraph(actor=actor, paragraph=target)

    errors = together([lambda one=one: claim(one) for one in writers], workers=8)
    assert len(errors) == 7
    assert all(isinstance(error, Refusal) and error.code == "claimed" for error in errors)
    assert ParagraphClaim.objects.count() == 1


@pytest.mark.usefixtures("real_transactions")
def test_of_eight_people_who_save_from_the_same_state_one_writes_and_none_is_lost() -> None:
    writers = [staff(number) for number in range(8)]
    target = paragraph(make_text(writers[0]))

    def write(actor: Actor, number: int) -> None:
        write_paragraph(
            actor=actor, paragraph=target, words=f"{FIRST} Essai {number}.", base_number=1
        )

    jobs = [lambda one=one, n=n: write(one, n) for n, one in enumerate(writers)]
    errors = together(jobs, workers=8)
    assert len(errors) == 7
    assert all(isinstance(error, Refusal) and error.code == "moved" for error in errors)
    assert ParagraphRevision.objects.filter(paragraph=target).count() == 2


@pytest.mark.usefixtures("real_transactions")
def test_an_amendment_accepted_eight_times_at_once_is_accepted_once() -> None:
    writers = [staff(number) for number in range(8)]
    target = paragraph(make_text(writers[0]))
    made = amend(target, make_person("Yvonne"))

    def decide(actor: Actor) -> None:
        found = AmendmentDetail.objects.select_related(
            "contribution__case", "paragraph__text__activity__space"
        ).get(pk=made.pk)
        decide_amendment(
            actor=actor, amendment=found, decision="accepted", reason=REASON, next_steps=NEXT
        )

    errors = together([lambda one=one: decide(one) for one in writers], workers=8)
    assert len(errors) == 7
    assert all(isinstance(error, Refusal) for error in errors), errors
    assert ParagraphRevision.objects.filter(paragraph=target).count() == 2
    made.contribution.case.refresh_from_db()
    assert made.contribution.case.state == CaseState.ANSWERED


@pytest.mark.usefixtures("real_transactions")
def test_an_amendment_sent_eight_times_is_kept_once() -> None:
    writer = staff(0)
    target = paragraph(make_text(writer))
    person, key = make_person("Yvonne"), uuid.uuid4()

    def send() -> None:
        amend(target, person, submission_key=key)

    assert together([send] * 8, workers=8) == []
    assert AmendmentDetail.objects.count() == 1
