"""Load the mobility part of the climate plan: written by three colleges, amended by residents."""

from typing import Any

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.core.enums import Channel
from civic.discussion.models import Comment
from civic.discussion.services.comments import post_comment
from civic.participation.enums import Act, SpaceKind
from civic.participation.models import Phase, PhaseSetting, Space
from civic.participation.services.counters import change_supports_count
from civic.participation.services.phases import open_always
from civic.texts.logic.documents import Document, DocumentSection
from civic.texts.models import Paragraph, Text
from civic.texts.services.amendments import decide_amendment, submit_amendment
from civic.texts.services.editing import write_paragraph
from civic.texts.services.imports import import_document
from civic.texts.services.texts import start_text
from civic.texts.services.versions import publish_version
from civic.voting.models import Support

from ..logic.content import content
from .guard import let_through
from .voices import Voices
from .world import World

ACTS = (Act.AMEND, Act.COMMENT, Act.SUPPORT)
READ = "Relu : aucun nom de personne privée."


def load_written_texts(world: World) -> None:
    """Import the draft, edit it, publish version A, then amend and comment on what follows."""
    data = content("text")
    facilitator = world.cast["chloe"]
    text = start_text(
        actor=facilitator,
        space=_space(world),
        title=data["title"],
        introduction=data["introduction"],
    )
    open_always(actor=SYSTEM, activity=text.activity, acts=ACTS)
    import_document(
        actor=facilitator,
        text=text,
        document=Document(sections=[DocumentSection(**one) for one in data["articles"]]),
        keep_findings_because=READ,
        written_at=world.calendar.past(data["started_days_ago"], 9),
    )
    # The rank a paragraph had on the first day, which the content speaks of.
    order = text.paragraphs.order_by("section__position", "position")
    ranks = dict(enumerate(order.values_list("pk", flat=True), start=1))
    for edit in data["edits"]:
        _edit(world, ranks, edit)
    publish_version(
        actor=facilitator,
        text=text,
        title=data["version"]["title"],
        note=data["version"]["note"],
        published_at=world.calendar.past(data["version"]["days_ago"], 18),
    )
    voices = Voices(world, "texts")
    for entry in sorted(
        [*data["later_edits"], *data["amendments"], *data["comments"]],
        key=lambda one: -one["days_ago"],
    ):
        if "why" in entry:
            _amend(world, voices, ranks, entry)
        elif "stance" in entry:
            _comment(world, voices, ranks, entry)
        else:
            _edit(world, ranks, entry)
    _open_in_phase(world, text)


def _space(world: World) -> Space:
    group = Space.objects.filter(
        kind=SpaceKind.MIXED_GROUP, organisation=world.spaces["plan-climat"].organisation
    ).first()
    return group or world.spaces["plan-climat"]


def _open_in_phase(world: World, text: Text) -> None:
    """Let the phase that is running open what was open from the start, so that it has an end."""
    phases = Phase.objects.filter(space=text.activity.space, approximate="")
    running = phases.open_at(world.calendar.now).order_by("position").first()
    if running is None:
        return
    open_always(actor=SYSTEM, activity=text.activity, acts=[])
    PhaseSetting.objects.bulk_create(
        PhaseSetting(phase=running, activity=text.activity, act=act) for act in ACTS
    )


def _paragraph(ranks: dict[int, int], rank: int) -> Paragraph:
    found = Paragraph.objects.select_related(
        "current", "text__activity__space__organisation", "section"
    )
    return found.get(pk=ranks[rank])


def _edit(world: World, ranks: dict[int, int], entry: dict[str, Any]) -> None:
    paragraph = _paragraph(ranks, entry["paragraph"])
    # Read aloud at the group's table, typed by its facilitator in its author's name.
    typed = Actor(user=world.cast["chloe"].user, person=world.cast[entry["by"]].person)
    write_paragraph(
        actor=typed,
        paragraph=paragraph,
        words=entry["words"],
        base_number=paragraph.current.number if paragraph.current else 0,
        causes=[world.contributions[key] for key in entry["causes"]],
        keep_findings_because=READ,
        written_at=world.calendar.past(entry["days_ago"], 14),
    )


def _amend(world: World, voices: Voices, ranks: dict[int, int], entry: dict[str, Any]) -> None:
    paragraph = _paragraph(ranks, entry["paragraph"])
    person = voices.pick(entry["college"], Channel.ONLINE, None, entry.get("label"))
    if paragraph.current is None:
        return
    amendment = submit_amendment(
        actor=SYSTEM,
        paragraph=paragraph,
        base=paragraph.current,
        person=person,
        words=entry.get("words", ""),
        why=entry["why"],
        aim=entry.get("aim", "change"),
        said_at=world.calendar.past(entry["days_ago"], 11),
    )
    amendment.contribution = let_through(world, amendment.contribution)
    _support(world, amendment.contribution.pk, entry["supports"], person)
    if not entry.get("decision"):
        return
    decide_amendment(
        actor=Actor(user=world.cast["elise"].user, person=world.cast["elise"].person),
        amendment=amendment,
        decision=entry["decision"],
        reason=entry["reason"],
        next_steps=entry["next_steps"],
        words=entry.get("adapted_words", ""),
        base_number=paragraph.current.number,
        keep_findings_because=READ,
    )


def _support(world: World, contribution_id: int, count: int, author: Person) -> None:
    people = [person for person in world.people if person.pk != author.pk][:count]
    Support.objects.bulk_create(
        Support(
            contribution_id=contribution_id,
            person=person,
            channel=Channel.ONLINE,
            college=person.college,
        )
        for person in people
    )
    change_supports_count(contribution_id, len(people))


def _comment(world: World, voices: Voices, ranks: dict[int, int], entry: dict[str, Any]) -> None:
    person = voices.pick(entry["college"], Channel.ONLINE, None, entry.get("label"))
    comment = post_comment(
        actor=SYSTEM,
        target=_paragraph(ranks, entry["paragraph"]),
        person=person,
        text=entry["text"],
        stance=entry["stance"],
    )
    comment = let_through(world, comment)
    Comment.objects.filter(pk=comment.pk).update(
        submit_date=world.calendar.past(entry["days_ago"], 17)
    )
