"""Postal addresses: a number and a street. A street without a number is a place, not a home."""

import re
from collections.abc import Iterator

from ..enums import FindingType
from .reading import Reading
from .spans import Match
from .words import COMMON_WORDS, FUNCTION_WORDS

_NUMBER = (
    r"(?<![\w/+])(?<!\d[.,:'\- ])(?<!\d\s[hH]\s)\d{1,4}(?:\s?(?:bis|ter|quater|quinquies"
    r"|[a-hA-H])(?![\w']))?"
    r"(?:\s?(?:/|&|,|-|\bet\b|\bou\b|\ba\b)\s?\d{1,4}(?:\s?(?:bis|ter|quater))?(?!\w))?"
)
# These may stand alone before a name in lower case: "12 rue pasteur".
_STREET = (
    r"rue|avenue|ave?\.?|boulevard|bou?lvd\.?|bl?v?d\.?|chemin|chem?\.|impasse|imp\.?|allee|quai"
    r"|square|sq\.|ruelle|venelle|sentier|traverse|esplanade|promenade|faubourg|f(?:bg|g)\.?"
    r"|chaussee|montee|rte\.?|rond-point|lieu[- ]dit|calade|corniche"
)
# These are also ordinary words ("2 places de parking"): a name has to follow.
_STREET_WORD = (
    r"allees|place|pl\.?|route|passage|cours|cour|voie|mail|villa|cite|residence|res\.|hameau"
    r"|clos|domaine|lotissement|lot\.|lot|immeuble|parvis|galerie|cote|port|pont|quartier|r\.?"
    r"|ch\.?|parc|mas|tour|escalier|degres?|rampe|descente|draille|levee|digue|porte|carrefour"
    r"|square|zone|za|zi"
)
_START = re.compile(
    rf"(?P<number>{_NUMBER})\s{{0,2}},?\s{{0,2}}(?:(?P<street>{_STREET})"
    rf"|(?P<word>{_STREET_WORD}))(?=[\s'])",
    re.IGNORECASE,
)
_STREET_FIRST = re.compile(
    rf"(?<![\w'])(?P<street>{_STREET}|place|route|passage|cours)(?=[\s'])", re.IGNORECASE
)
_NUMBER_AFTER = re.compile(
    r"\s?,?\s?(?:au\s)?n(?:°|o|umero)?\.?\s?\d{1,4}(?:\s?(?:bis|ter"
    r"|quater))?(?!\w)",
    re.IGNORECASE,
)

_TOKEN = re.compile(
    r"(?P<gap>\s{1,2}|'|-)(?P<word>[A-Za-z]+(?:-[A-Za-z]+)*\.?|\d{1,4}(?:er|e|eme)?\b)"
)
_LINKS = frozenset(
    "de du des d la le les l aux au sous sur en a et lez saint sainte st ste".split()
)
_ARTICLES = frozenset("le la les l".split())
_MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
_CIVILITIES = frozenset(
    "m mr mme mlle monsieur madame mademoiselle tel port mail email courriel".split()
)
# Ordinary words that also name streets: "rue de la Mairie", "chemin des Écoles".
_NAMES_OF_STREETS = frozenset(
    """
    acacias ancienne arbre arbres arts bains banque bergerie bois canal cedres centre chapelle
    chateau chene chenes cimetiere college commerce croix docteur eau eaux ecole ecoles egalite
    eglise enfants europe fleurs foch fontaine four france gare gaz gendarmerie general grand
    grande halles hopital horloge jardin jardins jeu justice lac lavoir liberte lilas lycee mairie
    marche marechal metiers moulin moulins musee neuf neuve nord nouvelle paix palais parc petit
    petite pins plage pont port poste prairie pre prefecture pres president progres puits quatre
    rempart remparts republique resistance riviere roses saint sainte source sports stade sud
    temple theatre thermes tilleuls tour trois universite usine vallon vert verte victoire vieille
    vieux vignes villa village ville voltaire
    """.split()
)
# With a capital, these open the next sentence: "12 rue des Lilas Merci de…".
_NOT_IN_A_STREET = (FUNCTION_WORDS - _NAMES_OF_STREETS) | frozenset(
    "demande dossier objet reponse service signalement transmis voir vu".split()
)

# What follows "2 places", "3 voies" when they are not the name of a street.
_NOT_A_STREET = re.compile(
    r"\s(?:pietons?|cyclables?|barree?s?|reservee?s?|pmr|handicap\w*|libres?|assises?|publi\w+"
    r"|privee?s?|payante?s?|uniques?|rapides?|(?:de |d'|a |pour |en )(?:stationnement|parking"
    r"|livraison|cinema|tennis|danse|musique|crech\w*|camion|velos?|voitures?|personnes?|vie"
    r"|recre\w*|immeuble|ferme|acces|gauche|droite|bus|circulation|spectacle|gym\w*|natation"
    r"|soutien|sens|service|eau))(?!\w)"
)
_MOST_WORDS = 9

