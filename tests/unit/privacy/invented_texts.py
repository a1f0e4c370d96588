"""Texts invented for the tests, with what a reader finds in them.

What is personal stands between braces with its code: N name, T telephone, M e-mail, A address,
P plate, S social security number, B bank account. Everything else must be left alone.
"""

import re

from civic.privacy.enums import FindingType

_CODES = {
    "N": FindingType.NAME,
    "T": FindingType.PHONE,
    "M": FindingType.EMAIL,
    "A": FindingType.ADDRESS,
    "P": FindingType.PLATE,
    "S": FindingType.NIR,
    "B": FindingType.IBAN,
}
_MARKED = re.compile(r"\{([NTMAPSB]):([^{}]*)\}")

Labelled = tuple[str, tuple[tuple[int, int, FindingType], ...]]


def read(marked: str) -> Labelled:
    """Return the text without its marks, and what was marked: start, end, type."""
    text, spans, position = "", [], 0
    for found in _MARKED.finditer(marked):
        text += marked[position : found.start()]
        start = len(text)
        text += found[2]
        spans.append((start, len(text), _CODES[found[1]]))
        position = found.end()
    return text + marked[position:], tuple(spans)


PHONES = """
Merci de me joindre au {T:06 39 98 12 34}.
Tél : {T:0639981234}
tel.{T:06.39.98.12.34}, après 18 h
Mon fixe {T:04-94-65-71-00} ou mon portable {T:06/39/98/00/11}
Appelez le {T:+33 6 39 98 12 34} ou le {T:+33639981234}.
numéro : {T:0033 6 39 98 12 34}
Joindre la gardienne ({T:+33 (0)6 39 98 12 34}) avant midi
Contact {T:(+33) 6 39 98 12 34}
Téléphone {T:0639 98 12 34}
Je réponds au {T:06 39 981 234}.
rappelez moi svp {T:06  39  98  12  34}
Deux numéros : {T:04 65 71 12 34} et {T:06 39 98 43 21}, le premier est au bureau.
{T:06 39 98 12 34}/{T:04 65 71 12 34}
Le portail est cassé, appeler le {T:06 39 98 12 34}, code 4521B, ou le {T:07 00 00 12 34}
Le {T:06 39 98 12 34}, le {T:06.39.98.12.35} et le {T:0639981236} ne répondent pas.
Mon numéro : {T:zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre}
c'est le {T:zero six trente neuf quatre vingt dix huit douze trente quatre} merci
Au {T:zéro quatre, soixante-cinq, soixante et onze, zéro un, vingt et un}.
Depuis l'étranger : {T:+32 475 12 34 56}
Numéro suisse {T:+41 79 123 45 67}
Ma mère est au {T:0 6 3 9 9 8 1 2 3 4}
joignable au {T:O6 39 98 12 34} (le soir)
Portable:{T:0639981234}
fax {T:04 65 71 12 34}
Il faut rappeler au {T:06\u00a039\u00a098\u00a012\u00a034} rapidement
Laissez un message au {T:06–39–98–12–34}
Réunion : {T:0262 12 34 56}
Tél. {T:05 36 49 12 34} (mairie annexe)
Mon 06 : {T:06 39 98 12 34}
"""

EMAILS = """
Écrire à {M:marie.lefranc@exemple.fr}.
{M:j-p.durand+velo@sous.domaine.exemple.org}
mon mail {M:amina_b83@courriel.invalid}, merci
Répondre à {M:kenza.b arobase exemple point fr}
Répondre à {M:paul.roche[at]exemple.fr} ou {M:p.roche(at)exemple(dot)fr}
{M:contact2024 (arobase) exemple.fr} pour le compost
{M:jean.petit @ exemple.fr}
l'adresse est {M:lea.morel at exemple dot com}
(mail : {M:LEA.MOREL@EXEMPLE.FR})
Écris-moi : {M:sofia point alves arobase exemple point com}
{M:bruno.v@gmail}
mon adresse {M:driss.k chez orange.fr}
Voir avec {M:hélène.martin@exemple.fr} ou {M:h.martin@exemple.com}
mailto:{M:secretariat@exemple.fr}
"""

PLATES = """
Une Clio grise immatriculée {P:AB-123-CD} bloque le portail.
Le camion {P:AB 123 CD} roule trop vite
plaque {P:ab123cd}
Voiture ventouse ({P:FG-456-HJ}) depuis trois semaines, et une autre ({P:KL-789-MN}).
Scooter {P:GH-012-JK} sur le trottoir
Ancienne plaque {P:1234 AB 83} sur une remorque abandonnée
véhicule immatriculé {P:456-ABC-31}
immatriculation : {P:789XY2A}
Caravane {P:5678 WZ 69} stationnée depuis mars
Le numéro de plaque est {P:CD–345–EF}
Fourgon blanc immatriculé {P:EF.456.GH}
Épave {P:KM-654-LP} à enlever
"""

