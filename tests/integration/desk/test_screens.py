"""The screens of the desk: nothing typed is lost, nobody else's desk opens."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.cases.logic.proof import code_of
from civic.desk.models import Entry
from civic.desk.services.sheets import print_sheets
from civic.discussion.models import Comment, Report
from civic.discussion.services import post_comment
from civic.notifications.enums import NoticeState
from civic.notifications.models import Notice
from civic.participation.models import Contribution, Registration
from civic.voting.models import RollEntry
from tests.factories.participation import make_activity, make_call, make_contribution, make_phase
from tests.factories.people import make_person
from tests.factories.territory import make_intercommunality, make_site
from tests.factories.workshops import make_session
from tests.integration.desk.scene import TEXT, TITLE, agent, browser, say, target, today
from tests.integration.neighbourhood_councils.scene import make_council

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> None:
    make_site()


def desk(name: str, *args: object) -> str:
    return reverse(name, args=["val-de-brevanne", *args])


def typed(**extra: object) -> dict[str, object]:
    values = {
        "title": TITLE,
        "text": TEXT,
        "public_name": "Marcelle",
        "legal_name": "Marcelle Roux",
        "contact_preference": "letter",
        "postal_address": "3 rue des Tanneurs",
        "channel": "paper",
        "said_on": today().isoformat(),
        "consent_how": "signature",
        "submission_key": "0b1f0a6e-6d0f-4a53-9c8f-3a1d2f6f0001",
    }
    return values | extra


def test_an_agent_enters_a_proposal_in_one_page_and_prints_its_receipt() -> None:
    make_activity()
    client = browser(agent())
    page = client.get(desk("desk_enter", "contribution"))
    assert page.status_code == 200
    response = client.post(desk("desk_enter", "contribution"), typed())
    assert response.status_code == 302
    receipt = client.get(response["Location"]).content.decode()
    assert Contribution.objects.get().number in receipt
    assert re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", receipt)
    # The code is shown once.
    again = client.get(response["Location"]).content.decode()
    assert not re.search(r"desk-claim", again)


def test_what_is_wrong_comes_back_with_all_that_was_typed() -> None:
    make_activity()
    client = browser(agent())
    response = client.post(desk("desk_enter", "contribution"), typed(title="", postal_address=""))
    body = response.content.decode()
    assert response.status_code == 422
    assert TEXT.replace("'", "&#x27;") in body
    assert "Marcelle Roux" in body
    assert not Entry.objects.exists()
    response = client.post(desk("desk_enter", "contribution"), typed(postal_address=""))
    assert response.status_code == 422
    assert TITLE in response.content.decode()


def test_sending_twice_leads_to_the_same_receipt() -> None:
    make_activity()
    client = browser(agent())
    first = client.post(desk("desk_enter", "contribution"), typed())
    second = client.post(desk("desk_enter", "contribution"), typed())
    assert first["Location"] == second["Location"]
    assert Contribution.objects.count() == 1


def test_looking_for_somebody_keeps_what_was_typed_and_shows_no_address() -> None:
    activity = make_activity()
    odile = agent()
    known = say(odile, activity).person
    known.email = "marcelle@secret.example.org"
    known.save()
    response = browser(odile).post(
        desk("desk_enter", "contribution"),
        typed(find="roux", find_person="1", public_name="", title="Une idée"),
    )
    body = response.content.decode()
    assert response.status_code == 200
    assert f'value="{known.pk}"' in body
    assert "Une idée" in body
    assert "secret.example.org" not in body
    assert "Tanneurs" not in body.replace("3 rue des Tanneurs", "", 1)


def test_the_same_sheet_shows_the_way_to_the_first_entry() -> None:
    activity, odile = make_activity(), agent()
    [sheet] = print_sheets(
        actor=odile, organisation=make_intercommunality(), target=target(activity), count=1
    )
    entry = say(odile, activity, sheet=sheet).entry
    response = browser(odile).post(
        desk("desk_enter", "contribution"), typed(sheet=sheet.code.lower().replace("-", " "))
    )
    assert response.status_code == 409
    body = response.content.decode()
    assert desk("desk_entry", entry.pk) in body
    assert TITLE in body


def test_a_late_sheet_is_asked_how_one_knows(client: Client) -> None:
    activity = make_activity(acts=())
    make_phase(activity, starts=-20, ends=-3)
    odile = browser(agent())
    said_on = (today() - timedelta(days=5)).isoformat()
    page = odile.get(desk("desk_enter", "contribution")).content.decode()
    assert "late_reason" in page
    response = odile.post(desk("desk_enter", "contribution"), typed(said_on=said_on))
    assert response.status_code == 422
    done = odile.post(
        desk("desk_enter", "contribution"), typed(said_on=said_on, late_reason="Dans l'urne.")
    )
    assert done.status_code == 302


def test_a_session_that_is_over_keeps_everything_typed(client: Client) -> None:
    make_activity()
    response = client.post(desk("desk_enter", "contribution"), typed())
    body = response.content.decode()
    assert response.status_code == 403
    assert TEXT.replace("'", "&#x27;") in body
    assert 'name="submission_key"' in body
    assert not Entry.objects.exists()


def test_a_support_a_place_and_a_request_are_typed_too() -> None:
    contribution = make_contribution(make_activity())
    session, council = make_session(), make_council(commune="saint-aurel")
    client = browser(agent())
    key = "0b1f0a6e-6d0f-4a53-9c8f-3a1d2f6f00{:02d}"
    sent = client.post(
        desk("desk_enter", "soutien"),
        typed(number=contribution.number, submission_key=key.format(10)),
    )
    assert sent.status_code == 302, sent.content.decode()[:2000]
    sent = client.post(
        desk("desk_enter", "inscription"),
        typed(cible=session.pk, needs="Un ascenseur", submission_key=key.format(11)),
    )
    assert sent.status_code == 302
    assert Registration.objects.get().needs == "Un ascenseur"
    here = browser(agent("Sophie", council.space.organisation))
    ask = reverse("desk_enter", args=["saint-aurel", "demande"])
    asked = typed(
        cible=council.space_id, submission_key=key.format(12), place="3 cours Vitton, Lyon"
    )
    refused = here.post(ask, asked)
    assert refused.status_code == 422
    assert 'name="place_confirmed"' in refused.content.decode()
    sent = here.post(ask, asked | {"place_confirmed": "on"})
    assert sent.status_code == 302
    receipt = here.get(sent["Location"]).content.decode()
    number = Entry.objects.latest("pk").number
    assert number in receipt
    # With the number, it contests the answer without an account.
    assert code_of(number) in receipt


def test_a_vote_leaves_no_entry_and_its_receipt_is_shown_once() -> None:
    from civic.accounts.policies import SYSTEM
    from civic.participation.enums import Act, ActivityKind
    from civic.participation.services.activities import create_activity
    from civic.participation.services.phases import open_always
    from civic.voting.services import create_ballot, open_ballot
    from tests.factories.participation import make_space

    activity = create_activity(
        actor=SYSTEM, space=make_space(), kind=ActivityKind.BALLOT, title="Oui ou non"
    )
    open_always(actor=SYSTEM, activity=activity, acts=[Act.VOTE])
    ballot = create_ballot(
        actor=SYSTEM, activity=activity, question="Le faut-il ?", rule_text="Une voix chacun."
    )
    open_ballot(actor=SYSTEM, ballot=ballot)
    client = browser(agent())
    response = client.post(desk("desk_enter", "vote"), typed(choice="for", channel="desk"))
    assert response.status_code == 200, response.content.decode()[:1500]
    assert RollEntry.objects.get().channel == "desk"
    assert not Entry.objects.exists()
    again = client.post(
        desk("desk_enter", "vote"),
        typed(choice="for", channel="desk", person=RollEntry.objects.get().person_id),
    )
    assert again.status_code in (409, 422)
    assert RollEntry.objects.count() == 1


def test_somebody_already_known_is_served_from_their_file() -> None:
    odile = agent()
    person = say(odile, make_activity()).person
    client = browser(odile)
    page = client.get(desk("desk_person", person.pk)).content.decode()
    assert Contribution.objects.get().number in page
    said = client.post(
        desk("desk_person", person.pk),
        {
            "act": "mandat",
            "mandat-helper_name": "Jeanne",
            "mandat-scope": "all",
            "mandat-ends_on": (today() + timedelta(days=30)).isoformat(),
        },
    )
    assert said.status_code == 302
    wrong = client.post(desk("desk_person", person.pk), {"act": "rappel"})
    assert wrong.status_code == 422
    page = client.get(f"{desk('desk_enter', 'contribution')}?personne={person.pk}")
    assert "mandate" in page.content.decode()


def test_a_person_of_elsewhere_has_no_file_here() -> None:
    stranger = make_person("Inconnue")
    assert browser(agent()).get(desk("desk_person", stranger.pk)).status_code == 404


def test_letters_are_prepared_printed_and_posted_from_the_screen() -> None:
    odile = agent()
    say(odile, make_activity())
    client = browser(odile)
    made = client.post(desk("desk_letters"))
    page = client.get(made["Location"]).content.decode()
    assert "3 rue des Tanneurs" in page
    for act in ("printed", "posted"):
        assert client.post(made["Location"], {"act": act}).status_code == 302
    assert Notice.objects.get().state == NoticeState.DELIVERED
    assert client.post(made["Location"], {"act": "returned", "letter": "x"}).status_code == 404


def test_a_promised_call_is_made_from_the_screen() -> None:
    from civic.desk.services.calls import promise_call

    odile = agent()
    promise = promise_call(
        actor=odile,
        organisation=make_intercommunality(),
        person=make_person("Lucien", phone="05 36 49 11 22"),
        about="Sa demande",
        guarantor=odile.user,
        promised_at=timezone.now() + timedelta(hours=1),
    )
    client = browser(odile)
    assert "Lucien" in client.get(desk("desk_calls")).content.decode()
    wrong = client.post(desk("desk_promise", promise.pk), {"act": "move", "reason": "x"})
    assert wrong.status_code == 422
    client.post(desk("desk_promise", promise.pk), {"act": "called", "outcome": "Dit."})
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_anybody_prints_a_sheet_and_reads_its_code(client: Client) -> None:
    call = make_call()
    address = reverse("paper_sheet", args=[f"proposition-{call.activity_id}"])
    page = client.get(address).content.decode()
    assert f"P{call.activity_id}-0000-" in page
    image = re.search(r'src="([^"]+\.svg)"', page)
    assert image is not None
    drawn = client.get(image[1])
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    assert client.get(reverse("paper_sheet", args=["proposition-999999"])).status_code == 404
    assert client.get(reverse("paper_sheet", args=["vote-1"])).status_code == 404


def test_the_paper_page_costs_the_same_for_one_or_twenty_activities(
    client: Client, count_queries
) -> None:  # type: ignore[no-untyped-def]
    make_activity()
    client.get(reverse("paper"))
    with count_queries() as few:
        client.get(reverse("paper"))
    for number in range(20):
        make_activity(title=f"Appel {number}")
    with count_queries() as many:
        client.get(reverse("paper"))
    assert len(many) == len(few) <= 14


def test_the_desk_costs_the_same_for_one_or_thirty_entries(count_queries) -> None:  # type: ignore[no-untyped-def]
    odile, activity = agent(), make_activity()
    say(odile, activity)
    client = browser(odile)
    client.get(desk("desk"))
    with count_queries() as few:
        client.get(desk("desk"))
    for _number in range(12):
        say(odile, activity)
    with count_queries() as many:
        client.get(desk("desk"))
    assert len(many) == len(few)


def test_farid_finds_every_desk_closed(farid: Actor) -> None:
    client = browser(farid)
    for name, args in (("desk", ()), ("desk_sheets", ()), ("desk_letters", ()), ("desk_calls", ())):
        assert client.get(desk(name, *args)).status_code == 403
    assert client.get(reverse("desks")).status_code == 403


def test_a_review_of_an_answer_is_asked_at_the_desk() -> None:
    from civic.accounts.policies import SYSTEM
    from civic.cases.services.cases import answer_case

    odile = agent()
    person = say(odile, make_activity()).person
    contribution = Contribution.objects.get()
    answer_case(
        actor=SYSTEM,
        case=contribution.case,
        outcome="not_retained",
        reason="La berge est trop étroite pour une haie à cet endroit.",
        next_steps="Aucune suite n'est prévue.",
    )
    values = typed(
        case_number=contribution.number,
        reason="L'autre berge, elle, est assez large.",
        person=person.pk,
        find="roux",
    )
    client = browser(odile)
    assert client.get(desk("desk_enter", "reexamen")).status_code == 200
    assert client.post(desk("desk_enter", "reexamen"), values).status_code == 302
    contribution.case.refresh_from_db()
    assert contribution.case.state == "review"


def said_below(text: str) -> Comment:
    person = make_person()
    return post_comment(
        actor=Actor(person=person), target=make_contribution(), person=person, text=text
    )


def test_a_comment_is_reported_at_the_desk_by_its_address() -> None:
    comment = said_below("Vous êtes tous des vendus.")
    client = browser(agent())
    address = f"http://testserver/fr/x/?commentaire={comment.pk}#comment-{comment.pk}"
    report = {"rule": "insult", "text": "Dit à Odile, au guichet.", "channel": "desk"}
    wrong = client.post(
        desk("desk_enter", "signaler-commentaire"), typed(comment="la page", **report)
    )
    assert wrong.status_code == 422
    assert "Dit à Odile, au guichet." in wrong.content.decode()
    for asked in (address, str(comment.pk)):
        Report.objects.all().delete()
        done = client.post(
            desk("desk_enter", "signaler-commentaire"), typed(comment=asked, **report)
        )
        assert done.status_code == 200, done.content.decode()[:1500]
        assert "Vous êtes tous des vendus." in done.content.decode()
        assert Report.objects.get().reported == comment
    # Who reported is written nowhere beside it, and a text that waits is not named.
    assert Report.objects.get().person is None
    assert not Entry.objects.exists()
    held = said_below("Appelez le 06 39 98 00 12")
    refused = client.post(
        desk("desk_enter", "signaler-commentaire"), typed(comment=str(held.pk), **report)
    )
    assert refused.status_code == 422
    assert "39 98" not in refused.content.decode()


def test_whoever_waits_far_down_the_list_is_reached_and_it_costs_the_same(count_queries) -> None:  # type: ignore[no-untyped-def]
    client = browser(agent())
    people = [make_person(f"Personne {n}", phone="05 36 49 71 02") for n in range(45)]
    costs = []
    for few, many in ((0, 21), (21, 45)):
        Notice.objects.bulk_create(
            Notice(
                person=people[n],
                kind="contribution.answered",
                about=f"cases.case:{n}",
                once_key=f"{medium}-{n}",
                organisation=make_intercommunality(),
                subject=f"La réponse no {n} {medium}",
                body="Elle est à lire.",
                level="immediate",
                medium=medium,
                state=NoticeState.TO_CONTACT,
            )
            for n in range(few, many)
            for medium in ("telephone", "desk")
        )
        client.get(desk("desk_calls"))
        with count_queries() as queries:
            client.get(desk("desk_calls"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
    page = client.get(desk("desk_calls"), {"page": 3, "guichet": 3}).content.decode()
    assert "La réponse no 44 telephone" in page
    assert "La réponse no 44 desk" in page
