"""The words of institutions, posts and forms of address, each once, with what it tells. Pure.

All words are folded (toolkit.text.fold). Reading registers, guessing kinds, comparing names and
composing the article take their lists from the tables here.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Institution:
    """A word for a kind of body, in the form under which names are compared."""

    word: str
    traits: frozenset[str]
    english: tuple[str, ...]
    albanian: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def spelled_out(self) -> tuple[str, ...]:
        return (self.word, *self.english, *self.albanian)

    @property
    def forms(self) -> tuple[str, ...]:
        return (*self.spelled_out, *self.others)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(text: str) -> dict[str, str]:
    """Return {word: form} of lines "form: word word ..."."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return {word: form.strip() for form, words in pairs for word in words.split()}


def _institutions(text: str) -> dict[str, Institution]:
    """Return {word: Institution} of rows "word | traits | English | Albanian | others"; "|" goes on with a row."""
    found = {}
    for line in re.sub(r"\n\s*\|", " |", text.strip()).splitlines():
        word, traits, *forms = (cell.strip() for cell in line.split("|"))
        found[word] = Institution(word, _set(traits), *(tuple(cell.split()) for cell in forms))
    return found


# word | traits | more English | Albanian | abbreviations and other languages. The traits:
#   local-government, embassy ...  the kind of organisation it tells; in a name, the first line counts
#   body    the body itself: two different ones are two bodies, whatever else two names share
#   common  in so many names that two which share no other word share nothing
#   the     takes the article in a sentence
#   unit    a part of a larger body
INSTITUTIONS = _institutions(
    """
    municipality | local-government body the | municipalities | bashkia bashki bashkise bashkine bashkiak komuna komunes
        | mun munic comune commune opstina municipal
    county | local-government body | counties | qarku qark qarkut |
    prefecture | local-government body the | prefectures | prefektura prefekture prefektures |
    embassy | embassy body the | embassies | ambasada ambasade ambasades
        | emb ambassade ambasciata botschaft embajada
    consulate | embassy body the | consulates | konsullata konsullate konsullates |
    ministry | central-government body the | ministries | ministria ministrise ministrine
        | min ministere ministerio ministero ministerium bundesministerium
    directorate | central-government body the unit | directorates | drejtoria drejtorise
        | dir direction direccion direzione direktion
    police | central-government body the | | policia policise | polizia policja
    agency | central-government common the | agencies | agjencia agjenci agjencise
        | agence agenzia agencia agentur
    chamber | private-sector body the | chambers | dhoma dhome dhomes | chambre camera kammer
    company | private-sector common | companies | kompania kompani |
    bank | private-sector body the | banks | banka banke bankes |
    university | academia body | universities | universiteti universitet universitetit
        | univ universite universita universidad universitat
    faculty | academia the | faculties | fakulteti fakultet fakultetit |
    committee | civil-society common the | committees | komiteti komitet komitetit
        | comm cttee comite comitato
    association | civil-society common the | associations | shoqata shoqate shoqates
        | assoc assn ass asoc asociacion associazione associacao
    foundation | civil-society common the | foundations | fondacioni fondacion fondacionit
        | fdn found fondation fundacion fondazione stiftung stichting fundacao
    centre | civil-society common the unit | center centres centers | qendra qender qendres
        | ctr centro zentrum
    academy | the | academies | akademia akademi akademise |
    administration | common the | | administrata administrate administrates | admin
    alliance | common | alliances | aleanca aleance |
    assembly | the | assemblies | kuvendi kuvend kuvendit asambleja |
    authority | the | authorities | autoriteti autoritet autoritetit |
    board | the | boards | bordi bord |
    branch | common unit | branches | dega dege deges |
    church | body | churches | kisha kishe kishes |
    club | | clubs | klubi klub klubit |
    cluster | common | clusters | |
    coalition | common | coalitions | koalicioni koalicion |
    college | body the | colleges | kolegji kolegj |
    commission | common the | commissions | komisioni komision komisionit | commn kommission commissione
    corporation | common | corporations | korporata korporate |
    council | common the | councils | keshilli keshill keshillit | conseil consiglio rat consejo
    court | body the | courts | gjykata gjykate gjykates |
    delegation | the | delegations | delegacioni delegacion |
    department | body the unit | departments | departamenti departament departamentit
        | dept dep dpt departement departamento dipartimento
    enterprise | | enterprises | ndermarrja ndermarrje ndermarrjes |
    federation | common the | federations | federata federate federates |
    force | | forces | forca forcat |
    forum | common | forums | forumi forumit |
    fund | common the | funds | fondi fondit | fonds fondo
    government | body the | governments | qeveria qeveri qeverise
        | govt gov gvt govern gouvernement gobierno governo regierung
    group | common | groups | grupi grup grupit | grp groupe gruppe
    hospital | body | hospitals | spitali spital spitalit |
    initiative | common | initiatives | iniciativa iniciative | initiativ
    inspectorate | the | inspectorates | inspektorati inspektorat inspektoratit |
    institute | common the | institutes institution institutions | instituti institut institutit
        | inst instituto istituto
    league | | leagues | liga lige |
    mission | | missions | misioni misionit |
    movement | | movements | levizja levizje |
    network | common the | networks | rrjeti rrjet rrjetit | reseau rete netzwerk
    office | common the unit | offices bureau | zyra zyre zyres | ofc off ufficio buro oficina
    ombudsman | the | | |
    organisation | common the | organization organisations organizations | organizata organizate organizates
        | organizat org orgn organizzazione
    parliament | body the | parliaments | parlamenti parlament parlamentit |
    partnership | common | partnerships | partneriteti partneritet |
    party | | parties | partia partise |
    platform | common | platforms | platforma |
    programme | common the | program programmes programs | programi programit
        | prog programm programma programa
    project | common | projects | projekti projekt projektit |
    representation | the | | perfaqesia perfaqesi |
    school | body | schools | shkolla shkolle shkolles | ecole scuola schule
    secretariat | common the | secretariats | sekretariati sekretariat sekretariatit |
    section | common unit | sections | seksioni seksion |
    sector | common unit | sectors | sektori sektor |
    service | common the | services | sherbimi sherbim sherbime sherbimit | serv svc servizio servicio
    society | common | societies | shoqeria shoqeri shoqerise | soc
    team | common unit | teams | ekipi ekip |
    trust | common | trusts | |
    union | common the | unions | bashkimi bashkimit unioni | unione
    unit | common the unit | units | njesia njesi njesise |
    """
)