ADDRESSES = """
J'habite au {A:12 rue des Lilas} et le bruit est constant.
Je demeure {A:3 bis, avenue Victor Hugo}, au premier étage
M'écrire : {A:14 chemin des Vignes, 83300 Draguignan}
domicilié {A:7 impasse du Puits}
Riveraine du {A:25 boulevard de la Liberté}, je ne dors plus
Ma mère vit au {A:8 place de l'Église}
Bonjour, résidant {A:112 route de Toulouse}, je demande un ralentisseur
chez moi ({A:5 allée des Acacias}) l'eau est coupée
mon adresse : {A:18 av. du Général de Gaulle}
les voisins du {A:9 quai Lucien Lheureux} mettent de la musique
nous habitons {A:4 ter rue du 8 Mai 1945}
j'habite au {A:33 rue victor hugo} et ca suffit
J'habite {A:2 lotissement Les Oliviers}.
Propriétaire du {A:15 rue Pierre et Marie Curie}
locataire au {A:27 rue Saint-Antoine, appt 12}
Nuisances au {A:6 rue Jean Jaurès} tous les soirs
"""

NUMBERS = """
Mon numéro de sécu est le {S:1 85 05 78 006 084 91}
NIR {S:185057800608491}
IBAN : {B:FR76 3000 6000 0112 3456 7890 189}
iban {B:fr7630006000011234567890189} pour la caution
Compte belge {B:BE68 5390 0754 7034}
"""

NAMES = """
Je suis le voisin de {N:Mme Petitjean}.
Réponse faite auprès de {N:M. Aurélien Castagne} le 3 mai.
{N:Monsieur Ould Brahim} a rappelé.
{N:Madame Le Guennec} et {N:M. d'Ornano} se plaignent du bruit
{N:M. et Mme Carpentier} sont passés à l'accueil
{N:Mme Fontaine} attend une réponse
{N:MME DELAROCHE} demande un passage protégé
{N:mme ziani} n'a pas eu de réponse
{N:mr lopez} a appelé deux fois
{N:Mlle Rose} habite au-dessus
{N:M. O'Connor} signale une fuite
L'agent {N:Darnaud} est passé ce matin.
l'agent municipal {N:Karim Benali} a constaté le dépôt
{N:Vincent Darnaud} va voir sur place et nous faire un retour.
Vu avec {N:Stéphane}, il s'en occupe.
{N:Stéphane} passera demain avec la nacelle
Le problème a été signalé par {N:Nadia Haddad} en avril.
Demande de {N:Kelyan Trubert} : un banc.
Suivi par {N:BOUVARD Sylvie}
Dossier suivi par {N:Jean-Philippe Ostermann}, voirie
Ma fille {N:Inaya} est tombée sur ce trottoir
Mon fils {N:Timéo} a été blessé
la famille {N:Ouedraogo} n'a plus d'eau
Les parents de {N:Louison} (6 ans) s'inquiètent
Notre gardien, {N:Mamadou Sissoko}, a nettoyé.
Cordialement, {N:Ghislaine Roussel}
Cordialement,\n{N:J. Roussel}
Bonjour, je m'appelle {N:Aïcha} et j'habite la résidence
je soussigné {N:Pierre Dumas}, demande
Le {N:Dr Marchetti}
Nom : {N:Lecourbe} Prénom : {N:Solange}
Contact : {N:Ana Pereira da Silva}
Il faut rappeler {N:Loïc Kermarrec} qui a les clés
{N:Maryvonne Le Bihan} nous a alertés hier.
Rencontre avec {N:Pr Lambertin}
La voisine, {N:Odile Chastaing}, arrose la nuit.
Les consorts {N:Vidalenc} s'opposent au projet
Plainte de {N:Mme Nguyen Thi Lan} transmise
Interlocutrice : {N:Fatoumata Keïta}
Courrier de {N:Bernadette Soubirane} reçu le 4
Merci {N:Sandrine} pour ta réponse
{N:jean dupont} se gare devant chez moi
Réponse le 20/10/2020 : {N:Corinne Abadie} a pris contact avec le riverain.
Le chien de {N:M. Barbaroux} aboie
Appeler {N:Mme Claire Fontaine} ou son mari
Vu sur place par {N:M. T. Vasseur}
"""

