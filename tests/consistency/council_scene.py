"""The life of a council of Saint-Aurel: what its members learn, what its meetings speak of."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM
from civic.analysis.services.snapshots import recount_snapshot, take_snapshot
from civic.participation.models import Session
from neighbourhood_councils.enums import MeetingKind, QualitySide
from neighbourhood_councils.models import (
    CouncilMembership,
    NeighbourhoodCouncil,
    QualityMark,
    QualityRound,
    QualitySheet,
)
from neighbourhood_councils.selectors.indicators import COUNCIL_LIFE
from neighbourhood_councils.services.agenda import decide_agenda_item, propose_agenda_item
from neighbourhood_councils.services.council_minutes import (
    propose_correction,
    save_draft,
    share_draft,
)
from neighbourhood_councils.services.councils import schedule_meeting, set_membership
from neighbourhood_councils.services.meetings import (
    answer_question,
    describe_meeting,
    send_questions,
    write_question,
)
from neighbourhood_councils.services.quality import (
    adopt_grid,
    close_side,
    open_round,
    publish_round,
)
from neighbourhood_councils.services.referrals import (
    open_referral,
    postpone_reply,
    publish_opinion,
    publish_reply,
    write_deliberation,
)
from neighbourhood_councils.services.training import (
    plan_training,
    record_training_attendance,
    save_training,
)
from tests.factories.people import make_person
from tests.integration.neighbourhood_councils.scene import make_council

WHY_NOT = "La route est départementale : le sujet attend la réponse du département."


def make_council_life(
    council: NeighbourhoodCouncil, member: CouncilMembership, person: Person
) -> dict[str, Any]:
    """Return what the addresses of a council hold, once something has happened in it."""
    set_membership(
        actor=SYSTEM,
        council=council,
        person=person,
        college="resident",
        term_starts_on=timezone.localdate() - timedelta(days=30),
    )
    return (
        _training(council, member)
        | _meetings(council, person)
        | _quality(council)
        | _referrals(council)
    )


def _training(council: NeighbourhoodCouncil, member: CouncilMembership) -> dict[str, Any]:
    start = timezone.now() - timedelta(days=6)
    training = save_training(
        actor=SYSTEM,
        organisation=council.space.organisation,
        title="Lire un budget",
        summary="Comment se décide une dépense.",
    )
    date = plan_training(
        actor=SYSTEM,
        training=training,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Mairie",
    )
    record_training_attendance(actor=SYSTEM, date=date, people=[member.person])
    return {"training_id": training.pk, "training_date_id": date.pk}


def _quality(council: NeighbourhoodCouncil) -> dict[str, Any]:
    today = timezone.localdate()
    adopt_grid(
        actor=SYSTEM,
        organisation=council.space.organisation,
        criteria=[("Écoute", "Ce que dit le conseil est pris en compte.")],
    )
    judged = _opened(council)
    for number in range(5):
        for side in QualitySide:
            sheet = QualitySheet.objects.create(
                round=judged, side=side, person=make_person(f"Juge {number}")
            )
            QualityMark.objects.create(
                sheet=sheet, criterion=judged.grid.criteria.get(), mark=number + 1
            )
    for side in QualitySide:
        close_side(actor=SYSTEM, round=judged, side=side)
    publish_round(actor=SYSTEM, round=judged)
    _opened(council)
    snapshot = take_snapshot(
        actor=SYSTEM,
        organisation=council.space.organisation,
        subject=council,
        name=COUNCIL_LIFE,
        starts_on=today - timedelta(days=90),
        ends_on=today,
    )
    recount_snapshot(actor=SYSTEM, snapshot=snapshot)
    return {"snapshot_id": snapshot.pk}


def _referrals(council: NeighbourhoodCouncil) -> dict[str, Any]:
    today = timezone.localdate()
    asked = open_referral(
        actor=SYSTEM,
        organisation=council.space.organisation,
        councils=[council],
        title="Éteindre la nuit",
        question="Faut-il éteindre les rues de 23 h à 5 h ?",
        opinions_due_on=today + timedelta(days=20),
        reply_due_on=today + timedelta(days=60),
    )
    shared = open_referral(
        actor=SYSTEM,
        organisation=council.space.organisation,
        councils=[council, make_council("Les Quais")],
        title="Les terrasses",
        question="Où les terrasses gênent-elles ?",
        opinions_due_on=today + timedelta(days=20),
        reply_due_on=today + timedelta(days=60),
    )
    for opinion in shared.opinions.select_related("council__space__organisation"):
        publish_opinion(
            actor=SYSTEM,
            opinion=opinion,
            stance="favourable",
            text="Oui, avec deux mètres pour passer.",
        )
    write_deliberation(
        actor=SYSTEM, referral=shared, text="Deux mètres restent libres devant chaque terrasse."
    )
    postpone_reply(
        actor=SYSTEM,
        referral=shared,
        due_on=today + timedelta(days=90),
        reason="Le règlement passe au conseil municipal de juin.",
    )
    shared.refresh_from_db()
    publish_reply(
        actor=SYSTEM,
        referral=shared,
        outcome="followed",
        reason="La règle des deux mètres entre au règlement.",
        next_steps="Les autorisations sont revues en juin.",
        decided_by="Le conseil municipal",
    )
    return {"referral_id": asked.pk, "opinion_id": asked.opinions.get().pk}


def _opened(council: NeighbourhoodCouncil) -> QualityRound:
    closes_on = timezone.localdate() + timedelta(days=20)
    return open_round(actor=SYSTEM, council=council, closes_on=closes_on)


def meeting_in(council: NeighbourhoodCouncil, days: int, title: str) -> Session:
    start = timezone.now() + timedelta(days=days)
    return schedule_meeting(
        actor=SYSTEM,
        council=council,
        title=title,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Salle des fêtes",
    )


def _meetings(council: NeighbourhoodCouncil, person: Person) -> dict[str, Any]:
    officials = meeting_in(council, 40, "Avec les élus")
    describe_meeting(actor=SYSTEM, session=officials, kind=MeetingKind.WITH_OFFICIALS)
    describe_meeting(
        actor=SYSTEM,
        session=meeting_in(council, 30, "Préparation"),
        kind=MeetingKind.PREPARATORY,
        prepares=officials,
    )
    asked = write_question(actor=SYSTEM, session=officials, text="Quand rouvre le pont ?")
    given = write_question(actor=SYSTEM, session=officials, text="Où passera le bus ?")
    send_questions(actor=SYSTEM, session=officials)
    given.refresh_from_db()
    answer_question(
        actor=SYSTEM,
        question=given,
        answer="Le bus passera par l'avenue jusqu'à la fin du chantier.",
        answered_as="Transports",
    )
    write_question(actor=SYSTEM, session=officials, text="Et les arbres de la place ?")
    proposals = [
        propose_agenda_item(actor=SYSTEM, council=council, person=person, title=title)
        for title in ("Un banc à l'ombre", "Traverser devant l'école", "Le bruit du soir")
    ]
    decide_agenda_item(actor=SYSTEM, proposal=proposals[1], meeting=officials)
    decide_agenda_item(actor=SYSTEM, proposal=proposals[2], reason=WHY_NOT)
    held = meeting_in(council, -5, "Séance d'automne")
    save_draft(actor=SYSTEM, session=held, text="Le conseil a parlé du marché.")
    share_draft(actor=SYSTEM, session=held, days=7)
    propose_correction(
        actor=SYSTEM,
        session=held,
        passage="Le conseil a parlé du marché.",
        proposed="Le conseil a parlé de la halle.",
    )
    return {
        "officials_id": officials.pk,
        "question_id": asked.pk,
        "agenda_item_id": proposals[0].pk,
    }
