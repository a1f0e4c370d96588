"""The vocabulary of the guard."""

from civic.privacy.enums import (
    ALTERING_DECISIONS,
    BLOCKING_DECISIONS,
    FRENCH_CODES,
    PUBLIC_STATES,
    SETTLED_DECISIONS,
    TEXT_TYPES,
    FindingDecision,
    FindingType,
    ScreeningState,
)


def test_every_type_has_one_french_code() -> None:
    assert set(FRENCH_CODES) == set(FindingType)
    assert len(set(FRENCH_CODES.values())) == len(FRENCH_CODES)


def test_a_decision_blocks_or_settles() -> None:
    assert set(FindingDecision) == BLOCKING_DECISIONS | SETTLED_DECISIONS
    assert not BLOCKING_DECISIONS & SETTLED_DECISIONS
    assert ALTERING_DECISIONS < SETTLED_DECISIONS


def test_a_held_text_is_not_public() -> None:
    assert ScreeningState.HELD not in PUBLIC_STATES


def test_the_position_of_a_photo_is_not_looked_for_in_a_text() -> None:
    assert FindingType.GPS not in TEXT_TYPES
