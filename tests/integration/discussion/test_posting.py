"""A comment is stored at its place, once, and its author knows what happens next."""

import uuid
from types import SimpleNamespace

import pytest
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.audit.models import JournalEntry
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.core.models import Event
from civic.discussion.enums import MAX_LENGTH, Stance
from civic.discussion.models import Comment
from civic.discussion.selectors import fate_of
from civic.discussion.services import post_comment
from civic.participation.enums import Act, PublicationRule
from civic.participation.models import Contribution
from civic.participation.services import limits
from civic.privacy.models import HoldReason
from tests.factories.people import grant, make_person
from tests.factories.territory import make_intercommunality
from tests.integration.discussion.scene import close, make_activity, make_proposal

pytestmark = pytest.mark.django_db


def say(actor: Actor, target: Contribution, text: str = "Très bonne idée.", **extra) -> Comment:
    return post_comment(actor=actor, target=target, person=actor.person, text=text, **extra)


def shape_of(target: Contribution) -> list[tuple[str, int, int]]:
    return [
        (comment.comment, comment.level, comment.order)
        for comment in Comment.objects.about(target).order_by("thread_id", "order")
    ]


def test_amina_comments_and_everybody_reads_it(amina: Actor) -> None:
    proposal = make_proposal()
    comment = say(amina, proposal, stance=Stance.FOR)
    proposal.refresh_from_db()
    assert comment.is_public
    assert (comment.level, comment.order, comment.nested_count) == (0, 1, 0)
    assert comment.thread_id == comment.parent_id == comment.pk
    assert (comment.college, comment.channel) == ("resident", Channel.ONLINE)
    assert proposal.comments_count == 1
    assert "published" in fate_of(comment) or "publié" in fate_of(comment)


def test_replies_stand_below_what_they_answer_in_the_order_of_the_thread(
    amina: Actor, farid: Actor
) -> None:
    proposal = make_proposal()
    first = say(amina, proposal, "un")
    second = say(farid, proposal, "un.un", reply_to=first)
    say(amina, proposal, "un.deux", reply_to=first.pk)
    say(amina, proposal, "un.un.un", reply_to=second)
    say(farid, proposal, "deux")
    assert shape_of(proposal) == [
        ("un", 0, 1),
        ("un.un", 1, 2),
        ("un.un.un", 2, 3),
        ("un.deux", 1, 4),
        ("deux", 0, 1),
    ]
    counts = dict(Comment.objects.values_list("comment", "nested_count"))
    assert counts == {"un": 3, "un.un": 1, "un.un.un": 0, "un.deux": 0, "deux": 0}


def test_a_reply_past_the_last_level_stands_beside_and_names_whom_it_answers(
    amina: Actor, farid: Actor
) -> None:
    proposal = make_proposal()
    deepest = say(amina, proposal, "niveau 0")
    for level in range(1, 5):
        deepest = say(amina, proposal, f"niveau {level}", reply_to=deepest)
    beside = say(farid, proposal, "à côté", reply_to=deepest)
    assert (deepest.level, beside.level) == (4, 4)
    assert beside.parent_id == deepest.parent_id
    assert beside.answered_id == deepest.pk
    again = say(amina, proposal, "encore à côté", reply_to=beside)
    assert again.level == 4
    assert [order for _text, _level, order in shape_of(proposal)] == list(range(1, 8))


def test_the_same_submission_gives_the_same_comment(amina: Actor) -> None:
    proposal = make_proposal()
    key = uuid.uuid4()
    first = say(amina, proposal, submission_key=key)
    assert say(amina, proposal, submission_key=key) == first
    proposal.refresh_from_db()
    assert Comment.objects.count() == proposal.comments_count == 1


def test_the_key_of_somebody_elses_form_stores_nothing(amina: Actor, farid: Actor) -> None:
    proposal = make_proposal()
    key = uuid.uuid4()
    say(amina, proposal, submission_key=key)
    other = make_proposal(make_activity(slug="b"))
    for actor, target in ((farid, proposal), (amina, other)):
        with pytest.raises(Refusal) as refusal:
            say(actor, target, submission_key=key)
        assert refusal.value.code == "already_sent"
    assert Comment.objects.count() == 1


def test_saving_a_comment_again_changes_no_count(amina: Actor) -> None:
    proposal = make_proposal()
    first = say(amina, proposal)
    say(amina, proposal, "réponse", reply_to=first)
    before = list(Comment.objects.order_by("pk").values("order", "nested_count", "is_public"))
    for comment in Comment.objects.all():
        comment.save()
    assert (
        list(Comment.objects.order_by("pk").values("order", "nested_count", "is_public")) == before
    )


@pytest.mark.parametrize("text", ["", "   ", "\n\t \x00", "\u202e"])
def test_an_empty_comment_is_refused(amina: Actor, text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        say(amina, make_proposal(), text)
    assert (refusal.value.code, refusal.value.field) == ("text_missing", "text")


def test_a_comment_that_is_too_long_is_refused_with_its_length(amina: Actor) -> None:
    with pytest.raises(Refusal) as refusal:
        say(amina, make_proposal(), "é" * (MAX_LENGTH + 1))
    assert refusal.value.code == "text_too_long"
    assert str(MAX_LENGTH + 1) in str(refusal.value.message)
    assert say(amina, make_proposal(make_activity(slug="b")), "é" * MAX_LENGTH).is_public


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> & <b>gras</b>", "🚲🌳 d’accord", "مرحبا بكم", "a\x07b\x00c"]
)
def test_any_script_is_kept_and_control_characters_are_dropped(amina: Actor, text: str) -> None:
    comment = say(amina, make_proposal(), text)
    comment.refresh_from_db()
    assert comment.comment == text.replace("\x07", "").replace("\x00", "")


