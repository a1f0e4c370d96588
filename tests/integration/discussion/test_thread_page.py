"""A page of threads: what each reader sees, nested as it is, in a constant number of queries."""

import random
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django_comments.models import Comment as BaseComment

from civic.accounts.policies import Actor
from civic.discussion.forms import CommentForm
from civic.discussion.models import Comment
from civic.discussion.selectors import THREADS_PER_PAGE, public_counts, thread_page
from civic.discussion.services import hide_comment, post_comment
from civic.participation.enums import PublicationRule
from civic.participation.models import Contribution
from tests.factories.people import make_person
from tests.integration.discussion.scene import close, make_activity, make_proposal

pytestmark = pytest.mark.django_db


def say(actor: Actor, target: Contribution, text: str = "Très bonne idée.", **extra) -> Comment:
    return post_comment(actor=actor, target=target, person=actor.person, text=text, **extra)


def fill(target: Contribution, threads: int, replies: int) -> None:
    """Store threads of public comments in bulk, as the services would have numbered them."""
    people = [make_person(f"Personne {number}") for number in range(5)]
    content_type = ContentType.objects.get_for_model(Contribution)
    now = timezone.now()
    random.seed(7)
    for _thread in range(threads):
        root = 0
        for order in range(1, replies + 2):
            comment = Comment(
                content_type=content_type,
                object_pk=str(target.pk),
                site_id=1,
                comment=f"Texte {order}",
                submit_date=now - timedelta(minutes=order),
                person=random.choice(people),
                stance=random.choice(["for", "against", "question", "neutral"]),
                channel="online",
                college="resident",
                screening="released",
                held_for="",
                released_at=now,
                thread_id=root,
                parent_id=root,
                level=0 if order == 1 else 1,
                order=order,
                nested_count=replies if order == 1 else 0,
            )
            comment.save(force_insert=True)
            if order == 1:
                root = comment.pk
                BaseComment.objects.filter(pk=root).update()
                Comment.objects.filter(pk=root).update(thread_id=root, parent_id=root)


def show(target: Contribution, actor: Actor | None = None, query: str = "", **context) -> str:
    request = RequestFactory().get(f"/fr/proposition/{query}")
    request.actor = actor or Actor()
    page = Template(
        "{% load civic_discussion %}"
        '{% comment_thread target action="/commenter/" report_url="/signaler/" %}'
    )
    return page.render(Context({"request": request, "target": target, "csrf_token": "x"} | context))


def test_a_page_costs_the_same_for_two_comments_and_for_two_thousand(count_queries) -> None:
    small, large = make_proposal(), make_proposal(make_activity(slug="b"))
    fill(small, 1, 1)
    fill(large, 60, 8)
    thread_page(small)
    with count_queries() as few:
        thread_page(small)
    with count_queries() as many:
        page = thread_page(large)
    assert len(few) == len(many) == 2
    assert len(page.lines) == THREADS_PER_PAGE * 9
    assert page.total == 540
    assert sum(stance.count for stance in page.stances) <= 540


def test_a_page_holds_twenty_threads_and_a_permalink_finds_its_page() -> None:
    proposal = make_proposal()
    fill(proposal, 25, 1)
    first, second = thread_page(proposal), thread_page(proposal, 2)
    assert (len(first.lines), len(second.lines)) == (40, 10)
    wanted = second.lines[-1].comment
    assert thread_page(proposal, comment_id=wanted.pk).page.number == 2
    assert thread_page(proposal, comment_id=999_999).page.number == 1
    for nonsense in ("", "zero", "-1", "99", "1e9", "٣"):
        assert thread_page(proposal, nonsense).lines


def test_nested_lists_open_and_close_with_the_levels(amina: Actor, farid: Actor) -> None:
    proposal = make_proposal()
    first = say(amina, proposal, "un")
    second = say(farid, proposal, "deux", reply_to=first)
    say(amina, proposal, "trois", reply_to=second)
    say(amina, proposal, "quatre")
    page = show(proposal)
    assert page.count('<ol class="comments"') == page.count("</ol>") == 3
    assert page.count("<li>\n<article") == page.count("<article") == 4
    assert page.count('<h3 class="small">') == page.count('<h4 class="small">') == 2


def test_a_hidden_comment_names_the_rule_and_its_replies_stay(
    amina: Actor, farid: Actor, chloe: Actor
) -> None:
    proposal = make_proposal()
    first = say(farid, proposal, "Une insulte")
    say(amina, proposal, "Une réponse posée", reply_to=first)
    hide_comment(actor=chloe, comment=first, rule="insult")
    proposal.refresh_from_db()
    page = show(proposal)
    assert "Une insulte" not in page
    assert "Une réponse posée" in page
    assert proposal.comments_count == 1
    lines = thread_page(proposal).lines
    assert [bool(line.removed) for line in lines] == [True, False]


