"""Each person is told each thing once; a mute always wins."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import NotAllowed
from civic.notifications.enums import Level, NoticeState
from civic.notifications.logic.levels import level_for
from civic.notifications.models import Notice
from civic.notifications.registry import NoticeKind, notice_registry
from civic.notifications.services.follows import mark_delivered, mute, set_preference
from civic.notifications.services.notices import notify, notify_all
from civic.notifications.tasks import send_digests, send_one, send_pending
from tests.factories.people import make_person
from tests.factories.territory import make_commune

KIND = "test.answered"
ABOUT = "cases.case:1"


@pytest.fixture(autouse=True)
def kinds() -> None:
    notice_registry.declare(
        NoticeKind(KIND, "answered", Level.IMMEDIATE, essential=True),
        NoticeKind("test.moved", "moved", Level.DIGEST),
    )


def tell(actor: Actor, kind: str = KIND, key: str = "") -> Notice | None:
    return notify(
        person=actor.person,
        kind=kind,
        about=ABOUT,
        subject="Votre demande a sa réponse",
        body="Le trottoir sera refait en mars.",
        url="/fr/suivre/1/",
        organisation=make_commune(),
        key=key,
    )


def test_the_same_thing_is_told_once(amina: Actor) -> None:
    assert tell(amina) is not None
    assert tell(amina) is None
    assert Notice.objects.count() == 1


def test_an_answer_leaves_after_commit_and_once(
    amina: Actor, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        notice = tell(amina)
        assert mail.outbox == []
    send_one.func(notice.pk)
    send_one.func(notice.pk)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == [amina.person.email]
    assert "/fr/suivre/1/" in mail.outbox[0].body


def test_a_killed_worker_loses_nothing(amina: Actor) -> None:
    notice = tell(amina)
    long_ago = timezone.now() - timedelta(minutes=20)
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.SENDING, claimed_at=long_ago, created_at=long_ago
    )
    assert send_pending() == 1
    assert send_pending() == 0
    assert len(mail.outbox) == 1


def test_a_server_that_refuses_is_tried_again_then_given_up(
    amina: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    notice = tell(amina)
    for _attempt in range(4):
        send_one.func(notice.pk)
        notice.refresh_from_db()
        assert notice.state == NoticeState.PENDING
    send_one.func(notice.pk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.FAILED


def test_the_digest_says_everything_in_one_mail(amina: Actor) -> None:
    for key in "abc":
        tell(amina, "test.moved", key)
    assert send_digests() == 1
    assert send_digests() == 0
    [message] = mail.outbox
    assert message.body.count("Le trottoir sera refait") == 3


def test_somebody_without_e_mail_is_called_and_it_is_ticked_off(driss: Actor, farid: Actor) -> None:
    person = make_person("Marcelle R.", phone="05 36 49 11 22", contact_preference="telephone")
    notice = tell(Actor(person=person))
    assert (notice.state, notice.medium) == (NoticeState.TO_CONTACT, "telephone")

    with pytest.raises(NotAllowed):
        mark_delivered(actor=farid, notice=notice)
    assert mark_delivered(actor=SYSTEM, notice=notice).state == NoticeState.DELIVERED


def test_amina_mutes_and_hears_no_more(amina: Actor) -> None:
    mute(actor=amina, target=ABOUT)
    assert tell(amina, "test.moved").state == NoticeState.MUTED


def test_amina_chooses_never_for_a_kind(amina: Actor) -> None:
    set_preference(actor=amina, kind="test.moved", level=Level.MUTED)
    assert tell(amina, "test.moved").state == NoticeState.MUTED


def test_telling_two_or_fifty_people_costs_the_same(db: None, count_queries) -> None:  # type: ignore[no-untyped-def]
    costs = []
    for number in (2, 50):
        people = [make_person(f"Personne {number}-{i}") for i in range(number)]
        with count_queries() as queries:
            notify_all(
                people=people,
                kind="test.moved",
                about=ABOUT,
                subject="x",
                body="y",
                url="",
                key=str(number),
            )
        costs.append(len(queries))
    assert costs[0] == costs[1]


LEVELS = st.sampled_from([None, *Level.values])


@given(
    default=st.sampled_from(Level),
    essential=st.booleans(),
    for_all=LEVELS,
    for_kind=LEVELS,
    muted=st.booleans(),
)
def test_a_mute_always_wins(
    default: Level, essential: bool, for_all: str | None, for_kind: str | None, muted: bool
) -> None:
    preferences = [(k, v) for k, v in (("", for_all), ("kind", for_kind)) if v]
    level = level_for(
        default=default, essential=essential, preferences=preferences, kind="kind", muted=muted
    )
    if muted or Level.MUTED in (for_all, for_kind):
        # Only the receipt and the answer to what one said still reach, in the summary.
        assert level == (Level.DIGEST if essential else Level.MUTED)
