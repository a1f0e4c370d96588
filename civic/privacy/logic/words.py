"""Words that are written with a capital, or follow a civility, without naming a person.

Unaccented and in lower case, as the detection reads every text.
"""

from typing import Final

# Articles, prepositions, pronouns, conjunctions, auxiliary verbs, greetings, adverbs.
_FUNCTION = """
a afin ai ainsi alors apres as assez au aucun aucune auquel aussi aussitot autant autour autre
autres aux avaient avais avait avant avec avez avons ayant
beaucoup bien bientot bis bonjour bonsoir bref
c ca car ce ceci cela celle celles celui cependant certain certaine certains certes ces cet cette
ceux chacun chaque cher chere cheres chers chez ci combien comme comment concernant contre
cordialement
d dans de debut dehors deja depuis derriere des dessous dessus deux devant doit doivent donc dont
du durant
effectivement elle elles en encore enfin ensuite entre environ es est et etaient etait etant ete
etes etre eu eux
fin finalement font fut
grace
hier hors hui
ici idem il ils
j jamais je jusqu jusque
l la ladite laquelle le ledit lequel les lesquels leur leurs lors lorsque lui
m ma mais malgre me meme memes merci mes mien moi moins mon
n naturellement ne neanmoins ni nombreuses nombreux non nos notamment notre nous nouveau nouveaux
nouvelle nouvelles nul
on ont or ou oui outre
par parce pareil parfois parmi pas pendant peu peut peuvent plus plusieurs plutot pour pourquoi
pourtant pres presque prochain prochaine puis puisque
qu quand quant que quel quelle quelles quelque quelques quels qui quoi quoique
rien
s sa salut sans sauf se selon sera serait seront ses seul seule si sien sinon soit son sont sous
souvent suite sur
t ta tandis tant te tel telle tellement tels ter tes toi ton toujours tous tout toute toutes tres
trop tu
un une
va vers veuillez via voici voila vos votre vous vraiment vu
y
"""

# Verbs at the head of a sentence or right after a civility without a name.
_VERBS = """
accepte accepter accorder accueillir agit ajouter aller ameliorer amenager annoncer appel appeler
appelez appelle apporter arreter arrive attend attendre augmenter autoriser avertir
baisser
choisir clos compte confirme consigne constat constate construire contacter contactez controler
couper creation cree creer crie
dans demande demandent demander demandes dire dit doivent donner dort
empecher enlever entretenir envisager envoye espere etudier eviter explique
faciliter faire fait faites faut favoriser fermer fin
gerer
habite habitent
imposer indique informe informer inscrire installer interdire interpelle interroge intervient
joindre
laisser lancer lever limiter lutter
mettre mise modifier motive
nettoyer note
obliger observe ouvrir
passe passer permettre planter poser possede pouvons precise prendre prevenir prevoir prevoit
prevu propose proposer proteger
rappel rappeler rappelez rappelle recoit recu reduire refaire refus regle rejoint relance remarque
remercie remplacer rencontre rendre renforcer renovation reparer repond reponse reporter
represente respecter reste retirer revoir
sait savoir sera signale signalement signaler signales sort souhaite souhaitent stationne suggere
suit suivi supprimer
taxer tenir tondre traite transmis travaille travailler trouve
utiliser
valide venir verifier veut vient vit vivre voir voit vote voudrait
"""

# What residents and officers write about; often with a capital in titles and tables.
_SUBJECTS = """
abribus accessibilite accord accueil action adresse affaire affaires age agenda agent agents aide
aire alerte allo amenagement amende amendement an animation animaux annee annexe anonyme
appartement arbre arbres archives arrondissement article ascenseur assainissement assemblee
association associations atelier attention avis
bac bacs balayage banc bancs banque barriere bassin batiment batiments besoin bilan blocs bonne
bordure borne bouche boutiques bruit budget bureau bus
cadastre camion canal canalisation caniveau carte cas centre cercle certificat champ chantier
charte chaussee chef chien chiens circulation citoyen citoyenne citoyens code collecte collectif
collectivite collectivites comite commande commerce commerces commissaire commissariat commission
communal communale communaute commune communes compagnie compte comptes concertation conciliateur
conseil conseils contact container containers conteneur copie corbeille coronavirus cotes coupe
cour courriel courrier credits culture curage
dame dames danger date dates debat debordement dechet dechets declaration decret defaut
degradation deliberation democratie departement departements depot depots desherbage directeur
direction directrice dispositif dossier droit droits
eau eaux echange eclairage ecologie economie editions education egout electricite elu elue elus
email emails emploi enfance enfant enfants enquete entree entreprise entreprises entretien
environnement equipe equipement espace espaces etage etat etude etudes evenement exclusion exemple
extrait
facture famille familles fauteuil femme femmes fetes feu feux fiche filet fixe fleurs fonction
fonds fontaine formation forum fosse fuite
garantie garde gaz general generale gens gestion groupe groupes
habitant habitante habitants haie handicap hauteur herbe heure heures histoire homme hommes
horaires humains hygiene
immeuble immobilier incident incivilites information informations informatique inondation
insecurite interieur internes internet intervention
jardins jeune jeunes jeunesse jeux jour journee jours juridique jury justice
lampadaire lampe langue large liberte lieu ligne lignes liste livre local locataire logement
logements logiciel logiciels loisirs lot lumiere
madame mail mails main maintenance mairie maison majeure marche marches massif materiel matin
mediation membre membres mesdames message messieurs metropole ministere ministre mission mobilier
mobilite mobilites modification monsieur motif municipal municipale municipalite mur
nature nettoyage nid niveau nom nombre noms norme nuisance nuisances nuit numerique numero
objet odeur odeurs ordre ordures organisation organisme origine
panne panneau panneaux parcelle parent parents parking parlement parties passage patrimoine
pavillon pays peinture pelouse permanence permis personne personnes petit petite petits peuple
photo photos pieton pietons piste plainte plan planning plantation plaque pluvial police politique
portable portail portes poste poteau poubelle poubelles poursuite poussette pouvoir prefecture
prefet prenom prenoms presidence president presidente prevention primaires prise problematique
probleme problemes procedure proces profession programme projet projets proprete proprietaire
protection provence proximite public publication publique publiques
qualite quart question questions quotidien
raison rat rats realisation recherche recherches reclamation reconnaissance reduction refection
reference referendum regie region regional reglement relations remise remplacement rendez
reparation representant representants republique reseau reseaux responsable retard reunion
reunions revenu risque risques riverain riveraine riverains
sanitaire sante science sciences secretaire secretariat secteur securite semaine senat sens
service services signalisation site social sociale sociaux societe soir sol solidaire solidarite
solidarites sortie source sous sport sports stationnement statut structure syndic syndicat
syndrome systeme
tableau tag tags taille taux taxe technicien technique techniques tel telephone temps territoire
territoires titre toiture tonte tontes total traitement tram tranquillite transfert transition
transport transports travail travaux tri trottoir trottoirs trou trous
urbain urbaine urbanisme urgence urgent usager usagers
valeur vegetation vehicule vehicules velo velos vente verbal verifications verte verts vice vide
vie vieille vieux vigilance vigilante vigilants ville villes visite vitesse voie voies voirie
voisin voisinage voisine voisins voiture voitures voix vol vole vote
"""

