"""Personal data in a French text: where it stands, and of which type."""

from ..enums import FindingType
from .addresses import find_addresses
from .directory import find_agents, not_public, without_public_names
from .emails import find_emails
from .names import find_names
from .official_numbers import (
    find_bank_accounts,
    find_social_security_numbers,
)
from .phones import find_phones
from .plates import find_plates
from .reading import Reading
from .spans import Match, Span, settle

__all__ = ["Span", "detect"]


def detect(
    text: str,
    *,
    public_names: frozenset[str] = frozenset(),
    agent_names: frozenset[str] = frozenset(),
) -> tuple[Span, ...]:
    """Find the personal data of a text, in order of appearance and without overlap.

    `public_names` (elected officials, streets, the number of the town hall…) are never reported;
    `agent_names` always are, also by surname alone, unless they are public too. Both compare
    without case, accents, civility or order of first name and surname. Offsets are code points of
    `text`.
    """
    reading = Reading(text)
    agents = list(find_agents(reading, not_public(agent_names, public_names)))
    matches = [*find_emails(reading), *find_names(reading), *agents]
    if any(char.isdigit() for char in reading.plain):
        matches += find_social_security_numbers(reading)
        matches += find_bank_accounts(reading)
        matches += find_plates(reading)
        matches += find_addresses(reading)
    matches += find_phones(reading)
    found = settle(matches)
    return tuple(
        Span(start, end, match.type, match.score, text[start:end])
        for match in _naming_agents(without_public_names(reading, found, public_names), agents)
        for start, end in (reading.original_span(match.start, match.end),)
    )


def _naming_agents(found: list[Match], agents: list[Match]) -> list[Match]:
    """Return the matches, those that hold the name of an agent said to be so."""
    if not agents:
        return found
    return [
        match._replace(type=FindingType.AGENT)
        if match.type is FindingType.NAME
        and any(agent.start < match.end and match.start < agent.end for agent in agents)
        else match
        for match in found
    ]