_TOWN = re.compile(
    r"\s?[,\-(]?\s?(?:(?:a|F)\s?-?\s?)?\d{5}\s{1,2}[A-Z][A-Za-z'-]+(?:[ -](?:[A-Z][A-Za-z'-]+"
    r"|(?:sur|sous|en|les|la|le|lez|de|du|des|d')[ -]?(?=[A-Z])[A-Za-z'-]+)){0,5}(?:\s(?:cedex"
    r"|CEDEX)(?:\s\d{1,2})?)?"
)
_DOOR = re.compile(
    r"(?:\s?,?\s(?:-\s)?(?:bat(?:iment)?|bt|appt?|apt|appartement|porte|escalier|esc|etage"
    r"|entree|boite|logement|lgt)\.?"
    r"\s?(?:n\W{0,2})?(?:\d{1,4}[a-z]?|[a-z]\d{0,3}|(?-i:[A-Z]{2,3}\d{0,2}))(?![\w']))+",
    re.IGNORECASE,
)

# "résidence Les Cigales, bâtiment B, 7 rue des Aires"
_RESIDENCE = re.compile(
    r"(?<!\w)(?i:residence|immeuble|lotissement|copropriete|foyer)(?:\s[A-Z][\w'-]+"
    r"|\s(?:de|du|des|la|le|les)(?=\s[A-Z])){1,5}"
    r"(?:,?\s(?i:bat(?:iment)?|bt|appt?|appartement|escalier|entree|porte)\.?\s?\w{1,3}){0,3}"
    r"\s?,\s(?:au\s)?$"
)

_PERSON_CUE = re.compile(
    r"(?:\bhabit|demeur|domicil|riverain|\breside|\bresid(?:ant|ons|ent)|\blog(?:e|ee|es|ent"
    r"|ement)\b|\bchez\b|proprie|locatair|voisin|adresse|\bmon\b|\bma\b|\bmes\b|\bmoi\b|\bmme\b"
    r"|\bm\.|\bmadame|\bmonsieur|famille|\bj'|\bje\b|\bdom\b|\bvi(?:s|t|vent)\b"
    r"|sise?\b)[^.!?\n]{0,60}$"
)
_PLACE_CUE = re.compile(
    r"(?:devant|face|hauteur|niveau|pres|proximite|cote|entre|depuis|jusqu'?a?u?|angle|trottoir"
    r"|abords?|droit|derriere|vers)\s(?:de\s|a\s)?(?:le|la|l'|du|au|d')?\s?(?:n\W{0,2}"
    r"|numero\s)?$"
)
_PUBLIC_CUE = re.compile(
    r"(?:\bmairie|hotel de ville|\becole|college|lycee|gymnase|creche|mediatheque|bibliotheque"
    r"|\bposte|commissariat|prefecture|tribunal|hopital|clinique|pharmacie|cinema|theatre|musee"
    r"|eglise|piscine|stade|centre social|maison (?:de quartier|des associations"
    r"|france services)|salle des fetes|ressourcerie|decheterie|dechetterie|epicerie|superette"
    r"|supermarche|boulangerie|boucherie|restaurant|magasin|entreprise|societe|agence"
    r"|association|ehpad|caserne|gendarmerie|france services|marche couvert|siege social)"
    r"(?: (?:maternelle|elementaire|primaire|municipale?|annexe|publique|de police))?"
    r"(?:\s?[,:(-]\s?|\s(?:au|sise?|situee?(?: au)?)\s|\s)$"
)
_NOT_A_HOUSE = re.compile(
    r"(?:(?:poteau|candelabre|lampadaire|luminaire|arret|borne|ligne|bus|parcelles?|lots?|abri"
    r"|secteur|zone|article|phase|tranche|panneau|marche|canton|bureau|coffret|armoire|pylone"
    r"|chambre|point lumineux|page|ecole)"
    r"\s?(?:n\W{0,2}|numero\s)?|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s"
    r"|(?:1?\d|2[0-3])\s?h\s?)$"
)
_YEAR_CUE = re.compile(
    r"(?:\ben|depuis|annee|avril|mai|juin|juillet|aout|janvier|fevrier|mars|bre|fin|ete|hiver)\s$"
)
_CONTEXT = 90


