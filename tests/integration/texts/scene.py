"""A text of the climate plan: two articles, three paragraphs, open to comments and amendments."""

from typing import Any

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.participation.enums import Act
from civic.participation.models import Space
from civic.participation.services.phases import open_always
from civic.texts.models import AmendmentDetail, Paragraph, Text
from civic.texts.services.amendments import submit_amendment
from civic.texts.services.editing import add_paragraph
from civic.texts.services.texts import add_section, start_text
from civic.texts.services.versions import publish_version
from tests.factories.participation import make_space

FIRST = "La gare routière accueille vingt vélos dans un abri fermé."
SECOND = "La piste longe le canal jusqu’au pont."
THIRD = "Le car du soir part à vingt heures."
REASON = "La proposition répond au besoin relevé par le groupe à la gare."
NEXT = "Le paragraphe est au vote du conseil de mars."


def make_text(writer: Actor, space: Space | None = None, *, public: bool = True) -> Text:
    text = start_text(
        actor=writer, space=space or make_space(), title="Plan climat – volet mobilités"
    )
    station = add_section(actor=writer, text=text, heading="Aller à la gare")
    add_paragraph(actor=writer, section=station, words=FIRST)
    add_paragraph(actor=writer, section=station, words=SECOND)
    coach = add_section(actor=writer, text=text, heading="Prendre le car")
    add_paragraph(actor=writer, section=coach, words=THIRD)
    open_always(actor=SYSTEM, activity=text.activity, acts=[Act.COMMENT, Act.AMEND, Act.SUPPORT])
    if public:
        publish_version(actor=writer, text=text, title="Première version")
    return fresh(text)


def fresh(text: Text) -> Text:
    return Text.objects.joined().get(pk=text.pk)


def paragraph(text: Text, rank: int = 1) -> Paragraph:
    found = Paragraph.objects.filter(text=text).select_related(
        "current", "text__activity__space__organisation", "section"
    )
    return found.order_by("section__position", "position")[rank - 1]


def amend(
    target: Paragraph, author: Actor | Person, words: str = "", **extra: Any
) -> AmendmentDetail:
    actor = author if isinstance(author, Actor) else SYSTEM
    person = author.person if isinstance(author, Actor) else author
    values = {
        "words": words or f"{target.words} Il est éclairé la nuit.",
        "why": "Parce que l’abri est dans le noir dès cinq heures en hiver.",
    }
    return submit_amendment(
        actor=actor,
        paragraph=target,
        base=target.current,
        person=person,
        **(values | extra),
    )
