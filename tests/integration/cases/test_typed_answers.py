"""Typed answers, what leaves shown before it leaves, and answers that repeat one another."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import CaseState, Outcome
from civic.cases.logic.gaps import fill, gaps_in, unknown_gaps
from civic.cases.models import AnswerMark, AnswerTemplate, Case
from civic.cases.selectors.answers import COMPARED, filled, likeness, repetition, templates_for
from civic.cases.services.answers import mark_answer, mark_earlier_answers, save_private_message
from civic.cases.services.cases import answer_case
from civic.cases.services.typed_answers import check_template
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from tests.factories.people import make_person
from tests.factories.territory import make_commune, make_department
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    answer,
    make_council,
    make_request,
    signed_in,
)

pytestmark = pytest.mark.django_db

INBOX = "/fr/agent/"
REPAIRED = "La lampe de {lieu} a été remplacée par l’équipe d’éclairage du service {service}."


def make_template(name: str = "Lampe réparée", **extra: object) -> AnswerTemplate:
    values = {
        "organisation": make_commune(),
        "name": name,
        "outcome": Outcome.DONE,
        "reason": REPAIRED,
        "next_steps": "Elle éclaire de nouveau depuis hier soir.",
    }
    return AnswerTemplate.objects.create(**(values | extra))


def with_voirie(**extra: object) -> Case:
    values = {"department": make_department(), "place": "place de la Halle"} | extra
    return make_request(make_council(), **values).case


def send(client: Client, case: Case, act: str, **data: str):
    return client.post(f"{INBOX}dossiers/{case.number}/{act}/", data)


def test_gaps_are_filled_whatever_their_accents_and_the_others_stay() -> None:
    values = {"numéro": "4821-9307", "lieu": "la halle"}
    assert fill("Demande {Numero}, {LIEU}, le {date}.", values) == (
        "Demande 4821-9307, la halle, le {date}."
    )
    assert gaps_in(["{date} et { date }", "{organisme}"]) == ("date", "organisme")
    assert unknown_gaps(["{dte}", "{Date}"]) == ("dte",)


def test_a_typed_answer_is_filled_from_the_case() -> None:
    case = with_voirie()
    begun = filled(make_template(), case, title="Lampe éteinte", place="place de la Halle")
    assert begun.reason.startswith("La lampe de place de la Halle a été remplacée")
    assert case.department is not None
    assert case.department.name in begun.reason
    assert begun.missing == ()


def test_those_of_the_department_and_of_the_body_are_offered_alone(driss: Actor) -> None:
    case = with_voirie()
    mine = make_template("La mienne", department=make_department())
    ours = make_template("Celle de tous")
    make_template("Aux espaces verts", department=make_department(slug="espaces-verts"))
    make_template("Retirée", is_active=False)
    make_template("Ailleurs", organisation=make_commune("montfaucelle"))
    assert templates_for(case) == [mine, ours]


def test_an_answer_with_a_gap_left_is_never_published(driss: Actor) -> None:
    case = with_voirie()
    with pytest.raises(Refusal) as refusal:
        answer_case(
            actor=driss,
            case=case,
            outcome=Outcome.DONE,
            reason=REASON,
            next_steps="La lampe est contrôlée le {date}.",
        )
    assert (refusal.value.code, refusal.value.field) == ("gap", "next_steps")
    assert "{date}" in str(refusal.value.message)


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"reason": "Fait par le service voirie, merci"}, "formula"),
        ({"reason": f"{REASON} {{dte}}"}, "unknown_gap"),
        ({"next_steps": "Appelez Mme Odile Ferrandou au 06 39 98 27 54."}, "finding"),
    ],
)
def test_a_typed_answer_that_could_not_be_published_is_refused(
    extra: dict[str, str], code: str
) -> None:
    values = {"reason": REASON, "next_steps": NEXT_STEPS} | extra
    with pytest.raises(Refusal) as refusal:
        check_template(AnswerTemplate(organisation=make_commune(), name="Essai", **values))
    assert refusal.value.code == code


def test_driss_answers_with_a_typed_answer_in_two_requests(driss: Actor) -> None:
    case, template, client = with_voirie(), make_template(), signed_in(driss)
    shown = client.get(f"{INBOX}?dossier={case.number}").content.decode()
    assert f"modele={template.pk}" in shown
    assert 'data-key="1"' in shown

    page = client.get(f"{INBOX}?dossier={case.number}&modele={template.pk}")
    assert 'class="preview preview-public"' in page.content.decode()
    preview = page.context["opened"].preview
    done = send(client, case, "answer", **dict(preview.hidden), confirmed="1")
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.ANSWERED
    assert case.reason.startswith("La lampe de place de la Halle")


def test_a_typed_answer_with_a_gap_asks_for_it_and_shows_nothing_yet(driss: Actor) -> None:
    case = with_voirie()
    template = make_template(next_steps="Elle est contrôlée le {date}.")
    page = signed_in(driss).get(f"{INBOX}?dossier={case.number}&modele={template.pk}")
    assert page.context["opened"].preview is None
    assert page.context["opened"].missing == ("date",)
    assert "{date}" in page.content.decode()


def test_nothing_leaves_before_it_was_shown_as_it_will_be_read(driss: Actor) -> None:
    case, client = with_voirie(), signed_in(driss)
    typed = {"answer-outcome": "done", "answer-reason": REASON, "answer-next_steps": NEXT_STEPS}
    shown = send(client, case, "answer", **typed)
    assert shown.status_code == 200
    assert 'class="preview preview-public"' in shown.content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.ROUTED
    assert send(client, case, "answer", **typed, confirmed="1").status_code == 302


def test_the_private_message_has_its_own_button_and_leaves_with_the_answer(driss: Actor) -> None:
    person = make_person("Jeanne P.", phone="05 36 49 10 10", contact_preference="telephone")
    case, client = with_voirie(person=person), signed_in(driss)
    words = "Merci d'avoir appelé."
    shown = send(client, case, "private", **{"private-message": words, "answer-reason": REASON})
    html = shown.content.decode()
    assert shown.context["opened"].private_preview == words
    # What was typed of the public answer is still there.
    assert REASON.replace("'", "&#x27;") in html
    case.refresh_from_db()
    assert case.private_message == ""

    kept = send(client, case, "private", **{"private-message": words}, confirmed="1")
    assert kept.status_code == 302
    case.refresh_from_db()
    assert (case.private_message, case.state) == (words, CaseState.ROUTED)

    typed = {"answer-outcome": "done", "answer-reason": REASON, "answer-next_steps": NEXT_STEPS}
    assert send(client, case, "answer", **typed, confirmed="1").status_code == 302
    case.refresh_from_db()
    assert words not in case.reason + case.next_steps
    assert words in Notice.objects.get(kind="request.answered").body


def test_a_private_message_typed_and_not_read_again_is_said_not_to_leave(driss: Actor) -> None:
    person = make_person("Jeanne P.", phone="05 36 49 10 10", contact_preference="telephone")
    case, client = with_voirie(person=person), signed_in(driss)
    typed = {"answer-outcome": "done", "answer-reason": REASON, "answer-next_steps": NEXT_STEPS}
    page = send(client, case, "answer", **typed, **{"private-message": "À garder"})
    assert page.context["opened"].has_unread_message
    assert ("private-message", "À garder") in page.context["opened"].preview.hidden


def test_farid_and_another_commune_write_to_nobody(farid: Actor, chloe: Actor) -> None:
    case = with_voirie()
    for actor in (farid, chloe, Actor()):
        with pytest.raises(NotAllowed):
            save_private_message(actor=actor, case=case, message="Bonjour")


def test_a_message_for_an_answered_case_is_refused() -> None:
    case = with_voirie()
    answer(case.request)
    with pytest.raises(Refusal) as refusal:
        save_private_message(actor=SYSTEM, case=case, message="Bonjour")
    assert refusal.value.code == "already_answered"


def test_the_same_reason_is_counted_whatever_its_figures_and_accents() -> None:
    reasons = [
        "La lampe 12 a été remplacée le 3 mai par l’équipe d’éclairage de la ville.",
        "La lampe 45 a ete remplacee le 9 juin par l’équipe d’éclairage de la ville.",
        "LA LAMPE 7 A ÉTÉ REMPLACÉE LE 3 MAI PAR L’ÉQUIPE D’ÉCLAIRAGE DE LA VILLE.",
        "Le budget de la voirie ne permet pas ces travaux avant le vote du prochain exercice.",
    ]
    for reason in reasons:
        answer(with_voirie().request, reason=reason)
    commune = make_commune()
    assert likeness(commune.pk, reasons[0]).same == 3
    assert repetition(commune.pk).repeated == 3
    assert repetition(commune.pk).share == 75
    assert likeness(commune.pk, "Un tout autre motif, propre à ce seul dossier.").same == 0
    assert repetition(make_commune("montfaucelle").pk).share == 0


def test_driss_reads_that_his_reason_was_given_to_others(driss: Actor) -> None:
    for _once in range(2):
        answer(with_voirie().request, reason=REASON)
    case, client = with_voirie(), signed_in(driss)
    typed = {"answer-outcome": "done", "answer-reason": REASON, "answer-next_steps": NEXT_STEPS}
    page = send(client, case, "answer", **typed)
    assert page.context["opened"].preview.likeness.same == 2
    assert page.context["opened"].preview.likeness.share == 100


def test_an_answer_reviewed_with_other_words_repeats_no_more() -> None:
    first, second = with_voirie(), with_voirie()
    for case in (first, second):
        answer(case.request, reason=REASON)
    assert repetition(make_commune().pk).repeated == 2
    Case.objects.filter(pk=second.pk).update(reason="Un tout autre motif, donné après relecture.")
    second.refresh_from_db()
    mark_answer(second)
    assert repetition(make_commune().pk).repeated == 0


def test_answers_given_before_are_marked_in_the_background() -> None:
    for _once in range(3):
        answer(with_voirie().request, reason=REASON)
    AnswerMark.objects.all().delete()
    assert mark_earlier_answers() == 3
    assert mark_earlier_answers() == 0
    assert repetition(make_commune().pk).repeated == 3


def test_counting_what_repeats_costs_the_same_for_three_answers_and_for_hundreds() -> None:
    answer(with_voirie().request, reason=REASON)
    with CaptureQueriesContext(connection) as few:
        repetition(make_commune().pk)
        likeness(make_commune().pk, "Un motif propre à ce dossier seulement.")
    mark = AnswerMark.objects.get()
    cases = [with_voirie() for _once in range(5)]
    AnswerMark.objects.bulk_create(
        AnswerMark(case=case, organisation=mark.organisation, likeness=str(number))
        for number, case in enumerate(cases)
    )
    with CaptureQueriesContext(connection) as many:
        repetition(make_commune().pk)
        likeness(make_commune().pk, "Un motif propre à ce dossier seulement.")
    assert len(few) == len(many)
    assert COMPARED < 1_000
