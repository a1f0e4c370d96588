"""Which level wins: a mute, always."""

from collections.abc import Iterable

from ..enums import Level


def level_for(
    *,
    default: Level,
    essential: bool,
    preferences: Iterable[tuple[str, str]],
    kind: str,
    muted: bool,
) -> Level:
    """Return how soon to tell somebody.

    `preferences` are (kind, level) pairs, an empty kind standing for all. A muted object or a
    muted kind wins over everything but an essential notice (the receipt of, or the answer to,
    what the person said), which then waits for the digest.
    """
    chosen = dict(preferences)
    level = Level(chosen.get(kind, chosen.get("", default)))
    if muted or Level.MUTED in (chosen.get(kind), chosen.get("")):
        return Level.DIGEST if essential else Level.MUTED
    return level
