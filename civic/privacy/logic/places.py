"""Streets, buildings and organisations named after people: what follows them is a place."""

from typing import Final

# Directly followed by a name: "rue Jean Jaurès", "av. du Docteur Roux".
STREET_NOUNS: Final = frozenset(
    """
    all allee allees arche arret autoroute av ave avenue avenues bd bld blvd boucle boulevard
    boulevards bvd calade carrefour carrefours ch chaussee che chemin chemins corniche cote cours
    descente digue draille escalier escaliers esplanade faubourg fbg fg galerie gare giratoire imp
    impasse impasses levee mail montee parvis passage passages passerelle peripherique pl place
    places placette point pont ponts porte promenade quai quais rampe rd-pt rocade rocher
    rond-point ronds-points route routes rte rue ruelle ruelles rues sentier sentiers sq square
    squares station traverse tunnel venelle viaduc voie
    """.split()
)

_BUILDINGS = """
academie aeroport aire amphitheatre aqueduc arboretum arene arenes atelier auberge auditorium
barrage barre base basilique bassin bastion bat batiment batiments belvedere bibliotheque bloc
bois boulodrome bourg bourse buste
caserne cathedrale cave centre centre-ville chalet chapelle chateau cimetiere cinema citadelle
cite city city-stade clairiere clinique clos college colleges colline complexe conservatoire
copropriete couvent creche crematorium crous crypte cybercentre
decheterie delegation dojo domaine
ecole ecoles eglise ehpad ensemble espace etablissement etang exposition externat
ferme fontaine foret fort foyer fresque
garderie grotte groupe guinguette gymnase gymnases
halle halles halte-garderie hameau hangar haras hippodrome hopital hospice hotel
ile ilot immeuble institut institution internat
jardin jardinet jardins
kiosque
laboratoire lac lavoir lieu-dit local logis lotissement ludotheque lycee lycees
mairie maison maisons manege manoir marche mas maternelle mausolee mediatheque memorial metro
monument moulin multi-accueil mur musee
nef notre-dame
observatoire
palais parc parcs parking parkings patinoire patio pavillon pepiniere phare piscine piste plage
plaine plateau pole polyclinique port poste prairie pre prefecture presbytere prieure primaire
quartier quartiers
ranch refuge residence residences restaurant-universitaire ronde ruines
salle salles sanatorium sculpture secteur skate skatepark source stade stades stand statue stele
synagogue
temple terrain terrains theatre tombe tour tours tram tribune
universite usine
vallee vallon velodrome verger vestiaire vignoble villa village villas
za zac zad zi zone
"""

_ORGANISATIONS = """
agence amicale asso association associations
banque bar bistrot boucherie boulangerie boutique brasserie
cabinet cafe cantine charcuterie chorale cie cirque club clubs coiffure collectif comite compagnie
cooperative
editions enseigne ensemble entreprise entreprises epicerie etablissements ets
federation fondation fonds
garage groupement
hypermarche
imprimerie
laverie librairie
magasin magasins marque mutuelle
opticien orchestre
patisserie pharmacie pizzeria pressing pretendue
quincaillerie
restaurant
salon sarl sas sasu sci societe societes superette supermarche syndicat
tabac taxi taxis theme traiteur transport transports
union
vins
"""

# Laws, prizes and methods that carry a surname: "loi Evin", "prix Nobel".
_EPONYMS = """
affaire amendement arret
bus
camion car challenge citroen commission coupe
decret dispositif
echelle effet
fete fetes fichier fourgon
journee jurisprudence
label ligne livret loi lois
maladie methode mission modele
navette
operateur operation ordonnance
pass peugeot plan prix programme projet
rapport renault resolution
scooter semaine syndrome
theoreme tournoi traite trophee
vehicule voiture
"""

PLACE_NOUNS: Final = STREET_NOUNS | frozenset(f"{_BUILDINGS} {_ORGANISATIONS} {_EPONYMS}".split())

# "The … of Sophie" is hers: the place is not named after her.
OWNED_NOUNS: Final = frozenset(
    """
    agence appartement association atelier bar batiment boulangerie boutique cabinet cafe camion
    cave chalet classe college commerce copropriete creche ecole entreprise ferme garage hangar
    immeuble jardin local logement logis lycee magasin mail maison maisons passage restaurant salle
    salon scooter terrain vehicule verger villa voiture
    """.split()
)

# Between the noun and the name: "école maternelle publique Jules Ferry".
PLACE_LINKS: Final = frozenset(
    """
    a agricole ancien ancienne aquatique artisanal artisanale artistique associations au aux
    avenue bas basket boules boulevard chasse commercial commerciale communal communale couvert
    couverte culture culturel culturelle d danse de departemental departementale des du eaux
    elementaire elementaires en enfance enfants fetes fleuri foot football general generale grand
    grande gymnastique handball haut historique hospitalier hospitaliere industriel industrielle
    insertion int intercommunal intercommunale jeunesse jeux judo l la le lecture les litteraire
    loisirs maternelle maternelles medical medicale metro mixte multisports municipal municipale
    municipales municipaux musique natation national nationale nautique nouveau nouvelle olympique
    omnisports peche petanque petit petite place polyvalent polyvalente primaire primaires prive
    privee professionnel professionnelle public publics publique publiques quartier randonnee
    regional regionale repos retraite rue rugby rural rurale sante scolaire secondaire secours
    social sociale socio-culturel socioculturel soins sous sportif sportive sports square
    superieur superieure sur technique tennis tram unique universitaire velo vie vieille vieux
    volley
    """.split()
)

