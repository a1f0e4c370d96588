"""What is typed at the desk is said by the person, with every right of what is written online."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.accounts.services.claims import claim
from civic.audit.models import JournalEntry
from civic.cases.services.cases import answer_case
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.desk.models import Consent, Entry, Sheet
from civic.desk.services.entering import SheetHasServed
from civic.desk.services.sheets import close_list, print_sheets, void_sheet
from civic.discussion.models import Comment
from civic.notifications.enums import NoticeState
from civic.notifications.models import Notice
from civic.participation.models import Contribution, Registration
from civic.territory.models import Organisation
from civic.voting.models import Support
from tests.factories.participation import (
    make_activity,
    make_contribution,
    make_phase,
    make_space,
)
from tests.factories.people import grant, make_person
from tests.factories.territory import make_commune, make_intercommunality
from tests.factories.workshops import make_session
from tests.integration.desk.scene import act_on, agent, marcelle, say, target, today

pytestmark = pytest.mark.django_db


def test_a_sheet_becomes_a_proposal_of_the_person_and_not_of_the_agent() -> None:
    odile = agent()
    outcome = say(odile, make_activity())
    contribution = Contribution.objects.get()
    assert contribution.author == outcome.person
    assert contribution.author.public_name == "Marcelle"
    assert contribution.entered_by == odile.user
    assert contribution.channel == Channel.PAPER
    assert contribution.is_public
    assert outcome.entry.number == contribution.number
    assert outcome.claim


def test_the_person_opens_an_account_later_with_the_code_of_the_receipt(amina: Actor) -> None:
    outcome = say(agent(), make_activity())
    claim(actor=amina, code=outcome.claim)
    assert Contribution.objects.get().author == amina.person
    assert Entry.objects.get().person == amina.person


def test_what_was_agreed_to_is_kept_in_its_words() -> None:
    outcome = say(agent(), make_activity())
    consent = Consent.objects.get()
    assert consent.text == "J'accepte que mon texte soit publié."
    assert (consent.how, consent.person) == ("signature", outcome.person)


def test_nothing_is_entered_without_consent() -> None:
    with pytest.raises(Refusal) as refusal:
        say(agent(), make_activity(), consent_how="")
    assert refusal.value.field == "consent_how"
    assert not Person.objects.filter(public_name="Marcelle").exists()


def test_farid_enters_nothing(farid: Actor) -> None:
    with pytest.raises(NotAllowed):
        say(farid, make_activity())


def test_the_agent_of_another_commune_enters_nothing_here() -> None:
    stranger = agent("Line", make_commune("montfaucelle"))
    with pytest.raises(NotAllowed):
        say(stranger, make_activity())
    with pytest.raises(NotAllowed):
        say(stranger, make_activity(), at=make_commune("montfaucelle"))


def test_the_desk_of_a_commune_receives_for_what_is_shown_in_its_branch() -> None:
    commune = make_commune()
    space = make_space()
    space.territories.add(commune)
    outcome = say(agent(at=commune), make_activity(space), at=commune)
    assert Contribution.objects.get().case.organisation == make_intercommunality()
    assert outcome.entry.organisation == commune


def test_a_form_sent_twice_is_entered_once() -> None:
    odile, activity, key = agent(), make_activity(), uuid.uuid4()
    first = say(odile, activity, submission_key=key)
    second = say(odile, activity, submission_key=key)
    assert second.entry == first.entry
    assert Contribution.objects.count() == 1
    assert Person.objects.filter(public_name="Marcelle").count() == 1


def test_the_same_sheet_twice_is_refused_with_the_first_entry() -> None:
    odile, activity = agent(), make_activity()
    [sheet] = print_sheets(
        actor=odile, organisation=make_intercommunality(), target=target(activity), count=1
    )
    first = say(odile, activity, sheet=sheet)
    with pytest.raises(SheetHasServed) as refusal:
        say(odile, activity, sheet=sheet, person=marcelle(public_name="Une autre"))
    assert refusal.value.entry == first.entry
    assert Contribution.objects.count() == 1
    assert not Person.objects.filter(public_name="Une autre").exists()


def test_a_free_copy_receives_its_number_when_it_is_entered() -> None:
    odile, activity = agent(), make_activity()
    from civic.desk.enums import SheetKind
    from civic.desk.logic.codes import SheetCode

    code = SheetCode(SheetKind.PROPOSAL, activity.pk, 0)
    outcomes = [say(odile, activity, code=code) for _copy in range(2)]
    assert [outcome.entry.sheet.serial for outcome in outcomes] == [1, 2]


def test_a_sheet_of_another_form_or_a_cancelled_one_is_refused() -> None:
    odile, activity = agent(), make_activity()
    other = make_activity(title="Autre appel")
    [sheet, spoiled] = print_sheets(
        actor=odile, organisation=make_intercommunality(), target=target(activity), count=2
    )
    with pytest.raises(Refusal) as refusal:
        say(odile, other, sheet=sheet)
    assert refusal.value.code == "other_sheet"
    void_sheet(actor=odile, sheet=spoiled, reason="Tachée")
    with pytest.raises(Refusal) as refusal:
        say(odile, activity, sheet=spoiled)
    assert refusal.value.code == "sheet_voided"


def test_paper_dated_in_time_is_received_ten_days_with_a_reason() -> None:
    odile = agent()
    activity = make_activity(acts=())
    make_phase(activity, starts=-20, ends=-4)
    in_time = today() - timedelta(days=6)
    with pytest.raises(Refusal) as refusal:
        say(odile, activity, said_on=in_time)
    assert refusal.value.field == "late_reason"
    outcome = say(odile, activity, said_on=in_time, late_reason="Trouvée dans l'urne, datée.")
    assert Contribution.objects.get().case.received_on == in_time
    assert outcome.entry.late_reason


def test_paper_that_comes_later_still_is_refused() -> None:
    odile = agent()
    activity = make_activity(acts=())
    make_phase(activity, starts=-40, ends=-15)
    with pytest.raises(Refusal) as refusal:
        say(odile, activity, said_on=today() - timedelta(days=20), late_reason="Retrouvée.")
    assert refusal.value.code == "too_late"


def test_paper_written_after_the_closing_is_refused() -> None:
    odile = agent()
    activity = make_activity(acts=())
    make_phase(activity, starts=-20, ends=-4)
    with pytest.raises(Refusal) as refusal:
        say(odile, activity, said_on=today() - timedelta(days=2), late_reason="Hier.")
    assert refusal.value.code == "closed"


def test_nothing_was_said_tomorrow() -> None:
    with pytest.raises(Refusal) as refusal:
        say(agent(), make_activity(), said_on=today() + timedelta(days=1))
    assert refusal.value.field == "said_on"


def test_a_letter_needs_an_address_and_nothing_is_half_written() -> None:
    with pytest.raises(Refusal) as refusal:
        say(agent(), make_activity(), person=marcelle(postal_address=""))
    assert refusal.value.field == "postal_address"
    assert not Entry.objects.exists()


def test_a_list_of_supports_is_entered_line_by_line() -> None:
    odile, contribution = agent(), make_contribution(make_activity())
    from civic.desk.logic.codes import parse_code
    from civic.desk.selectors.targets import target_of

    about = target_of(f"soutien-{contribution.pk}")
    [sheet] = print_sheets(actor=odile, organisation=make_intercommunality(), target=about, count=1)
    lines = [
        act_on(
            odile,
            "soutien",
            contribution,
            marcelle(public_name=name),
            channel=Channel.PAPER,
            target=about,
            code=parse_code(sheet.code),
        ).entry.line
        for name in ("Ana", "Basile", "Carole")
    ]
    assert lines == [1, 2, 3]
    assert Support.objects.filter(contribution=contribution, channel=Channel.PAPER).count() == 3
    assert close_list(actor=odile, sheet=sheet).state == "entered"
    contribution.refresh_from_db()
    assert contribution.supports_count == 3


def test_the_same_person_supports_once_whatever_the_channel(amina: Actor) -> None:
    odile, contribution = agent(), make_contribution(make_activity())
    known = say(odile, contribution.activity).person
    act_on(odile, "soutien", contribution, known)
    act_on(odile, "soutien", contribution, known)
    assert Support.objects.count() == 1


def test_what_was_entered_is_changed_withdrawn_and_answered_like_any_other() -> None:
    odile = agent()
    person = say(odile, make_activity()).person
    contribution = Contribution.objects.get()
    act_on(
        odile,
        "changer",
        contribution,
        person,
        data={"title": TITLE_2, "text": "Une haie basse, pour voir le canal et les bateaux."},
    )
    contribution.refresh_from_db()
    assert (contribution.title, contribution.version) == (TITLE_2, 2)
    answer_case(
        actor=SYSTEM,
        case=contribution.case,
        outcome="accepted",
        reason="La berge appartient à la commune et la haie y a sa place.",
        next_steps="Plantation en novembre.",
    )
    notice = Notice.objects.get(person=person, kind="contribution.answered")
    assert (notice.state, notice.medium) == (NoticeState.TO_CONTACT, "letter")
    with pytest.raises(Refusal) as refusal:
        act_on(odile, "retirer", contribution, person, data={"reason": "Je change d'avis"})
    assert refusal.value.code == "already_answered"


TITLE_2 = "Planter une haie basse le long du canal"


def test_nobody_changes_the_proposal_of_somebody_else_through_the_desk() -> None:
    odile, contribution = agent(), make_contribution(make_activity())
    other = say(odile, contribution.activity).person
    with pytest.raises(Refusal) as refusal:
        act_on(odile, "retirer", contribution, other, data={"reason": "Pas le mien"})
    assert refusal.value.code == "other_author"


def test_a_comment_and_a_place_are_entered_for_the_person() -> None:
    odile, contribution = agent(), make_contribution(make_activity())
    person = say(odile, contribution.activity).person
    act_on(odile, "commentaire", contribution, person, data={"text": "Oui.", "stance": "for"})
    comment = Comment.objects.get()
    assert (comment.person, comment.entered_by) == (person, odile.user)
    session = make_session()
    from civic.desk.registry import desk_registry
    from civic.desk.services.entering import Typed, enter

    enter(
        actor=odile,
        organisation=make_intercommunality(),
        act=desk_registry.acts["inscription"],
        typed=Typed(
            person=person,
            channel=Channel.TELEPHONE,
            said_on=today(),
            data={"session": session, "needs": "Une boucle magnétique"},
            space=session.space,
            consent_how="oral",
            consent_text="Lu.",
        ),
    )
    place = Registration.objects.get()
    assert (place.person, place.channel, place.entered_by) == (person, "telephone", odile.user)


def test_whoever_is_there_has_the_receipt_in_hand_and_is_not_written_to() -> None:
    odile = agent()
    say(odile, make_activity(), channel=Channel.DESK)
    assert Notice.objects.get().state == NoticeState.DELIVERED
    say(odile, make_activity(), channel=Channel.PAPER)
    assert Notice.objects.filter(state=NoticeState.TO_CONTACT).count() == 1


def test_somebody_the_desk_does_not_know_is_not_entered_by_number() -> None:
    stranger = make_person("Inconnue d'ici")
    with pytest.raises(Refusal) as refusal:
        say(agent(), make_activity(), person=stranger)
    assert refusal.value.field == "person"


def test_the_journal_holds_who_typed_and_no_text() -> None:
    odile = agent()
    say(odile, make_activity())
    line = JournalEntry.objects.get(action="desk.entered")
    assert line.actor == odile.journal_name
    assert "haie" not in str(line.details)


def test_an_officer_of_one_department_does_not_keep_the_desk(driss: Actor) -> None:
    with pytest.raises(NotAllowed):
        say(driss, make_activity(), at=make_commune())


def test_a_facilitator_and_a_moderator_keep_the_desk(farid: Actor) -> None:
    for role in (Role.FACILITATOR, Role.MODERATOR, Role.OFFICER):
        grant(farid.user, role, make_intercommunality())
        fresh = Actor(user=farid.user, person=farid.person)
        assert say(fresh, make_activity()).entry
        farid.user.role_assignments.all().delete()


def test_numbers_go_on_from_one_print_to_the_next() -> None:
    odile, activity = agent(), make_activity()
    place: Organisation = make_intercommunality()
    first = print_sheets(actor=odile, organisation=place, target=target(activity), count=3)
    second = print_sheets(actor=odile, organisation=place, target=target(activity), count=2)
    assert [sheet.serial for sheet in [*first, *second]] == [1, 2, 3, 4, 5]
    assert Sheet.objects.count() == 5
    with pytest.raises(Refusal):
        print_sheets(actor=odile, organisation=place, target=target(activity), count=0)
    assert timezone.now() >= first[0].printed_at