def institution_words(trait: str) -> frozenset[str]:
    return frozenset(one.word for one in INSTITUTIONS.values() if trait in one.traits)


# Codes of kinds of organisation; the first that a name's words tell counts.
KINDS = (
    "local-government", "embassy", "central-government", "private-sector", "academia", "civil-society",
)  # fmt: skip
KIND_OF = {
    **dict.fromkeys(("ltd", "limited", "llc", "gmbh", "shpk"), "private-sector"),
    **dict.fromkeys(("ngo", "ngos", "ojf", "ojq"), "civil-society"),
    **{
        form: kind
        for one in INSTITUTIONS.values()
        for kind in one.traits.intersection(KINDS)
        for form in one.spelled_out
    },
}
IN_ENGLISH = {form: one.word for one in INSTITUTIONS.values() for form in one.spelled_out}
# A mailbox of an office says nothing of who writes from it.
SHARED_MAILBOXES = KIND_OF.keys() | _set(
    "info office contact kontakt mail email admin press media secretariat sekretari sekretaria sekretariat "
    "kabinet kabineti cabinet protokoll protokolli protocol reception hello support hr general post"
)
# Words that make a name an organisation's: institutions, and others that no person is called.
ORGANISATION_WORDS = IN_ENGLISH.keys() | _set(
    "aid albania albanian caritas cross european inc international kosovo ltd national nations "
    "partners red refugee regional relief state vision women world youth "
    "kryqi shqiperi shqiperia shqiptar shqiptare"
)

