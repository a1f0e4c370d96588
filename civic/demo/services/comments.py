"""Load the discussion of the climate plan."""

from datetime import datetime
from typing import Any

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM
from civic.discussion.models import Comment
from civic.discussion.services.comments import post_comment
from civic.discussion.services.conclusions import PointDraft, close_discussion

from ..logic.content import entries
from .guard import let_through
from .voices import Voices
from .world import World


def load_comments(world: World) -> None:
    """Post the comments in order, each at its place in its thread, then date them."""
    voices = Voices(world, "comments")
    posted: dict[str, Comment] = {}
    speakers: dict[str, Person] = {}
    dated = []
    for entry in entries("comments"):
        person = speakers.get(entry["same_author_as"]) or _speaker(world, voices, entry)
        speakers[entry["key"]] = person
        reply_to = posted.get(entry["reply_to"])
        comment = post_comment(
            actor=SYSTEM,
            target=world.contributions[entry["proposal"]],
            person=person,
            text=entry["text"],
            stance=entry["stance"],
            reply_to=reply_to.pk if reply_to else None,
            channel=entry["channel"],
        )
        comment = let_through(world, comment)
        comment.submit_date = _moment(world, entry, reply_to)
        posted[entry["key"]] = comment
        dated.append(comment)
    # One by one: the library's table and ours are two, which a bulk update does not span.
    for comment in dated:
        Comment.objects.filter(pk=comment.pk).update(submit_date=comment.submit_date)
    _conclude(world, posted)


def _conclude(world: World, posted: dict[str, Comment]) -> None:
    """Close a discussion with conclusions, each resting on what was said in it."""
    for entry in entries("conclusions"):
        close_discussion(
            actor=world.cast[entry["by"]],
            target=world.contributions[entry["proposal"]],
            points=[
                PointDraft(point["text"], [posted[key].pk for key in point["comments"]])
                for point in entry["points"]
            ],
            keep_findings_because="Relu : aucun nom de personne privée.",
        )


def _speaker(world: World, voices: Voices, entry: dict[str, Any]) -> Person:
    actor = world.cast.get(entry["by"] or "")
    if actor is not None and actor.person is not None:
        return actor.person
    return voices.pick(entry["college"], entry["channel"], None, entry["college_label"])


def _moment(world: World, entry: dict[str, Any], reply_to: Comment | None) -> datetime:
    moment = world.calendar.past(entry["days_ago"], int(entry["hour"]) % 24)
    # A reply is never older than what it answers.
    return moment if reply_to is None else max(moment, reply_to.submit_date)