def test_the_author_alone_reads_a_held_comment(amina: Actor, farid: Actor) -> None:
    proposal = make_proposal()
    say(amina, proposal, "Son numéro : 06 12 34 56 78")
    assert thread_page(proposal).lines == []
    assert thread_page(proposal, person=farid.person).lines == []
    (line,) = thread_page(proposal, person=amina.person).lines
    assert line.waiting
    assert "06 12 34 56 78" in show(proposal, amina)
    assert "06 12 34 56 78" not in show(proposal, farid)
    assert "06 12 34 56 78" not in show(proposal)


def test_a_released_comment_taken_back_keeps_its_place_above_its_replies(
    amina: Actor, farid: Actor
) -> None:
    proposal = make_proposal()
    first = say(amina, proposal, "À relire")
    say(farid, proposal, "Je réponds", reply_to=first)
    Comment.objects.filter(pk=first.pk).update(screening="held", held_for="suspect")
    page = show(proposal)
    assert "À relire" not in page
    assert "Je réponds" in page


def test_an_institution_speaks_with_its_capacity(driss: Actor) -> None:
    driss.person.college_label = "Direction du climat"
    driss.person.save()
    proposal = make_proposal()
    say(driss, proposal, "Réponse du service")
    page = show(proposal)
    assert "comment-institution" in page
    assert "Direction du climat" in page


def test_what_was_said_elsewhere_says_so_and_another_language_is_marked(
    chloe: Actor, amina: Actor
) -> None:
    proposal = make_proposal()
    post_comment(
        actor=chloe,
        target=proposal,
        person=make_person("Yvette"),
        text="Dit en réunion",
        channel="meeting",
    )
    say(amina, proposal, "A good idea", language="en")
    page = show(proposal)
    assert 'class="channel"' in page
    assert 'lang="en"' in page


def test_html_is_shown_as_text(amina: Actor) -> None:
    proposal = make_proposal()
    say(amina, proposal, "<script>alert(1)</script>")
    page = show(proposal)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_reply_form_stands_below_the_comment_without_javascript(
    amina: Actor, farid: Actor
) -> None:
    proposal = make_proposal()
    first = say(farid, proposal, "un")
    say(farid, proposal, "deux")
    page = show(proposal, amina, f"?repondre={first.pk}")
    assert page.count("<form") == 1
    assert f'name="reply_to" value="{first.pk}"' in page
    assert page.index("<form") < page.index("deux</p>")
    nowhere = show(proposal, amina, "?repondre=999999")
    assert 'name="reply_to" value' not in nowhere
    assert show(proposal, amina, "?repondre=' OR 1=1").count("<form") == 1


def test_a_refused_comment_is_shown_again_as_it_was_typed(amina: Actor, farid: Actor) -> None:
    proposal = make_proposal()
    first = say(farid, proposal)
    form = CommentForm({"text": "", "stance": "against", "reply_to": str(first.pk)})
    assert not form.is_valid()
    page = show(proposal, amina, comment_form=form)
    assert "error-summary" in page
    assert f'name="reply_to" value="{first.pk}"' in page
    assert "checked" in page


def test_once_closed_the_discussion_is_read_and_says_since_when(amina: Actor) -> None:
    activity = make_activity()
    proposal = make_proposal(activity)
    say(amina, proposal)
    close(activity)
    page = show(Contribution.objects.get(pk=proposal.pk), amina)
    assert "<form" not in page
    assert "Très bonne idée." in page


def test_whoever_writes_is_told_before_when_it_appears(amina: Actor) -> None:
    at_once = show(make_proposal(), amina)
    before = show(
        make_proposal(make_activity(slug="b", publication_rule=PublicationRule.BEFORE)), amina
    )
    assert at_once != before
    assert amina.person.public_name in at_once


def test_the_counter_equals_the_public_comments(amina: Actor, chloe: Actor) -> None:
    proposal = make_proposal()
    say(amina, proposal)
    hidden = say(amina, proposal)
    say(amina, proposal, "06 12 34 56 78")
    hide_comment(actor=chloe, comment=hidden, rule="off_topic")
    proposal.refresh_from_db()
    assert public_counts() == {proposal.pk: 1} == {proposal.pk: proposal.comments_count}
