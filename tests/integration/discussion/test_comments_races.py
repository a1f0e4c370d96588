"""Many people answer in one thread at once: nothing is lost, nothing stands twice."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from civic.accounts.policies import SYSTEM, Actor
from civic.core.models import Event
from civic.discussion.models import Comment
from civic.discussion.selectors import thread_page
from civic.discussion.services import post_comment
from civic.participation.models import Contribution
from tests.integration.discussion.races import people, real_transactions, together
from tests.integration.discussion.scene import make_proposal

__all__ = ["real_transactions"]

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]


def test_240_replies_in_one_thread_are_all_stored_in_order_and_none_twice() -> None:
    proposal = make_proposal()
    authors = people(24)
    root = post_comment(
        actor=Actor(person=authors[0]), target=proposal, person=authors[0], text="Le début"
    )

    def reply(number: int) -> Callable[[], object]:
        author = authors[number % len(authors)]
        return lambda: post_comment(
            actor=Actor(person=author),
            target=Contribution.objects.select_related("activity__space").get(pk=proposal.pk),
            person=author,
            text=f"Réponse {number}",
            reply_to=root.pk,
        )

    assert together([reply(number) for number in range(240)]) == []
    stored = list(Comment.objects.filter(thread_id=root.pk).order_by("order"))
    proposal.refresh_from_db()
    assert [comment.order for comment in stored] == list(range(1, 242))
    assert len({comment.comment for comment in stored}) == 241
    assert stored[0].nested_count == 240
    assert proposal.comments_count == 241
    assert len(thread_page(proposal).lines) == 241
    numbers = Event.objects.filter(stream__name=f"contribution:{proposal.pk}")
    assert sorted(numbers.values_list("number", flat=True)) == list(range(1, 242))


def test_replies_at_every_level_leave_a_tree_without_a_hole() -> None:
    proposal = make_proposal()
    (author,) = people(1)
    parents = []
    for level in range(5):
        parents.append(
            post_comment(
                actor=SYSTEM,
                target=proposal,
                person=author,
                text=f"Niveau {level}",
                reply_to=parents[-1] if parents else None,
            )
        )

    def reply(number: int) -> Callable[[], object]:
        return lambda: post_comment(
            actor=SYSTEM,
            target=Contribution.objects.select_related("activity__space").get(pk=proposal.pk),
            person=author,
            text=f"Réponse {number}",
            reply_to=parents[number % 5].pk,
        )

    assert together([reply(number) for number in range(60)], workers=8) == []
    stored = list(Comment.objects.filter(thread_id=parents[0].pk).order_by("order"))
    assert [comment.order for comment in stored] == list(range(1, 66))
    above: list[Comment] = []
    below: dict[int, int] = {}
    for comment in stored:
        above = above[: comment.level]
        assert len(above) == comment.level
        assert comment.parent_id == (above[-1].pk if above else comment.pk)
        for ancestor in above:
            below[ancestor.pk] = below.get(ancestor.pk, 0) + 1
        above.append(comment)
    assert {c.pk: c.nested_count for c in stored} == {c.pk: below.get(c.pk, 0) for c in stored}


def test_a_double_click_posts_once() -> None:
    proposal = make_proposal()
    (author,) = people(1)
    key = uuid.uuid4()

    def post() -> object:
        return post_comment(
            actor=Actor(person=author),
            target=Contribution.objects.select_related("activity__space").get(pk=proposal.pk),
            person=author,
            text="Une seule fois",
            submission_key=key,
        )

    assert together([post] * 8, workers=8) == []
    proposal.refresh_from_db()
    assert Comment.objects.count() == proposal.comments_count == 1


def test_without_the_lock_the_race_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prove that the test above can fail: the lock is what makes it pass."""
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite the IMMEDIATE transaction is the lock; it cannot be switched off.")
    monkeypatch.setattr("civic.discussion.services.comments.locked", lambda queryset: queryset)
    proposal = make_proposal()
    (author,) = people(1)
    root = post_comment(actor=SYSTEM, target=proposal, person=author, text="Le début")

    def reply(number: int) -> Callable[[], object]:
        return lambda: post_comment(
            actor=SYSTEM,
            target=Contribution.objects.select_related("activity__space").get(pk=proposal.pk),
            person=author,
            text=f"Réponse {number}",
            reply_to=root.pk,
        )

    errors = together([reply(number) for number in range(80)])
    orders = Comment.objects.filter(thread_id=root.pk).values_list("order", flat=True)
    assert errors or sorted(orders) != list(range(1, 82))
