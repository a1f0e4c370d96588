"""The method written together: started from the frame, signed by colleges, answered at the end."""

from typing import Any

import pytest
from django.test import Client

from civic.accounts.policies import Actor
from civic.accounts.registry import person_registry
from civic.accounts.services.people import empty_person
from civic.core.exceptions import NotAllowed, Refusal
from civic.texts.models import Paragraph
from civic.texts.services.editing import write_paragraph
from civic.texts.services.versions import publish_version
from consultations.enums import Kept
from consultations.models import Consultation, MethodNote, MethodSignature, PromiseKept
from consultations.selectors.method import lines_of, method_of
from consultations.services.framing import frame_consultation
from consultations.services.method import say_what_was_done, sign_method, start_method
from consultations.services.publication import archive_consultation, publish_outcome
from tests.factories.mixed_groups import make_open_group, seat
from tests.factories.participation import (
    make_consultation,
    make_consultation_pages,
    make_decision,
)
from tests.factories.people import make_person
from tests.integration.consultations.preparing import address, branches, is_refused, signed_in

__all__ = ["branches"]
pytestmark = pytest.mark.django_db
DONE = "La réponse a été publiée le 12 mars, comme annoncé."


@pytest.fixture
def group() -> Any:
    return make_open_group()


@pytest.fixture
def note(elise: Actor, group: Any) -> MethodNote:
    """A note whose first version is published, on the page of an open consultation."""
    consultation = make_consultation()
    make_consultation_pages(consultation)
    start_method(actor=elise, consultation=consultation, group=group.space)
    return published(elise, consultation)


def published(actor: Actor, consultation: Consultation, title: str = "La méthode") -> MethodNote:
    found = method_of(consultation)
    assert found is not None
    publish_version(actor=actor, text=found.text, title=title)
    again = method_of(consultation)
    assert again is not None
    return again


def rewritten(actor: Actor, note: MethodNote, words: str) -> Paragraph:
    first = Paragraph.objects.select_related("current", "text__activity__space").filter(
        text=note.text
    )
    line = first.order_by("section__position", "position")[0]
    assert line.current is not None
    return write_paragraph(
        actor=actor, paragraph=line, words=words, base_number=line.current.number
    )


def address_of(note: MethodNote, route: str = "method") -> str:
    return str(note.consultation.pages.get().url_of(route))


def of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_note_starts_from_what_the_frame_says(elise: Actor, group: Any) -> None:
    consultation = make_consultation()
    note = start_method(actor=elise, consultation=consultation, group=group.space)
    words = list(Paragraph.objects.filter(text=note.text).values_list("current__text", flat=True))
    assert consultation.question in words
    assert any(consultation.decider in one for one in words)
    assert note.text.activity.space == group.space
    # Started twice, it is one.
    assert start_method(actor=elise, consultation=consultation, group=group.space) == note


def test_a_note_is_written_in_a_group_of_the_same_organisation(elise: Actor) -> None:
    from tests.factories.territory import make_commune

    elsewhere = make_open_group(organisation=make_commune())
    with pytest.raises(Refusal) as refusal:
        start_method(actor=elise, consultation=make_consultation(), group=elsewhere.space)
    assert refusal.value.field == "group"


def test_only_who_runs_the_consultation_starts_its_note(
    amina: Actor, driss: Actor, farid: Actor, group: Any
) -> None:
    for actor in (amina, driss, farid):
        with pytest.raises(NotAllowed):
            start_method(actor=actor, consultation=make_consultation(), group=group.space)
    assert not MethodNote.objects.exists()


def test_nobody_reads_the_method_before_its_first_version(
    client: Client, elise: Actor, group: Any
) -> None:
    consultation = make_consultation()
    page = make_consultation_pages(consultation).get_parent().specific
    start_method(actor=elise, consultation=consultation, group=group.space)
    assert client.get(page.url_of("method")).status_code == 404
    assert "methode/" not in of(client, page.get_absolute_url())
    note = published(elise, consultation)
    assert client.get(address_of(note)).status_code == 200
    assert page.url_of("method") in of(client, page.get_absolute_url())


def test_the_page_says_who_wrote_by_college_and_who_signed(
    client: Client, elise: Actor, note: MethodNote, group: Any
) -> None:
    member = Actor(person=seat(group, make_person("Nadège P.")).person)
    rewritten(member, note, "Comment rafraîchir les cours d’école, et dans quel ordre ?")
    again = published(elise, note.consultation, "Après la réunion d’avril")
    sign_method(actor=member, note=again, number=2)
    html = of(client, address_of(again))
    assert "des habitants" in html
    assert "Nadège P." in html
    assert "personne pour l’instant" in html
    assert "Version B – Après la réunion d’avril" in html
    assert "?de=1&amp;a=2" in html