def test_an_unknown_stance_is_refused(amina: Actor) -> None:
    with pytest.raises(Refusal) as refusal:
        say(amina, make_proposal(), stance="maybe")
    assert refusal.value.code == "unknown_stance"


def test_a_reply_to_nothing_or_to_another_proposal_is_refused(amina: Actor) -> None:
    proposal = make_proposal()
    other = say(amina, make_proposal(make_activity(slug="b")))
    for reply_to in (999_999, other.pk, other):
        with pytest.raises(Refusal) as refusal:
            say(amina, proposal, reply_to=reply_to)
        assert refusal.value.code == "reply_to_missing"
    assert not Comment.objects.about(proposal).exists()


def test_a_reply_to_a_held_comment_is_refused(amina: Actor, farid: Actor) -> None:
    proposal = make_proposal()
    held = say(amina, proposal, "Appelez Mme Ginette Duvaloir au 06 12 34 56 78")
    assert not held.is_public
    with pytest.raises(Refusal):
        say(farid, proposal, reply_to=held)


def test_a_comment_with_a_telephone_number_is_held_and_its_author_knows_why(amina: Actor) -> None:
    proposal = make_proposal()
    comment = say(amina, proposal, "Le voisin du 06 12 34 56 78 est d’accord.")
    proposal.refresh_from_db()
    assert not comment.is_public
    assert comment.held_for == HoldReason.FINDING
    assert proposal.comments_count == 0
    assert fate_of(comment)
    assert not Event.objects.exists()


def test_where_comments_are_read_before_they_wait_for_a_moderator(amina: Actor) -> None:
    proposal = make_proposal(make_activity(publication_rule=PublicationRule.BEFORE))
    assert say(amina, proposal).held_for == HoldReason.BEFORE


def test_nobody_comments_outside_the_phase(amina: Actor) -> None:
    activity = make_activity()
    proposal = make_proposal(activity)
    close(activity)
    with pytest.raises(Refusal) as refusal:
        say(amina, proposal)
    assert refusal.value.code == "closed"


def test_a_phase_that_opens_something_else_opens_no_comment(amina: Actor) -> None:
    with pytest.raises(Refusal):
        say(amina, make_proposal(make_activity(Act.SUPPORT)))


@pytest.mark.parametrize(
    "state",
    [
        {"screening": "held", "held_for": "hidden", "released_at": None},
        {"withdrawn_at": timezone.now()},
    ],
)
def test_nobody_comments_on_what_is_not_public(amina: Actor, state: dict) -> None:
    with pytest.raises(Refusal) as refusal:
        say(amina, make_proposal(**state))
    assert refusal.value.code == "not_public"


def test_farid_cannot_comment_in_aminas_name(amina: Actor, farid: Actor) -> None:
    with pytest.raises(NotAllowed):
        post_comment(
            actor=farid, target=make_proposal(), person=amina.person, text="Je signe pour elle"
        )


def test_farid_cannot_type_what_somebody_said_at_the_desk(farid: Actor) -> None:
    with pytest.raises(NotAllowed):
        post_comment(
            actor=farid,
            target=make_proposal(),
            person=make_person("Yvette"),
            text="Dit au guichet",
            channel=Channel.DESK,
        )


def test_a_desk_agent_types_what_was_said_and_the_channel_is_kept(farid: Actor) -> None:
    grant(farid.user, "desk", make_intercommunality())
    desk = Actor(user=farid.user)
    comment = post_comment(
        actor=desk,
        target=make_proposal(),
        person=make_person("Yvette"),
        text="Dit au guichet",
        channel=Channel.DESK,
    )
    assert (comment.channel, comment.entered_by) == (Channel.DESK, farid.user)


def test_who_is_not_sure_enough_is_asked_to_confirm_first(amina: Actor) -> None:
    proposal = make_proposal(make_activity(assurance_level=30))
    with pytest.raises(Refusal) as refusal:
        say(amina, proposal)
    assert refusal.value.code == "assurance_too_low"


def test_an_officer_never_speaks_under_a_bare_first_name(driss: Actor) -> None:
    comment = say(driss, make_proposal())
    assert comment.college == "technical_officer"
    assert comment.college_label == make_intercommunality().name


def test_thirty_comments_in_ten_minutes_are_enough(
    amina: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A window that ends in the middle of the test would start the count again.
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 1_000_000.0))
    proposal = make_proposal()
    for number in range(30):
        say(amina, proposal, f"numéro {number}")
    with pytest.raises(TooMany) as refusal:
        say(amina, proposal, "un de trop")
    assert refusal.value.retry_after > 0


def test_the_journal_and_the_stream_know_identifiers_only(amina: Actor) -> None:
    proposal = make_proposal()
    comment = say(amina, proposal, "Un texte à ne pas journaliser")
    entry = JournalEntry.objects.get(action="comment.posted")
    assert entry.target == f"discussion.comment:{comment.pk}"
    assert "journaliser" not in str(entry.details)
    event = Event.objects.get(stream__name=f"contribution:{proposal.pk}")
    assert (event.number, event.payload) == (1, {"comment": comment.pk})


def test_posting_costs_few_queries(amina: Actor, farid: Actor, count_queries) -> None:
    proposal = make_proposal()
    first = say(farid, proposal)
    say(amina, proposal, reply_to=first)
    fresh = Contribution.objects.select_related("activity__space__organisation").get(pk=proposal.pk)
    for reply_to in (None, first.pk):
        with count_queries() as queries:
            say(amina, fresh, "Une de plus", reply_to=reply_to, submission_key=uuid.uuid4())
        assert len(queries) <= 20
