"""The words by which town halls name the columns of a follow-up table, and the words below."""

import re

from neighbourhood_councils.logic.words import plain


def _phrases(text: str) -> tuple[str, ...]:
    """A list of phrases separated by commas, without accents, as `plain` gives them."""
    return tuple(phrase.strip() for phrase in text.split(","))


# For each field, how surely a phrase names it, and the phrases.
_HEADER_PHRASES: dict[str, dict[float, str]] = {
    "council": {
        1.0: (
            "conseil de quartier, conseils de quartier, comite de quartier, nom du conseil, "
            "conseil, quartier, cq, council, neighbourhood council"
        ),
        0.8: "secteur",
    },
    "title": {
        1.2: "objet de la demande, titre de la demande, intitule de la demande",
        1.0: "titre, objet, intitule, sujet, fiche de suivi, title, subject",
        0.9: "libelle",
        0.8: "fiche",
        0.6: "theme",
        0.5: "demande",
    },
    "text": {
        1.2: (
            "description de la demande, texte de la demande, detail de la demande, contenu de la "
            "demande"
        ),
        1.0: (
            "description, descriptif, texte, detail, details, contenu, message, demande du "
            "conseil, demande des habitants, probleme constate, text"
        ),
        0.9: "constat, constats, signalement, doleance, doleances",
        0.8: "demande, demandes, probleme, question, questions",
        0.6: "remarque, remarques",
        0.5: "observation, observations",
        0.4: "commentaire, commentaires",
    },
    "departments": {
        1.0: (
            "service, services, service concerne, services concernes, service municipal, service "
            "instructeur, service en charge, direction concernee, department, departments"
        ),
        0.9: "direction",
        0.8: "en charge, pole, destinataire, transmis a, transmis au",
        0.7: "departement, pilote",
        0.6: "competence",
    },
    "date": {
        1.2: "date de la demande, date demande, date de demande",
        1.1: "date de reception, date de depot, date du signalement",
        1.0: (
            "date, date d envoi, date de creation, date d ouverture, recu le, demande recue le, "
            "depose le, signale le"
        ),
        0.5: "jour",
    },
    "answer": {
        1.0: (
            "reponse, reponses, reponse accordee, reponses accordees, reponse apportee, reponses "
            "apportees, reponse de la mairie, reponse de la ville, reponse du service, reponse "
            "des services, suite donnee, suites donnees, answer"
        ),
        0.9: "retour du service, retour des services, actions realisees",
        0.8: "suite, suites, retour, solution",
        0.7: "action, actions",
        0.6: "decision",
        0.5: "traitement",
    },
    "state": {
        1.2: "statut de la demande, statut d avancement, etat de la demande, etat d avancement",
        1.0: "statut, etat, avancement, status, state",
        0.7: "situation",
        0.4: "suivi",
    },
}
HEADER_WORDS: dict[str, dict[str, float]] = {
    field: {phrase: weight for weight, text in weights.items() for phrase in _phrases(text)}
    for field, weights in _HEADER_PHRASES.items()
}
# Parts of a header that name another thing: the day of the answer is not the day of the request.
NEVER: dict[str, tuple[str, ...]] = {
    "date": _phrases(
        "reponse, retour, traitement, cloture, realisation, relance, echeance, prevue, "
        "previsionnelle, intervention, transmission, naissance"
    ),
    "answer": (
        "date",
        "delai",
        "statut",
        "etat",
    ),
    "text": ("date",),
    "title": (
        "date",
        "statut",
        "etat",
        "service",
    ),
    "departments": (
        "date",
        "reponse",
        "retour",
    ),
    "council": (
        "date",
        "statut",
        "president",
        "demande",
        "membre",
    ),
}
# Headers of columns that are kept as they are: they only help to recognise a header row.
# What our own files say beside a request: none of it is a field, whatever its cells look like.
OWN_HEADERS = frozenset(
    _phrases(
        "ligne du tableau, a corriger, row of the table, what to correct, reponse promise pour le, "
        "reponse donnee le, answer promised for, answered on, no, n"
    )
)
# What a town calls the number of its own line.
NUMBER_HEADERS = frozenset(_phrases("n, no, num, numero, id, ref, reference"))
OTHER_HEADERS = OWN_HEADERS | frozenset(
    _phrases(
        "adresse, lieu, localisation, rue, n, no, num, numero, id, ref, reference, nom, prenom, "
        "demandeur, auteur, contact, telephone, tel, mail, e mail, email, courriel, priorite, "
        "urgence, photo, photos, piece jointe, pieces jointes, budget, cout, delai, date de "
        "reponse, date de la reponse, date de cloture, date de realisation"
    )
)
STATE_WORDS = frozenset(
    _phrases(
        "en cours, en cours de traitement, a l etude, en attente, en attente de reponse, a "
        "faire, a traiter, nouveau, nouvelle, recu, recue, ouvert, ouverte, transmis, transmise, "
        "programme, programmee, planifie, planifiee, prevu, prevue, traite, traitee, termine, "
        "terminee, fait, realise, realisee, resolu, resolue, clos, close, cloture, cloturee, "
        "ferme, fermee, refuse, refusee, rejete, sans suite, abandonne, annule, ok, oui, non"
    )
)
ANSWER_WORDS = _phrases(
    "fait, vu, ok, reponse, realise, transmis, le service, les services, nos services, une "
    "intervention, intervention, les travaux, travaux, passage, sera, nettoyage, le nettoyage, "
    "consigne, un courrier, courrier, prevu, programme, demande transmise"
)
DEPARTMENT_WORDS = frozenset(
    _phrases(
        "voirie, proprete, environnement, pm, police, pluvial, assainissement, eclairage, "
        "urbanisme, espaces, verts, dechets, mobilite, mobilites, transports, ccas, sports, "
        "culture, education, batiments, technique, techniques, dst, ctm, eau, agglo, "
        "agglomeration, stationnement, signalisation, jeunesse, communication"
    )
)
NUMBERED = re.compile(r"\s*\d{1,3}\s*[-‐‑–—.:)]\s*[^\W\d]")
# Followed by a name: alone they head a column.
COUNCIL_STARTS = (
    "conseil de quartier ",
    "conseil citoyen ",
    "conseil consultatif ",
    "comite de quartier ",
    "quartier ",
    "secteur ",
    "cq ",
)
LONGEST_COUNCIL_NAME = 80


def is_numbered(text: str) -> bool:
    """Whether a text begins like an item of a list: "1 - ", "2. ", "3) "."""
    return NUMBERED.match(text) is not None


def looks_like_council(text: str) -> bool:
    """Whether a text reads as the name of a council: "2 - Centre est", "Quartier de la gare"."""
    bare = text.strip()
    if not bare or len(bare) > LONGEST_COUNCIL_NAME or bare.endswith((".", "?", "!")):
        return False
    return is_numbered(bare) or plain(bare).startswith(COUNCIL_STARTS)