def test_a_version_is_signed_once_by_who_sits_in_the_group(
    note: MethodNote, group: Any, farid: Actor, elise: Actor
) -> None:
    member = Actor(person=seat(group, make_person("Nadège P.")).person)
    first = sign_method(actor=member, note=note, number=1)
    assert sign_method(actor=member, note=note, number=1) == first
    for actor in (farid, elise):
        with pytest.raises(NotAllowed):
            sign_method(actor=actor, note=note, number=1)
    assert MethodSignature.objects.count() == 1


def test_another_version_is_signed_again(note: MethodNote, group: Any, elise: Actor) -> None:
    member = Actor(person=seat(group, make_person("Nadège P.")).person)
    sign_method(actor=member, note=note, number=1)
    rewritten(member, note, "Comment rafraîchir les cours d’école, et dans quel ordre ?")
    again = published(elise, note.consultation, "Seconde version")
    with pytest.raises(Refusal) as refusal:
        sign_method(actor=member, note=again, number=1)
    assert refusal.value.code == "moved"
    sign_method(actor=member, note=again, number=2)
    assert MethodSignature.objects.count() == 2


def test_a_member_signs_from_the_page(note: MethodNote, group: Any, amina: Actor) -> None:
    seat(group, amina.person)
    client = Client()
    client.force_login(amina.user)
    assert "Signer la version A" in of(client, address_of(note))
    wrong = client.post(address_of(note, "method_sign"), {"version": "<b>"}, follow=True)
    assert "une autre version" in wrong.content.decode().lower()
    client.post(address_of(note, "method_sign"), {"version": "1"})
    html = of(client, address_of(note))
    assert "Vous avez signé cette version." in html
    assert "Amina B." in html


def test_a_changed_method_leaves_a_dated_note_on_the_page(
    client: Client, note: MethodNote, group: Any, elise: Actor
) -> None:
    member = Actor(person=seat(group, make_person("Nadège P.")).person)
    rewritten(member, note, "Comment rafraîchir les cours d’école, et dans quel ordre ?")
    text = method_of(note.consultation).text  # type: ignore[union-attr]
    publish_version(actor=elise, text=text, title="B", note="Les écoles ont demandé l’ordre.")
    [change] = note.consultation.date_changes.all()
    assert "version B" in change.what
    html = of(client, note.consultation.pages.get().get_absolute_url())
    assert "Les écoles ont demandé l’ordre." in html


def test_the_frame_does_not_change_in_silence_once_the_method_is_public(
    note: MethodNote, elise: Actor
) -> None:
    change: dict[str, Any] = {"actor": elise, "consultation": note.consultation}
    with pytest.raises(Refusal) as refusal:
        frame_consultation(**change, decider="Le bureau")
    assert refusal.value.field == "reason"
    frame_consultation(**change, decider="Le bureau", reason="Le conseil a délégué sa compétence.")
    [noted] = note.consultation.date_changes.all()
    assert "délégué" in noted.reason
    # What the method does not promise changes as before.
    frame_consultation(**change, contact_name="L’accueil")
    assert note.consultation.date_changes.count() == 1


def closed_note(elise: Actor, group: Any) -> MethodNote:
    consultation = make_consultation(opens=-60, closes=-5)
    make_consultation_pages(consultation)
    start_method(actor=elise, consultation=consultation, group=group.space)
    make_decision(consultation)
    publish_outcome(actor=elise, consultation=consultation)
    return published(elise, consultation)


def test_a_consultation_is_not_archived_before_each_line_says_what_was_done(
    client: Client, elise: Actor, group: Any
) -> None:
    note = closed_note(elise, group)
    with pytest.raises(Refusal) as refusal:
        archive_consultation(actor=elise, consultation=note.consultation)
    assert refusal.value.code == "promise_unanswered"
    for line in lines_of(note):
        say_what_was_done(
            actor=elise, note=note, paragraph=line.paragraph, kept=Kept.KEPT, words=DONE
        )
    archive_consultation(actor=elise, consultation=note.consultation)
    html = of(client, address_of(note))
    assert html.count(DONE) == len(lines_of(note))


