"""A consultation is run: dates, outcome, archive, and who may open what."""

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM
from consultations.models import Consultation, ConsultationPage
from tests.factories.participation import (
    days,
    make_consultation,
    make_consultation_pages,
    make_decision,
)
from tests.factories.territory import make_commune
from tests.integration.consultations.preparing import (  # noqa: F401
    address,
    branches,
    framed,
    is_refused,
    local,
    manager,
    signed_in,
    started,
    text_of,
)

pytestmark = pytest.mark.django_db


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
    # What can only be refused is not offered: the screen says what is missing.
    shown = manager.get(address("archive", consultation)).content.decode()
    assert "publiez-le d’abord" in text_of(manager.get(address("archive", consultation)))
    assert "prepare-form" not in shown
    assert manager.post(address("outcome", consultation)).status_code == 422
    make_decision(consultation)
    assert manager.post(address("outcome", consultation)).status_code == 302
    assert "prepare-form" in manager.get(address("archive", consultation)).content.decode()
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


def test_an_overdue_result_leads_from_the_home_of_the_administration(manager):
    yesterday = timezone.localdate() - days(1)
    consultation = make_consultation(opens=-30, closes=-5, answer_due_on=yesterday)
    home = text_of(manager.get(reverse("wagtailadmin_home")))
    assert f'href="{address("prepare", consultation)}"' in home
    assert "prepare-late" in text_of(manager.get(address("prepare", consultation)))


def test_removing_a_phase_says_what_closes_and_asks_why_in_public(manager):
    consultation = make_consultation()
    current, rough = consultation.space.phases.order_by("position")
    board = text_of(manager.get(address("prepare", consultation)))
    assert address("remove_phase", consultation, rough.pk) in board
    assert address("remove_phase", consultation, current.pk) not in board
    why = {"reason": "Le conseil décide plus tôt."}
    begun = manager.post(address("remove_phase", consultation, current.pk), why)
    assert begun.status_code == 422
    where = address("remove_phase", consultation, rough.pk)
    assert rough.title in text_of(manager.get(where))
    assert manager.post(where).status_code == 422
    assert manager.post(where, why).status_code == 302
    # Sent twice: the phase is not there any more, and nothing else is removed.
    assert is_refused(manager.post(where, why))
    assert consultation.space.phases.count() == 1


def test_the_register_is_taken_from_the_preparation(manager):
    consultation = make_consultation()
    for extension in ("csv", "xlsx"):
        where = address("register", consultation, extension)
        assert where in text_of(manager.get(address("prepare", consultation)))
        assert manager.get(where).status_code == 200
    assert manager.get(address("register", consultation, "exe")).status_code == 404
