"""What stands before or after a word and says that it names somebody."""

import re

from .words import PERSON_VERBS

_KIN = (
    r"fils|filles?|enfants?|mari|femme|epou(?:x|se)|compagn(?:on|e)|conjointe?|maman|papa"
    r"|freres?|sours?|neveu|niece|oncle|tante|cousine?|grand-(?:pere|mere)|papy|mamie"
    r"|beau-(?:pere|frere|fils)|belle-(?:mere|sour|fille)|petit-fils|petite-fille|bebe|copain"
    r"|copine|collegue|camarade|feue?|jumeaux|pere|mere"
)
_AGENT = (
    r"agente?|agt|gardien(?:ne)?|concierge|technicien(?:ne)?|brigadier(?:e|-chef)?|adjudant"
    r"|gendarme|policiere?|institut(?:eur|rice)|maitresse|professeure?|eleve|atsem|animat(?:eur"
    r"|rice)|fact(?:eur|rice)|infirmiere?|assistante? sociale|aide a domicile|aide-soignante"
    r"|medecin|educat(?:eur|rice)|mediat(?:eur|rice)|chauffeur|cantonnier|jardinier"
)
_ROLE = (
    r"riveraine?s?|voisine?s?|habitante?s?|locataires?|proprietaires?|temoins?|plaignante?s?"
    r"|residente?s?|responsables?|direct(?:eur|rice)|cheff?e?|referente?s?|interlocut(?:eur"
    r"|rice)s?|secretaire|correspondante?|administree?|usagere?|interessee?|requerante?"
    r"|demandeu(?:r|se)|conduct(?:eur|rice)|victime|occupante?s?|gestionnaire|tut(?:eur|rice)"
    r"|benevole|parents?|agents|gardiens|amie?s?|petite?|jeune|ainee?|cadette?|enfants|familles"
    r"|lieutenante?|adjointe?"
)
# Said of one person, a name follows directly: "mon voisin Rigal", "le couple Abadie".
_NEIGHBOUR = (
    r"(?:mon|ma|mes|ton|ta|son|sa|ses|notre|nos|votre|vos|leurs?|le|la|un|une|du|au|ce|cet|cette)"
    r" (?:(?:jeune|petite?|ancien(?:ne)?|vieux|vieille|nouveau|nouvelle) )?(?:voisine?|riveraine?"
    r"|habitante?|locataire|temoin|couple|plaignante?|administree?|occupante?|colocataire|logeuse"
    r"|coloc|beau-pere|belle-sour|nounou|nourrice|pere|mere|grand-mere|grand-pere)"
)
_ADJECTIVES = (
    r"(?:\s(?:municipale?|municipaux|techniques?|territoriale?|communale?|chef|adjointe?"
    r"|principale?|de (?:la )?police(?: municipale)?|d'entretien|de voirie|de surface|d'accueil"
    r"|d'astreinte|ainee?|cadette?|du (?:quartier|dessus|dessous)|d'en face|d'a cote|concernee?"
    r"|referente?|asvp))?"
)
_END = r"\s?[:,=-]?\s?$"

# Any name may follow: "mon fils Kelyan", "l'agent Darnaud", "la famille Ziani".
_ANYBODY = re.compile(
    rf"\b(?:(?:{_KIN}|{_AGENT}){_ADJECTIVES}|{_NEIGHBOUR}{_ADJECTIVES}|famille|consorts|(?:de|pre|sur)?nommee?s?"
    rf"|un certain|une certaine|m'appelle|mon nom est"
    rf"|nee|appelee?|soussignee?|prenoms?|noms?(?: et prenoms?| de famille)?|veuve|signature"
    rf"|signe){_END}"
)
# A full name may follow, or part of one that is known as a name.
_SOMEBODY = re.compile(
    rf"\b(?:(?:{_ROLE}){_ADJECTIVES}|(?:parents?|maman|papa|mere|pere|enfants?|famille|fils"
    rf"|fille) (?:de|d')"
    r"|(?:demandes?|plaintes?|signalements?|courriers?|courriels?|mails?|messages?|appels?"
    r"|lettres?|requete|reponses?|doleances?|reclamations?|part|nom|domicile|temoignage"
    r"|interpellation|relance) (?:de|d')|(?:signale|suivie?|vue?|traitee?|recue?|faite?"
    r"|en charge|rapportee?|transmise?|contactee?|appelee?|interpellee?|rencontree?|depose"
    r"|deposee|redigee?|ecrit|realisee?|portee?|alertee?)s? par|(?:vu|voir|rdv|rendez-vous|parle"
    r"|discute|convenu|echange|contact) (?:avec|a)|aupres (?:de|d')|contacts?|contacter"
    r"|contactez|contacte|rappeler|rappelez|rappele|appeler|appelez|demandez|joindre|prevenir|(?:transmis"
    r"|adresse|envoye|remis|confie|demande|repondu|reponse|signale|dit|ecrit)e?s? a|prevenu"
    r"|bonjour|bonsoir|salut|merci|chere?s?|cordialement|salutations|interlocuteur|cc"
    rf"|petitionnaire|demandeur|je suis|s'appelle){_END}"
)
# Organisations are written after these as often as people: only a known first name counts.
_PREPOSITION = re.compile(
    r"\b(?:par|avec|de|d'|a|pour|chez|selon|vu|voir|fait|que|reponse|copie|c'est|ici|moi|dit|disait|affirme"
    r"|explique|propose|signale|raconte|precise|rappelle|souligne|confie|assure|declare|ajoute)\s?:?\s?$"
)