MIXED = """
{N:Mme Anouk Perrault}, {A:12 rue des Lilas}, {T:06 39 98 12 34}, {M:anouk.p@exemple.fr}
Réponse donnée à {N:M. Lucas} au {T:04 65 71 12 34} : véhicule {P:AB-123-CD} enlevé.
Voir {N:Éloïse Marchais} ({M:e.marchais@exemple.fr}) au sujet de la rue Jean Moulin
Le propriétaire, {N:M. Guérin} ({A:14 chemin du Moulin}), refuse d'élaguer ; tél {T:0639981234}.
"""

NOTHING = """
La rue Jean Jaurès et l'avenue Victor Hugo sont mal éclairées.
Devant l'école maternelle Jacques Prévert, le passage est effacé.
Angle rue Pierre Dupont et rue Jean Martin : feu en panne.
Rues Paul Bert et Anatole France, dépôt sauvage.
Le gymnase Colette Besson ferme à 22 h 30.
La salle polyvalente Georges Brassens est trop petite.
La médiathèque Marguerite Yourcenar, place du Docteur Roux.
Arrêt « Lycée Marie Curie », ligne 12, passage à 07 h 45 et 08 h 12.
SIRET 213 100 547 00012, SIREN 213 100 547.
Parcelles AB 123 et AC 45, section cadastrale BD 12.
parcelle AB 123 AC 124
Norme NF EN 1176-1, article R 417-10 du code de la route.
Le 12/06/2024 à 14 h 30, réunion salle 3.
du 01/02/2023 au 04/05/2024, tous les jours de 06 h 15 à 21 h 30
Budget : 12 500 000 € HT, soit 04,5 % de plus.
RD 562, PK 12+300, route départementale 955.
Délibération 2024-117 du 12 juin 2024, lot 2, marché 2023/0612.
Coordonnées 43.5372, 6.4644 ; altitude 612 m.
Réf. dossier 0612345678
https://www.exemple.fr/page?id=0612345678&x=12
M. le maire et Mme la présidente ont été informés.
Madame, Monsieur, je vous remercie.
Monsieur l'adjoint à la voirie viendra.
Messieurs les conseillers, bonjour.
Bonjour, merci de votre aide. Cordialement
Saint-Martin, Sainte-Maxime et Notre-Dame-de-Lorette
Quartier Saint Jean, la fête de la Saint Patrick
Le service des Espaces Verts et la Police Municipale sont passés.
Transmis à Toulouse Métropole, à Enedis et à la SNCF.
agent SNCF, agents de la Ville, agent technique
La pharmacie Martin et le garage Dupont sont d'accord.
Le marché de Noël, la place de la Mairie, le parking Clemenceau.
Je demande 2 places de stationnement et 3 bancs.
Trottoir de 120 m, 2,50 m de large, pente 4 %.
Le dimanche 12, rue fermée ; le samedi 13, rue ouverte.
ligne 12 avenue de la République
lampadaire n° 45 avenue Foch
Une place PMR, 1 passage piéton, 4 voies cyclables
Voir avec le service voirie, poste 4512.
Fait le 12/04/21 par le service environnement.
En mai 2024 rue fermée, en 2025 route refaite.
Le stade Yves du Manoir et le boulodrome Marcel Pagnol
Au rond-point du Maréchal Juin, prendre à droite.
Le conseil de quartier Frédéric Mistral se réunit jeudi.
Présentation au Conseil Municipal de Janvier
Le point de vue de la commune : deux options, la A et la B. Les travaux suivent.
Le bus 83 passe à 6 h 12, 7 h 12, 8 h 12.
La France, l'Europe et la Région Occitanie financent.
Code postal 83300, INSEE 83050, canton 12.
Square Charles-de-Gaulle, jardin Olympe-de-Gouges.
Groupe scolaire Simone Veil, crèche Les Petits Loups.
Il y a 12 à 20 cours de tennis par semaine.
La statue de Jeanne d'Arc, le buste de Marianne.
La loi Evin, le plan Vigipirate, le label Villes Fleuries.
Le club de pétanque Raymond Rocher et l'association Les Amis du Canal
à l'heure, au point, arrosez
zéro déchet, zéro phyto, six bacs
"""


def labelled(*blocks: str) -> list[Labelled]:
    """Return the texts of some blocks, one by line."""
    lines = (line for block in blocks for line in block.strip().splitlines())
    return [read(line.replace("\\n", "\n")) for line in lines]
