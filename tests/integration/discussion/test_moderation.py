"""Reports reach one queue, moderators are told, what is hidden names a rule."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.discussion.models import Comment, Report
from civic.discussion.services import (
    hide_comment,
    post_comment,
    report,
    restore_comment,
    settle_report,
)
from civic.notifications.models import Notice
from civic.participation.models import Contribution
from civic.participation.services import limits
from civic.privacy.enums import FindingDecision
from civic.privacy.models import Finding
from civic.privacy.services.erasure import erase_person, export_person
from civic.privacy.services.screening import decide_finding, release
from tests.factories.people import grant, make_person
from tests.factories.territory import make_commune
from tests.integration.discussion.scene import make_proposal

pytestmark = pytest.mark.django_db


def say(actor: Actor, target: Contribution, text: str = "Très bonne idée.", **extra) -> Comment:
    return post_comment(actor=actor, target=target, person=actor.person, text=text, **extra)


def test_a_report_reaches_the_queue_and_the_moderators_are_told(
    amina: Actor, farid: Actor, chloe: Actor
) -> None:
    comment = say(farid, make_proposal())
    filed = report(
        actor=amina, target=comment, rule="insult", text="Deuxième ligne", person=amina.person
    )
    assert list(Report.objects.open()) == [filed]
    assert Notice.objects.filter(person=chloe.person, kind="moderation.report").count() == 1
    assert not Notice.objects.filter(person=farid.person, kind="moderation.report").exists()


def test_the_same_person_reports_a_text_once(amina: Actor, farid: Actor) -> None:
    comment = say(farid, make_proposal())
    first = report(actor=amina, target=comment, rule="insult", person=amina.person)
    assert report(actor=amina, target=comment, rule="hate", person=amina.person) == first


def test_nobody_needs_a_name_to_report_but_not_a_hundred_times(
    farid: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A window that ends in the middle of the test would start the count again.
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 1_000_000.0))
    comment = say(farid, make_proposal())
    for _time in range(20):
        report(actor=Actor(), target=comment, rule="insult", who="203.0.113.7")
    with pytest.raises(TooMany):
        report(actor=Actor(), target=comment, rule="insult", who="203.0.113.7")


def test_a_proposal_is_reported_like_a_comment(amina: Actor, chloe: Actor) -> None:
    proposal = make_proposal()
    filed = report(actor=amina, target=proposal, rule="advertising", person=amina.person)
    settle_report(actor=chloe, report=filed, hide_because="advertising")
    proposal.refresh_from_db()
    assert (filed.state, proposal.is_public) == ("hidden", False)


def test_a_report_names_a_rule_and_a_public_text(amina: Actor, farid: Actor) -> None:
    proposal = make_proposal()
    comment = say(farid, proposal)
    with pytest.raises(Refusal) as refusal:
        report(actor=amina, target=comment, rule="laid", person=amina.person)
    assert refusal.value.field == "rule"
    with pytest.raises(Refusal):
        report(actor=amina, target=comment, rule="insult", text="é" * 501, person=amina.person)
    held = say(farid, proposal, "06 12 34 56 78")
    with pytest.raises(Refusal):
        report(actor=amina, target=held, rule="insult", person=amina.person)
    with pytest.raises(NotAllowed):
        report(actor=farid, target=comment, rule="insult", person=amina.person)


def test_chloe_hides_a_comment_and_its_author_is_told_the_rule(farid: Actor, chloe: Actor) -> None:
    proposal = make_proposal()
    comment = say(farid, proposal)
    first = report(actor=chloe, target=comment, rule="insult", person=chloe.person)
    second = report(actor=Actor(), target=comment, rule="hate", who="x")
    hidden = hide_comment(actor=chloe, comment=comment, rule="insult")
    assert (hidden.held_for, hidden.removed_rule) == ("hidden", "insult")
    for filed in (first, second):
        filed.refresh_from_db()
        assert (filed.state, filed.settled_by) == ("hidden", chloe.user)
    assert Notice.objects.filter(person=farid.person, kind="comment.fate").count() == 1
    proposal.refresh_from_db()
    assert proposal.comments_count == 0


def test_a_hidden_comment_is_restored_and_counted_again(farid: Actor, chloe: Actor) -> None:
    proposal = make_proposal()
    comment = hide_comment(actor=chloe, comment=say(farid, proposal), rule="off_topic")
    restored = restore_comment(actor=chloe, comment=comment)
    proposal.refresh_from_db()
    assert (restored.is_public, restored.removed_rule, proposal.comments_count) == (True, "", 1)
    restore_comment(actor=chloe, comment=comment)
    proposal.refresh_from_db()
    assert proposal.comments_count == 1


def test_a_comment_with_something_to_decide_is_not_restored(farid: Actor, chloe: Actor) -> None:
    comment = say(farid, make_proposal(), "Son numéro : 06 12 34 56 78")
    with pytest.raises(Refusal):
        restore_comment(actor=chloe, comment=comment)


def test_a_masked_comment_is_released_counted_and_its_thread_answers(
    farid: Actor, chloe: Actor, amina: Actor
) -> None:
    proposal = make_proposal()
    comment = say(farid, proposal, "Son numéro : 06 12 34 56 78")
    finding = Finding.objects.get(target=f"discussion.comment:{comment.pk}")
    decide_finding(actor=chloe, finding=finding, decision=FindingDecision.MASKED)
    release(actor=chloe, instances=[comment])
    proposal.refresh_from_db()
    assert proposal.comments_count == 1
    assert "06 12" not in Comment.objects.get(pk=comment.pk).comment
    assert say(amina, proposal, reply_to=comment).level == 1


@pytest.mark.parametrize("name", ["amina", "bruno", "driss", "farid"])
def test_who_does_not_moderate_hides_restores_and_settles_nothing(
    name: str, request: pytest.FixtureRequest, chloe: Actor
) -> None:
    actor = request.getfixturevalue(name)
    comment = say(chloe, make_proposal())
    filed = report(actor=Actor(), target=comment, rule="insult", who="x")
    for attempt in (
        lambda: hide_comment(actor=actor, comment=comment, rule="insult"),
        lambda: restore_comment(actor=actor, comment=comment),
        lambda: settle_report(actor=actor, report=filed),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_moderator_of_another_commune_hides_nothing_here(farid: Actor, chloe: Actor) -> None:
    grant(farid.user, Role.MODERATOR, make_commune("montfaucelle"))
    comment = say(chloe, make_proposal())
    with pytest.raises(NotAllowed):
        hide_comment(actor=Actor(user=farid.user), comment=comment, rule="insult")


def test_a_report_kept_says_who_looked(farid: Actor, chloe: Actor) -> None:
    comment = say(farid, make_proposal())
    filed = report(actor=Actor(), target=comment, rule="insult", who="x")
    settle_report(actor=chloe, report=filed)
    assert (filed.state, filed.settled_by) == ("kept", chloe.user)
    assert JournalEntry.objects.filter(action="report.kept").exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE discussion_comment SET channel = 'paper'",
        "UPDATE discussion_comment SET college = 'elected_official'",
    ],
)
def test_the_database_keeps_capacity_and_channel(amina: Actor, sql: str) -> None:
    say(amina, make_proposal())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_releases_nothing_with_an_open_finding(amina: Actor) -> None:
    say(amina, make_proposal(), "06 12 34 56 78")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE discussion_comment SET screening = 'released', held_for = ''")


def test_whoever_is_answered_is_told_once_and_nobody_of_their_own_words(
    amina: Actor, farid: Actor, django_capture_on_commit_callbacks
) -> None:
    proposal = make_proposal(author=amina.person)
    from civic.discussion.tasks import tell_of_comment_later

    first = say(amina, proposal, "un")
    second = say(farid, proposal, "deux", reply_to=first)
    for comment in (first, second, second):
        tell_of_comment_later.call(comment.pk)
    kinds = list(Notice.objects.order_by("pk").values_list("person", "kind"))
    assert kinds == [(amina.person.pk, "comment.reply")]


def test_comments_follow_the_person_who_claims_them(amina: Actor) -> None:
    from civic.accounts.services.people import merge_people

    guest = make_person("Amina, au guichet")
    proposal = make_proposal()
    post_comment(actor=Actor(person=guest), target=proposal, person=guest, text="Dit sans compte")
    report(
        actor=Actor(person=guest),
        target=Comment.objects.get(),
        rule="insult",
        person=guest,
    )
    merge_people(kept=amina.person, absorbed=guest)
    assert Comment.objects.get().person == amina.person
    assert Report.objects.get().person == amina.person


def test_an_erased_person_leaves_no_report_of_theirs(amina: Actor, farid: Actor) -> None:
    comment = say(farid, make_proposal())
    report(actor=amina, target=comment, rule="insult", text="Je le connais", person=amina.person)
    data = export_person(person=amina.person)
    assert data["reports"][0]["text"] == "Je le connais"
    assert export_person(person=farid.person)["comments"][0]["text"] == comment.comment
    erase_person(actor=amina, person=amina.person)
    left = Report.objects.get()
    assert (left.person, left.text, left.state) == (None, "", "open")


def test_the_librarys_screens_are_not_there() -> None:
    from django.contrib import admin
    from django.db.models.signals import pre_save
    from django.urls import NoReverseMatch, reverse
    from django_comments_xtd.models import XtdComment, publish_or_unpublish_on_pre_save

    assert not any(issubclass(model, (XtdComment, Comment)) for model in admin.site._registry)
    for name in ("comments-post-comment", "comments-xtd-sent", "comments-flag"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert publish_or_unpublish_on_pre_save not in pre_save._live_receivers(Comment)[0]