# Who heads what: {post: (body, its Albanian forms)}.
HEADS = {
    "mayor": (
        "municipality",
        ("kryebashkiak", "kryebashkiaku", "kryebashkiake", "kryebashkiakja", "kryetar i bashkise",
         "kryetari i bashkise", "kryetare e bashkise", "kryetarja e bashkise"),
    ),
    "ambassador": ("embassy", ("ambasador", "ambasadori", "ambasadore", "ambasadorja")),
    "consul general": ("consulate general", ()),
    "consul": ("consulate", ("konsull", "konsulli", "konsullja")),
    "minister": ("ministry", ("ministri", "ministre", "ministrja")),
    "prefect": ("prefecture", ("prefekt", "prefekti", "prefektja")),
}  # fmt: skip
DEPUTIES = ("deputy", "vice", "sub", "zevendes", "zv", "nen")
POST_WORDS = {form.split()[0] for post in HEADS for form in (post, *HEADS[post][1])} | _set(
    "director head chief officer manager coordinator president chair secretary adviser advisor "
    "specialist representative commissioner deputy counsellor attache daffaires administrator "
    "inspector judge professor member ceo drejtor drejtori drejtore drejtoresha koordinator "
    "koordinatori koordinatore shef shefi nenkryetar nenkryetari zevendeskryetar zevendeskryetari"
)

# Forms of address before a name. Those of the first line stand before a surname alone too;
# those of the second are known by their points, for Hon and Eng are names.
SURNAME_HONORIFICS = ("mr", "mrs", "ms", "dr", "prof")
HONORIFICS = frozenset(
    [
        *SURNAME_HONORIFICS,
        *(f"{word}." for word in SURNAME_HONORIFICS),
        *("h.e.", "amb.", "hon.", "eng."),
        *("z.", "zj.", "znj.", "zoti", "zonja", "zonjusha"),
    ]
)
# What else is no part of a person's name when two are compared: degrees, ranks, other languages.
TITLES = {*SURNAME_HONORIFICS, "amb", "hon", "eng"} | _set(
    "he h e miss mx professor ambassador ing arch av avv lic sir dame lord lady phd md msc mba jr sr "
    "col gen cpt capt lt maj sgt rev fr min mp mep zoti zonja zonjusha znj z zj dott dottssa sig "
    "signora mme mlle monsieur madame herr frau dipl excellency exc ekselenca shkelqesia tij saj"
)


def split_honorific(text: str) -> tuple[str, str]:
    """Return (honorific, name): "H.E. Mr. Karl Bergner" gives ("H.E. Mr.", "Karl Bergner")."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and words[count].lower() in HONORIFICS:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


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
FORMS = {
    form: one.word for one in INSTITUTIONS.values() for form in one.forms if form != one.word
} | _table(
    """
    international: intl int internat nderkombetare nderkombetar internationale internacional internazionale
    national: natl nat kombetare kombetar nationale nacional nazionale
    general: gen pergjithshme
    development: dev devt devel devmt zhvillimit zhvillim developpement sviluppo desarrollo entwicklung desenvolvimento
    cooperation: coop cooperazione cooperacion bashkepunim bashkepunimi zusammenarbeit
    management: mgmt mgt menaxhimi
    commerce: tregtise tregti commercio
    border: kufitare kufiri
    region: rajoni regional rajonal rajonale
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
    cross: kryqi croix croce kreuz
    red: kuq rouge rossa rotes
    world: mondiale mondial boterore
    volunteer: voluntary volunteers
    united: unies unidas vereinte bashkuara
    nations: nazioni naciones nationen kombeve
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
COMMON = institution_words("common") | _set(
    "international national development cooperation management general worldwide global world support "
    "aid relief action community region local public state republic federal humanitarian united nations "
    "affairs system sustainable research volunteer solutions consulting partners entity governmental "
    "limited"
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
TYPES = institution_words("body")
