"""First names in use in France, unaccented and in lower case."""

from typing import Final

_CURRENT = """
aaron abdallah abdel abdelaziz abdelhak abdelkader abdelkrim abdellah abdelmalek abderrahim
abderrahman abderrahmane abdou abdoulaye abel abigail abraham achille achraf ada adam adama adel
adelaide adele adelie adelin adeline ademe adil adile adolphe adrian adriana adriano adrien
adrienne agathe agnes ahmed ahmet aicha aida aime aimee aimeric aissa aissatou akim alain alan
alana alassane alban albane albert alberte albertine alberto albin aldo aleksandra alessandro
alessia alessio alex alexandra alexandre alexandria alexandrine alexane alexia alexis alfred
alfredo ali alia alice alicia alida aliette alima alina aline aliocha alioune alison alissa alix
aliya aliyah allan allison alma alois aloise alphonse alphonsine alvaro alvin alya alyssa amadou
amal amalia amand amanda amandine amaury amaya ambroise ambroisine amel amelia amelie amin amina
aminata amine amir amira amos ana anael anaelle anais anas anastasia anatole andre andrea andreas
andree andrei andreia andres andrew andy ange angel angela angele angelica angelina angeline
angelique angelo ania anick anis anissa anita anna annabelle annaelle annaick annaig anne annelise
annette annick annie annik anouar anouck anouk anselme anthelme anthime anthony antoine antoinette
anton antoni antonia antonin antonine antonio antony apolline arezki ari ariane ariel arielle
aristide arlette armand armande armel armelle arnaud arnault arnold arsene arthur arwa ashley asma
asmaa assa assane assia assya astou astrid athena aubane aubin aude audrey augusta auguste
augustin augustine aure aurel aurele aurelia aurelie aurelien aurelienne auriane aurore austin awa
axel axelle aya ayman aymen aymeric aymerick ayoub azeddine aziz aziza azziza
babacar badr bahia bakary balthazar baptiste baptistine barbara barnabe barthelemy bartolome
basile basma bassem bassirou bastian bastien bathilde baudouin beatrice beatrix belkacem ben
benedicte benedicto benjamin benjamine benoist benoit benoite berangere berengere berenice
bernadette bernard bernardette bernardin berthe bertille bertrand bettina betty bianca bilal bilel
billy bintou bixente blaise blandin blandine bob bogdan boris boualem boubacar boubakar bouchra
brad brahim brandon brayan brenda brendan brian brice bridget brieuc brigitte britney bruce brune
brunehilde brunette bruno bryan
caitlin caleb calie calista calixte calypso cameron camil camille candice candide capucin cara
carine carl carla carlo carlos carmela carmelo carmen carol carola carolane carole carolina
caroline casimir caspar cassandra cassandre cassie catalina catherine cathia cathie cathy cecile
cecilia cedric cedrick cedrik celeste celestin celestine celia celian celie celina celine cem
cemil cerise cesaire cesar chafik chahinez chaima chakib chantal charbel charlelie charlene
charles charley charlie charline charlotte charly chayma cheikh cherif cherifa chiara chloe chokri
christ christel christele christelle christian christiane christina christine christophe
christopher ciara cihan cindy claire clara clarence clarisse claude claudette claudia claudie
claudine claudio claudius claus clea clelia clemence clement clementine cleo cleopatre clervie
clothilde clotilde clovis colette colin coline colleen come conception conchita conrad constance
constant constantin constantine coralie coraline corentin corentine corinne cornelia cosette
cosima cosimo coumba cristiano cristina cristobal curtis cynthia cyprien cyr cyriac cyriaque
cyrielle cyril cyrille cyrus
dahlia daisy dalia daliah dalila damien damienne dan dana dane daniel daniela daniele danielle
danilo danny dany daphne daphnee daria dario darius darren daryl dave david davide davy dayana
deborah delia delphin delphine demba denis denise deniz denzel deolinda diaby diana diane dick
didier diego dieudonne dila dimitri dina dinah diogo dionisio djamel djamila djemila djenaba
djibril dogan dolores domenico dominic dominika dominique domitille donald donatella donatien
donatienne donia donovan dora dorian dorine doris dorothee dorothy douae douglas dounia dragan
driss drissa duarte duc dudley duncan dung dustin dyhia dylan
eddie eddy eden edgar edgard edith edmee edmond edmonde edna edoardo edouard eduard eduardo edwige
edwin efflam eglantine eileen ela elaine elea eleanor eleanora elena eleonore elia elian eliane
elias elie eliette elif elijah elina eline eliot elioth eliott elis elisa elisabete elisabeth
elise elisee eliza elizabeth ella ellen ellie elliot elma elodie eloi eloim eloise elon elora
elouan elsa elsie elton elvira elvire elvis elyas elyes elyne elyse emanuel emanuela emel emeline
emerance emeraude emeric emerick emile emilia emilie emilien emilienne emilio emily emin emir emma
emmanuel emmanuelle emmy emre emric enes enguerran enguerrand enola enora enrico enrique enzo
eoghan eole ephraim eren eric erica erick erik erika erin ermeline ernest ernesta ernestine
ernesto erwan erwann erwin esma esmeralda espoir esteban estebane estelle ester esther etan ethan
ethel etienne etiennette eudes eugene eugenia eugenie eulalie eunice euphrasie eusebe eva evaelle
evan evangeline evann eve evelyn evelyne evrard ewan ewen ewenn ezechiel ezio ezra
fabian fabien fabienne fabio fabiola fabrice fadel fadi fadila fahima faical faicel faiza falk
fanch fanette fanny fantine faouzi farah fares farid farida farouk fatih fatiha fatima fatimata
fatma fatna fatou fatoumata faty faustin faustine fawzi fayez faysal federica federico fedi
felicia felicie felicien felicite felipe felix ferdinand ferhat feriel fernand fernande fernando
fethi fidele fikri filip filipe filippo filomena fiona fiorella firmin firmine flavia flavie
flavien flavio flora floran flore florent florentin florentine floria florian floriane floride
florimond florin florine fode fofana fouad foued fouzia franca francelin francesca francesco
francette francine francis francisca francisco franciszek franck franco francois francoise frank
frankie franz fred freddy frederic frederick frederik frederika frederique fredy frida fulbert
fulvio
gabin gabriel gabriela gabriele gabriella gabrielle gaby gad gael gaelle gaetan gaetane gaetano
gaia gail garance garence gary gaspard gasparde gaston gatien gaud gaultier gauthier gautier gavin
gedeon genevieve gennaro geoffrey geoffroy georg george georges georgette georgia georgina gerald
geraldine gerard gerardo germain germaine germinal geronimo gertrude gervais gervaise ghislain
ghislaine ghita ghyslain ghyslaine giacomo giada gianluca gianni gil gilbert gilberte gilberto
gilda gildas gilles gillian gina ginette gino giorgia giorgio giovanna giovanni gisele giselle
gislaine giulia giuliana giulio giuseppe gladys glenn gloria goncalo gontran gonzague goran gordon
grace gracia graziella greg gregoire gregor gregory greta gretel grigori guenael guenaelle guenole
gui guilaine guilhem guilherme guillaume guillemette guillermo gunther gurvan gustave gustavo guy
guylaine guylene gwen gwenael gwenaelle gwendal gwendoline gwenn gwennaelle gwenola gwladys
habib habiba habibatou hacene hachim hadi hadja hadjira hadrien haitem haithem hajar hajer hakan
hakim hakima halim halima halimatou hamed hamid hamida hamza hana hanaa hanae hanane hania hanna
hannah hans harmonie harold haron haroun harry hasan hasna hassan hassane hassen hassna hatem
hatice hawa haya hayat hayden hayet hector hedi hedia hedwige heinrich helder helena helene helga
helia heloise henda hendrick henni henri henriette henrique henry herbert hercule heritage herman
hermann hermine herminie hernan herve hicham hichem hilaire hilary hilda hind hippolyte hoang
hocine hoda honore honorine horace hortense houari houcine houda houria houssem houssine hubert
huberte hugo hugolin hugues huguette huseyin husna hussein hyacinthe
iain ian ibrahim ibrahima ibtissam ibtissem ida idir idris idriss idrissa ignace ignacio igor
ihsan ikram ilan ilana ilann ildiko ilham ilhan ilian iliana ilias ilies ilona ilyan ilyana ilyas
ilyes iman imane imed imene imran ina inaya ines ingrid inna inoa iona irene irenee irina irma isa
isaac isabel isabella isabelle isaie isaline isaure iseult ishak ishaq isidore isis islam isma
ismael ismahan ismail ismaila ismet israel issa issam issiaka ita ivan ivana ivanka ivo ivy iyad
izaac
jack jackie jackson jacky jacob jacquelin jacqueline jacques jaime jalal jalil jamal jamel james
jamie jamila jan jana jane janet janette janice janick janine janna jannick jarod jasmina jasmine
jason jasper jassim javier jawad jayden jayson jean jeanine jeanne jeannette jeannick jeannie
jeannine jeannot jed jeff jefferson jeffrey jelena jelloul jena jennifer jenny jennyfer jerem
jeremie jeremy jerome jeronimo jessica jessie jessy jesus jihad jihane jihene jil jill jim jimmy
joachim joakim joan joana joane joanna joanne joao joaquim joaquin jocelin joceline jocelyn
jocelyne jodie joe joel joelle joey joffrey johan johana johann johanna johanne john johnny johny
jolan jon jonah jonas jonathan jordan jordane jordi jordy jorge jorick jose josee joseph josepha
josephine josette joshua josiane josianne josie josse josselin josseline jossy jouda joudia joy
joyce juan juana jude judicael judicaelle judith jules julia julian juliana juliane julianne julie
julien julienne juliet julietta juliette julio julius june junior justin justine justinien
kader kadiatou kadidia kadidiatou kadir kahina kai kais kalidou kalil kalilou kalvin kamal kamel
kamelia kamil kamila kamilia kaoutar karamoko karel karen karil karim karima karin karina karine
karl karla karol karolina karsten kassandra kassim katarina katarzyna kate katell katerina kathia
kathie kathleen kathy katia katie katy kawtar kayla kays keanu keita keith kelian kelig kelly
kelvin kelya kelyan kemal ken kenan kendra kenneth kenny kenza kenzi kenzo keren kerian kerim
kessy ketty keva kevin keziah khadidja khadija khadim khady khaled khalid khalifa khalil khedidja
kheira khouloud kieran kilian killian kim kimberley kimberly kinan kira kirill kirsten klara klaus
kleber koffi korentin kouadio kouame koumba kristel kristell kristelle kristen kristian kristina
kristof kurt kyara kyle kylian kyllian
ladji laeticia laetitia lahcen lahouari laila lala lalla lambert lamia lamine lana lancelot landry
lanna lara larbi larissa lary lassana lassine latifa laura lauraline laure laureen laureline
lauren laurena laurence laurene laurent laurentine laurette lauriane laurianne laurie laurine
lauryn lauryne lautaro lazare lea leah leana leandra leandre leandro leane leeloo leia leila leina
lelia lena lenaic lenaig lenni lennie lenny leny leo leocadie leon leona leonard leonardo leonce
leone leonel leonid leonidas leonide leonie leonor leonore leontine leopold leopoldine leslie
lesly leticia leuris levana levy lewis leya leyla leyna lhoussaine lia liam liana liane lida lidia
lidwine lidye lila lilas lili lilia lilian liliana liliane lilianne lilie lilith lilli lilly lilo
lilou lily lilya lilyan lina linda line lino linoa linus lionel lionnel liora lirone lisa lisandro
lisbeth lise liselotte lison lissandre lissandro liv livia livio liyam liz liza lizea lizzie lloyd
lo loan loane loann loanne loeiza loelia loevan logan loic loick lois loise lola lolita lony loona
loraine lorann loredana lorelei lorena lorene lorenz lorenza lorenzo lorette lori lorie lorine
loris lorna lotfi lothaire lottie lou louan louane louann louanne louay loubna louca loucas
louella louhan louis louisa louise louisette louisiane louison louka loukas louna lounes lounis
loup lourenco loutfi lubin luc luca lucas luce lucette lucia lucian luciana luciano lucie lucien
lucienne lucile lucilla lucille lucinda lucio lucrece ludivine ludmila ludovic ludovica ludwig
luigi luis luisa luiz luka lukas luke luna lutfi ly lya lyam lyana lycia lydia lydie lyes lyla
lylia lylou lyna lynda lyne lynn lyonel lyra lys lysandre lyse lysiane
maceo maddy madeleine madeline madi madiha madison madjid mado mady mae mael maelan maelie maeline
maelis maelle maely maelya maelyne maelys maeva magali magalie magaly magalyne magda magdalena
maggie maggy mahamadou mahdi mahe maher mahfoud mahir mahmoud mai maia maiana maika maiko maimouna
maina maissa maissane maite maiwenn majda majdi majid makan makenzy malak malek malha malia malick
malik malika malo malory malvina malvine mama mamadou mame mamie mamoudou manel manelle manfred
manise manoa manoe manoel manolo manon manu manuel manuela manuella mara marc marceau marcel
marcela marcelin marceline marcelino marcelle marcellin marcelline marcello marcia marco marcos
marcus mareva margaret margarida margarita margaud margaut margaux margerie margherita margo
margot margotte marguerite maria mariam mariama mariame mariana mariane marianne mariano marie
mariela marielle marien mariette marija marilou marilyn marilyne marilyse marin mario marion
mariona marios marisa marise marisol marissa marita marius mariya marjolaine marjorie mark markus
marlena marlene marley marlon marly marlyse marouan marouane marta martha marthe marti martial
martin martina martine martino marvin marwa marwan marwane marwen mary maryam maryannick marylene
marylin maryline marylise marylou maryne maryse maryvonne massil massimo massinissa mateo mateusz
mathea matheo mathew mathias mathieu mathilda mathilde mathis mathurin mathys matis matisse matt
matteo matthew matthias matthieu matthis mattia mattis matys maud maude maureen maurice mauricette
maurine maurizio mauro mauve max maxence maxens maxim maxime maximilien maximilienne maximin
maxine may maya mayana maylie maylin mayline maylis maylone mayssa mayssam mayssane mayssoun meddy
mederic medhi medina megan megane megann mehdi mehmet meissa mejda mekki mel melaine melanie melia
melina melinda meline melisande melissa melisse mellina melodie melody melusine melvil melvin
melvyn melyna melyssa memphis mendy menouar mercedes meriadec meriam meriem merlin merouane merry
mervyn meryam meryem messaoud messaouda mia mica micah michael michaela michal micheal michel
michele micheline michelle mickael mickaelle micky miguel mihai mika mikael mike mikel mikhail
mila milan milana mildred milena milene miles milla milly milo miloud milton mimoun mimouna mina
mindy minh miquel mira mirabelle miranda mireille mirella mireya miriam mirko mirna misha mitchell
miya moana modeste modibo modou mohamad mohamed mohammad mohammed mohand moise mokhtar molly momo
mona moncef monia monica monika monique montserrat mor morad morgan morgane moriba morice morvan
mouad mouctar mouhamadou mouhamed mouloud mouna mounia mounir mourad moussa moustapha murat muriel
murielle mustafa mustapha myla mylan mylene myles myriam myriem myrtille myrto
nacer nacera naceur nacim nada nade nadege nader nadia nadim nadine nadir nadira nadjet nadjib
naim naima nais naissa najat najet najib najoua nanette nans naomi naomie napoleon narcisse
narimane nasr nasser nassera nassim nassima nastasia natacha natalia natalie natan natanael
natasha nathalia nathalie nathan nathanael nathanaelle nawal nawel nawfel nayel nayla nazaire
nazim nazli nedjma neela nefeli neil nelia nelly nelson neo nessa nessim nestor neven nevena niamh
nicola nicolaas nicolai nicolas nicole nicoleta nicolette nicolina nicolo nidal nidhal niels niki
nikita niklas nikola nikolai nikos nil nila nils nima nina nine nino ninon nisrine nizar noa noah
noam noan noanne noe noelia noelie noeline noella noelle noellie noham nohan nohlan nohra nolan
nolann nolhan nolwenn nonna nora norah norbert nordine noreddine norma norman norredine nouh nouha
nour noura noureddine nouredine nouria nourredine noussair nuno nuria nyls
oceane octave octavia octavie octavien odelin odeline odette odile odilon odin ofelia olaf oleg
olga olimpia olive oliver olivia olivie olivier olivine olympe olympia omar omayma omer onesime
ophelie oreste orhan oriana oriane orianne oriel orion orlando orlane orlena orlov ornella orso
orsola oscar osman osmane ossama osvaldo oswald othman othmane otman otmane ottavia otto ouafa
ouarda ouassila ouassim oumaima oumar oumou ouria ousmane oussama owen oya ozan ozanne
pablo paco pacome paloma pamela pansy paola paolo papa paquita paquito parfait paride pascal
pascale pascaline pascual pasquale patience patric patrice patricia patricio patrick patrik
patrycja patty paul paula paule paulette paulin paulina pauline paulo pavel pearl pedro peggy
pelagie penelope pepita perceval perla pernelle perrette perrine pervenche peter petra petronille
phil phileas philemon philibert philip philipp philippa philippe philippine philomene phoebe pia
pier piera pierce pierette pierina piero pierre pierrette pierric pierrick pierrot pietro pilar
pio piotr placide pol pola polina polly polycarpe precilia prescilla preston primael prisca
priscilia priscilla priscille prosper prune pryscilla
quentin quincy quitterie
rabah rabha rabia rabie rachel rachele rachelle rachid rachida radhia radia radouane rafael
rafaela rafaele rafaelle rafal rafik rafika raihana raina raissa raja rajaa ralf ralph rama ramata
ramatoulaye ramdane rami ramiro ramla ramon ramona ramy ramzi randa rania ranim ranya raouf raoul
rapha raphael raphaela raphaele raphaelle raquel rasha rashid raul ravi rayan rayane rayhan
rayhana raymond raymonde raynald razane rebecca rebeka reda redouan redouane regina reginald
regine regis rehan reine reinhard reinold rejane remi remo remond remy renald renan renana renata
renate renato renaud renault rene renee reno resul reynald rhita ria riad rian ricardo riccardo
richard richarde rick ricky rida rika rim rima rino rita ritchie robert roberta roberte roberto
robin robine robinson robson rocco roch rochdi roderic rodolfo rodolphe rodrigo rodrigue roger
rokaya rokia roland rolande rolando rolf romain romaine roman romane romaric romary romeo romina
romuald romulus romy ronald ronaldo ronan ronel ronny roque rosa rosalia rosalie rosalinde
rosaline rosanna rosario rose roselina roseline rosella roselyne rosemarie rosemary rosemonde
rosette rosie rosine rosita ross roxana roxane roxanne roy ruben rubens ruby rudi rudolf rudolph
rudy rufin rufus rui rupert russell ruth ryad ryan ryane rym ryma
sabah saber sabin sabina sabine sabri sabria sabrina sabrine sacha sadek sadia sadio safa safae
safia safiatou safiya safwane sahar said saida saif salif saliha salim salima salimata sally salma
salman salome salomon salvador salvatore sam samantha samba sambou samia samih samir samira samson
samuel samuele samy sana sanaa sandie sandra sandrine sandro sandy sanja sanjay sanna santiago
santo saphia saphir sara sarah sarra sascha sasha saskia saturnin saul savannah saverio savinien
scarlett scholastique scott sean seba sebastian sebastiao sebastien secil sefora segolene selena
selene selim selima selin selina selma semih sena senan serap seraphin seraphina seraphine serena
serge sergei sergey sergio servane seth severe severin severine seydou seyfeddine seynabou shaima
shaina shaka shana shania shannon sharon shawn shayma sheila shelby sherine sherley shirel shirley
shona sibel sibylle sid sidi sidney sidonia sidonie siegfried siham sihame sihem silas silvain
silvana silvano silvere silvia silvie silvio simao simeon simon simona simone simonetta simonne
sina sinan sindy sira sirine sissi sixte sixtine sofia sofian sofiane sofie soha sohan soizic
sokhna solal solana solange solea solene solenn solenne soliman soline solveig sonia sonja sonny
sophia sophian sophiane sophie soraya soren sorin sory souad soufian soufiane souhail souhila
soukaina souleymane soumaya soumia souraya spencer stacy stan stanis stanislas stanislaw stanley
steeve steeven stefan stefana stefania stefanie stefano stella stellan stephan stephane stephanie
stephen stephie steve steven stevens stewart stuart suat sue sully sultan sulyvan sunny susan
susana susanna susanne susie suzanna suzanne suzel suzette suzie suzon suzy sven svetlana swan
swann swanny sybil sybille sydney sylla sylvain sylvaine sylvana sylvere sylvestre sylvette sylvia
sylviane sylvianne sylvie symphorien syrine
tabatha taha tahar taina talia tamara tamas tancrede tanguy tania tanya tao tara taraji tarek
tareq tarik tariq tatiana tayeb taylor ted teddy telma teo terence teresa terry tess tessa teva
thais thalia thami thanh thea thelio thelma theo theodora theodore theodule theophane theophile
theophraste therese thi thiago thibaud thibault thibaut thiebaud thien thierno thierry thiery
thiphaine thomas thomasine thor tia tiago tiana tiare tiavina tidiane tidjane tien tifaine tifany
tiffany tilian tilio tim timea timeo timothe timothee timothy tina tino tiphaine tiphanie tissem
titien titouan titus tobias toby tod todd tom toma tomas tomasz tommaso tommy toni tony toufik
toussaint tracy tran trevor tristan troy tsiory tudor tugdual tulio tuong turenne ty tyler tyron
tyronne tyson
ugo ugolin ulric ulrich ulrike ulysse uma umberto urbain uriel ursula ursule usman
vaea vaiana vaimiti valentin valentina valentine valentino valere valeria valeriane valerie
valerien valerio valery valeska valter vanessa vanille vanina vasco vassili vassilis venise vera
veronica veronika veronique vianney vicente vicky victor victoria victorien victorin victorine
vigile viktor viktoria vilma vincent vincente vincenzo vinciane vinh vinicius viola violaine
violet violeta violette virgil virgile virgilio virginia virginie vitalie vito vittoria vittorio
vivi vivian viviane vivien vivienne vlad vladimir volodia
wadi wael wafa waheb wahib wahiba wahid walid walter waly wanda warren wassila wassim wenceslas
wendie wendy werner wesley widad wijdane wilfrid wilfried wilhelm will william williams willy
wilson winnie winston wissam wissem wladimir wolfgang woody wyatt
xabi xavier xaviere xenia ximena
yacin yacine yael yaelle yahia yahya yamina yan yanael yanaelle yanice yanick yanis yann yanna
yannael yannick yannig yannis yanniss yaquine yasemin yasin yasmin yasmina yasmine yasser yassin
yassine yassir yazid yehudi ylan ylane ylann ylies ymen yoan yoann yoanna yoanne yohan yohann
yohanna yolaine yolan yolanda yolande yona yonah yoni yorick youcef younes youness yousra yousri
youssef youssouf youssra ysabel ysaline yseult ysoline yuna yunus yuri yusuf yvain yvan yvanna
yvelise yvelyne yves yvette yvon yvonne yvonnick
zachari zacharia zacharie zack zadig zahia zahra zaia zaina zainab zaineb zak zakaria zakarya
zakia zara zayd zayn zaynab zehra zeina zelda zelia zelie zena zenab zeno zephyr zeynep zhora ziad
zidane zied zineb zinedine zita zlata zoe zofia zohr zohra zora zoran zoubida zouhair zoulikha
zoumana zuzana
"""

