"""Vocabulary of the publication guard."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingType(models.TextChoices):
    """What kind of personal data was found."""

    NAME = "name", _("name of a person")
    AGENT = "agent", _("name of an agent")
    PHONE = "phone", _("telephone number")
    EMAIL = "email", _("e-mail address")
    ADDRESS = "address", _("postal address")
    PLATE = "plate", _("number plate")
    NIR = "nir", _("social security number")
    IBAN = "iban", _("bank account number")
    # Read from the metadata of a photo, never from a text.
    GPS = "gps", _("position stored in a photo")


# A text can be rewritten around these; a photo has its metadata removed instead.
TEXT_TYPES: Final = frozenset(FindingType) - {FindingType.GPS}

# Their shape or their check digits identify them; a name needs context, or a list of names.
STRUCTURED_TYPES: Final = TEXT_TYPES - {FindingType.NAME, FindingType.AGENT}

# The codes used in French labelled corpora, and printed by `scan_personal_data`.
FRENCH_CODES: Final[Mapping[FindingType, str]] = MappingProxyType(
    {
        FindingType.NAME: "NOM",
        FindingType.AGENT: "AGENT",
        FindingType.PHONE: "TEL",
        FindingType.EMAIL: "EMAIL",
        FindingType.ADDRESS: "ADRESSE",
        FindingType.PLATE: "PLAQUE",
        FindingType.NIR: "NIR",
        FindingType.IBAN: "IBAN",
        FindingType.GPS: "GPS",
    }
)


class FindingDecision(models.TextChoices):
    """What a person decided about one finding."""

    OPEN = "open", _("to be decided")
    MASKED = "masked", _("masked")
    KEPT = "kept", _("kept as it is")
    REWRITTEN = "rewritten", _("rewritten")


# A text with one of these may not be published.
BLOCKING_DECISIONS: Final = frozenset({FindingDecision.OPEN})

# Somebody has looked and answers for it.
SETTLED_DECISIONS: Final = frozenset(FindingDecision) - BLOCKING_DECISIONS

# The published text differs from the one that was received.
ALTERING_DECISIONS: Final = frozenset({FindingDecision.MASKED, FindingDecision.REWRITTEN})


class ScreeningState(models.TextChoices):
    """Whether a screened text may be shown to the public."""

    HELD = "held", _("held until somebody decides")
    RELEASED = "released", _("released")


PUBLIC_STATES: Final = frozenset({ScreeningState.RELEASED})


class Removal(models.TextChoices):
    """What the journal keeps of a removal: where, when, by whom, never the words."""

    PURGED = "guard.purged", _("words masked in a text left its copies")
    PURGED_EVERYWHERE = "guard.purged_everywhere", _("words left every copy of the site")
    HIDDEN = "guard.hidden", _("a text was hidden")
    ERASED = "person.erased", _("a person was erased")
    LOOKED_FOR = "guard.looked_for", _("words were looked for everywhere")
