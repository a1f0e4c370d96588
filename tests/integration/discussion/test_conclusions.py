"""A discussion closes with conclusions linked to what was said, and opens again with a reason."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed, Refusal
from civic.discussion.models import Comment, ThreadConclusion
from civic.discussion.notifications import tell_of_conclusions
from civic.discussion.selectors.conclusions import concluded, conclusion_steps
from civic.discussion.services import close_discussion, post_comment, reopen_discussion
from civic.discussion.services.conclusions import PointDraft
from civic.discussion.services.moderation import hide_comment
from civic.notifications.models import Notice
from civic.participation.models import Contribution
from civic.participation.registry import participation_registry
from tests.integration.discussion.scene import make_activity, make_proposal
from tests.integration.discussion.test_thread_page import show

pytestmark = pytest.mark.django_db

TEXT = "Un abri fermé est demandé par tous ; le libre-service divise."


def say(actor: Actor, target: Contribution, text: str = "Un abri fermé d'abord.") -> Comment:
    return post_comment(actor=actor, target=target, person=actor.person, text=text)


def conclude(actor: Actor, target: Contribution, *comments: Comment, text: str = TEXT, **extra):
    points = [PointDraft(text, [comment.pk for comment in comments])]
    return close_discussion(actor=actor, target=target, points=points, **extra)


def test_the_conclusions_stand_above_the_thread_with_links_to_the_comments(
    amina: Actor, chloe: Actor
) -> None:
    proposal = make_proposal()
    said = say(amina, proposal)
    conclude(chloe, proposal, said)
    page = show(proposal)
    assert TEXT in page
    assert page.index('id="conclusions"') < page.index('class="comments"')
    assert f'?commentaire={said.pk}#comment-{said.pk}">Amina' in page
    assert "Elles s’appuient" in page or "They rest on 1 comment" in page


def test_nobody_comments_after_the_closing_and_the_reason_names_the_day(
    amina: Actor, chloe: Actor
) -> None:
    proposal = make_proposal()
    conclude(chloe, proposal, say(amina, proposal))
    with pytest.raises(Refusal) as refusal:
        say(amina, proposal, "Encore un mot.")
    assert refusal.value.code == "concluded"
    assert str(timezone.localdate().year) in str(refusal.value)
    assert "<textarea" not in show(proposal)


def test_what_was_written_on_paper_before_the_closing_is_still_received(
    amina: Actor, chloe: Actor
) -> None:
    proposal = make_proposal()
    conclude(chloe, proposal, say(amina, proposal))
    words = {"target": proposal, "person": amina.person, "channel": "desk"}
    yesterday = timezone.now() - timedelta(days=1)
    kept = post_comment(actor=chloe, text="Écrit hier, au guichet.", said_at=yesterday, **words)
    assert kept.pk
    with pytest.raises(Refusal):
        post_comment(actor=chloe, text="Écrit ce soir.", said_at=timezone.now(), **words)


def test_only_whoever_leads_the_discussion_closes_it(
    amina: Actor, bruno: Actor, chloe: Actor, farid: Actor
) -> None:
    proposal = make_proposal()
    said = say(amina, proposal)
    for actor in (amina, bruno, farid, Actor()):
        with pytest.raises(NotAllowed):
            conclude(actor, proposal, said)
    conclude(chloe, proposal, said)
    for actor in (amina, farid):
        with pytest.raises(NotAllowed):
            reopen_discussion(actor=actor, target=proposal, reason="Il manquait un quartier.")


def test_a_conclusion_rests_on_public_comments_of_this_discussion(
    amina: Actor, chloe: Actor
) -> None:
    proposal, other = make_proposal(), make_proposal(make_activity(slug="autre"))
    elsewhere, said = say(amina, other), say(amina, proposal)
    for comments, code in (((elsewhere,), "comment_missing"), ((), "comments_missing")):
        with pytest.raises(Refusal) as refusal:
            conclude(chloe, proposal, *comments)
        assert refusal.value.code == code
    hide_comment(actor=chloe, comment=said, rule="insult")
    with pytest.raises(Refusal):
        conclude(chloe, proposal, said)
    # Nothing public is left to rest on.
    conclude(chloe, proposal)


def test_a_name_in_the_conclusions_is_refused_unless_a_reason_is_given(
    amina: Actor, chloe: Actor
) -> None:
    proposal = make_proposal()
    said = say(amina, proposal)
    text = "Appelez Madame Jeanne Morel au 06 12 34 56 78 pour les détails."
    with pytest.raises(Refusal) as refusal:
        conclude(chloe, proposal, said, text=text)
    assert refusal.value.code == "finding"
    kept = conclude(chloe, proposal, said, text=text, keep_findings_because="Numéro du service.")
    assert kept.kept_because == "Numéro du service."


def test_too_short_too_many_and_twice_are_refused(amina: Actor, chloe: Actor) -> None:
    proposal = make_proposal()
    said = say(amina, proposal)
    for points, code in (
        ([], "conclusion_missing"),
        ([PointDraft("Bref.", [said.pk])], "conclusion_length"),
        ([PointDraft("x" * 3001, [said.pk])], "conclusion_length"),
        ([PointDraft(TEXT, [said.pk])] * 9, "too_many_points"),
    ):
        with pytest.raises(Refusal) as refusal:
            close_discussion(actor=chloe, target=proposal, points=points)
        assert refusal.value.code == code
    conclude(chloe, proposal, said)
    with pytest.raises(Refusal) as refusal:
        conclude(chloe, proposal, said)
    assert refusal.value.code == "already_closed"
    assert ThreadConclusion.objects.count() == 1


def test_opened_again_it_is_commented_and_the_record_keeps_the_conclusions(
    amina: Actor, chloe: Actor
) -> None:
    proposal = make_proposal()
    said = say(amina, proposal)
    conclude(chloe, proposal, said)
    with pytest.raises(Refusal):
        reopen_discussion(actor=chloe, target=proposal, reason="Non.")
    reopen_discussion(actor=chloe, target=proposal, reason="Un quartier n'avait pas été prévenu.")
    assert TEXT not in show(proposal)
    say(amina, proposal, "Merci d'avoir rouvert.")
    kept = ThreadConclusion.objects.get()
    assert kept.reopened_because
    assert kept.points.get().text == TEXT
    conclude(chloe, proposal, said)
    actions = JournalEntry.objects.filter(action__startswith="discussion.")
    assert [one.action for one in actions.order_by("pk")] == [
        "discussion.closed",
        "discussion.reopened",
        "discussion.closed",
    ]


def test_a_comment_hidden_after_the_closing_loses_its_link(amina: Actor, chloe: Actor) -> None:
    proposal = make_proposal()
    said = say(amina, proposal)
    conclude(chloe, proposal, said)
    hide_comment(actor=chloe, comment=said, rule="insult")
    page = show(proposal)
    assert TEXT in page
    assert f"#comment-{said.pk}" not in page.partition('class="comments"')[0]


def test_everybody_sees_the_conclusions_at_once_even_where_the_thread_was_kept(
    amina: Actor, chloe: Actor, settings, django_capture_on_commit_callbacks
) -> None:
    settings.KEPT_SECONDS = 60
    cache.clear()
    proposal = make_proposal()
    said = say(amina, proposal)
    assert TEXT not in show(proposal)
    with django_capture_on_commit_callbacks(execute=True):
        conclude(chloe, proposal, said)
    assert TEXT in show(proposal)


def test_participants_and_the_author_are_told_once_by_their_digest(
    amina: Actor, farid: Actor, chloe: Actor
) -> None:
    proposal = make_proposal()
    said = say(amina, proposal)
    say(farid, proposal, "D'accord avec l'abri.")
    kept = conclude(chloe, proposal, said)
    for _twice in range(2):
        tell_of_conclusions(ThreadConclusion.objects.get(pk=kept.pk))
    told = Notice.objects.filter(kind="discussion.closed")
    people = {amina.person.pk, farid.person.pk, proposal.author_id}
    assert {notice.person_id for notice in told} == people
    assert {notice.level for notice in told} == {"digest"}


def test_the_trail_of_a_proposal_says_that_its_discussion_is_concluded(
    amina: Actor, chloe: Actor, count_queries
) -> None:
    activity = make_activity()
    proposals = [make_proposal(activity) for _one in range(6)]
    conclude(chloe, proposals[0], say(amina, proposals[0]))
    keys = [one.pk for one in proposals]
    conclusion_steps(keys)
    with count_queries() as few:
        assert list(conclusion_steps(keys)) == [proposals[0].pk]
    for proposal in proposals[1:]:
        conclude(chloe, proposal, say(amina, proposal))
    conclusion_steps(keys)
    with count_queries() as many:
        steps = participation_registry.trail_of(keys, first=60, last=60)
    assert len(few) == len(many)
    assert [step.kind for step in steps[proposals[3].pk]] == ["synthesis"]
    assert steps[proposals[3].pk][0].title == TEXT


def test_reading_conclusions_costs_the_same_for_one_point_and_for_eight(
    amina: Actor, chloe: Actor, count_queries
) -> None:
    activity = make_activity()
    small, large = make_proposal(activity), make_proposal(activity)
    conclude(chloe, small, say(amina, small))
    said = [say(amina, large, f"Un avis, le numéro {number}.") for number in range(8)]
    points = [PointDraft(TEXT, [comment.pk for comment in said])] * 8
    close_discussion(actor=chloe, target=large, points=points)
    concluded(small)
    with count_queries() as few:
        concluded(small)
    with count_queries() as many:
        found = concluded(large)
    assert len(few) == len(many)
    assert len(found.points) == 8
    assert len(found.points[7].cited) == 8


def path_of(proposal: Contribution, act: str = "conclure") -> str:
    return f"/fr/discussions/contribution/{proposal.pk}/{act}/"


def test_a_facilitator_ticks_comments_in_the_thread_and_closes_without_javascript(
    amina: Actor, chloe: Actor, client: Client
) -> None:
    proposal = make_proposal()
    first, second = say(amina, proposal), say(amina, proposal, "Et des vélos cargo.")
    assert f'name="citer" value="{second.pk}"' in show(proposal, chloe)
    assert 'name="citer"' not in show(proposal, amina)
    client.force_login(chloe.user)
    page = client.get(path_of(proposal), {"citer": [second.pk]}).content.decode()
    assert "vélos cargo" in page
    assert "abri fermé" not in page
    sent = {"points": "1", "text_1": TEXT, "comments_1": [first.pk, second.pk]}
    more = client.post(path_of(proposal), sent | {"add": "1"})
    assert more.status_code == 200
    assert 'name="text_2"' in more.content.decode()
    assert TEXT in more.content.decode()
    done = client.post(path_of(proposal), sent)
    assert done.status_code == 302
    assert concluded(proposal).points[0].text == TEXT


def test_what_is_refused_on_the_screen_keeps_what_was_typed(
    amina: Actor, chloe: Actor, client: Client
) -> None:
    proposal = make_proposal()
    say(amina, proposal)
    client.force_login(chloe.user)
    refused = client.post(path_of(proposal), {"points": "1", "text_1": TEXT})
    assert refused.status_code == 422
    assert TEXT in refused.content.decode()
    for points in ("", "x", "-4", "999999999999999999999"):
        assert client.post(path_of(proposal), {"points": points, "text_1": ""}).status_code == 422
    assert not ThreadConclusion.objects.exists()


def test_the_screen_opens_again_with_a_reason_and_refuses_strangers(
    amina: Actor, chloe: Actor, farid: Actor, client: Client
) -> None:
    proposal = make_proposal()
    conclude(chloe, proposal, say(amina, proposal))
    assert client.get(path_of(proposal)).status_code == 302
    client.force_login(farid.user)
    assert client.get(path_of(proposal)).status_code == 403
    assert client.post(path_of(proposal, "rouvrir"), {"reason": "Pour voir."}).status_code == 403
    client.force_login(chloe.user)
    assert client.get("/fr/discussions/person/1/conclure/").status_code == 404
    assert client.get(path_of(proposal, "rouvrir")).status_code == 200
    assert client.post(path_of(proposal, "rouvrir"), {"reason": ""}).status_code == 422
    sent = {"reason": "Un quartier n'avait pas été prévenu."}
    assert client.post(path_of(proposal, "rouvrir"), sent).status_code == 302
    assert not concluded(proposal)
    assert client.post(path_of(proposal, "rouvrir"), sent).status_code in {409, 422}
