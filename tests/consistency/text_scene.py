"""A text of Saint-Aurel, public, with an amendment that waits and one that was accepted."""

from typing import Any

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.participation.enums import Act
from civic.participation.models import Space
from civic.participation.services.phases import open_always
from civic.texts.models import Paragraph, ParagraphClaim
from civic.texts.services.amendments import decide_amendment, submit_amendment
from civic.texts.services.claims import claim_paragraph
from civic.texts.services.editing import add_paragraph
from civic.texts.services.parting import split_paragraph
from civic.texts.services.texts import add_section, adopt_text, start_text
from civic.texts.services.versions import publish_version

WHY = "Parce que l’abri est plein dès sept heures."


def make_text_at_work(space: Space, person: Person, writer: Actor) -> dict[str, Any]:
    """Return the names the permission table uses."""
    text = start_text(actor=writer, space=space, title="Le règlement des abris")
    section = add_section(actor=writer, text=text, heading="Les abris")
    first = add_paragraph(actor=writer, section=section, words="L’abri compte vingt places.")
    second = add_paragraph(actor=writer, section=section, words="Il ferme à vingt heures.")
    open_always(actor=SYSTEM, activity=text.activity, acts=[Act.AMEND, Act.COMMENT, Act.SUPPORT])
    publish_version(actor=writer, text=text, title="Première version")
    amendments = [
        submit_amendment(
            actor=SYSTEM,
            paragraph=paragraph,
            base=paragraph.current,
            person=person,
            words=f"{paragraph.current.text} Il est éclairé.",
            why=WHY,
        )
        for paragraph in Paragraph.objects.filter(pk__in=[first.pk, second.pk])
        .select_related("current", "text__activity__space__organisation")
        .order_by("pk")
    ]
    waiting, accepted = amendments
    decide_amendment(
        actor=writer,
        amendment=accepted,
        decision="accepted",
        reason="L’éclairage est prévu au budget de l’an prochain.",
        next_steps="Les lampes sont posées en mars.",
    )
    return {
        "text": text.slug,
        "paragraph": str(first.key),
        "amendment": waiting.contribution.case.number,
        "space": space.slug,
    }


def make_text_history(writer: Actor, space: Space) -> None:
    """Add a paragraph somebody holds, and a text that is adopted."""
    paragraph = Paragraph.objects.order_by("pk").first()
    claim_paragraph(actor=writer, paragraph=paragraph)
    ours = Paragraph.objects.filter(text=paragraph.text_id)
    last = ours.select_related("current", "text__activity__space").latest("pk")
    split_paragraph(
        actor=writer,
        paragraph=last,
        first=last.words.split()[0],
        second=" ".join(last.words.split()[1:]),
        base_number=last.current.number,
    )
    assert ParagraphClaim.objects.exists()
    adopted = start_text(actor=writer, space=space, title="Un texte adopté")
    section = add_section(actor=writer, text=adopted, heading="Seul article")
    add_paragraph(actor=writer, section=section, words="Le seul paragraphe de ce texte.")
    publish_version(actor=writer, text=adopted, title="Version votée")
    adopt_text(actor=writer, text=adopted)
