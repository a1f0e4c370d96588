"""Load the shared agenda: meetings of a consultation or of a council."""

from civic.accounts.policies import SYSTEM
from civic.participation.services.sessions import schedule_session

from ..logic.content import entries
from .world import World

# What a body's own event is about, when no council holds it.
SPACE_OF = {
    "val-de-brevanne": "plan-climat",
    "saint-aurel": "plan-climat",
    "montfaucelle": "place-de-la-halle",
}


def load_agenda(world: World) -> None:
    """Create the meetings anybody may come to."""
    for entry in entries("agenda"):
        key = entry["neighbourhood"] or SPACE_OF[entry["organisation"]]
        schedule_session(
            actor=SYSTEM,
            space=world.spaces[key],
            title=entry["title"],
            starts_at=world.calendar.moment(entry["day"], entry["start"]),
            ends_at=world.calendar.moment(entry["day"], entry["end"]),
            place=entry["place"]["name"],
            address=entry["place"]["address"],
            agenda=entry["summary"],
        )
