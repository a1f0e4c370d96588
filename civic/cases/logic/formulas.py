"""Answers that answer nothing: "fait", "vu", "transmis au service concerné", "aaaaaaaa"."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

# What was done with the paper, not with the request.
_HANDLING = """
accepte accord accorde acheve acte adresse amet attendre attente avis bla cause cf charge classe
classer clos close cloture communique compte connaissance consideration consigne consulter
contacter contactez controle courant cours defavorable diffuse dolor done donne donnee donner
effectue effectuer encours etude etudie etudier examen examine examiner execute faire fais fait
faite favorable fera ferons forwarded idem impossible info information informe informer
informerons instance instruction intervention ipsum lorem lu manquer manquerons na nc neant
necessaire non note noted noter nrp ok okay oki oriente oui pending pertinent possible prendre
prenons prevoir prevu pris prise programme progress rappel rapprocher ras read realisation realise
realiser reception recontacter recontacterons recu refuse regle regler relance relaye remonte
rendu repare repondre repondu reponse resolu retour revenir reviendrons rien see seen sent signale
signaler sit suite suivi suivre tenir termine test tiendrons traite traitement traiter transfere
transfert transmet transmettons transmettre transmis transmise valide venir verification verifie
verifier voir vois voyez vu vue x
"""
# Whom it was sent to, when, and what it is called.
_OFFICE = """
affaire agent agglo agglomeration annee aout apres assainissement astreinte aujourd avant avril
bientot bref bureau cadre centre collectivite collegue commune competent concerne courrier ctm
date debut decembre delai demain demande departement dimanche direction dossier dst eclairage elu
email entretien environnement equipe espace ete fevrier fiche fin hier hiver hui interco
intercommunalite interesse interne janvier jeudi jour juillet juin lundi mai mail mairie mardi
mars matin meilleur mercredi message metropole mois municipal municipale novembre objet
observation octobre plus pluvial pm point pole police prestataire probleme prochain prochaine
prochainement proposition proprete public question rapidement reclamation remarque requete
responsable samedi secretariat secteur semaine septembre service signalement soir st sujet tard
technicien technique ticket tot travail ulterieurement urbanisme vendredi vert ville voirie
"""
_GRAMMAR = """
a ai ainsi al au aupres aux avec avez avons be
been bien bon bonjour bonne bonsoir c car ce ceci cela
ces cet cette chez ci comme cordialement d daccord dans de deja des desormais dessous dessus du
elle en ensuite est et etait ete etre eu fut has il ils in is it j je joint jointe l la le les
leur lors m ma madame mais me meme merci mes mme moi mon monsieur mr n ne nos notre nous of on ont
ou par pas peu pour qu quant que qui quoi remercie remercions s sa salutations sans se selon sera
seront ses si soit son sont sous stp sur svp t ta te the to toi ton tous tout toute tres tu un une
va vers veuillez vos votre vous we y ya your
"""
# What announces a reason, and is none by itself.
_CONNECTORS: Final = frozenset(("afin", "car", "cause", "faute", "parce", "puisque", "raison"))
_EMPTY_WORDS: Final = _CONNECTORS.union(f"{_HANDLING} {_OFFICE} {_GRAMMAR}".split())
# Of these words, what is done for the place itself, and not with the paper.
_WORKS: Final = frozenset(
    "assainissement controle eclairage entretien environnement espace etude intervention pluvial "
    "programme realisation travail urbanisme verification voirie".split()
)
_PAPERS: Final = frozenset(
    "affaire courrier demande dossier email fiche mail message observation proposition question "
    "reclamation remarque requete signalement sujet ticket".split()
)
_ARTICLES: Final = frozenset("ce ces cet cette des du l la le les leur nos notre un une".split())
_BODIES: Final = frozenset(
    "agent bureau centre collegue departement direction equipe pole police prestataire responsable "
    "secteur secretariat service technicien".split()
)
_LINKS: Final = frozenset("a au aux d de des du en et l la le les".split())
_MONTHS: Final = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
_DAYS: Final = frozenset("lundi mardi mercredi jeudi vendredi samedi dimanche demain".split())
_SPANS: Final = frozenset("jour semaine mois annee".split())
_DECIDED: Final = frozenset("accepte refuse valide".split())
_SENT: Final = frozenset(
    "adresse communique diffuse donne informe oriente relaye remonte renvoye signale transfere "
    "transfert transmet transmettre transmis transmise voir vu vue".split()
)
_GROUNDS: Final = _WORKS | {"accord", "avis", "delai"}

_OFFICES: Final = frozenset(_OFFICE.split())
_HANDLED: Final = frozenset(_HANDLING.split())
_PREPOSITIONS = ("a", "par", "avec", "chez", "vers")

_KEYBOARD_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_INVISIBLE_CATEGORIES = ("Cf", "Cc", "Co", "Cn", "Cs")

_WORD = re.compile(r"[a-z]+|\d+")
_SINGLE_LETTERS = re.compile(r"\b[a-z](?:[\W_]{1,3}[a-z]\b)+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_REPEATED = re.compile(r"(.{2,12}?)\1+")
# Names say nothing more: "transmis à Toulouse Métropole", "fait par M. Darnaud".
_TO_SOMEBODY = re.compile(
    r"\b(?:par|avec|à|a|au|chez|auprès de|vers)\s+(?:(?:M\.|Mme|Mr|Monsieur|Madame|la|le)\s+)?"
    r"[A-ZÀ-Þ][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*){0,3}"
)
_DAY_AND_MONTH = re.compile(r"\b\d{1,2}[/.-]\d{1,2}\b")
_SENTENCE_END = re.compile(r"[.!?;…]\s+|\n")
# A name after one of these says where, unless something was sent there.
_AT_A_PLACE = re.compile(r"(\w+)\s+(?:à|au|aux|dans|sur)\s+(?:la |le |l['’])?[A-ZÀ-Þ][\w'’-]+")
_PADDING = re.compile(r"([^\w\s])\1{3,}")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")


def trimmed(reason: str) -> str:
    """Return a reason as it is stored and counted: no invisible characters, no padding.

    Runs of spaces become one, runs of the same punctuation mark at most three; paragraphs stay.
    """
    visible = "".join(
        char
        for char in unicodedata.normalize("NFC", reason)
        if char == "\n" or char.isspace() or unicodedata.category(char) not in _INVISIBLE_CATEGORIES
    )
    plain = _SPACES.sub(" ", _PADDING.sub(r"\1\1\1", visible))
    lines = (line.strip() for line in _BLANK_LINES.sub("\n\n", plain).split("\n"))
    return "\n".join(lines).strip()


def is_formula(reason: str, *, department_names: Iterable[str] = ()) -> bool:
    """Tell whether an answer is only a formula, however it is spelt, repeated or padded.

    True when nothing is left but the handling of the paper ("vu", "pris en compte"), whom it was
    sent to (the names of departments included), dates, politeness and noise; so also when empty.
    The same words make an answer when a sentence says of some work when, where or why it is done,
    or what was decided: "L'étude des éclairages est rendue en mai".
    """
    text = trimmed(reason)
    if any(_says_more(sentence) for sentence in _SENTENCE_END.split(text)):
        return False
    words = _words_of(_TO_SOMEBODY.sub(" ", text))
    for name in sorted(department_names, key=len, reverse=True):
        words = _without(words, _words_of(name))
    telling = [
        word
        for index, word in enumerate(words)
        if not _is_empty(word) and not _is_a_recipient(words, index)
    ]
    if len(set(telling)) < 2 and len(telling) > 2:
        return True
    return not telling


def _says_more(sentence: str) -> bool:
    """Tell whether a sentence speaks of some work, with a date, a place, a reason or a decision."""
    words = _without_recipients([_singular(word) for word in _words_of(sentence)])
    if not any(_is_a_work(words, index) for index in range(1, len(words))):
        return False
    places = _AT_A_PLACE.finditer(sentence)
    return (
        bool(_DAY_AND_MONTH.search(sentence))
        or any(_is_a_date(words, index) for index in range(len(words)))
        or any(word in _DECIDED for word in words)
        or any(not _SENT.intersection(map(_singular, _words_of(at[1]))) for at in places)
        or _gives_a_ground(words)
    )


def _is_a_work(words: list[str], index: int) -> bool:
    """Tell whether a word names some work: "l'étude", but not "l'étude de votre demande"."""
    if words[index] not in _WORKS or words[index - 1] not in _ARTICLES:
        return False
    following = [word for word in words[index + 1 : index + 4] if word not in _LINKS]
    return not any(word in _PAPERS for word in following[:2])


def _is_a_date(words: list[str], index: int) -> bool:
    """Tell whether a word says when: a month, a day of the week, a year, "dans 3 mois"."""
    word, before = words[index], words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    if word in _MONTHS or word in _DAYS or re.fullmatch(r"20\d\d", word):
        return True
    if word == "ete":
        return before in ("cet", "l")
    return word in _SPANS and (
        before.isdigit() or after.isdigit() or after.startswith("prochain") or before == "cette"
    )


def _gives_a_ground(words: list[str]) -> bool:
    """Tell whether something stands after "car", "faute de": the paper is no ground."""
    at = next((index for index, word in enumerate(words) if word in _CONNECTORS), len(words))
    return any(word in _GROUNDS for word in words[at + 1 :])


def _without_recipients(words: list[str]) -> list[str]:
    """Return the words without whom it was sent to: "le service de l'éclairage public"."""
    left: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        sent = word in (*_PREPOSITIONS, "al", "au", "aux") and bool(left) and left[-1] in _HANDLED
        if word in _BODIES or sent:
            position += 1
            while position < len(words) and (
                words[position] in _LINKS or _is_of_an_office(words[position])
            ):
                position += 1
            continue
        left.append(word)
        position += 1
    return left


def _is_of_an_office(word: str) -> bool:
    return word in _OFFICES and not (word in _MONTHS or word in _DAYS or word in _SPANS)


def _singular(word: str) -> str:
    """Return a word of the lists as they spell it: "eclairages", "refusee"."""
    if word == "travaux":
        return "travail"
    if word in _EMPTY_WORDS:
        return word
    for short in (word.removesuffix("s"), word.removesuffix("s").removesuffix("e")):
        if short in _EMPTY_WORDS:
            return short
    return word


def _words_of(text: str) -> list[str]:
    """Return the words in lower case without accents; letters set apart are put together."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").lower())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    joined = _SINGLE_LETTERS.sub(lambda run: re.sub(r"[\W_]", "", run.group()), plain)
    return [_without_stretch(word) for word in _WORD.findall(joined)]


