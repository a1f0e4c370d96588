"""What the words of an agenda say people do: a first guess, which whoever runs the room changes."""

import re
import unicodedata

from ..enums import StepAct

# The first that is found wins: « vote on the groups » is a vote.
_WORDS = (
    (StepAct.VOTE, r"gommette|\bvot|priorit|\bdots?\b"),
    (StepAct.POLL, r"sondage|main levee|\bpoll"),
    (StepAct.GROUP, r"regroup|\btri(er|e|ons)?\b|classer|rapproch|\bgroup\b|\bsort"),
    (StepAct.WRITE, r"\becri|\bcartes?\b|post-?it|\bidees?\b|\bwrite|\bcards?\b"),
)
_MINUTES = re.compile(r"\b(\d{1,3})\s*(?:min|mn)\b", re.IGNORECASE)
USUAL_MINUTES = 15


def act_of_words(line: str) -> str:
    """Return what each may do during a step of the agenda, from its words."""
    plain = unicodedata.normalize("NFKD", line.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    for act, pattern in _WORDS:
        if re.search(pattern, plain):
            return act
    return StepAct.LISTEN


def minutes_of_words(line: str) -> int:
    """Return how long a step lasts when the line says so, else the usual quarter of an hour."""
    found = _MINUTES.search(line)
    return min(240, int(found[1])) if found else USUAL_MINUTES
