"""One proposal: its answer, its support, and what its author may do."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.cases.enums import Outcome
from civic.cases.services.answer_files import add_answer_file
from civic.cases.services.cases import answer_case
from civic.cases.services.details import Details
from civic.cases.services.routing import transfer_case
from civic.core.enums import Channel
from civic.discussion.models import Comment, Report
from civic.discussion.services import post_comment
from civic.participation.services.contributions import edit_contribution, withdraw_contribution
from civic.voting.models import Support
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import make_person
from tests.factories.territory import make_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def proposal(call, amina):
    return make_contribution(call.activity, amina.person)


def detail(call, proposal) -> str:
    return call.url_of("detail", number=proposal.number)


def test_a_proposal_says_when_its_answer_is_promised(client, call, proposal):
    response = client.get(detail(call, proposal))
    page = response.content.decode()
    assert proposal.number in page
    assert response.context["case"]["promised_on"] == proposal.case.promised_on
    assert "clock-next" in page


def test_an_answered_proposal_shows_its_argued_answer(client, call, proposal):
    answer_case(
        actor=SYSTEM,
        case=proposal.case,
        outcome=Outcome.ADAPTED,
        reason="Le budget permet la moitié de la haie cette année.",
        next_steps="Cent mètres à l'automne 2027, le reste en 2028.",
        answered_as="Direction des espaces verts",
        private_message="Merci Amina, appelez-moi.",
    )
    page = client.get(detail(call, proposal)).content.decode()
    assert "la moitié de la haie" in page
    assert "Cent mètres" in page
    assert "Direction des espaces verts" in page
    assert "appelez-moi" not in page


def test_an_answered_proposal_says_what_it_costs_and_shows_its_plan(client, call, proposal):
    plan = SimpleUploadedFile("plan de la haie.pdf", b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n")
    file = add_answer_file(actor=SYSTEM, case=proposal.case, upload=plan)
    assert "plan de la haie" not in client.get(detail(call, proposal)).content.decode()
    answer_case(
        actor=SYSTEM,
        case=proposal.case,
        outcome=Outcome.ADAPTED,
        reason="Le budget permet la moitié de la haie cette année.",
        next_steps="Cent mètres à l'automne 2027, le reste en 2028.",
        details=Details(cost=Decimal(3200), cost_covers="plants et paillage"),
        with_files=True,
    )
    page = client.get(detail(call, proposal)).content.decode()
    assert "3\xa0200\xa0€ – plants et paillage" in page
    assert f"/media/answers/{file.key}.pdf" in page
    assert client.get(f"/media/answers/{file.key}.pdf").status_code == 200


def test_a_transfer_is_part_of_the_trail(client, call, proposal):
    transfer_case(
        actor=SYSTEM, case=proposal.case, organisation=make_commune(), reason="Voirie communale."
    )
    response = client.get(detail(call, proposal))
    assert "Voirie communale." in response.content.decode()


def test_an_overdue_answer_is_public(client):
    call = make_call(opens=-300)
    old = make_contribution(call.activity, said_at=timezone.now() - timedelta(days=200))
    response = client.get(detail(call, old))
    assert response.context["case"]["days_late"] > 0


def test_a_text_of_html_is_shown_as_text(client, call, amina):
    wrong = make_contribution(
        call.activity, amina.person, text="<script>alert(1)</script> et <b>gras</b> partout"
    )
    page = client.get(detail(call, wrong)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_earlier_versions_are_shown(client, call, proposal, amina):
    edit_contribution(
        actor=amina, contribution=proposal, title="Une haie", text="Plutôt des charmes."
    )
    page = client.get(detail(call, proposal)).content.decode()
    assert "Planter une haie le long du canal" in page
    assert "Plutôt des charmes." in page


def test_a_proposal_that_does_not_exist_is_not_found(client, call):
    for number in ("0000-0000", "x", "12345678", "٤٤٤٤-٤٤٤٤"):
        assert client.get(f"{call.get_absolute_url()}{number}/").status_code == 404
        assert client.get(f"/api/v1/proposals/{number}/").status_code == 404
    assert client.get("/api/v1/proposals/%00/").status_code == 404


def test_similar_proposals_are_shown_when_asked_for(client, call, proposal):
    make_contribution(
        call.activity,
        title="Une haie d'arbustes au canal",
        text="Des promeneurs à l'ombre, des oiseaux à l'abri.",
    )
    make_contribution(call.activity, title="La piscine le soir", text="Ouvrir jusqu'à 21 heures.")
    here = detail(call, proposal)
    assert "Une haie d&#x27;arbustes" not in client.get(here).content.decode()
    shown = client.get(here, {"proches": 1}).context["similar"]
    assert [row["line"].title for row in shown] == ["Une haie d'arbustes au canal"]
    fragment = client.get(here, {"proches": 1}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()


def test_amina_supports_once_and_takes_it_back(client, call, farid):
    proposal = make_contribution(call.activity)
    client.force_login(farid.user)
    address = call.url_of("support", number=proposal.number)
    for _click in range(2):
        response = client.post(address, {"support": "give"})
        assert response["Location"] == f"{detail(call, proposal)}#support"
    proposal.refresh_from_db()
    assert proposal.supports_count == 1
    assert client.get(detail(call, proposal)).context["support"]["supported"]
    client.post(address, {"support": "withdraw"})
    proposal.refresh_from_db()
    assert proposal.supports_count == 0


def test_htmx_is_sent_the_button_alone(client, call, proposal, farid):
    client.force_login(farid.user)
    response = client.post(
        call.url_of("support", number=proposal.number),
        {"support": "give"},
        headers={"HX-Request": "true"},
    )
    page = response.content.decode()
    assert 'id="support"' in page
    assert "<html" not in page


def test_a_guest_says_who_they_are_and_the_support_is_then_given(client, call, proposal):
    address = call.url_of("support", number=proposal.number)
    asked = client.post(address, {"support": "give"})
    assert asked.status_code == 200
    assert not Support.objects.exists()
    done = client.post(
        address,
        {"identify": 1, "public_name": "Yvette", "college": "resident", "support": "give"},
    )
    assert done["Location"].endswith("#support")
    assert Support.objects.get().person.public_name == "Yvette"


def test_a_guest_whose_session_expired_meanwhile_loses_nothing(client, call, proposal):
    address = call.url_of("comment", number=proposal.number)
    asked = client.post(address, {"text": "Très bonne idée pour l'été.", "stance": "for"})
    assert "Très bonne idée" in asked.content.decode()
    client.cookies.clear()
    client.post(
        address,
        {
            "identify": 1,
            "public_name": "Yvette",
            "college": "resident",
            "text": "Très bonne idée pour l'été.",
            "stance": "for",
        },
    )
    assert Comment.objects.get().comment == "Très bonne idée pour l'été."


def test_a_guest_clicking_with_htmx_is_sent_to_the_step(client, call, proposal):
    address = call.url_of("support", number=proposal.number)
    response = client.post(address, {"support": "give"}, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == address
    step = client.get(address)
    assert 'name="identify"' in step.content.decode()


def test_the_way_through_the_code_ends_with_the_support(client, amina, farid):
    call = make_call(slug="sure", activity_options={"assurance_level": 10})
    proposal = make_contribution(call.activity, amina.person)
    address = call.url_of("support", number=proposal.number)
    response = client.post(address, {"support": "give"})
    assert 'name="email"' in response.content.decode()
    client.post(
        address,
        {
            "identify": 1,
            "public_name": "Farid",
            "college": "resident",
            "email": farid.user.email,
            "support": "give",
        },
    )
    assert not Support.objects.exists()
    # The code is typed elsewhere; the session that comes back is signed in.
    session = client.session
    pending = session["civic_pending"]
    client.force_login(farid.user)
    session = client.session
    session["civic_pending"] = pending
    session.save()
    assert client.get(address).status_code == 302
    assert Support.objects.get().person == farid.person


def test_an_address_opened_by_hand_supports_nothing(client, call, proposal, farid):
    client.force_login(farid.user)
    client.get(call.url_of("support", number=proposal.number))
    assert not Support.objects.exists()


def test_support_is_refused_with_the_reason_once_closed(client, farid):
    call = make_call(opens=-30, closes=-2)
    proposal = make_contribution(call.activity, said_at=timezone.now() - timedelta(days=5))
    client.force_login(farid.user)
    address = call.url_of("support", number=proposal.number)
    page = client.post(address, {"support": "give"}, follow=True)
    closed = page.context["support"]["closed"]
    assert closed
    assert [str(message) for message in page.context["messages"]] == [closed]
    fragment = client.post(address, {"support": "give"}, headers={"HX-Request": "true"})
    assert closed in fragment.content.decode().replace("&#x27;", "'")
    assert not Support.objects.exists()


def test_a_comment_is_posted_and_shown_at_its_place(client, call, proposal, farid):
    client.force_login(farid.user)
    response = client.post(
        call.url_of("comment", number=proposal.number),
        {"text": "Avec des fruitiers ?", "stance": "question"},
    )
    comment = Comment.objects.get()
    assert response["Location"] == (
        f"{detail(call, proposal)}?commentaire={comment.pk}&dit=1#comment-{comment.pk}"
    )
    shown = client.get(response["Location"])
    assert "Avec des fruitiers ?" in shown.content.decode()
    assert shown.context["comment_said"]
    client.logout()
    assert not client.get(response["Location"]).context["comment_said"]


@pytest.mark.parametrize("text", ["", "   ", "a" * 100_000])
def test_a_comment_that_is_refused_comes_back_with_its_text(client, call, proposal, farid, text):
    client.force_login(farid.user)
    response = client.post(
        call.url_of("comment", number=proposal.number), {"text": text, "stance": "for"}
    )
    assert response.status_code == 422
    assert text.strip() in response.content.decode()
    assert not Comment.objects.exists()


def test_a_comment_is_refused_with_the_reason_once_closed(client, farid):
    call = make_call(opens=-30, closes=-2)
    proposal = make_contribution(call.activity, said_at=timezone.now() - timedelta(days=5))
    client.force_login(farid.user)
    response = client.post(
        call.url_of("comment", number=proposal.number), {"text": "Trop tard ?", "stance": "for"}
    )
    assert response.status_code == 409
    assert not Comment.objects.exists()


def test_anybody_reports_a_proposal_or_a_comment(client, call, proposal, amina):
    comment = post_comment(
        actor=amina, target=proposal, person=amina.person, text="Bonne idée.", stance="for"
    )
    address = call.url_of("report", number=proposal.number)
    assert client.post(address, {}).status_code == 422
    rule = client.get(address).context["form"].fields["rule"].choices[0][0]
    assert client.post(address, {"rule": rule, "text": "Voir la charte"}).status_code == 302
    assert client.post(address, {"rule": rule, "comment": comment.pk}).status_code == 302
    assert {type(report.reported) for report in Report.objects.all()} == {Comment, type(proposal)}
    assert client.post(address, {"rule": rule, "comment": 99999}).status_code == 404
    assert client.get(address, {"commentaire": "x"}).status_code == 404


def test_amina_edits_and_withdraws_and_farid_does_not(client, call, proposal, amina, farid):
    edit = call.url_of("edit", number=proposal.number)
    withdraw = call.url_of("withdraw", number=proposal.number)
    client.force_login(farid.user)
    for address in (edit, withdraw):
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "x", "title": "y", "text": "z"}).status_code == 403
    client.force_login(amina.user)
    assert client.get(edit).status_code == 200
    refused = client.post(edit, {"title": "", "text": "Une haie de charmes, plutôt."})
    assert refused.status_code == 422
    assert "Une haie de charmes, plutôt." in refused.content.decode()
    words = {"title": "Une haie de charmes", "text": "Une haie de charmes, plutôt."}
    assert client.post(edit, words).status_code == 302
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "Appelez le 06 12 34 56 78"}).status_code == 422
    assert client.post(withdraw, {"reason": "Dite ailleurs."}).status_code == 302
    page = client.get(detail(call, proposal)).content.decode()
    assert "Dite ailleurs." in page
    assert client.post(edit, words).status_code == 409


def test_a_withdrawn_proposal_is_read_and_no_longer_supported(client, call, proposal, amina):
    withdraw_contribution(actor=amina, contribution=proposal, reason="Dite ailleurs.")
    response = client.get(detail(call, proposal))
    assert response.status_code == 200
    assert response.context["support"]["closed"]


def test_what_was_said_on_paper_has_the_same_rights_and_says_so(client, call, farid):
    paper = make_contribution(call.activity, make_person("Yvette"), channel=Channel.PAPER)
    assert 'class="channel"' in client.get(detail(call, paper)).content.decode()
    client.force_login(farid.user)
    client.post(call.url_of("support", number=paper.number), {"support": "give"})
    paper.refresh_from_db()
    assert paper.supports_count == 1


def test_two_or_two_hundred_comments_cost_the_same_queries(client, call, proposal, count_queries):
    here = detail(call, proposal)
    people = [make_person(f"Personne {number}") for number in range(60)]
    for person in people[:2]:
        comment_by(proposal, person)
    client.get(here)
    with count_queries() as few:
        client.get(here)
    for person in people[2:]:
        comment_by(proposal, person)
    with count_queries() as many:
        client.get(here)
    assert len(few) == len(many) <= 12, [q["sql"][:150] for q in many]


def comment_by(proposal, person):
    return post_comment(
        actor=SYSTEM, target=proposal, person=person, text="Bonne idée.", stance="for"
    )


def test_supporting_stays_under_twenty_queries(client, call, proposal, farid, count_queries):
    client.force_login(farid.user)
    client.post(call.url_of("support", number=proposal.number), {"support": "give"})
    client.post(call.url_of("support", number=proposal.number), {"support": "withdraw"})
    with count_queries() as supporting:
        client.post(call.url_of("support", number=proposal.number), {"support": "give"})
    assert len(supporting) <= 20, [q["sql"][:120] for q in supporting]
