"""Load a finished trail: from a card written by hand in a workshop to a shelter one can use."""

from datetime import timedelta

from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.decisions.services.drafting import add_item, draft_decision, set_commitment
from civic.decisions.services.following import follow_commitment
from civic.decisions.services.works import carry_out
from civic.participation.models import Contribution, Session
from workshops.enums import RoomState
from workshops.models import Card
from workshops.policies import InRoom
from workshops.services.cards import enter_paper_card
from workshops.services.groups import make_group
from workshops.services.handing_on import hand_cards_on
from workshops.services.rooms import name_table, prepare_room, set_state

from .decisions import sign_and_show
from .world import World

WORKSHOP = "rafraichir-les-ecoles"
DECIDED, BEGUN, OPENED = 24, 15, 3
# What the card says, its outcome, the reason, what happens when.
CARDS = (
    (
        "Un abri à vélos couvert devant l’école : les enfants arrivent trempés et repartent à "
        "pied.",
        "accepted",
        "Le trottoir est large de six mètres devant l’école et le terrain est à la commune : un "
        "abri de vingt places y tient sans gêner personne, pour 14 000 €.",
        "Pose par l’équipe des bâtiments avant les vacances de fin d’année.",
    ),
    (
        "Une fontaine d’eau fraîche dans la cour, à hauteur d’enfant.",
        "accepted",
        "La canalisation passe sous le préau : le raccordement coûte peu et l’eau y est "
        "contrôlée chaque mois.",
        "Travaux pendant les vacances d’hiver, avec l’abri à vélos.",
    ),
    (
        "Fermer la rue de l’école aux voitures de 8 h à 17 h.",
        "adapted",
        "Le bus de ville n’a pas d’autre itinéraire avant la fin du chantier du pont : la rue "
        "ferme aux heures d’entrée et de sortie, quarante minutes chaque fois.",
        "Essai de trois mois à partir de la rentrée de janvier, bilan publié ici.",
    ),
)


def load_finished_trail(world: World) -> None:
    """Enter the cards of a past session, answer them, and follow the works to their end."""
    space = world.spaces[WORKSHOP]
    session = Session.objects.filter(space=space, ends_at__lt=timezone.now()).first()
    if session is None:
        return
    said = _handed_on(session)
    decision = draft_decision(
        actor=SYSTEM,
        space=world.spaces["plan-climat"],
        title="Ce que nous faisons tout de suite devant l’école",
        summary="Deux idées écrites en atelier sont réalisées cet automne, une troisième est "
        "essayée trois mois.",
        question="Que peut-on faire devant l’école sans attendre la fin de la concertation ?",
        decided_by_name="Le bureau communautaire",
        legal_act="Décision du bureau 2026-41 (fictive)",
    )
    for position, (contribution, card) in enumerate(zip(said, CARDS, strict=True)):
        _words, outcome, reason, next_steps = card
        add_item(
            actor=SYSTEM,
            decision=decision,
            case=contribution.case,
            outcome=outcome,
            reason=reason,
            next_steps=next_steps,
            position=position,
        )
    commitment = set_commitment(
        actor=SYSTEM,
        decision=decision,
        text="Poser un abri couvert de vingt vélos devant l’école, et raccorder la fontaine.",
        due_on=world.calendar.day(30),
        department=world.department("val-de-brevanne", "climat-mobilites"),
    )
    items = decision.items.filter(case__in=[each.case_id for each in said[:2]])
    carry_out(actor=SYSTEM, commitment=commitment, items=items)
    sign_and_show(world, decision, world.cast["elise"], DECIDED, "val-de-brevanne")
    for state, text, days_ago in (
        ("under_way", "Les fondations sont coulées, la charpente arrive de l’atelier.", BEGUN),
        ("done", "L’abri est ouvert : vingt places, dont deux pour vélos-cargos.", OPENED),
    ):
        follow_commitment(
            actor=SYSTEM,
            commitment=commitment,
            state=state,
            text=text,
            done_on=world.calendar.day(-days_ago),
        )


def _handed_on(session: Session) -> list[Contribution]:
    room = prepare_room(actor=SYSTEM, session=session, tables=2)
    runs = InRoom(room, SYSTEM, runs=True)
    set_state(who=runs, state=RoomState.OPEN)
    tables = list(room.tables.order_by("number"))
    for table, name in zip(tables, ("La rue", "La cour"), strict=True):
        name_table(who=runs, table=table.pk, name=name)
    cards = [
        enter_paper_card(who=runs, text=words, table=tables[place].pk, people_count=people)
        for (words, *_answer), place, people in zip(CARDS, (0, 1, 0), (4, 2, 7), strict=True)
    ]
    make_group(who=runs, table=tables[0].pk, name="Venir à pied, à vélo", cards=[cards[0].pk])
    # The room was used that day: what it holds was written then.
    Card.objects.filter(room=room).update(written_at=session.starts_at + timedelta(minutes=40))
    handed = hand_cards_on(who=runs, cards=[card.pk for card in cards])
    set_state(who=runs, state=RoomState.CLOSED)
    said = {card.pk: card.contribution for card in handed}
    return [said[card.pk] for card in cards if said[card.pk] is not None]