def find_addresses(reading: Reading) -> Iterator[Match]:
    """Yield the addresses at which somebody may live or be found."""
    previous_end = 0
    for found in _START.finditer(reading.plain):
        if found.start() < previous_end or not _is_a_house(reading, found):
            continue
        if found["word"] and _NOT_A_STREET.match(reading.lower, found.end()):
            continue
        needs_capital = bool(found["word"]) and not _said_of_a_person(reading, found.start())
        end = _end_of_name(reading.plain, found.end(), needs_capital=needs_capital)
        if end is None:
            continue
        previous_end = _with_door_and_town(reading.plain, end)
        score = _score(reading, found.start(), has_town=previous_end > end)
        if score:
            start = _with_residence(reading.plain, found.start())
            yield Match(start, previous_end, FindingType.ADDRESS, score)
    for found in _STREET_FIRST.finditer(reading.plain):
        end = _end_of_name(reading.plain, found.end(), needs_capital=True)
        number = end and _NUMBER_AFTER.match(reading.plain, end)
        if number:
            end = _with_door_and_town(reading.plain, number.end())
            yield Match(found.start(), end, FindingType.ADDRESS, 0.7)


def _is_a_house(reading: Reading, found: re.Match[str]) -> bool:
    start = found.start()
    before = max(0, start - _CONTEXT)
    if _NOT_A_HOUSE.search(reading.lower, before, start):
        return False
    figures = re.match(r"\d+", found["number"])
    is_year = figures is not None and 1900 <= int(figures.group()) <= 2099
    return not (is_year and _YEAR_CUE.search(reading.lower, before, start))


def _end_of_name(text: str, start: int, *, needs_capital: bool) -> int | None:
    """Return where the name of a street that begins at `start` ends, None if there is none."""
    position, end = start, None
    linked = proper = False
    in_lower_case = 0
    for _ in range(_MOST_WORDS):
        token = _TOKEN.match(text, position)
        if token is None:
            break
        word = token["word"].rstrip(".")
        lower = word.lower()
        if lower in _CIVILITIES and not (lower == "m" and linked):
            break
        if lower in _LINKS and (not word[0].isupper() or lower in ("saint", "sainte", "st", "ste")):
            # "rue du Puits l'eau…": an article after a whole name opens what follows.
            if lower in _ARTICLES and end == position and not _goes_on(text, token):
                break
            # "et" and "à" go on only towards a capital: "rue Pierre et Marie Curie".
            linked = lower not in ("et", "a", "en", "au")
            position = token.end()
            continue
        if word[0].isdigit():
            if not _is_a_date(text, token):
                break
        elif word[0].isupper():
            if end is not None and not linked and lower in _NOT_IN_A_STREET:
                break
            proper = True
        elif not _fits_in_lower_case(lower, linked=linked, so_far=in_lower_case, first=end is None):
            break
        else:
            in_lower_case += 1
            proper = proper or lower in _NAMES_OF_STREETS
        linked = False
        position = token.end()
        end = position - (len(token["word"]) - len(word))
    if end is not None and needs_capital and not proper:
        return None
    return end


def _goes_on(text: str, article: re.Match[str]) -> bool:
    """Tell whether the name of a street goes on after an article: "Notre-Dame la Grande"."""
    following = _TOKEN.match(text, article.end())
    return following is not None and following["word"][0].isupper()


def _fits_in_lower_case(word: str, *, linked: bool, so_far: int, first: bool) -> bool:
    if word in _NAMES_OF_STREETS or word in _MONTHS:
        return linked or first or so_far > 0
    if word in FUNCTION_WORDS or word in COMMON_WORDS:
        return False
    return linked or first or so_far == 1


def _is_a_date(text: str, token: re.Match[str]) -> bool:
    """Tell whether a figure in the name of a street is a day or a year: "rue du 8 Mai 1945"."""
    following = _TOKEN.match(text, token.end())
    if following is not None and following["word"].lower() in _MONTHS:
        return True
    before = text[: token.start()].rsplit(" ", 1)[-1].lower()
    return before in _MONTHS or before in ("du", "le")


def _with_door_and_town(text: str, end: int) -> int:
    """Extend an address over the flat and the town that follow it."""
    for pattern in (_DOOR, _TOWN, _DOOR):
        found = pattern.match(text, end)
        if found:
            end = found.end()
    return end


def _with_residence(text: str, start: int) -> int:
    """Return where an address begins once the residence named before it is taken in."""
    found = _RESIDENCE.search(text, max(0, start - _CONTEXT), start)
    return found.start() if found else start


def _said_of_a_person(reading: Reading, start: int) -> bool:
    return bool(_PERSON_CUE.search(reading.lower, max(0, start - _CONTEXT), start))


def _score(reading: Reading, start: int, *, has_town: bool) -> float:
    if _said_of_a_person(reading, start):
        return 0.95
    before = max(0, start - _CONTEXT)
    if _PUBLIC_CUE.search(reading.lower, before, start):
        return 0
    if has_town:
        return 0.9
    # "devant le 12 rue…" locates a lamp, and the home behind it: a person decides.
    return 0.5 if _PLACE_CUE.search(reading.lower, before, start) else 0.8
