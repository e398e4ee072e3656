"""Word lists for comparing names, all folded: general knowledge of names, of no one register."""


def _set(text):
    return set(text.split())


def _table(text):
    """Return {word: form} of lines "form: word word ..."."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return {word: form.strip() for form, words in pairs for word in words.split()}


# Words that tell no name from another, in the languages of an office in Albania.
SMALL = _set(
    "the of and for in on at to from by with a an its through "
    "i e te se ne per dhe nga me "
    "de la le les des du et d l pour en aux au "
    "di del della dei delle degli per il lo gli nel "
    "der die das und fur von van het een voor "
    "y el los las para da do dos das o os"
)

# How companies and associations are registered; written or left out as it comes.
LEGAL = _set(
    "ltd limited inc incorporated llc llp plc corp co gmbh ggmbh ev bv nv sa sarl sas srl spa ab as asbl "
    "aisbl vzw shpk sha ojf ojq onlus ong ngo ngos cbo cso kg ag oy aps reg"
)
# The same where points part the letters: "Sh.p.k." folds to "sh p k", whose single letters are joined.
LEGAL_PARTS = ("sh pk", "sh a", "sh p k")

# One form for a word in its spellings, abbreviations and languages. A form may be of several words.
FORMS = _table(
    """
    organisation: organization organizat organizata organizate org orgn organisations organizations organizzazione
    international: intl int internat nderkombetare nderkombetar internationale internacional internazionale
    national: natl nat kombetare kombetar nationale nacional nazionale
    association: assoc assn ass asoc shoqata shoqate shoqates asociacion associazione associacao associations
    foundation: fdn found fondacioni fondacion fondation fundacion fondazione stiftung stichting fundacao
    ministry: min ministria ministrise ministere ministerio ministero ministerium bundesministerium ministries
    department: dept dep dpt departamenti departament departement departamento dipartimento departments
    directorate: dir drejtoria drejtorise direction direccion direzione direktion directorates
    general: gen pergjithshme
    government: govt gov gvt govern qeveria qeveri gouvernement gobierno governo regierung governments
    municipality: mun munic bashkia bashki bashkise komuna comune commune opstina municipal municipalities
    embassy: emb ambasada ambasade ambassade ambasciata botschaft embajada embassies
    university: univ universiteti universitet universite universita universidad universitat universities
    institute: inst instituti institut instituto istituto institution institutions
    centre: center ctr qendra qender centro zentrum centres centers
    programme: program prog programi programm programma programa programmes programs
    development: dev devt devel devmt zhvillimit zhvillim developpement sviluppo desarrollo entwicklung desenvolvimento
    cooperation: coop cooperazione cooperacion bashkepunim bashkepunimi zusammenarbeit
    committee: comm cttee comite komiteti komitet comitato committees
    commission: commn komisioni komision kommission commissione
    council: keshilli keshill conseil consiglio rat consejo councils
    agency: agjencia agjenci agence agenzia agencia agentur agencies
    office: ofc off zyra zyre bureau ufficio buro oficina offices
    service: sherbimi sherbim sherbime services serv svc servizio servicio
    administration: admin administrata administrate
    management: mgmt mgt menaxhimi
    secretariat: sekretariati
    network: rrjeti rrjet reseau rete netzwerk networks
    union: bashkimi unioni unione
    chamber: dhoma dhome chambre camera kammer
    commerce: tregtise tregti commercio
    police: policia policise polizia policja
    border: kufitare kufiri
    prefecture: prefektura prefekture
    region: rajoni regional rajonal rajonale
    county: qarku qark
    school: shkolla shkolle ecole scuola schule
    hospital: spitali spital
    health: shendetesise shendetesi shendetit sante salute gesundheit
    education: arsimit arsim edu educ educational
    interior: brendshme brendshem
    foreign: jashtme
    affairs: puneve puneveve affair
    social: sociale social
    labour: labor punes travail lavoro
    environment: env environ mjedisit environmental
    agriculture: agric bujqesise agricultural
    economy: ekonomise economic economics
    finance: financave financial
    justice: drejtesise
    women: woman grave gruas femmes donne
    children: child femijeve femijet kinder enfants bambini childrens
    youth: rinia rinise rinore
    migration: migracionit migracioni
    refugees: refugee refugjateve refugies rifugiati
    humanitarian: humanitare hum humanitaire
    relief: ndihme
    protection: mbrojtjes mbrojtja
    technology: tech
    research: res
    rehabilitation: rehab
    initiative: initiatives initiativ
    society: soc shoqeria
    group: grp grupi groupe gruppe groups
    cross: kryqi croix croce kreuz
    red: kuq rouge rossa rotes
    world: mondiale mondial boterore
    volunteer: voluntary volunteers
    united: unies unidas vereinte bashkuara
    nations: nazioni naciones nationen kombeve
    fund: fonds fondo fondi
    monetary: monetaire monetario monetar
    food: ushqimit alimentare
    rights: droits diritti derechos drejtave
    human: humains umani humanos njeriut
    commissioner: commissariat komisariati komisari
    high: haut larte
    culture: kultures cultura cultural kultura
    defence: mbrojtje defense
    tourism: turizmit
    technical: teknik teknike
    construction: ndertim ndertimi constructions
    energy: energjise energji
    security: sigurise siguri securite
    united nations: un uno kombevebashkuara
    high commissioner: hc
    european union: eu
    """
)

# States by their adjectives, languages and short forms.
PLACES = _table(
    """
    albania: albanian shqiperi shqiperia shqiperise shqiptare shqiptar albanien albanie
    kosovo: kosova kosoves kosovar kosove
    macedonia: macedonian maqedonia maqedonise
    montenegro: montenegrin malizi
    serbia: serbian serbi
    greece: greek greqia greqise hellenic
    italy: italian italia italiane italise italien italie italiano italiana
    germany: german gjermania gjermanise gjermane deutschland deutsche deutscher allemagne federalrepublicofgermany
    austria: austrian osterreich austriake
    switzerland: swiss zvicra zvicres zvicerane suisse schweiz svizzera
    france: french franca frances franceze francaise francais
    netherlands: nl dutch nederland nederlandse holland holanda holandes
    belgium: belgian belgique belgie belgjika
    luxembourg: luksemburg
    denmark: danish danmark danska
    sweden: swedish sverige suedia suedeze
    norway: norwegian norge norvegjia norsk
    finland: finnish suomi
    iceland: icelandic
    ireland: irish irl eire
    united kingdom: uk gb british britain
    united states: us usa american
    canada: canadian kanada kanadez
    australia: australian
    new zealand: nz
    spain: spanish espana spanja
    portugal: portuguese
    poland: polish polska polonia
    czech: czechia
    slovakia: slovak
    hungary: hungarian hungaria
    romania: romanian rumania
    bulgaria: bulgarian bullgaria
    croatia: croatian kroacia
    slovenia: slovenian slovene
    bosnia: bosnian
    turkey: turkish turkiye turqia turqise turke
    russia: russian rusia
    ukraine: ukrainian ukraina
    japan: japanese japonia
    china: chinese kina
    india: indian
    korea: korean
    israel: israeli
    egypt: egyptian
    kuwait: kuwaiti
    qatar: qatari
    saudi: ksa
    emirates: uae emirati
    iran: iranian
    iraq: iraqi
    syria: syrian
    afghanistan: afghan
    pakistan: pakistani
    somalia: somali
    kenya: kenyan
    ethiopia: ethiopian
    uganda: ugandan
    tanzania: tanzanian
    nigeria: nigerian
    ghana: ghanaian
    rwanda: rwandan
    malta: maltese
    cyprus: cypriot
    africa: african afrika
    europe: european europa evropa evropes
    estonia: estonian
    latvia: latvian
    lithuania: lithuanian
    """
)
STATES = set(" ".join(PLACES.values()).split()) | {
    "somaliland", "puntland", "sudan", "zambia", "malawi", "mozambique", "zimbabwe", "nepal",
    "bangladesh", "lebanon", "jordan", "yemen", "libya", "tunisia", "morocco", "senegal", "mali",
    "brazil", "mexico", "colombia", "peru", "chile", "argentina", "vietnam", "thailand", "cambodia",
    "indonesia", "philippines", "myanmar", "africa", "europe", "asia", "america", "london",
}  # fmt: skip

# Words of so many names that two names which share no others share nothing.
COMMON = _set(
    "organisation international national association foundation development cooperation agency centre "
    "programme group network institute society service management union office general administration "
    "worldwide global world fund project trust support initiative aid relief action community "
    "secretariat committee council commission region local public state republic federal humanitarian "
    "united nations affairs company system partnership alliance federation coalition platform unit "
    "sector team branch section sustainable research volunteer group institutions forum corporation "
    "solutions consulting partners entity governmental cluster company limited"
)

# The United Nations before the name of an agency are often left out.
FAMILY = {"united", "nations"}

# What a body works on: words of many names, though fewer than the common ones.
THEMES = _set(
    "education health environment agriculture finance justice women children youth migration refugees "
    "protection technology rehabilitation interior foreign social labour economy peace democracy rights "
    "human law trade energy water food nutrition climate security culture sport tourism defence "
    "population science innovation business industry transport infrastructure disability minority "
    "construction medical engineering media arts music housing sanitation communication insurance "
    "rural urban poverty emergency disaster conflict crisis learning training child family"
)

# What kind of body a name names: two kinds are two bodies, whatever else they share.
TYPES = _set(
    "ministry department directorate municipality embassy university police prefecture county school "
    "hospital chamber government bank court parliament consulate college church"
)
