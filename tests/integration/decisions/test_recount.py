"""Every number shown is the number of its rows: counted again, and corrected."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from civic.accounts.policies import Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed
from civic.decisions.services.recounting import correct, drifts
from civic.discussion.services import post_comment
from civic.participation.models import Activity, Contribution
from civic.voting.services import support
from tests.integration.discussion.scene import make_proposal
from tests.integration.voting.scene import make_closed_ballot

pytestmark = pytest.mark.django_db


def recount(*options: str) -> str:
    out = StringIO()
    call_command("recount", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def proposal(amina: Actor, farid: Actor) -> Contribution:
    found = make_proposal()
    for actor in (amina, farid):
        support(actor=actor, contribution=found, person=actor.person)
        post_comment(actor=actor, target=found, person=actor.person, text="Oui.")
    post_comment(actor=amina, target=found, person=amina.person, text="06 12 34 56 78")
    return found


def test_what_the_services_wrote_counts_right(proposal: Contribution) -> None:
    make_closed_ballot()
    said = recount()
    assert "supports: 2 rows, 0 wrong" in said
    assert "comments: 2 rows, 0 wrong" in said
    assert "closed ballots: 0 differ" in said


def test_wrong_numbers_are_found_named_and_corrected(proposal: Contribution) -> None:
    Contribution.objects.update(supports_count=9, comments_count=0)
    Activity.objects.update(contributions_count=44)
    with pytest.raises(CommandError, match="3 numbers are wrong"):
        recount()
    said = recount("--fix")
    assert f"participation.contribution:{proposal.pk} shows 9, has 2, corrected to 2" in said
    assert "0 wrong" in recount()
    proposal.refresh_from_db()
    assert (proposal.supports_count, proposal.comments_count) == (2, 2)
    assert JournalEntry.objects.filter(action="counter.corrected").count() == 3


def test_only_an_administrator_corrects(proposal: Contribution, elise: Actor) -> None:
    Contribution.objects.update(supports_count=9)
    _rows, (drift,) = drifts("supports")
    with pytest.raises(NotAllowed):
        correct(actor=elise, name="supports", drift=drift)


def test_counting_again_costs_the_same_whatever_the_size(
    proposal: Contribution, count_queries
) -> None:
    with count_queries() as few:
        drifts("supports")
        drifts("comments")
    for number in range(5):
        make_proposal(proposal.activity, title=f"Proposition {number}")
    with count_queries() as many:
        drifts("supports")
        drifts("comments")
    assert len(few) == len(many) <= 5
