"""Each hop is told to whoever asked; a mute always wins, whatever the kind and the channel."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.services.cases import answer_case
from civic.cases.services.routing import transfer_case
from civic.notifications.enums import Level, Medium, NoticeState
from civic.notifications.models import Follow, Notice, Preference
from civic.notifications.registry import notice_registry
from civic.notifications.services.notices import notify
from civic.notifications.tasks import send_digests, send_pending
from civic.participation.services.hops import tell_request_received
from tests.factories.participation import make_activity, make_contribution
from tests.factories.people import make_person
from tests.factories.territory import make_commune, make_intercommunality
from tests.integration.neighbourhood_councils.scene import make_council, make_request

pytestmark = pytest.mark.django_db


def transfer(case, where=None) -> None:  # type: ignore[no-untyped-def]
    transfer_case(
        actor=SYSTEM,
        case=case,
        organisation=where or make_commune(),
        reason="La voirie communale est de la commune",
    )


def test_amina_is_told_of_each_hop_with_her_number_and_her_date(amina: Actor) -> None:
    contribution = make_contribution(make_activity(), amina.person)
    transfer(contribution.case)
    transfer(contribution.case, make_commune("montfaucelle"))
    told = list(Notice.objects.filter(kind="case.transferred").order_by("pk"))
    assert len(told) == 2
    assert all(contribution.number in f"{notice.subject}{notice.url}" for notice in told)
    assert "La voirie communale est de la commune." in told[0].body
    assert {notice.level for notice in told} == {Level.DIGEST}


def test_somebody_without_e_mail_is_told_of_a_hop_by_letter() -> None:
    person = make_person("Marcelle", postal_address="3 rue Haute", contact_preference="letter")
    request = make_request(make_council(), person=person)
    tell_request_received(request)
    transfer(request.case, make_intercommunality())
    assert set(Notice.objects.values_list("kind", "state", "medium")) == {
        ("request.received", NoticeState.TO_CONTACT, Medium.LETTER),
        ("case.transferred", NoticeState.TO_CONTACT, Medium.LETTER),
    }


def test_a_request_of_nobody_tells_nobody() -> None:
    request = make_request(make_council())
    tell_request_received(request)
    transfer(request.case, make_intercommunality())
    assert not Notice.objects.exists()


def test_the_answer_leaves_at_once_and_not_with_the_summary(amina: Actor) -> None:
    contribution = make_contribution(make_activity(), amina.person)
    answer_case(
        actor=SYSTEM,
        case=contribution.case,
        outcome="accepted",
        reason="La berge appartient à la commune et la haie y a sa place.",
        next_steps="Plantation en novembre.",
    )
    notice = Notice.objects.get(kind="contribution.answered")
    assert (notice.level, notice.state) == (Level.IMMEDIATE, NoticeState.PENDING)


KINDS = sorted(notice_registry.kinds)
LEVELS = [None, *Level.values]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(KINDS),
    for_all=st.sampled_from(LEVELS),
    for_kind=st.sampled_from(LEVELS),
    muted=st.booleans(),
    says_it_afterwards=st.booleans(),
)
def test_a_mute_wins_for_every_kind_and_preference_even_said_afterwards(
    kind: str, for_all: str | None, for_kind: str | None, muted: bool, says_it_afterwards: bool
) -> None:
    from django.core import mail

    mail.outbox = []
    person = make_person("Une", email="une@example.org", email_confirmed=True)
    about = f"cases.case:{person.pk}"

    def choose() -> None:
        for name, level in (("", for_all), (kind, for_kind)):
            if level:
                Preference.objects.create(person=person, kind=name, level=level)
        if muted:
            Follow.objects.create(person=person, target=about, muted=True)

    try:
        if not says_it_afterwards:
            choose()
        notice = notify(person=person, kind=kind, about=about, subject="x", body="y", url="")
        if says_it_afterwards:
            choose()
        Notice.objects.update(created_at="2026-01-01T00:00:00Z")
        send_pending()
        send_digests()
        notice.refresh_from_db()
        refused = muted or Level.MUTED in (for_all, for_kind)
        essential = notice_registry.kinds[kind].essential
        assert len(mail.outbox) == (0 if refused and not essential else 1)
        assert notice.state == (
            NoticeState.MUTED if refused and not essential else NoticeState.SENT
        )
        if refused and not says_it_afterwards and essential:
            # What one said is answered all the same, but never at once.
            assert notice.level == Level.DIGEST
    finally:
        for model in (Follow, Preference, Notice):
            model.objects.all().delete()
        person.delete()


def test_a_summary_interrupted_by_a_kill_leaves_again_as_the_same_mail(
    amina: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core import mail

    kind = next(key for key, one in notice_registry.kinds.items() if one.level == Level.DIGEST)

    def tell(about: str) -> None:
        notify(person=amina.person, kind=kind, about=about, subject=about, body="…", url="")

    class Killed(BaseException):
        """What a kill looks like from inside: nothing after it runs."""

    def kill(self: object, fail_silently: bool = False) -> int:
        raise Killed

    tell("a.b:1")
    tell("a.b:2")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", kill)
        with pytest.raises(Killed):
            send_digests()
    keys = set(Notice.objects.values_list("mail_key", flat=True))
    tell("a.b:3")
    Notice.objects.filter(state=NoticeState.SENDING).update(claimed_at="2026-01-01T00:00:00Z")
    send_pending()
    assert send_digests() == 1
    [message] = mail.outbox
    assert keys == {message.extra_headers["Message-ID"][1:].partition("@")[0]}
    assert "a.b:3" not in message.body
    # What came meanwhile waits for tomorrow: one summary a day.
    assert send_digests() == 0
    assert Notice.objects.get(about="a.b:3").state == NoticeState.PENDING