def _without_stretch(word: str) -> str:
    """Return "fait" for "faaaait" and "faitfaitfait"."""
    short = _STRETCHED.sub(r"\1", word)
    repeated = _REPEATED.fullmatch(short)
    return repeated[1] if repeated else short


def _without(words: list[str], phrase: Sequence[str]) -> list[str]:
    """Return the words left once each occurrence of the phrase is taken out."""
    if not phrase:
        return words
    left: list[str] = []
    position = 0
    while position < len(words):
        if words[position : position + len(phrase)] == list(phrase):
            position += len(phrase)
        else:
            left.append(words[position])
            position += 1
    return left


def _is_empty(word: str) -> bool:
    if word.isdigit() or len(word) == 1 or word in _EMPTY_WORDS:
        return True
    singular = word.removesuffix("s").removesuffix("e") if len(word) > 3 else word
    if word.removesuffix("s") in _EMPTY_WORDS or singular in _EMPTY_WORDS:
        return True
    return _is_noise(word)


def _is_a_recipient(words: list[str], index: int) -> bool:
    """Tell whether a word only says by or to whom, as in "transmis à enedis"."""
    return index > 1 and words[index - 1] in _PREPOSITIONS and words[index - 2] in _HANDLED


def _is_noise(word: str) -> bool:
    """Tell whether a word was typed to fill the field: "azerty", "xkcdfg", "ababab"."""
    if len(word) < 4:
        return False
    return (
        len(set(word)) <= 2
        or not re.search("[aeiouy]", word)
        or any(word in row for row in _KEYBOARD_ROWS)
    )
