"""Personal data in a French text: where it stands, and of which type."""

from .addresses import find_addresses
from .directory import find_agents, without_public_names
from .emails import find_emails
from .names import find_names
from .official_numbers import (
    find_bank_accounts,
    find_social_security_numbers,
)
from .phones import find_phones
from .plates import find_plates
from .reading import Reading
from .spans import Span, settle

__all__ = ["Span", "detect"]


def detect(
    text: str,
    *,
    public_names: frozenset[str] = frozenset(),
    agent_names: frozenset[str] = frozenset(),
) -> tuple[Span, ...]:
    """Find the personal data of a text, in order of appearance and without overlap.

    `public_names` (elected officials, streets, the number of the town hall…) are never reported;
    `agent_names` always are, also by surname alone. Both compare without case, accents, civility
    or order of first name and surname. Offsets are code points of `text`.
    """
    reading = Reading(text)
    matches = [*find_emails(reading), *find_names(reading), *find_agents(reading, agent_names)]
    if any(char.isdigit() for char in reading.plain):
        matches += find_social_security_numbers(reading)
        matches += find_bank_accounts(reading)
        matches += find_plates(reading)
        matches += find_addresses(reading)
    matches += find_phones(reading)
    found = settle(matches)
    return tuple(
        Span(start, end, match.type, match.score, text[start:end])
        for match in without_public_names(reading, found, public_names)
        for start, end in (reading.original_span(match.start, match.end),)
    )
