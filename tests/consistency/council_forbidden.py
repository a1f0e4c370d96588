"""The forbidden writes of the councils."""

from tests.consistency.writes import Copy, Write

_TABLE = "neighbourhood_councils"
COUNCIL_WRITES: dict[str, Write | Copy] = {
    "membership_term_ends_after_it_starts": Write(
        f"UPDATE {_TABLE}_councilmembership SET term_ends_on = term_starts_on"
    ),
    "membership_substitute_of_another": Write(
        f"UPDATE {_TABLE}_councilmembership SET substitute_of_id = id"
    ),
    "training_lasts_an_hour": Write(f"UPDATE {_TABLE}_training SET hours = 0"),
    "training_date_ends_after_it_starts": Write(
        f"UPDATE {_TABLE}_trainingdate SET ends_at = starts_at"
    ),
}
