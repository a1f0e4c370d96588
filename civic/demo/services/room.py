"""Load a live room in the middle of its work: tables, cards, groups, dots, a question."""

import random
import uuid
from typing import Any

from django.utils import timezone

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.participation.models import Session
from workshops.enums import PollState, RoomState
from workshops.models import MixedGroup, Participant, Room
from workshops.policies import InRoom
from workshops.services.cards import enter_paper_card, write_card
from workshops.services.groups import make_group, place_dot
from workshops.services.joining import join_room
from workshops.services.polls import answer_poll, ask_room, count_poll_hands, set_poll_state
from workshops.services.rooms import go_to_step, name_table, prepare_room, set_state
from workshops.services.speech import start_turn, stop_turn

from .world import World

# By table: its theme, its groups with their cards; « papier » marks what was written by hand.
BOARDS: list[tuple[str, dict[str, list[str]]]] = [
    (
        "Se déplacer",
        {
            "Le vélo au quotidien": [
                "Un abri fermé à la gare : on m’a volé deux vélos en un an.",
                "Des arceaux devant chaque école.",
                "papier : Une piste continue jusqu’au lycée, sans le rond-point.",
                "Prêter des vélos à assistance à ceux qui travaillent tôt.",
            ],
            "Bus et navettes": [
                "Une navette le soir, le vendredi et le samedi.",
                "papier : Le bus ne passe pas le mercredi après-midi au hameau.",
                "Un arrêt à l’hôpital de jour.",
            ],
            "": ["Ralentir la traversée du bourg à 30 km/h."],
        },
    ),
    (
        "Habiter",
        {
            "Isoler sans se ruiner": [
                "Un guichet qui remplit le dossier avec nous.",
                "papier : J’ai renoncé : trop de papiers, trois devis, aucune réponse.",
                "Avancer l’aide, on ne peut pas attendre huit mois.",
                "Grouper les travaux par rue pour baisser les prix.",
            ],
            "L’été en ville": [
                "Des arbres place de la Halle, il y fait 40 degrés.",
                "papier : Une salle fraîche ouverte l’après-midi pour les anciens.",
                "Ouvrir les cours d’école le soir, à l’ombre.",
            ],
            "": ["Que la piscine garde sa chaleur : une bâche la nuit."],
        },
    ),
    (
        "Se nourrir",
        {
            "La cantine": [
                "Deux repas végétariens par semaine, bien cuisinés.",
                "Acheter les légumes du Val avant ceux d’ailleurs.",
                "papier : Que les enfants pèsent eux-mêmes ce qui est jeté.",
            ],
            "Les terres": [
                "Garder une ceinture maraîchère, ne plus y construire.",
                "papier : Un bout de terrain communal pour un jardin partagé.",
                "Aider celles et ceux qui s’installent.",
            ],
            "": [
                "Un marché le soir, pour ceux qui travaillent.",
                "Composter au pied des immeubles.",
                "Dire d’où vient ce qu’on mange, simplement.",
            ],
        },
    ),
]
QUESTION = "Par quoi commencer dès cette année ?"
ANSWERS = {"La navette du soir": 9, "Le guichet des travaux": 14, "Les légumes du Val": 6}
SPEECH = [
    ("resident", "woman", 140),
    ("technical_officer", "man", 95),
    ("resident", "man", 120),
    ("elected_official", "woman", 80),
    ("resident", "woman", 105),
    ("elected_official", "man", 150),
]


def load_room(world: World) -> Room | None:
    """Open the room of a session of the mixed group, or of a workshop, and fill its boards."""
    session = _session(world)
    if session is None:
        return None
    draw = random.Random("room")  # noqa: S311
    room = prepare_room(actor=SYSTEM, session=session, tables=len(BOARDS))
    runs = InRoom(room, SYSTEM, runs=True)
    set_state(who=runs, state=RoomState.OPEN)
    people = _people(world, room, draw)
    tables = list(room.tables.order_by("number"))
    for table, (name, groups) in zip(tables, BOARDS, strict=True):
        name_table(who=runs, table=table.pk, name=name)
        here = [who for who in people if who.participant.table_id == table.pk]
        for group, texts in groups.items():
            cards = [_card(runs, draw.choice(here), text, table.pk) for text in texts]
            if group:
                made = make_group(who=draw.choice(here), table=table.pk, name=group, cards=cards)
                for voter in draw.sample(people, draw.randint(2, 7)):
                    if voter.participant.dots.count() < room.dots_each:
                        place_dot(who=voter, group=made.pk)
    _poll(runs, people, draw)
    _speech(runs)
    step = room.steps.filter(act="group").first() or room.steps.order_by("-position")[0]
    go_to_step(who=runs, step=step.pk, with_timer=False)
    return room


def _session(world: World) -> Session | None:
    now = timezone.now()
    spaces = [group.space_id for group in MixedGroup.objects.order_by("pk")]
    spaces += [space.pk for space in world.spaces.values() if space.kind == "workshop"]
    for space in spaces:
        begun = Session.objects.filter(space_id=space, starts_at__lt=now, cancelled_at=None)
        found = begun.filter(minutes_published_at=None).order_by("-starts_at").first()
        if found is not None:
            return found
    return None


def _people(world: World, room: Room, draw: random.Random) -> list[Any]:
    tables = list(room.tables.values_list("pk", flat=True))
    chosen: list[Person] = []
    for college, count in (
        ("resident", 9),
        ("technical_officer", 3),
        ("elected_official", 3),
        ("association", 3),
    ):
        known = Person.objects.filter(college=college, erased_at=None, user=None).order_by("pk")
        chosen += draw.sample(list(known[:60]), min(count, known[:60].count()))
    found = []
    for rank, person in enumerate(chosen):
        actor = Actor(person=person)
        participant: Participant = join_room(
            actor=actor, room=room, token=str(uuid.uuid4()), table=tables[rank % len(tables)]
        )
        found.append(InRoom(room, actor, participant))
    return found


def _card(runs: InRoom, author: Any, text: str, table: int) -> int:
    words = text.removeprefix("papier : ")
    if words != text:
        return enter_paper_card(who=runs, text=words, table=table).pk
    return write_card(who=author, text=words, table=table).pk


def _poll(runs: InRoom, people: list[Any], draw: random.Random) -> None:
    poll = ask_room(who=runs, question=QUESTION, options=list(ANSWERS))
    set_poll_state(who=runs, poll=poll.pk, state=PollState.OPEN)
    options = list(poll.options.order_by("position"))
    for who in people:
        answer_poll(who=who, option=draw.choice(options).pk)
    for option in options:
        count_poll_hands(who=runs, option=option.pk, hands=ANSWERS[option.label])
    set_poll_state(who=runs, poll=poll.pk, state=PollState.CLOSED)


def _speech(runs: InRoom) -> None:
    for college, gender, seconds in SPEECH:
        turn = start_turn(who=runs, college=college, gender=gender)
        stop_turn(who=runs)
        # The clock of the server gave no time to speak while the demo was loaded.
        type(turn).objects.filter(pk=turn.pk).update(seconds=seconds)