def test_what_was_done_is_said_at_the_end_and_argued(note: MethodNote, elise: Actor) -> None:
    line = lines_of(note)[0].paragraph
    said: dict[str, Any] = {"actor": elise, "note": note, "paragraph": line}
    with pytest.raises(Refusal) as refusal:
        say_what_was_done(**said, kept=Kept.KEPT, words=DONE)
    assert refusal.value.code == "not_closed"
    with pytest.raises(Refusal) as refusal:
        say_what_was_done(**said, kept=Kept.KEPT, words="Fait.")
    assert refusal.value.field == "words"
    with pytest.raises(Refusal) as refusal:
        say_what_was_done(**said, kept="perhaps", words=DONE)
    assert refusal.value.field == "kept"
    with pytest.raises(Refusal) as refusal:
        say_what_was_done(
            **said, kept=Kept.NOT_KEPT, words="Appelez Mme Roussel au 06 12 34 56 78 pour savoir."
        )
    assert refusal.value.code == "finding"
    assert not PromiseKept.objects.exists()


def test_a_manager_starts_the_note_and_answers_it_from_the_preparation(
    elise: Actor, group: Any
) -> None:
    from civic.accounts.enums import Role

    client = signed_in(Role.MANAGER)
    make_person("Mona R.", user=_user("mona@example.org"))
    consultation = make_consultation(opens=-60, closes=-5)
    make_consultation_pages(consultation)
    board = address("prepare", consultation)
    assert address("method", consultation) in of(client, board)
    empty = client.post(address("method", consultation), {})
    assert empty.status_code == 422
    started = client.post(address("method", consultation), {"group": group.space_id})
    assert started.status_code == 302
    note = published(elise, consultation)
    line = lines_of(note)[0]
    form = address("promise", consultation, line.paragraph_id)
    assert form in of(client, board)
    short = client.post(form, {"kept": "kept", "words": "Fait."})
    assert short.status_code == 422
    assert "Fait." in short.content.decode()
    assert client.post(form, {"kept": "partly", "words": DONE}).status_code == 302
    assert PromiseKept.objects.get().kept == "partly"
    assert DONE in of(client, form)


def test_nothing_is_typed_of_a_line_before_the_consultation_is_closed(note: MethodNote) -> None:
    from civic.accounts.enums import Role

    client = signed_in(Role.MANAGER)
    form = address("promise", note.consultation, lines_of(note)[0].paragraph_id)
    shown = of(client, form)
    assert "une fois la concertation close" in shown
    assert 'name="words"' not in shown
    # Sent all the same, nothing typed is lost.
    refused = client.post(form, {"kept": "kept", "words": DONE})
    assert refused.status_code == 422
    assert DONE in refused.content.decode()


def test_the_staff_of_a_commune_open_nothing_of_the_intercommunality(group: Any) -> None:
    from civic.accounts.enums import Role
    from tests.factories.territory import make_commune

    consultation = make_consultation()
    client = signed_in(Role.MANAGER, at=make_commune())
    assert is_refused(client.get(address("method", consultation)))


def _user(email: str) -> Any:
    from civic.accounts.models import User

    return User.objects.get(email=email)


def test_two_rows_of_one_person_leave_one_signature(note: MethodNote, group: Any) -> None:
    kept, absorbed = seat(group).person, seat(group).person
    for person in (kept, absorbed):
        sign_method(actor=Actor(person=person), note=note, number=1)
    person_registry.mergers["method_signatures"](kept, absorbed)
    assert MethodSignature.objects.get().person == kept


def test_an_erased_person_leaves_a_signature_without_a_name(
    client: Client, note: MethodNote, group: Any
) -> None:
    member = seat(group, make_person("Nadège P.")).person
    sign_method(actor=Actor(person=member), note=note, number=1)
    empty_person(member)
    html = of(client, address_of(note))
    assert "Nadège" not in html
    assert MethodSignature.objects.count() == 1


def test_a_long_method_is_read_in_as_many_queries_as_a_short_one(
    client: Client, note: MethodNote, group: Any, count_queries: Any
) -> None:
    url = address_of(note)
    client.get(url)
    with count_queries() as few:
        client.get(url)
    for _one in range(12):
        sign_method(actor=Actor(person=seat_more(group)), note=note, number=1)
    with count_queries() as many:
        assert client.get(url).status_code == 200
    assert len(many) == len(few) <= 12


def seat_more(group: Any) -> Any:
    from workshops.models import GroupMembership

    person = make_person("Membre")
    model = GroupMembership.objects.filter(group=group, college="resident")[0]
    model.pk, model.person = None, person
    model.save(force_insert=True)
    return person