# With a capital too, these are as often a place, a feast, a brand or the first word of a sentence.
_ALSO_PROPER_NOUNS = """
ada alba alma alpha april ascension avril azur ben bienvenue bob bonaventure cem chance christ
clair come conception concorde constance constant cosmos cyr dan desire duc dune eden emeraude
eole espoir felicite florence franc france franche grace harmonie heritage isis islam israel
ivoire jan jesus juin juste justice lo lorraine lourdes lune ly mai mama mamie manche mars max may
mel mercedes merci merlin mica mine modeste mor nature neige nice nil noel olympe orion papa papy
parfait paris patience per perle plaisance pol prosper prudence raison ravi reine
renaissance renault rim rocher roman rubis sable saint sam samba saphir severe sid soleil
solidaire sully sultan terre thi tia toussaint turenne ty tyson urbain valence venise verone
victoire vienne vigile will wilson woody zephyr
"""

# Without their capital, these are ordinary words.
_ALSO_WORDS = """
aime aimee aline ambre ange angel anges aube auguste aurore barbe basile blanche blondine brice
brune bruyere candide capucine celeste cerise charlie claire claude clemence clement coline dahlia
daisy delphine desiree estelle etoile eve fidele fleur flora flore florent franck garance germain
gloria honore hortense iris jade jasmine jean jordan joy jules june junior kim lambert lana laure
laurence laurent laurier lila lilas lily lin line lise lou loup lys madeleine marguerite marin
marine marthe martial mary mathieu maxime merle moise muguet myrtille narcisse neo nine noe oceane
octave olive olivier orchidee ouest pascal pascale paul pervenche pierre pierres pip placide
precieuse prune rayan regine romain romaine romane rosa rose rosette roy ruby salome santo sara
sue sylvestre tao tara tim titien viola violet violette virgile virginie vivienne
"""

