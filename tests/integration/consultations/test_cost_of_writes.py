"""What a write costs the database, counted as the benchmark counts it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from civic.discussion.models import Comment
from civic.voting.models import Support
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
AT_MOST = 20


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def cost(client, amina, django_capture_on_commit_callbacks):
    """Return the number of queries of a write that succeeds, with what follows its commit.

    The two of its transaction are counted: here a savepoint, that opens and closes as it does.
    """
    client.force_login(amina.user)

    def counted(path: str, **form: str) -> int:
        after = django_capture_on_commit_callbacks(execute=True)
        with CaptureQueriesContext(connection) as queries, after:
            response = client.post(path, form)
        assert response.status_code == 302, response.content.decode()[:500]
        return len(queries)

    return counted


def test_posting_a_comment_asks_twenty_things_of_the_database_at_most(cost, call):
    proposal = make_contribution(call.activity, make_person("Une voisine"))
    path = call.url_of("comment", number=proposal.number)
    costs = [cost(path, text=f"Utile chaque matin, {turn}.", stance="for") for turn in range(3)]
    # The first one fills what is kept for everybody.
    assert max(costs[1:]) <= AT_MOST
    assert Comment.objects.public().about(proposal).count() == 3


def test_an_answer_costs_the_same_however_long_the_thread(cost, call):
    proposal = make_contribution(call.activity, make_person("Une voisine"))
    path = call.url_of("comment", number=proposal.number)
    cost(path, text="Cela m’aiderait chaque matin.", stance="for")
    root = str(Comment.objects.public().about(proposal).get().pk)
    costs = [
        cost(path, text=f"Et le soir, {turn}.", stance="neutral", reply_to=root)
        for turn in range(5)
    ]
    assert len(set(costs)) == 1
    # Beside a first comment: what it answers, its place, the count above it.
    assert costs[0] <= AT_MOST + 3


def test_supporting_asks_twenty_things_of_the_database_at_most(cost, call, amina):
    paths = [
        call.url_of("support", number=make_contribution(call.activity).number) for _one in range(3)
    ]
    costs = [cost(path, support="give") for path in paths]
    assert max(costs[1:]) <= AT_MOST
    assert Support.objects.filter(person=amina.person).count() == 3
