"""Minutes drafted from a room, corrected by who was there, published and sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.participation.enums import CorrectionState, MinutesState
from tests.factories.people import make_person
from tests.factories.rooms import inside, make_card, make_participant, make_room, read, runner
from workshops.models import MinutesDraft, Participant, Room
from workshops.services import minutes, polls, speech
from workshops.services.groups import make_group, place_dot

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return make_room()


def drafted(room: Room, text: str = "") -> MinutesDraft:
    draft = minutes.draft_minutes(who=runner(read(room)))
    if text:
        draft = minutes.save_minutes(who=runner(room), text=text, version=draft.version)
    return draft


def shared(room: Room, text: str = "Nous avons parlé.\n\nLa navette passera le soir.") -> None:
    drafted(room, text)
    minutes.share_minutes(who=runner(room), days=7)


def test_the_draft_says_what_the_room_did_and_names_nobody(room: Room) -> None:
    who = inside(room, make_participant(room, name="Zoé Prénom"))
    card = make_card(room, "Une navette le soir", who)
    group = make_group(who=who, table=card.table_id, name="Le soir", cards=[card.pk])
    place_dot(who=who, group=group.pk)
    poll = polls.ask_room(who=runner(room), question="Le samedi ?", options=["Oui", "Non"])
    polls.set_poll_state(who=runner(room), poll=poll.pk, state="open")
    polls.count_poll_hands(who=runner(room), option=poll.options.first().pk, hands=12)
    speech.start_turn(who=runner(room), college="resident")
    speech.stop_turn(who=runner(room))
    text = drafted(room).text
    for word in ("Une navette le soir", "« Le soir »", "Le samedi ?", "12", room.session.place):
        assert word in text
    assert "Zoé" not in text


def test_two_people_writing_at_once_do_not_overwrite_each_other(room: Room) -> None:
    draft = drafted(room)
    minutes.save_minutes(who=runner(room), text="Le texte de l'une", version=draft.version)
    with pytest.raises(Refusal) as refused:
        minutes.save_minutes(who=runner(room), text="Le texte de l'autre", version=draft.version)
    assert refused.value.code == "changed_meanwhile"


def test_who_was_there_is_told_once_and_corrects(room: Room, amina: Actor) -> None:
    participant = make_participant(room, actor=amina)
    shared(room)
    assert Notice.objects.filter(person=amina.person, kind=minutes.TO_CORRECT).count() == 1
    who = inside(room, participant)
    correction = minutes.propose_correction(
        who=who, passage="La navette passera le soir.", proposed="La navette est à l'étude."
    )
    minutes.settle_correction(who=runner(room), correction=correction.pk, accept=True)
    assert "La navette est à l'étude." in MinutesDraft.objects.get().text


def test_a_correction_is_refused_with_a_reason_only(room: Room) -> None:
    shared(room)
    correction = minutes.propose_correction(
        who=inside(room), passage="Nous avons parlé.", proposed="Nous avons crié."
    )
    with pytest.raises(Refusal) as refused:
        minutes.settle_correction(who=runner(room), correction=correction.pk, accept=False)
    assert refused.value.code == "reason_missing"
    minutes.settle_correction(
        who=runner(room), correction=correction.pk, accept=False, reason="Personne n'a crié."
    )
    correction.refresh_from_db()
    assert correction.state == CorrectionState.REFUSED
    with pytest.raises(Refusal):
        minutes.settle_correction(who=runner(room), correction=correction.pk, accept=True)


def test_somebody_who_was_not_there_neither_reads_nor_corrects(
    room: Room, farid: Actor, client: Client
) -> None:
    shared(room)
    who = inside(room)
    stranger = type(who)(room, farid)
    with pytest.raises(NotAllowed):
        minutes.propose_correction(who=stranger, passage="Nous avons parlé.", proposed="Non.")
    assert client.get(reverse("room_minutes", args=[room.pk])).status_code == 403


def test_corrections_stop_at_the_announced_date(room: Room) -> None:
    shared(room)
    MinutesDraft.objects.update(corrections_until=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refusal) as refused:
        minutes.propose_correction(
            who=inside(room), passage="Nous avons parlé.", proposed="Nous avons dit."
        )
    assert refused.value.code == "not_open"


def test_minutes_are_published_once_every_correction_is_settled_and_sent(
    room: Room, amina: Actor
) -> None:
    make_participant(room, actor=amina)
    by_letter = make_person("Sans adresse électronique", postal_address="1 place de la Halle")
    Participant.objects.create(room=room, person=by_letter, token_hash="x" * 64)
    shared(room)
    correction = minutes.propose_correction(
        who=inside(room), passage="Nous avons parlé.", proposed="Nous avons dit."
    )
    with pytest.raises(Refusal) as refused:
        minutes.publish_draft(who=runner(room))
    assert refused.value.code == "pending"
    minutes.settle_correction(who=runner(room), correction=correction.pk, accept=True)
    session = minutes.publish_draft(who=runner(read(room)))
    assert session.minutes_published_at is not None
    assert "Nous avons dit." in session.minutes
    assert MinutesDraft.objects.get().state == MinutesState.PUBLISHED
    told = Notice.objects.filter(kind=minutes.PUBLISHED)
    assert told.get(person=amina.person).body == session.minutes
    assert told.get(person=by_letter).medium == "letter"


def test_minutes_that_name_somebody_need_a_reason(room: Room) -> None:
    shared(room, "Monsieur Jean Dupont habite au 06 12 34 56 78.")
    with pytest.raises(Refusal) as refused:
        minutes.publish_draft(who=runner(read(room)))
    assert refused.value.code == "finding"


def test_the_whole_way_works_with_plain_forms(room: Room, client: Client, chloe: Actor) -> None:
    make_card(room, "Une navette le soir")
    client.force_login(chloe.user, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("room_minutes", args=[room.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"act": "draft"}).status_code == 303
    draft = MinutesDraft.objects.get()
    text = "Nous avons parlé.\n\nLa navette passera."
    answer = client.post(address, {"act": "save", "text": text, "version": draft.version})
    assert answer.status_code == 303
    client.post(address, {"act": "share", "days": "5"})
    client.post(
        address,
        {"act": "correct", "passage": "La navette passera.", "proposed": "Une navette passera."},
    )
    page = client.get(address).content.decode()
    assert "<ins>" in page
    assert "<del>" in page
    correction = draft.corrections.get()
    client.post(address, {"act": "accept", "correction": correction.pk})
    client.post(address, {"act": "publish"})
    room.session.refresh_from_db()
    assert "Une navette passera." in room.session.minutes
    assert client.get(address).status_code == 200


def test_a_refusal_keeps_what_was_typed(room: Room, client: Client, chloe: Actor) -> None:
    drafted(room)
    client.force_login(chloe.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(
        reverse("room_minutes", args=[room.pk]),
        {"act": "save", "text": "Gardez-moi", "version": 99},
    )
    assert answer.status_code == 409
    assert "Gardez-moi" in answer.content.decode()