PLACE_TITLES: Final = frozenset(
    """
    abbe adjudant amiral architecte aviateur capitaine cardinal chanoine colonel colonels
    commandant comte comtesse cure deporte docteur doyen dr duc duchesse felibre frere freres
    fusilles general generaux ingenieur lieutenant maire maitre marechal mestre mgr monseigneur
    pasteur peintre pere poete pr president prince professeur reine resistant roi saint sainte
    sculpteur sergent soeur sour st ste
    """.split()
)

# Streets and schools are named after them so often that the noun is left out:
# "devant Jules Ferry", "à Victor Hugo".
HISTORIC_FIGURES: Final = frozenset(
    name.strip()
    for name in """
    abbe pierre, abraham lincoln, ada lovelace, alain fournier, alain-fournier, alan turing,
    albert camus, albert einstein, albert thomas, alexander fleming, alexandre dumas, alfred de
    musset, alphonse daudet, alphonse de lamartine, ambroise croizat, anatole france, andre gide,
    andre malraux, angela davis, anne frank, annie ernaux, antoine de saint exupery, antoine de
    saint-exupery, aristide briand, arthur rimbaud, auguste blanqui, auguste renoir, auguste
    rodin, berthe morisot, blaise pascal, boris vian, camille claudel, camille pelletan, celestin
    freinet, charles aznavour, charles baudelaire, charles de gaulle, charles peguy, charles
    trenet, claude bernard, claude debussy, claude monet, clement ader, colette besson, danielle
    casanova, denis diderot, denis papin, django reinhardt, edith piaf, edmond rostand, emile
    zola, eric tabarly, etienne dolet, etienne marcel, federico garcia lorca, felix faure,
    ferdinand buisson, fernand leger, francois ier, francois mauriac, francois mitterrand,
    francois rabelais, francoise dolto, francoise sagan, franklin roosevelt, frederic joliot-
    curie, frederic mistral, frida kahlo, gabriel peri, genevieve de gaulle, george sand, george
    washington, georges bizet, georges brassens, georges clemenceau, georges pompidou, gerard
    philipe, germaine tillion, gustave eiffel, gustave flaubert, guy de maupassant, guy moquet,
    hector berlioz, henri barbusse, henri dunant, henri iv, henri matisse, henri wallon, honore de
    balzac, hubertine auclert, irene joliot curie, irene joliot-curie, isaac newton, jacques brel,
    jacques chirac, jacques prevert, jean baptiste clement, jean bouin, jean cocteau, jean de la
    fontaine, jean ferrat, jean gabin, jean giono, jean jacques rousseau, jean jaures, jean mace,
    jean mermoz, jean monnet, jean moulin, jean paul sartre, jean perrin, jean piaget, jean
    racine, jean rostand, jean vilar, jean zay, jean-baptiste clement, jean-jacques rousseau,
    jean-paul sartre, jeanne arc, jeanne d arc, jeanne d'arc, jesse owens, john fitzgerald
    kennedy, john kennedy, josephine baker, jules ferry, jules guesde, jules valles, jules verne,
    katherine johnson, leo ferre, leo lagrange, leon blum, leon bourgeois, leon gambetta, louis
    aragon, louis armand, louis blanc, louis bleriot, louis braille, louis jouvet, louis pasteur,
    louis xiv, louise michel, lucie aubrac, mahatma gandhi, manouchian, marc chagall, marcel
    cerdan, marcel pagnol, marcel proust, marguerite duras, marguerite yourcenar, maria
    montessori, marie curie, marie laurencin, martin luther king, martin luther-king, maurice
    ravel, maurice thorez, max jacob, michel de montaigne, michel platini, miles davis, missak
    manouchian, nathalie sarraute, neil armstrong, nelson mandela, olympe de gouges, pablo neruda,
    pablo picasso, paul bert, paul cezanne, paul doumer, paul eluard, paul langevin, paul vaillant
    couturier, paul vaillant-couturier, paul valery, paul verlaine, pere lachaise, pere noel,
    pierre bonnard, pierre brossolette, pierre corneille, pierre curie, pierre de coubertin,
    pierre de fermat, pierre loti, pierre mendes france, pierre mendes-france, pierre semard,
    raymond kopa, raymond poincare, raymond poulidor, rene cassin, rene char, rene descartes,
    robert badinter, robert desnos, robert schuman, roland garros, romain rolland, rosa luxemburg,
    rosa parks, sadi carnot, salvador allende, sarah bernhardt, simone de beauvoir, simone veil,
    simone weil, suzanne lenglen, thomas edison, thomas pesquet, victor hugo, victor schoelcher,
    vincent van gogh, winston churchill, yves du manoir, yves montand
    """.replace("\n", " ").split(",")
)
