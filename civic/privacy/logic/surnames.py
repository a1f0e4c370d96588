"""Surnames widely borne in France, unaccented and in lower case."""

from typing import Final

_SURNAMES = """
abadie abdallah abdelli abdi abdou adam aguilar aillaud albert alexandre ali allain allard almeida
alonso alvarez alves amar amara amiot ammar andre andrieu andrieux antoine antunes arnal arnaud
arnould arnoult astier aubert aubin aubry auger auvray aydin aymard azoulay
ba bah bailly baldi baptiste barat barbe barbier barbosa bardin bardou baron barre barreau barret
barthelemy bastide bastien bataille baudet baudin baudoin baudouin baudry bauer bayle bazin
beaumont becker begue belhadj belin bellanger benaissa benali benamar benard benoit benslimane
benyahia berard berger bergeron bernard bernier berthelot berthet berthier bertin berton bertrand
besnard besse besson bidault bigot billard billaud binet bisson blanc blanchard blanchet blin
blondeau blondel blot bocquet boisson bonhomme bonnard bonneau bonnefoy bonnet bonnin bordes borel
bosc bossard bouaziz boucher bouchet boudet bougeard bouhours boulanger boulay bouquet bourdin
bourdon bourgeois bourget bourguignon bousquet boutet boutin bouvet bouvier bouyer boyer brault
breton briand brun bruneau brunel brunet buisson bureau butel
cadet cadot caillaud caille camara cardoso carlier caron carpentier carre carrere cartier castel
castro cazenave celik chabert chambon champion chapelle chapuis charbonnier charles charpentier
charrier charron chartier chauveau chauvet chauvin chen cherif chevalier chevallier chevrier
chopin choquet cisse claudel clavel clement clerc coelho cohen colas colin collet collin colombo
combe combes cordier cordonnier cornu coste cotte coulibaly coulon courtois cousin coutant
couturier crepin cros cruz cuvelier
da-silva daniel darnaud dasilva david debray decker delage delahaye delamare delannoy delarue
delattre delaunay delcourt delmas delorme delpech demir deniau denis descamps deschamps deshayes
devaux deville diakite diallo diarra dias diaz diop diouf dos-santos doucet dubois dubost dubreuil
duchemin duchene duclos dufour dufresne duhamel dujardin dumas dumont dumoulin dupin dupont duprat
dupre dupuis dupuy durand durieux duval duvivier
el-amrani emery esnault esteve etienne evrard
fabre fabregues faivre faucher faure favier favre fayolle fernandes fernandez ferrand ferrari
ferreira ferrer ferry fischer fleury florent fonseca fontaine forest forestier fortin foucher
foulon fouquet fournier francois frey froment
gaillard galland gallet garcia garcin garnier gaudin gaultier gauthier gautier gay geoffroy
georges gerard germain gervais gibert gilbert gilles gillet gimenez girard giraud girault godard
godefroy godin gomes gomez goncalves gonzales gonzalez gosselin goujon grandjean granger gregoire
grenier grondin gros guerin guichard guilbert guillard guillaume guillemin guillet guillon guillot
guillou guyon guyot
haddad hamdi hamel hamon hardy hebert heitz henri henry hernandez herve hoarau hoareau hubert huet
hugon hugues humbert husson huynh
ibrahim imbert issa
jacob jacquemin jacques jacquet jacquot jamet janin jean jeanne jimenez jolly joly jouan jourdain
jourdan jourdren julien jullien jung
kaya keita khan khelifi klein konan konate kone kouame kouassi kowalski kraus kremer
labbe laborde lacaze lacombe lacoste lacroix lafon lafont lagarde laine lallemand lambert lamy
lang langlois laporte larcher laroche larue launay laurent lavergne lavigne lebas leblanc leblond
lebon lebreton lebrun lecerf leclerc leclercq lecocq lecomte lecoq lecuyer ledoux leduc lefebvre
lefevre lefort lefranc legendre leger legrand legros lejeune leleu leloup lemaire lemaitre
lemarchand lemoine lemonnier lenoir leon lepage leroux leroy lesage lescure lesueur letellier
levasseur leveque levy lheureux loiseau lombard lopes lopez lorenzo loubet louis lucas
machado mahe maillard maillet maillot maire mallet marchal marchand marechal marie marin marion
marques marquet martel martin martineau martinet martinez martino martins marty mary masse masson
mathieu maurel maurice maurin maury menard mendes mendy mercier merle messaoudi meunier meyer
meziane michaud michaux michel millet millot mohamed moreau morel moreno morin morvan moulin
mouton muller munoz
navarro ndiaye neveu nguyen nicolas noel normand nunes
oliveira olivier ollivier ortega ortiz ouedraogo ozturk
pages parent paris parmentier pascal pasquier paul payet pelletier peltier pepin pereira peres
perez perret perrier perrin perron perrot petit petitjean peyre philippe philippon picard pichon
pierre pierron pineau pinto poirier poirot poisson pommier poncet pons porte potier pottier pouget
poulain poulet prat prevost prigent prost provost pruvost pujol
quere
ramos raymond raynaud reis remy renard renaud renault rey reynaud ribeiro richard riviere robert
robin roche rocher rodrigues rodriguez roger rolland romero rose rossi rossignol rousseau roussel
rousset roux roy royer ruiz
sabatier sahin saidi salaun salmon samson sanchez santos saulnier saunier sauvage schmidt schmitt
schmitz schneider schwartz seguin serre serres sidibe silva simon simonnet sissoko soares soler
soulier soumare souza sow sy
tanguy tardy tavares teixeira tellier tessier texier thebault thery thibault thierry thiery thomas
tison torres toure tournier tran traore turpin
vaillant valentin valette vallee vallet vandamme vasseur vaz verdier verger vernet vial viard
viaud vidal viellard vigneron villard vincent vivier voisin
wagner walter weber weiss wolff
yildirim yildiz yilmaz
zidane ziegler zimmermann
adjei aguirre albertini alibert amiel andreu arcangeli arnaudet auriol aydogan azema bacquet
balaguer barthes bastid baylac bekkouche belloc bensaid bergougnoux berrada bessiere bonnafous
bories boukhari bru cabanel cabrol calmels calvet campredon cantaloube capdeville carbonnel carles
cassagne castagne castan castanet cazals cazaux cazes chang combettes costes couderc crouzet
dardenne darnis daubas delpont delsol demirci diakhate dinh duong escande espinasse estrade
fabreguettes fages faget fourcade fraysse gao garba gayraud ginestet guiraud hoang huang jiang
koffi kouyate labrousse lafargue laffont lapeyre larrieu latour liu maffre malet marquier mazars
mbaye miquel mirabel ndong nowak okafor ouattara pailhes peyrot pham phan popescu pradel puech
raynal ribes rigal roques roumegoux rouquette rouviere sabatie sall salvan sarda sarr sarrazin
serieys singh soulie tarral teissier teyssier truong vabre vergnes vernhes viala vieira viguier
wang yang yao zhang zhao zheng zhou
"""

