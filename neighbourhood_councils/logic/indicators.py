"""How a council lives, in figures: one function per version, never changed once published."""

from collections.abc import Mapping
from typing import Any

from civic.analysis.logic.snapshots import nearest_rank, share

# No share of people and no delay is given on fewer than this.
LEAST = 5


def council_life_1(counted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of the first version; None where too little was counted.

    Shares are percents with one decimal, delays are days by nearest rank.
    """
    presence: list[int] = counted["presence"]
    speech: dict[str, int] = counted["speech"]
    delays: list[int] = sorted(counted["delays"])
    members: dict[str, int] = counted["members"]
    seated = sum(members.values())
    enough = len(delays) >= LEAST
    return {
        "people_per_meeting": round(sum(presence) / len(presence), 1) if presence else None,
        "presence_rate": share(sum(presence), len(presence) * seated) if presence else None,
        "first_time_share": share(counted["first_time"], counted["first_time_asked"])
        if counted["first_time_asked"] >= LEAST
        else None,
        "residents_speech_share": share(speech.get("resident", 0), sum(speech.values())),
        "requests": counted["requests"],
        "answered_share": share(counted["answered"], counted["requests"]),
        "delay_median": nearest_rank(delays, 50) if enough else None,
        "delay_ninetieth": nearest_rank(delays, 90) if enough else None,
        "projects": counted["projects"],
        "subjects": counted["subjects"],
        "subjects_kept_share": share(counted["subjects_kept"], counted["subjects"]),
        "questions_in_time_share": share(counted["questions_in_time"], counted["questions"]),
        "members": seated,
        "residents_share": share(members.get("resident", 0), seated),
        "renewal_share": share(counted["new_members"], seated),
        "trained_share": share(counted["trained"], seated),
    }
