"""Replace personal data by words that still read.

The words are French because the texts are: they agree with the sentence around them, not with
the language of the page that shows it.
"""

import html
import json
import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, Final

from ..enums import FindingType
from .name_cues import announces_anybody
from .reading import Reading
from .spans import Span

MASKS: Final = MappingProxyType(
    {
        FindingType.NAME: "[une personne]",
        FindingType.AGENT: "[un agent]",
        FindingType.PHONE: "[téléphone]",
        FindingType.EMAIL: "[adresse électronique]",
        FindingType.ADDRESS: "[adresse]",
        FindingType.PLATE: "[véhicule immatriculé]",
        FindingType.NIR: "[numéro de sécurité sociale]",
        FindingType.IBAN: "[compte bancaire]",
        FindingType.GPS: "[position]",
    }
)
# "M. et Mme Ziani" are several; "la famille Ziani" already says who, short of the name.
_SEVERAL = "[plusieurs personnes]"
_NAME_ONLY = "[nom]"

_COUPLE = re.compile(r"(?:mm|mmes|mlles|messieurs|mesdames)\b|m\w*\.?\s?(?:et|ou|&|/)\s?m")
_CIVILITY = re.compile(r"(?:m\.|mm?e?s?\b|mlle|melle|mr|monsieur|madame|mademoiselle|mes)")

_ELIDED = re.compile(r"\b(d|(?:jus|lors|puis|quoi)?qu)e\s+$", re.IGNORECASE)
_CONTRACTED = re.compile(r"\b(?P<article>du|au|le|la)\s+$", re.IGNORECASE)
_ANNOUNCED_NUMBER = re.compile(r"\b(?:n°|no|numéro)\s*$", re.IGNORECASE)
_REGISTERED = re.compile(
    r"(?:\b(?:véhicule|voiture)s?\s+)?\bimmatricul[ée]+s?\s*(?:(?:sous le\s+)?(?:n°|numéro)"
    r"|:)?\s*$",
    re.IGNORECASE,
)
_BEFORE_A_PERSON = {"du": "d'", "au": "à ", "le": "", "la": ""}
_BEFORE_AN_ADDRESS = {"du": "de l'", "au": "à l'", "le": "l'", "la": "l'"}


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with each span replaced by what it is, and the word before it agreeing.

    Spans may come in any order; where two overlap, both disappear. Raises ValueError when a span
    does not belong to this text: masking beside the mark would publish somebody.
    """
    pieces: list[str] = []
    position = 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if span.start < 0 or text[span.start : span.end] != span.text:
            raise ValueError(f"The span {span.start}–{span.end} does not belong to this text.")
        if span.start >= position:
            before = text[position : span.start]
            pieces += _masked(before, span)
        position = max(position, span.end)
    return "".join((*pieces, text[position:]))


# What an old copy says instead of the words that were removed.
REMOVED: Final = "[…]"


def spellings(words: str) -> tuple[str, ...]:
    """Return how some words are written in a text, in JSON and in HTML, the longest first."""
    escaped = json.dumps(words)[1:-1]
    found = {words, escaped, json.dumps(escaped)[1:-1], html.escape(words, quote=False)}
    return tuple(sorted(found, key=len, reverse=True))


def blank(value: Any, words: Iterable[str]) -> Any:
    """Return a text, or whatever JSON holds, with each of the words replaced by a mark.

    Words inside a longer word stay: "Paul" is not in "Paulhan".
    """
    forms = {form for each in words if each.strip() for form in spellings(each)}
    if not forms:
        return value
    pattern = re.compile(
        "|".join(
            rf"(?<!\w){re.escape(form)}(?!\w)" for form in sorted(forms, key=len, reverse=True)
        )
    )
    return _blanked(value, pattern)


def _blanked(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(REMOVED, value)
    if isinstance(value, dict):
        return {_blanked(key, pattern): _blanked(held, pattern) for key, held in value.items()}
    if isinstance(value, list):
        return [_blanked(held, pattern) for held in value]
    return value


def _masked(before: str, span: Span) -> tuple[str, str]:
    """Return what stands before the span, adapted, and what replaces the span."""
    kind = FindingType(span.type)
    words = MASKS[kind]
    if kind in (FindingType.NAME, FindingType.AGENT):
        return _masked_name(before, span.text, words)
    if kind is FindingType.ADDRESS:
        before = _ANNOUNCED_NUMBER.sub("", before)
        return _contract(before, _BEFORE_AN_ADDRESS), words
    if kind is FindingType.EMAIL:
        return _ELIDED.sub(r"\1'", before), words
    if kind is FindingType.PLATE:
        return _REGISTERED.sub("", before), words
    return before, words


def _masked_name(before: str, name: str, words: str) -> tuple[str, str]:
    simple = Reading(name).lower
    if _COUPLE.match(simple):
        return before, _SEVERAL
    lower = Reading(before).lower
    if not _CIVILITY.match(simple) and announces_anybody(lower, len(lower)):
        return before, _NAME_ONLY
    if lower.endswith(("les ", "des ", "aux ")):
        return before, _NAME_ONLY
    return _ELIDED.sub(r"\1'", _contract(before, _BEFORE_A_PERSON)), words


def _contract(before: str, articles: dict[str, str]) -> str:
    """Return the text with its last article adapted: "du [12 rue…]" reads "de l'[adresse]"."""
    found = _CONTRACTED.search(before)
    if found is None:
        return before
    article = found["article"]
    adapted = articles[article.lower()]
    if article[0].isupper():
        adapted = adapted.capitalize()
    return before[: found.start()] + adapted
