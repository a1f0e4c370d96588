"""The screens where a manager prepares and runs a consultation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM
from civic.participation.enums import Act
from civic.participation.services.activities import ConditionDraft, set_conditions
from civic.territory.services.branches import seed_branch
from civic.voting.models import Ballot
from consultations.enums import ConsultationPreset
from consultations.models import CallForProposalsPage, Consultation, ConsultationPage
from home.services.staff import follow_roles
from tests.factories.participation import (
    days,
    framing,
    make_consultation,
    make_consultation_pages,
    make_contribution,
    make_decision,
)
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_branch, make_commune, make_intercommunality, make_site
from tests.integration.home.pages import make_collections

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def branches(db: None) -> None:
    make_collections()
    for page in (make_site(), make_branch("saint-aurel"), make_branch("montfaucelle")):
        seed_branch(actor=SYSTEM, page=page)


def signed_in(*roles: Role, at=None, email: str = "mona@example.org") -> Client:
    user = make_user(email, "Mona R.")
    for role in roles:
        grant(user, role, at or make_intercommunality())
    follow_roles(user=user)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> Client:
    return signed_in(Role.MANAGER)


def address(name: str, consultation: Consultation, *more) -> str:
    return reverse(f"consultations:{name}", args=[consultation.pk, *more])


def started(client: Client, **extra) -> Consultation:
    values = {
        "title": "Une nouvelle médiathèque",
        "organisation": make_intercommunality().pk,
        "participation_level": "consult",
        "preset": "free",
        "submission_key": "3f0c7d8e-0000-4000-8000-000000000001",
    } | extra
    response = client.post(reverse("consultations:add"), values)
    assert response.status_code == 302, response.content.decode()
    return Consultation.objects.latest("pk")


def is_refused(response) -> bool:
    """The administration sends whoever may not do something back to its home, with a message."""
    return response.status_code in (403, 405) or response.get("Location") == "/cms/"


def text_of(response) -> str:
    return response.content.decode()


def framed(client: Client, consultation: Consultation, **extra):
    values = framing() | {"title": consultation.space.title} | extra
    values["answer_due_on"] = str(values["answer_due_on"])
    return client.post(address("edit", consultation), values)


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_a_manager_goes_from_nothing_to_a_published_consultation(manager):
    consultation = started(manager, territories=[make_commune().pk])
    board = address("prepare", consultation)
    page = text_of(manager.get(board))
    for link in (f"{address('edit', consultation)}#id_question", "#activities"):
        assert link in page
    assert address("add_phase", consultation) in page
    assert framed(manager, consultation).status_code == 302
    added = manager.post(
        address("add_activity", consultation, "call_for_proposals"),
        {
            "title": "Vos propositions",
            "publication_rule": "at_once",
            "assurance_level": "0",
            "minimum_age": "0",
            "with_place": "on",
            "answer_working_days": "60",
        },
    )
    assert added.status_code == 302
    activity = consultation.space.activities.get()
    now = timezone.now()
    phase = manager.post(
        address("add_phase", consultation),
        {
            "title": "On propose",
            "starts_at": local(now - days(1)),
            "ends_at": local(now + days(30)),
        },
    )
    assert phase["Location"] == address("openings", consultation)
    phase = consultation.space.phases.get()
    grid = manager.post(
        address("openings", consultation),
        {f"open-{phase.pk}-{activity.pk}-contribute": "on"},
    )
    assert grid.status_code == 302
    assert list(phase.settings.values_list("act", flat=True)) == [Act.CONTRIBUTE]
    page = text_of(manager.get(board))
    assert f'{address("publish", consultation)}"' in page
    assert "#id_question" not in page
    manager.post(address("pages", consultation))
    draft = ConsultationPage.objects.get(consultation=consultation)
    assert not draft.live
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert manager.get(address("preview", consultation)).status_code == 200
    done = manager.post(address("publish", consultation), {"confirmed": "on"})
    assert done["Location"] == board
    draft.refresh_from_db()
    assert draft.live
    call = CallForProposalsPage.objects.get(activity=activity)
    assert call.live
    assert Client().get(draft.get_absolute_url()).status_code == 200
    assert Client().get(call.get_absolute_url()).status_code == 200


def test_the_same_start_sent_twice_is_one_consultation(manager):
    first = started(manager)
    assert started(manager) == first
    assert Consultation.objects.count() == 1


def test_the_statutory_form_comes_with_its_calendar_and_words_to_check(manager):
    consultation = started(manager, preset=ConsultationPreset.ENVIRONMENT_L123_19)
    assert consultation.space.phases.count() == 3
    assert consultation.space.activities.count() == 1
    page = text_of(manager.get(address("prepare", consultation)))
    assert page.count("conseil juridique") + page.count("checked by counsel") >= 5
    assert manager.post(address("publish", consultation), {"confirmed": "on"}).status_code == 422


def test_a_copy_has_the_frame_and_the_calendar_and_nothing_anybody_said(manager):
    original = make_consultation()
    call = original.space.activities.get()
    set_conditions(
        actor=SYSTEM, activity=call, conditions=[ConditionDraft("residence", "J’habite ici.")]
    )
    make_contribution(call, channel="import")
    copied = started(manager, template=original.pk)
    assert copied != original
    assert copied.question == original.question
    assert copied.answer_due_on is None
    assert not copied.is_published
    twin = copied.space.activities.get()
    assert twin.contributions.count() == 0
    assert twin.conditions.get().text == "J’habite ici."
    first = copied.space.phases.order_by("position").first()
    opens = timezone.localdate() + timedelta(days=30)
    assert timezone.localdate(first.starts_at) == opens
    assert first.settings.count() == 3


def test_publishing_too_early_shows_the_list_and_publishes_nothing(manager):
    consultation = started(manager)
    response = manager.post(address("publish", consultation), {"confirmed": "on"})
    assert response.status_code == 422
    assert len(response.context["missing"]) == 8
    consultation.refresh_from_db()
    assert not consultation.is_published


def test_publishing_without_having_read_is_refused(manager):
    consultation = make_consultation(published=False)
    assert manager.post(address("publish", consultation)).status_code == 422
    consultation.refresh_from_db()
    assert not consultation.is_published


def test_words_that_name_somebody_are_not_published_without_a_reason(manager):
    consultation = make_consultation(
        published=False, what_is_fixed="Appelez Mme Martin au 06 12 34 56 78."
    )
    page = manager.get(address("publish", consultation))
    assert "06 12 34 56 78" in page.context["words"][-1] or page.context["words"]
    refused = manager.post(address("publish", consultation), {"confirmed": "on"})
    assert refused.status_code == 422
    assert "keep_findings_because" in text_of(refused)
    kept = {"confirmed": "on", "keep_findings_because": "Le numéro est celui du service."}
    assert manager.post(address("publish", consultation), kept).status_code == 302


def test_an_end_before_the_start_is_refused_and_what_was_typed_stays(manager):
    consultation = make_consultation(published=False)
    now = timezone.now()
    response = manager.post(
        address("add_phase", consultation),
        {"title": "On vote", "starts_at": local(now + days(9)), "ends_at": local(now + days(2))},
    )
    assert response.status_code == 422
    assert response.context["form"].errors["ends_at"]
    assert 'value="On vote"' in text_of(response)
    assert consultation.space.phases.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"starts_at": "demain"}, "starts_at"),
        ({"starts_at": "", "ends_at": ""}, "starts_at"),
        ({"approximate": "printemps 2028"}, "approximate"),
    ],
)
def test_a_phase_that_is_not_understood_says_why_beside_its_field(manager, given, field):
    consultation = make_consultation(published=False)
    now = timezone.now()
    values = {"title": "On vote", "starts_at": local(now), "ends_at": local(now + days(2))}
    response = manager.post(address("add_phase", consultation), values | given)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_overlapping_phases_are_allowed_and_one_sent_twice_is_one(manager):
    consultation = make_consultation(published=False)
    now = timezone.now()
    values = {"title": "On commente", "starts_at": local(now), "ends_at": local(now + days(5))}
    for _again in range(2):
        assert manager.post(address("add_phase", consultation), values).status_code == 302
    assert consultation.space.phases.count() == 3


def test_html_in_a_title_is_shown_as_text(manager):
    consultation = started(manager, title="<script>alert(1)</script> Climat")
    page = text_of(manager.get(address("prepare", consultation)))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_each_phase_opens_is_a_box_with_its_whole_name(manager):
    consultation = make_consultation(published=False)
    page = text_of(manager.get(address("openings", consultation)))
    assert 'aria-label="On propose – Vos propositions – ' in page
    call = consultation.space.activities.get()
    manager.post(address("openings", consultation), {f"open-always-{call.pk}-comment": "on"})
    assert set(call.settings.values_list("phase", "act")) == {(None, Act.COMMENT)}


def test_a_ballot_is_prepared_with_its_list_and_frozen_once_open(manager):
    consultation = make_consultation(published=False)
    added = manager.post(
        address("add_activity", consultation, "ballot"),
        {"title": "Le vote", "assurance_level": "10", "minimum_age": "16"},
    )
    activity = consultation.space.activities.get(kind="ballot")
    assert added["Location"] == address("ballot", consultation, activity.pk)
    rule = {
        "question": "Le faut-il ?",
        "rule_text": "Une voix chacun, jusqu’au 30.",
        "reason_rule": "optional",
        "electorate": "listed",
        "quorum": "10",
        "majority_percent": "50",
    }
    where = address("ballot", consultation, activity.pk)
    refused = manager.post(where, rule | {"majority_percent": "20"})
    assert refused.status_code == 422
    saved = manager.post(where, rule)
    assert saved["Location"] == address("roll", consultation, activity.pk)
    make_person("Ada", email="ada@example.org", email_confirmed=True, assurance_level=10)
    partly = manager.post(
        address("roll", consultation, activity.pk), {"addresses": "ada@example.org\nnul@x.org"}
    )
    assert partly.status_code == 422
    assert "nul@x.org" in text_of(partly)
    ballot = Ballot.objects.get()
    assert ballot.roll.count() == 1
    ballot_before = manager.post(where, rule | {"question": "Faut-il le faire ?"})
    assert ballot_before.status_code == 302
    manager.post(address("openings", consultation), {f"open-always-{activity.pk}-vote": "on"})
    assert manager.post(address("open_ballot", consultation, activity.pk)).status_code == 422
    manager.post(address("publish", consultation), {"confirmed": "on"})
    assert manager.post(address("open_ballot", consultation, activity.pk)).status_code == 302
    after = manager.post(where, rule | {"question": "Autre chose ?"})
    assert after.status_code == 422
    assert Ballot.objects.get().question == "Faut-il le faire ?"


def test_entry_conditions_are_written_and_an_accepted_one_stays(manager):
    consultation = make_consultation(published=False)
    call = consultation.space.activities.get()
    rows = {
        "conditions-TOTAL_FORMS": "2",
        "conditions-INITIAL_FORMS": "0",
        "conditions-0-kind": "charter",
        "conditions-0-text": "J’ai lu la charte.",
        "conditions-0-required": "on",
        "conditions-1-kind": "question",
        "conditions-1-text": "",
    }
    where = address("conditions", consultation, call.pk)
    assert manager.get(where).status_code == 200
    assert manager.post(where, rows).status_code == 302
    condition = call.conditions.get()
    condition.accepted.create(person=make_person())
    refused = manager.post(where, rows | {"conditions-0-text": "Autre chose."})
    assert refused.status_code == 422
    assert call.conditions.get() == condition


def test_an_activity_nobody_used_is_removed_and_one_in_use_stays(manager):
    consultation = make_consultation(published=False)
    make_consultation_pages(consultation)
    call = consultation.space.activities.get()
    assert manager.post(address("remove_activity", consultation, call.pk)).status_code == 302
    assert not consultation.space.activities.exists()
    published = make_consultation("autre")
    used = published.space.activities.get()
    assert manager.post(address("remove_activity", published, used.pk)).status_code == 422


def test_a_published_consultation_shows_its_page_and_asks_before_changing_a_date(manager):
    consultation = make_consultation()
    make_consultation_pages(consultation)
    phase = consultation.space.phases.first()
    board = text_of(manager.get(address("prepare", consultation)))
    assert ConsultationPage.objects.get().get_absolute_url() in board
    where = address("change_phase", consultation, phase.pk)
    later = local(phase.ends_at + days(10))
    values = {"title": phase.title, "starts_at": local(phase.starts_at), "ends_at": later}
    refused = manager.post(where, values)
    assert refused.status_code == 422
    assert refused.context["form"].errors["reason"]
    assert manager.post(where, values | {"reason": "Dix jours de plus."}).status_code == 302
    note = consultation.date_changes.get()
    assert note.reason == "Dix jours de plus."
    assert note.before == phase.ends_at


def test_a_form_shows_what_is_stored_and_saving_it_again_changes_nothing(manager):
    consultation = make_consultation()
    phase = consultation.space.phases.first()
    form = manager.get(address("change_phase", consultation, phase.pk)).context["form"]
    assert form["title"].value() == phase.title
    typed = {name: form[name].value() for name in ("title", "text", "approximate")}
    dates = {name: local(getattr(phase, name)) for name in ("starts_at", "ends_at")}
    assert f'value="{dates["ends_at"]}"' in str(form["ends_at"])
    where = address("change_phase", consultation, phase.pk)
    assert manager.post(where, typed | dates).status_code == 302
    territories = manager.get(address("territories", consultation))
    assert list(territories.context["form"]["territories"].value()) == [make_commune().pk]
    assert "checked" in str(territories.context["form"]["territories"])
    assert not consultation.date_changes.exists()


def test_where_it_is_shown_is_chosen_among_the_communes_around(manager):
    consultation = make_consultation(territories=[])
    near, far = make_commune(), make_commune("ailleurs", intercommunality=None)
    where = address("territories", consultation)
    assert manager.post(where, {"territories": [far.pk]}).status_code == 422
    assert manager.post(where, {"territories": [near.pk]}).status_code == 302
    assert list(consultation.space.territories.all()) == [near]


def test_rewording_a_phase_moves_no_date_and_leaves_no_note(manager):
    consultation = make_consultation()
    phase = consultation.space.phases.first()
    values = {
        "title": "On propose ensemble",
        "starts_at": local(phase.starts_at),
        "ends_at": local(phase.ends_at),
    }
    assert manager.post(address("change_phase", consultation, phase.pk), values).status_code == 302
    before = (phase.starts_at, phase.ends_at)
    phase.refresh_from_db()
    assert phase.title == "On propose ensemble"
    assert (phase.starts_at, phase.ends_at) == before
    assert not consultation.date_changes.exists()


def test_the_outcome_waits_for_a_signature_and_the_archive_for_the_outcome(manager):
    consultation = make_consultation(opens=-30, closes=-5)
    assert manager.post(address("archive", consultation)).status_code == 422
    assert manager.post(address("outcome", consultation)).status_code == 422
    make_decision(consultation)
    assert manager.post(address("outcome", consultation)).status_code == 302
    assert manager.post(address("archive", consultation)).status_code == 302
    board = text_of(manager.get(address("prepare", consultation)))
    assert address("edit", consultation) not in board
    assert framed(manager, consultation).status_code == 200
    consultation.refresh_from_db()
    assert consultation.space.archived_at


def test_whoever_decides_publishes_the_outcome_and_changes_nothing_else():
    consultation = make_consultation(opens=-30, closes=-5)
    make_decision(consultation)
    decider = signed_in(Role.DECIDER, email="elu@example.org")
    board = text_of(decider.get(address("prepare", consultation)))
    assert address("outcome", consultation) in board
    assert address("edit", consultation) not in board
    assert is_refused(decider.get(address("openings", consultation)))
    assert decider.post(address("outcome", consultation)).status_code == 302


def test_communications_prepare_everything_but_the_ballot():
    consultation = make_consultation(published=False)
    writer = signed_in(Role.COMMUNICATIONS, email="com@example.org")
    writer.post(
        address("add_activity", consultation, "ballot"),
        {"title": "Le vote", "assurance_level": "10", "minimum_age": "16"},
    )
    activity = consultation.space.activities.get(kind="ballot")
    assert is_refused(writer.get(address("ballot", consultation, activity.pk)))
    assert writer.get(address("openings", consultation)).status_code == 200


def everything(consultation: Consultation) -> list[tuple[str, str]]:
    phase = consultation.space.phases.first().pk
    call = consultation.space.activities.get(kind="call_for_proposals").pk
    ballot = consultation.space.activities.get(kind="ballot").pk
    one = [
        *((name, ()) for name in ("edit", "prepare", "territories", "add_phase", "openings")),
        *((name, ()) for name in ("preview", "publish", "outcome", "archive", "pages")),
        *((name, (phase,)) for name in ("change_phase", "remove_phase")),
        *((name, (call,)) for name in ("change_activity", "remove_activity", "conditions")),
        *((name, (ballot,)) for name in ("ballot", "roll", "open_ballot", "close_ballot")),
        *((name, ()) for name in ("history", "usage")),
        ("add_activity", ("ballot",)),
        ("register", ("csv",)),
    ]
    return [(name, address(name, consultation, *more)) for name, more in one]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_of_another_commune_opens_anything(method):
    from civic.participation.services.activities import create_activity
    from civic.voting.services import create_ballot

    here = make_consultation(organisation=make_commune(), territories=[], published=False)
    vote = create_activity(actor=SYSTEM, space=here.space, kind="ballot", title="Le vote")
    create_ballot(actor=SYSTEM, activity=vote, question="Oui ?", rule_text="Une voix chacun.")
    roles = (Role.MANAGER, Role.COMMUNICATIONS, Role.DECIDER, Role.MODERATOR)
    theirs = signed_in(*roles, at=make_commune("montfaucelle"), email="autre@example.org")
    ours = signed_in(*roles, at=make_commune(), email="ici@example.org")
    for name, where in everything(here):
        if name in ("pages",) and method == "get":
            continue
        answer = getattr(theirs, method)(where)
        assert is_refused(answer), f"{method} {name}: {answer.status_code}"
        if method == "get":
            assert not is_refused(ours.get(where)), name
    listed = text_of(theirs.get(reverse("consultations:index")))
    assert here.space.title not in listed


def test_a_row_of_another_consultation_is_not_reached_through_ones_own(manager):
    mine, other = make_consultation(published=False), make_consultation("autre", published=False)
    phase, call = other.space.phases.first(), other.space.activities.get()
    for name, key in (
        ("change_phase", phase.pk),
        ("remove_phase", phase.pk),
        ("change_activity", call.pk),
        ("conditions", call.pk),
    ):
        assert is_refused(manager.get(address(name, mine, key))), name


def test_the_lists_cost_the_same_for_two_and_for_ten(manager, count_queries):
    make_consultation("un")
    make_consultation("deux", published=False)
    where = reverse("consultations:index")
    manager.get(where)
    with count_queries() as few:
        assert manager.get(where).status_code == 200
    for number in range(8):
        make_consultation(f"autre-{number}")
    with count_queries() as many:
        manager.get(where)
    assert len(few) == len(many)