# Titles and offices: "M. le maire" names an office, not a person.
_OFFICES = """
accueil adjoint adjointe administrateur agente architecte avocat
capitaine colonel commandant concierge conseiller conseillere
delegue deleguee depute deputee directeur directrice docteur
elu elue
gardien gardienne guichet
inspecteur inspectrice instituteur institutrice
juge
lieutenant
maire mediateur mediatrice ministre
notaire
prefet prefete president presidente principal principale procureur professeur proviseur
referent referente
secretaire senateur senatrice sous-prefet
tresorier tresoriere
vice-president vice-presidente
"""

# Organisations, brands, acronyms, sigles written like names.
_ORGANISATIONS = """
academie ademe agence agglo agglomeration airbnb aldi allemagne allemand amazon anah android anru
ants apple ars asso auchan axa azur
belgique bnp bordeaux bouygues bpi
caf carrefour casino ccas ccspl cedex cgt citroen cnil cnrs cpam crous csc
dalkia darty ddt ddtm decathlon dgac direct draguignan dreal
eco eco-organisme edf ehpad enedis engie epci espagne eurl europe europeen europeenne europenne
facebook fdj fiat fibre fnac ford francais francaise francaises france free
gafa gendarmerie google grdf gymnase
habitat hlm huawei hydro
ign ikea indigo insee instagram intermarche iphone italie
jcdecaux
keolis
leclerc lidl lille linky linux lyon
marseille mcdonald metro michelin microsoft mjc monoprix musee
nantes netflix nexity nice
odp onf opac opera orange ossau oui
paris pcs peugeot picard poste psa
ratp renault reseau
samu sarl sas sci sdis seat sfr shopi sncf suez super syndic
tisseo toulouse toyota trad transdev twitter
uber unesco urssaf
veolia vinci volkswagen vtc
wikipedia windows
youtube
"""

_CALENDAR = """
aout ascension assomption automne avril
decembre dimanche
est ete
fevrier
hiver
janvier jeudi juillet juin
lundi
mai mardi mars mercredi
noel nord novembre
octobre ouest
paques pentecote printemps
samedi septembre sud
toussaint
vendredi
"""

_NOT_AFTER_CIVILITY = """
adjoint adjointe
commissaire conseiller conseillere
depute deputee directeur directrice
elu elue
l la le les
madame maire mesdames messieurs ministre monsieur
prefet prefete president presidente
responsable
secretaire senateur senatrice
tartempion tout tout-le-monde toutlemonde
untel
x
y
z
"""

FUNCTION_WORDS: Final = frozenset(_FUNCTION.split())
OFFICES: Final = frozenset(_OFFICES.split())
NOT_AFTER_CIVILITY: Final = frozenset(_NOT_AFTER_CIVILITY.split()) | FUNCTION_WORDS
COMMON_WORDS: Final = (
    FUNCTION_WORDS
    | OFFICES
    | frozenset(_VERBS.split())
    | frozenset(_SUBJECTS.split())
    | frozenset(_ORGANISATIONS.split())
    | frozenset(_CALENDAR.split())
)

# What a person does, right after the first name alone: "Stéphane passera demain".
PERSON_VERBS: Final = frozenset(
    "a va est doit passe passera passe vient viendra habite demande signale souhaite propose dit "
    "fait voit verra rappelle rappellera gere suit confirme repond prend avait aura sera peut veut "
    "pense indique precise informe appelle appellera m nous me se s ne n vous ira etait attend "
    "connait travaille explique contacte contactera envoie recoit regarde tient vit reclame "
    "refuse conteste affirme croit estime aimerait voudrait trouve ramasse occupe garde nettoie "
    "attendra reviendra vendait".split()
)