_CLOSING = re.compile(
    r"(?:cordialement|salutations(?: distinguees| respectueuses| cordiales)?|bien a vous"
    r"|respectueusement|sincerement|d'avance|vous remercie|cdlt|cdt|signe|remerciements|merci"
    r"(?: beaucoup| bien)?|amicalement|amities|bises|bisous|bonne (?:journee|soiree|reception)"
    r"|a bientot|(?:de |votre )(?:vos nouvelles|reponse|retour|intervention|comprehension|aide)"
    r"|devoue|bien a toi|respects|hommages|courage)[\s,.!:;-]{1,6}(?:[a-z]\.\s?)?$"
)
# Where somebody lives in a building, after their name: "Dupont (3e étage)", and before it:
# "Appartement 12, Zerrouki", "Interphone : Lemaitre".
_FLOOR = re.compile(
    r"\s?[,(]\s?(?:au )?(?:\d{1,2}\s?(?:er?|eme|nde?|ieme)?\s?(?:etage|droite?|gauche|face)\b"
    r"|rez-de-chaussee|rdc\b|(?:appartement|appt?|apt|porte|escalier|logement)\.?\s?(?:n\W{0,2})?"
    r"(?:\d|[a-z]\b)|dernier etage|premier etage|meme (?:palier|etage))"
)
_DOOR = re.compile(
    r"(?:\b(?:appartement|appt?|apt|porte|logement|escalier|boite(?: aux lettres)?)\.?\s?"
    r"(?:n\W{0,2}|numero )?(?:\d{1,4}|[a-z])|\b(?:interphone|sonnette|boite aux lettres"
    r"|digicode))\s?[,:=-]\s?$"
)
# What reaches somebody stands right after their name.
_REACHED = re.compile(
    r"\s?[,(:;/-]{0,2}\s{0,2}(?:\+33|0[1-9][\s.-]?\d\d|[\w.+-]+@|(?:tel|portable|mail)\b"
    r"|\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?,? (?:rue|avenue|av|boulevard|bd|place|impasse|chemin"
    r"|allees?|route|quai|cours|square|passage|lotissement|residence)\b)"
)
_HOUSEHOLD = re.compile(r"\bchez (?:les|nos voisins(?: les)?)\s$")
# In lower case, first names are read where somebody says who they are.
_MYSELF = re.compile(
    r"\b(?:je suis|nous sommes|m'appelle|me nomme|mon nom est|moi,? c'est|mon prenom est)\s$"
)
_AGE = re.compile(r"\s?[,(]\s?(?:agee? de )?\d{1,2}\s?ans\b")
_OFFICE = re.compile(
    r"\s(?:du|de la|de l'|des|au|a la|a l')\s?(?:accueil|services?|secretariat|mairie|voirie|regie"
    r"|direction|police|espaces verts|etat civil|techniques?|standard|proprete|urbanisme"
    r"|metropole)\b"
)
_VERB = re.compile(r"\s(?:qui )?([a-z]+)(?:'|\b)")
_WITH_ANOTHER = re.compile(r"\s(?:et|ou) (?:moi|nous|lui|elle|vous|eux|son|sa|ses)\b")
_EXPLANATION = re.compile(r"\s?[,:(]\s?(?!\d)")
_HEAD = re.compile(r"(?:^|[.!?:;\n(/-])\s*$")
_INITIAL = re.compile(r" [A-Z]\.(?:\s|$)")
_CALL = re.compile(
    r"\b(?:rappel(?:er|ez)|appel(?:er|ez)|demandez|contact(?:er|ez)|joindre|prevenir)\s?:?\s?$"
)
_NUMBER = re.compile(r"[\s,:(-]{1,3}(?:(?:au|tel\.?|telephone|portable)[\s:]{1,3})?(?:\+33|0)\s?\d")
_PLURAL = re.compile(r"\b(?:les|des|aux)\s$")
_END_OF_TEXT = re.compile(r"[\s.!,]*$")

