"""Words that belong to the emergency services and not to a town hall's form."""

import re
import unicodedata

# Somebody is being hurt, threatened or wants to die. Words of a road accident or of a broken
# thing are not here: a false alarm costs a box to tick, a missed one costs more.
_RAPE = r"viol(?:e|es|ent|er|ee|ees|eur|eurs|ait)?"
_VIOLENCE = re.compile(
    r"\b(?:"
    r"(?:me|le|la|les|l|lui|nous|leur) (?:frapp\w+|tap\w+ dessus|bat|battent|"
    rf"{_RAPE}|"
    r"menac\w+ de (?:mort|me tuer|le tuer|la tuer)|tabass\w+|etrangl\w+|"
    r"agress\w+ sexuellement|sequestr\w+)"
    r"|(?:mon|son|sa|ma) (?:mari|femme|conjointe?|compagn\w+|ex|pere|mere|copain|copine) "
    r"(?:me |la |le |les )?(?:frapp\w+|bat|menac\w+|tabass\w+|"
    rf"{_RAPE})"
    r"|(?:enfants?|femme|bebe|fillette|gamins?) (?:battue?s?|frappee?s?|maltraitee?s?|violee?s?|"
    r"en danger)"
    r"|violences? (?:conjugales?|intrafamiliales?|sexuelles?|familiales?|domestiques?)"
    r"|maltraitances?|inceste|attouchements?|agressions? sexuelles?|harcelement sexuel|viol|viols"
    r"|(?:me|se|vais me|veut se|va se) suicid\w+|en finir avec la vie|me tuer|se tuer"
    r"|hits me|beats me|rape[ds]?|domestic violence|kill (?:myself|me)|suicide"
    r")\b"
)
_ACCUSES = re.compile(
    r"\b(?:"
    r"(?:mon|ma|mes|le|la|les|notre|nos) (?:voisine?s?|proprietaire|locataires?|gardienn?e?|"
    r"patron|employeur)"
    r"|il vole|elle vole|trafic|deale\w*|dealers?|escroc\w*|corrompue?s?|alcooliques?"
    r"|my neighbou?rs?|landlord"
    r")\b"
)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters))


def speaks_of_violence(text: str) -> bool:
    """Tell whether a text seems to say that somebody is hurt or threatened by somebody."""
    return _VIOLENCE.search(_plain(text)) is not None


def seems_to_accuse(text: str) -> bool:
    """Tell whether a text seems to be about what a private person does."""
    return _ACCUSES.search(_plain(text)) is not None
