"""A mixed group of Saint-Aurel at work, and another whose report was answered, late."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM
from civic.participation.models import Session
from civic.participation.services.attendance import record_attendance
from civic.territory.models import Organisation
from tests.factories.mixed_groups import invite, make_group, make_open_group, page_for, seat
from tests.factories.territory import make_branch
from workshops.models import MixedGroupPage
from workshops.selectors.groups import invitation_token
from workshops.services.group_references import set_reference
from workshops.services.group_words import adopt_report, postpone_reply, publish_reply
from workshops.services.mixed_groups import open_group

REASON = "Les élus sont en congés et la salle n'est libre que ce mois-ci."


def make_group_at_work(
    commune: Organisation, person: Person
) -> tuple[MixedGroupPage, dict[str, Any]]:
    """Return the page of a group where a person sits, and what its addresses hold."""
    make_branch(commune.slug)
    group = make_open_group(organisation=commune)
    seat(group, person)
    invited = invite(group)
    start = timezone.now() - timedelta(days=2)
    session = Session.objects.create(
        space=group.space,
        title="Première séance",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Salle des fêtes",
    )
    return page_for(group), {
        "group": group,
        "group_session_id": session.pk,
        "group_member_id": invited.pk,
        "token": invitation_token(invited),
    }


def make_answered_group(commune: Organisation) -> None:
    """Add a group opened by derogation, compared, answered after a date that moved."""
    group = make_group(organisation=commune, title="Groupe mixte de l'eau")
    seat(group, named=True)
    open_group(actor=SYSTEM, group=group, derogation_reason=REASON)
    set_reference(
        actor=SYSTEM,
        group=group,
        criterion="gender",
        label="habitants",
        source="Recensement",
        as_of=timezone.localdate(),
        shares={"woman": 52, "man": 48},
    )
    start = timezone.now() - timedelta(days=2)
    session = Session.objects.create(
        space=group.space,
        title="Séance de l'eau",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Salle",
    )
    record_attendance(
        actor=SYSTEM, session=session, counts={"resident": 4}, first_time={"resident": 2}
    )
    adopt_report(actor=SYSTEM, group=group, text="L'eau se partage entre tous.")
    postpone_reply(
        actor=SYSTEM,
        group=group,
        due_on=timezone.localdate() + timedelta(days=20),
        reason="L'étude des nappes est rendue en mai seulement.",
    )
    publish_reply(
        actor=SYSTEM,
        group=group,
        outcome="partly",
        reason="La règle est reprise, sauf pour les jardins familiaux.",
        next_steps="Le règlement est voté en juin.",
        decided_by="Le conseil municipal",
    )