_REACH = 70


def announces_anybody(lower: str, start: int) -> bool:
    """Tell whether what stands before is followed by a name, whatever the name."""
    return bool(_ANYBODY.search(lower, max(0, start - _REACH), start))


def announces_somebody(lower: str, start: int) -> bool:
    """Tell whether what stands before is often followed by a name."""
    return bool(_SOMEBODY.search(lower, max(0, start - _REACH), start))


def follows_preposition(lower: str, start: int) -> bool:
    """Tell whether a preposition stands right before."""
    return bool(_PREPOSITION.search(lower, max(0, start - _REACH), start))


def is_signature(lower: str, start: int, end: int) -> bool:
    """Tell whether these words close a letter: "Cordialement, A. Ziani"."""
    closing = _CLOSING.search(lower, max(0, start - _REACH), start)
    return closing is not None and bool(_END_OF_TEXT.match(lower, end))


def lives_there(lower: str, start: int, end: int) -> bool:
    """Tell whether a floor or a door says whose home it is: "Dupont (3e étage)"."""
    return bool(_FLOOR.match(lower, end) or _DOOR.search(lower, max(0, start - _REACH), start))


def is_reached(lower: str, end: int) -> bool:
    """Tell whether a telephone, an address or an e-mail follows: "André S., 8 rue Haute"."""
    return bool(_REACHED.match(lower, end))


def names_oneself(lower: str, start: int) -> bool:
    """Tell whether somebody says who they are: "je suis fatima"."""
    return bool(_MYSELF.search(lower, max(0, start - _REACH), start))


def is_a_household(lower: str, start: int) -> bool:
    """Tell whether a household is visited: "chez les Bousquet"."""
    return bool(_HOUSEHOLD.search(lower, max(0, start - _REACH), start))


def has_age(lower: str, end: int) -> bool:
    """Tell whether an age follows: "Astrid (7 ans)"."""
    return bool(_AGE.match(lower, end))


def acts(lower: str, end: int) -> bool:
    """Tell whether what follows is said of a person: "Stéphane passera", "Solène de l'accueil"."""
    verb = _VERB.match(lower, end)
    if verb is not None and verb[1] in PERSON_VERBS:
        return True
    return bool(_OFFICE.match(lower, end) or _WITH_ANOTHER.match(lower, end))


def heads_a_remark(lower: str, start: int, end: int) -> bool:
    """Tell whether a sentence opens on these words and goes on about them: "Patrick (voirie)"."""
    if lower.endswith(", ", 0, start):
        return lower.startswith(",", end)
    opens = _HEAD.search(lower, max(0, start - _REACH), start)
    return opens is not None and bool(_EXPLANATION.match(lower, end))


def is_to_be_called(lower: str, end: int) -> bool:
    """Tell whether a telephone number follows: "Rappeler Nono au 06…"."""
    return bool(_NUMBER.match(lower, end))


def calls_for(lower: str, start: int) -> bool:
    """Tell whether somebody is to be called or asked for: "demandez josiane"."""
    return bool(_CALL.search(lower, max(0, start - _REACH), start))


def goes_by_an_initial(plain: str, end: int) -> bool:
    """Tell whether the initial of a surname follows a first name: "Nadia B."."""
    return bool(_INITIAL.match(plain, end))


def follows_plural(lower: str, start: int) -> bool:
    """Tell whether a household is named: "les Bertrand"."""
    return bool(_PLURAL.search(lower, max(0, start - _REACH), start))