AMBIGUOUS_FIRST_NAMES: Final = frozenset(_ALSO_PROPER_NOUNS.split())
LOWER_CASE_WORDS: Final = frozenset(_ALSO_WORDS.split()) | AMBIGUOUS_FIRST_NAMES
FIRST_NAMES: Final = frozenset(_CURRENT.split()) | frozenset(
    """
    abdelatif abdelhakim abdelhamid abdellatif abdelmajid adjoua agnieszka akissi aldric alize
    andrzej anh ayse binh binta blessing chancel conceicao debora djeneba dmitri doriane emine ewa
    exauce fanta fathi fernanda ghania hafida hoa huong ioana jing josue kodjo komlan kossi
    krzysztof linh lurdes mabrouk malgorzata mallory mihaela ming nabil ndeye ngoc oksana ombeline
    ondine ozlem pawel phuong quang ridha rkia sakina salah sami samiha sekou serkan slimane
    taoufik tetiana thuy trang trung tuan vitor warda wei xiao zachary zoubir
    alexandrie alienor ambre arnaude avril aymar bienvenue blanche bonaventure calvin capucine caro
    chance clair desire desiree eymeric fleur flo florence france guenievre hayden hyppolite
    iris ismerie jade jhon josephte juste kaelig kais kelia kenji laurier lison lorraine lourdes
    lowen marine maiwen maxens mya nael nahel nahla nath neyla noel noelia noemi noemie ouiam perle
    prudence rayana rubis seb soan sofiene souheil soumeya steph swany tasnim thaiss thimeo tymeo
    vero victoire wassil yanisse youna ysee zakariya
    """.split()
)
