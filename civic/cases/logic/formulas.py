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
a ai ainsi au aupres aux avec avez avons be been bien bon bonjour bonne bonsoir c car ce ceci cela
ces cet cette chez ci comme cordialement d daccord dans de deja des desormais dessous dessus du
elle en ensuite est et etait ete etre eu fut has il ils in is it j je joint jointe l la le les
leur lors m ma madame mais me meme merci mes mme moi mon monsieur mr n ne nos notre nous of on ont
ou par pas peu pour qu quant que qui quoi remercie remercions s sa salutations sans se selon sera
seront ses si soit son sont sous stp sur svp t ta te the to toi ton tous tout toute tres tu un une
va vers veuillez vos votre vous we y ya your
"""
_EMPTY_WORDS: Final = frozenset(f"{_HANDLING} {_OFFICE} {_GRAMMAR}".split())

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
    """
    text = trimmed(reason)
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
