"""Load the methods written together: started from the frame, signed by colleges, answered."""

from typing import Any

from civic.accounts.policies import Actor
from civic.notifications.enums import NoticeState
from civic.notifications.models import Notice
from civic.texts.models import Paragraph
from civic.texts.services.editing import write_paragraph
from civic.texts.services.versions import publish_version
from consultations.models import Consultation, MethodNote, MethodSignature
from consultations.selectors.method import method_of
from consultations.services.method import say_what_was_done, sign_method, start_method
from consultations.services.notices import DATES_CHANGED
from workshops.models import GroupMembership

from ..logic.content import entries
from .world import World

READ = "Relu : aucun nom de personne privée."


def load_methods(world: World) -> None:
    """Start each method in its group, write it, publish and sign its versions."""
    for entry in entries("methods"):
        consultation = Consultation.objects.get(space=world.spaces[entry["consultation"]])
        author = world.cast[entry["by"]]
        note = start_method(
            actor=author,
            consultation=consultation,
            group=world.spaces[entry["group"]],
            written_at=world.calendar.past(entry["started_days_ago"], 9),
        )
        for edit in entry["edits"]:
            _edit(world, note, edit)
        for version in entry["versions"]:
            _version(world, consultation, author, version)
    # What was announced in the past was heard: nobody is left to call about it.
    Notice.objects.filter(kind=DATES_CHANGED, state=NoticeState.TO_CONTACT).update(
        state=NoticeState.DELIVERED
    )


def say_what_was_kept(world: World) -> None:
    """Say line by line what was done of the methods of closed consultations."""
    for entry in entries("methods"):
        note = _note(Consultation.objects.get(space=world.spaces[entry["consultation"]]))
        for account in entry["accounts"]:
            say_what_was_done(
                actor=world.cast[entry["by"]],
                note=note,
                paragraph=_line(note, account),
                kept=account["kept"],
                words=account["words"],
                keep_findings_because=READ,
            )


def _note(consultation: Consultation) -> MethodNote:
    note = method_of(consultation)
    if note is None:
        raise LookupError(f"No method for {consultation}")
    return note


def _line(note: MethodNote, entry: dict[str, Any]) -> Paragraph:
    lines = Paragraph.objects.filter(text=note.text, section__heading=entry["heading"])
    return lines.select_related("current", "text__activity__space__organisation").order_by(
        "position"
    )[entry["line"] - 1]


def _edit(world: World, note: MethodNote, entry: dict[str, Any]) -> None:
    line = _line(note, entry)
    # Read aloud in the group, typed by its facilitator in its author's name.
    typed = Actor(user=world.cast["chloe"].user, person=world.cast[entry["by"]].person)
    write_paragraph(
        actor=typed,
        paragraph=line,
        words=entry["words"],
        base_number=line.current.number if line.current else 0,
        keep_findings_because=READ,
        written_at=world.calendar.past(entry["days_ago"], 19),
    )


def _version(
    world: World, consultation: Consultation, author: Actor, entry: dict[str, Any]
) -> None:
    for edit in entry.get("edits", []):
        _edit(world, _note(consultation), edit)
    said = world.calendar.past(entry["days_ago"], 18)
    version = publish_version(
        actor=author,
        text=_note(consultation).text,
        title=entry["title"],
        note=entry["note"],
        published_at=said,
    )
    consultation.date_changes.filter(what__endswith=f" {version.letter}").update(changed_at=said)
    note = _note(consultation)
    seats = GroupMembership.objects.filter(
        group__space=note.text.activity.space_id, accepted_at__isnull=False, substitute_of=None
    ).select_related("person")
    for college, count in entry["signed"].items():
        for seat in seats.filter(college=college).order_by("pk")[:count]:
            sign_method(actor=Actor(person=seat.person), note=note, number=version.number)
    MethodSignature.objects.filter(version=version).update(signed_at=said)
