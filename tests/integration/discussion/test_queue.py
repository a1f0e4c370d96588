"""The moderators' queue: what was reported where one moderates, settled in one gesture."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.discussion.models import Comment, Report
from civic.discussion.services import hide_comment, post_comment, report
from tests.factories.people import grant
from tests.factories.territory import make_commune
from tests.integration.discussion.scene import make_proposal

pytestmark = pytest.mark.django_db


def at_work(actor: Actor) -> Client:
    entry = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    actor.user.user_permissions.add(entry)
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.fixture
def comment(farid: Actor) -> Comment:
    return post_comment(
        actor=farid, target=make_proposal(), person=farid.person, text="Une <b>insulte</b>"
    )


@pytest.fixture
def filed(comment: Comment, amina: Actor) -> Report:
    report(actor=Actor(), target=comment, rule="hate", text="Voyez", who="203.0.113.7")
    return report(actor=amina, target=comment, rule="insult", person=amina.person)


def address() -> str:
    return reverse("moderation_queue")


def test_chloe_reads_each_text_once_with_its_reports(chloe: Actor, filed: Report) -> None:
    html = at_work(chloe).get(address()).content.decode()
    assert html.count("<blockquote>") == 1
    assert "Une &lt;b&gt;insulte&lt;/b&gt;" in html
    assert "Voyez" in html


def test_chloe_hides_it_for_a_rule_and_every_report_of_it_is_settled(
    chloe: Actor, filed: Report, comment: Comment
) -> None:
    client = at_work(chloe)
    answer = client.post(address(), {"report": filed.pk, "decision": "hide", "rule": "insult"})
    assert answer["Location"] == address()
    comment.refresh_from_db()
    assert (comment.is_public, comment.removed_rule) == (False, "insult")
    assert not Report.objects.open().exists()
    html = client.get(address()).content.decode()
    assert f'name="restore" value="{comment.pk}"' in html
    client.post(address(), {"restore": str(comment.pk)})
    comment.refresh_from_db()
    assert comment.is_public
    assert "<blockquote>" not in client.get(address()).content.decode()


def test_chloe_keeps_it(chloe: Actor, filed: Report, comment: Comment) -> None:
    at_work(chloe).post(address(), {"report": filed.pk, "decision": "keep", "rule": "insult"})
    comment.refresh_from_db()
    assert comment.is_public
    assert not Report.objects.open().exists()


@pytest.mark.parametrize(
    "data",
    [
        {"decision": "hide", "rule": ""},
        {"decision": "hide", "rule": "laid"},
        {"decision": ""},
        {"decision": "keep", "report": "abc"},
    ],
)
def test_hiding_without_a_rule_says_what_misses(chloe: Actor, filed: Report, data: dict) -> None:
    answer = at_work(chloe).post(address(), {"report": str(filed.pk)} | data)
    assert answer.status_code == 422
    assert Report.objects.open().count() == 2


def test_a_report_already_settled_says_so(chloe: Actor, filed: Report) -> None:
    client = at_work(chloe)
    for number in (filed.pk, filed.pk, 999_999):
        answer = client.post(address(), {"report": number, "decision": "keep"})
        assert answer["Location"] == address()
    said = gettext("Somebody has already settled this report.")
    assert said in client.get(address()).content.decode()


@pytest.mark.parametrize("key", ["", "abc", "999999", "9" * 40, "-1"])
def test_restoring_what_is_not_hidden_says_so(chloe: Actor, key: str) -> None:
    assert at_work(chloe).post(address(), {"restore": key})["Location"] == address()


def test_what_is_hidden_here_is_restored_by_nobody_from_elsewhere(
    chloe: Actor, bruno: Actor, comment: Comment
) -> None:
    hide_comment(actor=chloe, comment=comment, rule="insult")
    grant(bruno.user, Role.MODERATOR, make_commune("montfaucelle"))
    client = at_work(Actor(user=bruno.user))
    assert "<blockquote>" not in client.get(address()).content.decode()
    client.post(address(), {"restore": str(comment.pk)})
    comment.refresh_from_db()
    assert not comment.is_public


def closed(answer) -> bool:
    return answer.status_code in (302, 403)


@pytest.mark.parametrize("name", ["amina", "bruno", "driss"])
def test_who_does_not_moderate_does_not_enter(
    name: str, request: pytest.FixtureRequest, filed: Report
) -> None:
    client = at_work(request.getfixturevalue(name))
    assert closed(client.get(address()))
    assert closed(client.post(address(), {"report": filed.pk, "decision": "keep"}))
    assert closed(Client().get(address()))
    assert Report.objects.open().count() == 2


def test_a_moderator_of_another_commune_sees_and_settles_nothing_here(
    bruno: Actor, filed: Report
) -> None:
    grant(bruno.user, Role.MODERATOR, make_commune("montfaucelle"))
    client = at_work(Actor(user=bruno.user))
    assert "<blockquote>" not in client.get(address()).content.decode()
    answer = client.post(address(), {"report": filed.pk, "decision": "hide", "rule": "insult"})
    assert closed(answer)
    assert Report.objects.open().count() == 2


def test_the_queue_costs_the_same_for_one_text_and_for_twenty(
    chloe: Actor, filed: Report, amina: Actor, count_queries
) -> None:
    client = at_work(chloe)
    client.get(address())
    with count_queries() as few:
        client.get(address())
    proposal = Comment.objects.get().content_object
    for number in range(20):
        told = post_comment(
            actor=amina, target=proposal, person=amina.person, text=f"Numéro {number}"
        )
        report(actor=Actor(), target=told, rule="insult", who=f"192.0.2.{number}")
    with count_queries() as many:
        html = client.get(address()).content.decode()
    assert html.count("<blockquote>") == 21
    assert len(few) == len(many)