_ALSO_WORDS = """
alexandre ba bah barbier baron barre bataille berger bernard bigot blanc bonhomme bonnet boucher
boulanger bouquet bourdon bourgeois bourguignon boutet breton brun buisson bureau cadet caille
carpentier carre cartier castel champion chapelle charpentier charron chauvin chevalier chopin
cohen collet cordonnier coste cotte courtois cousin couturier cros denis deville emery etienne
faucher faure ferrer fleury fontaine forest forestier fortin foulon froment gaillard gay germain
goujon granger gros guerin hardy henri herve jacques jean jeanne joly jourdain julien jung klein
labbe lacoste lang laroche larue lebas lebon leger legrand leon loiseau lombard louis maillet
maire marchand marechal marie marin marion martel martin martinet marty masse masson merle meunier
moulin mouton neveu noel normand olivier pages parent paris pascal paul pepin perron petit
philippe picard pierre poirier poisson pommier pons porte potier poulain poulet prevost prost
renard renault rey riviere robert robin roche rocher roger roman rose rossignol roux roy royer
salmon samson sauvage serre serres simon soulier sow sy thomas tison tran vaillant valette vallee
verdier verger vial vigneron vivier voisin
latour laborde lacaze miquel prat raynal singh pradel
"""

AMBIGUOUS_SURNAMES: Final = frozenset(_ALSO_WORDS.split())
SURNAMES: Final = frozenset(_SURNAMES.split())
