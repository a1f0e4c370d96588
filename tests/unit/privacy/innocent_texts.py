"""Texts invented for the tests that hold nothing personal, however much they look like it."""

INNOCENT = """
Départ du Vieux-Moulin, arrivée au Grand-Pré
Le transformateur de la rue Marcel Sembat bourdonne depuis le 3 janvier.
Pourquoi le square Jean-Paul Sartre n'est-il pas ouvert le dimanche ?
Intervention prévue semaine 23 par l'entreprise Colas, arrêté n° 2024-88.
Le 12 rue, c'est trop loin ; le bus 12 passe à l'arrêt Saint-Exupéry.
Le conseil citoyen Bagatelle-Faourette remercie la Ville.
Les Jardins de Louise, maison de retraite, manquent de places.
Au croisement Jules Guesde / Pierre Semard, feu trop court.
J'ai écrit à Orange, à Veolia et à la préfecture sans succès.
La résidence Clément Ader compte 45 logements.
Le Foyer Rural et l'ADMR de Saint-Félix-Lauragais
Rendez-vous le mardi 12 à 18 h, salle Alfred Nakache.
Une place d'Alexandrie plus agréable, place de l'Abbé Georges Hénocque.
Inauguration du stade Just Fontaine.
L'avenue Jean-Baptiste Clément et la rue Eugénie Cotton.
Le pont Alexandre III, les Champs Élysées.
Réfection rue Sophie Germain entre la rue Paul Bert et le boulevard Gambetta.
La Croix Rouge, les Restos du Coeur et Emmaüs sont présents.
Place Pierre Semard : 14 bancs ; rue Louis Pergaud : 3 bancs.
Le rond point Charles Hernu est glissant
sortie école Louise Michel à 16h30
devant l ecole jean zay
rue pierre brossolette trous
Arrêt Jean Mermoz (bus 14), arrêt Jules Vallès.
Fête de la musique le 21 Juin, Place du Marché
Ecole primaire Paul Langevin – Classe de CM2
Le Crédit Agricole et La Poste ferment
Carte Vitale, Carte d'Identité, France Services, France Travail
La Mairie de Saint Orens de Gameville
Le Bus Express Paul Sabatier
Rue Général Leclerc, Rue Marcel Cachin, Impasse Alice Guy
Résidence Le Clos Marguerite, bâtiment C
Hôtel Dieu, Notre Dame, Sacré Coeur
Le 3 de la rue est vide
Mobilier urbain JC Decaux dégradé
Compteurs : index 06 12 34
n° de série 0612345678
code EAN 3560070123456
Total : 1 234 567,89 €
Horaires 08:00-12:00 / 13:30-17:30
Le 06 et le 83 sont des départements
Plan local d'urbanisme, zone UB 12, OAP 3
Chemin rural n° 12, voie communale 45
Je propose que la Ville achète du matériel. Bonne idée !
Le Canal du Midi et le Parc de la Reynerie
Monument aux Morts, Cimetière Saint Pierre
Le Président de la République et la Ministre
Le Conseil Départemental du Var, Mission Locale
tournée du 12 AU 15 mars
À l'angle de l'avenue Léon Blum et de la rue Édouard Vaillant
Tram T1 direction Palais de Justice
Le square Émile Loubet et son kiosque
Mme X souhaite rester anonyme
numéro de tel zéro-six
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
