"""What a resident asks, guessed from their words."""

from dataclasses import dataclass

from ..logic.wording import rank, read_wording
from ..models import RequestType

SUGGESTED = 5
# The second must be clearly behind: otherwise a person chooses.
CLEAR_LEAD = 1.25


@dataclass(frozen=True)
class Suggestion:
    """A type of request and how well the words speak of it; a clear one may be taken as said."""

    request_type: RequestType
    score: float
    is_clear: bool


def suggest_types(text: str, *, limit: int = SUGGESTED) -> list[Suggestion]:
    """Return the types a text speaks of, likeliest first, in one query; none when it says none."""
    types = {
        kind.pk: kind
        for kind in RequestType.objects.filter(is_active=True).select_related("competence")
    }
    wordings = [read_wording(kind.pk, kind.name, kind.words) for kind in types.values()]
    ranked = rank(text, wordings)
    lead = ranked[0][1] / ranked[1][1] if len(ranked) > 1 else CLEAR_LEAD
    return [
        Suggestion(types[key], score, is_clear=at == 0 and lead >= CLEAR_LEAD)
        for at, (key, score) in enumerate(ranked[:limit])
    ]


def clear_type(text: str) -> RequestType | None:
    """Return the type a text clearly speaks of, which may be taken as said; None in doubt."""
    said = suggest_types(text, limit=1)
    return said[0].request_type if said and said[0].is_clear else None
