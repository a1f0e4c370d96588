"""Texts invented for the tests, with what a reader finds in them.

What is personal stands between braces with its code: N name, T telephone, M e-mail, A address,
P plate, S social security number, B bank account; ⏎ is a new line. Everything else must be left
alone.
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
Entre la {A:rue des Lilas, n° 12} et le {A:14 avenue Foch}, bruit la nuit
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
Cordialement,⏎{N:J. Roussel}
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
La haie de mon voisin {N:M. Escoffier} déborde chemin des Crêtes. Merci, {N:Amandine}
Suite visite du 14/03 avec {N:Mme Kowalczyk} et le CCAS, réf 2024-0456.
École Paul Éluard, il faut un agent. Contact : {N:Rachid Boumediene}, {T:06 39 98 22 10}
La voiture de {N:Mr Pastor} ({P:DL-118-QV}) gêne la collecte.
Après passage de {N:Didier Lamotte} (régie), voir le compteur de {N:Mme Ferrandi}.
Prévenir {N:Mme Bourrely} au {T:04.65.71.33.21} ou par mail {M:syndic.lespins@exemple.fr}
Je réside {A:27 rue des Frères Lumière} et je souhaite un composteur.
Le gérant du bar, {N:M. Tony Caruso}, laisse ses poubelles dehors.
Courriel reçu de {M:j.lacaze [arobase] exemple [point] fr} le 2/2.
Le garage au {A:14 bis impasse Pasteur} sert de dépôt.
{N:Ginette} et {N:Raymond Pujol} souhaitent un banc devant la boulangerie.
Élagage fait par {N:Thierry M}. et son équipe.
Réclamation de {N:M. NGUYEN Van Minh} concernant le bruit
{N:Sarah-Lou Bernardini} propose un jardin partagé
On a appelé {N:Jocelyne} à la mairie, elle a dit d'attendre
Question de {N:Bastien R}. : pourquoi pas de piste cyclable avenue Étienne Billières ?
Propriétaire injoignable ({T:06 39 98 00 01} puis {T:09 72 00 12 34})
le locataire du {A:3 allée Camille Claudel} met la musique à fond, il s'appelle {N:Jordan}
A contacter : {N:Anne-Sophie de Villeneuve} {M:as.villeneuve@exemple.com}
mon petit fils {N:Gabin} s'est blessé sur le toboggan du parc Montaigne
Demande transmise à {N:Monsieur Alaoui} le 5 mars, relance le 20 mars à {N:Mme Alaoui}
Véhicule tampon (plaque allemande {P:B-AB 1234}) depuis Noël
La police a verbalisé le véhicule {P:BX 234 KL} le 12.
Signé {N:Hubert de Montfort}, riverain
{N:Docteur Assouline}, cabinet médical, demande une place PMR
l'institutrice {N:Mme Ravier} confirme le danger
Elle a 82 ans et vit au {A:6 rue de l'Horloge}, 2e étage sans ascenseur
voisin d'en face ({N:mr haddad}) d'accord
{N:Solène} de l'accueil m'a dit de vous écrire
Le responsable, {N:Gérald Vasse}, ne répond plus.
Arrêté pris par le maire, {N:Jean Dupuis} étant absent.
Tél portable de ma fille : {T:07 00 00 44 55}
RIB transmis : {B:FR14 2004 1010 0505 0001 3M02 606}
Numéro de sécu {S:1 51 02 46 102 043 25}
Suite à notre échange téléphonique avec {N:Mme Roxane Peltier}, la voirie interviendra semaine 14.
Le riverain ({N:M. Abdelkader Mebarki}) souhaite être recontacté au {T:07 00 00 12 34} après 17h.
{N:Mr Thierry Lagrange} habitant {A:45 rue du Puits Neuf} signale une fuite.
{N:Patrick} (services techniques) est passé voir.
Vu avec {N:Christelle} des espaces verts, taille prévue en mars.
Intervention de {N:Jérôme Castelli} le 3 juin.
RDV pris avec {N:Mme Vial} le 12/03 à 10h au 12 bis.
{N:Julie Da Costa} : merci de voir ce dossier
Transmis à {N:Laurent PEREZ} (PM) pour suite à donner.
Le petit {N:Adam}, 4 ans, a failli être renversé.
Mes voisins, les {N:Bertrand}, ont eu le même souci.
{N:Fatima Zohra Benkhelifa} et {N:Hervé Le Dantec} demandent un dos d'âne.
Mail envoyé à {M:voirie@mairie-exemple.fr} sans réponse
Pièces : IMG_{N:Dupont_Jean}.jpg
{N:Jean_Dupont}_{T:0639981234}.pdf
Mme la Maire, {N:Sophie Lambert} vous a écrit.
A l'attention de {N:Madame Sylvie Bouchard}, élue du quartier
Elle s'appelle {N:Manon}.
chez {N:M et Mme Robin} la cave est inondée
chez {N:Mr et Mme Robin}
{N:M.Dupont} ne répond pas
{N:Mme.Durand} non plus
{N:Madame BEN SALAH} attend
Mon conjoint {N:Yannick} est en fauteuil
Notre facteur {N:Didier} l'a vu.
Réponse faite par {N:Mme S. Caron} (secrétariat)
{N:Monsieur Jean-Marc de La Rochefoucauld} propose un don
Le conducteur, {N:Enzo Marchetti}, a pris la fuite ; véhicule {P:GA-987-RT}.
Appelez {N:Nono} au {T:06 39 98 11 22}
Tel {T:0639981234};{T:0639981235}
{T:+33.6.39.98.12.34} ou {T:+33-6-39-98-12-34}
{T:0033(0)639981234}
{T:+33 (0) 6 39 98 12 34}
mon num {T:06 39 98 12 34} (Paul bureau)
Tél. domicile : {T:01.99.00.12.34}.
{T:06_39_98_12_34}
{T:06 39981234}
{T:0639.981.234}
appeler au {T:+33639981234}!
{M:prenom.nom AT exemple DOT fr}
{M:prenom.nom[arobase]exemple[point]fr}
{M:prenom point nom arobase exemple point fr}
{M:nom_83(at)exemple.fr}
ecrire a {M:jean-luc.petit@mairie.exemple.fr}, svp
{M:x.y@exemple.co.uk}
Véhicule {P:AB – 123 – CD}
clio noire {P:ab-123-cd} devant chez moi
{P:WW-123-AB} en provisoire
la plaque est {P:123 ABC 75}
immatriculée {P:1234ABC75}
moto {P:EZ-001-AA}
Audi {P:gh 456 jk} garée
Quad {P:DC 789 RT}
une camionnette blanche ({P:BZ852LM})
n° {S:2 69 05 49 588 157 80} (sécu)
{S:1.85.05.78.006.084.91}
IBAN {B:FR76-3000-6000-0112-3456-7890-189}
12 places, n°{A:12 rue des Roses}
résident {A:12B rue Pasteur}
Domicile : {A:12 bis, rue de la Gare}
{A:3 impasse des Mimosas 83300 DRAGUIGNAN}
{A:45, Bd Jean Jaurès - 31000 Toulouse}
mon père habite {A:17 rte de Grasse}
{A:1 place du Marché}, 2e étage, porte gauche
{A:10 rue de l'Abbé-Grégoire}
{A:22 rue du 11 Novembre 1918}
au {A:5 chemin de la Croix de Pierre}
Je loge {A:8 résidence Les Tilleuls, bât B}
J'habite au {A:14 Cours Lafayette}
{N:M. Paul-Henri de Saint-Exaupère}
{N:Mme veuve Castaing} conteste
Mail de {N:Mme Ait Ahmed}
{N:Monsieur El Khoury} s'oppose
Lettre de {N:Mme De Almeida}
{N:M Durand} rappellera
Vu par l'agent {N:B. Caubet}
Réponse : {N:Mme Tissot} ne souhaite pas de suite.
Relance de {N:Yvette}, 82 ans
Agents sur place : {N:Kevin Morales} et {N:Dylan Payet}
Ma grand-mère {N:Huguette} ne peut plus sortir
suite à l'appel de {N:madame Rossi}
Propriétaire : SCI des Pins, gérant {N:M. Alban Foucart}
Le fils de {N:M. Ribes} a été verbalisé
Échange avec {N:Sofiane} du service propreté
{N:Mme Dubois-Lacroix} habite là
Signalement déposé par {N:Ludivine T}.
Riverain : {N:Gaëtan Prigent}
{N:Élodie}, du secrétariat, a envoyé le courrier.
Bonjour {N:Monsieur Martin},
{N:M. Traoré Moussa}
Le conducteur du bus, {N:Hakim}, est très gentil
{N:Mme Anouk Perrault}, {A:12 rue des Lilas}, {T:06 39 98 12 34}, {M:anouk.p@exemple.fr}
Réponse donnée à {N:M. Lucas} au {T:04 65 71 12 34} : véhicule {P:AB-123-CD} enlevé.
Voir {N:Éloïse Marchais} ({M:e.marchais@exemple.fr}) au sujet de la rue Jean Moulin
Le propriétaire, {N:M. Guérin} ({A:14 chemin du Moulin}), refuse d'élaguer ; tél {T:0639981234}.
"""


def labelled(*blocks: str) -> list[Labelled]:
    """Return the texts of some blocks, one by line."""
    lines = (line for block in blocks for line in block.strip().splitlines())
    return [read(line.replace("⏎", "\n")) for line in lines]
