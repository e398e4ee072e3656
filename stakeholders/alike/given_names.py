"""Titles to leave out, and first names with their short and foreign forms; all folded."""


def _set(text):
    return set(text.split())


TITLES = _set(
    "he h.e hon mr mrs ms miss mx dr prof professor amb ambassador eng ing arch av avv lic sir dame lord lady "
    "phd md msc mba jr sr col gen cpt capt lt maj sgt rev fr min mp mep zoti zonja zonjusha znj z zj z.nj "
    "ing dott dottssa sig signora mme mlle monsieur madame herr frau dipl h e excellency exc ekselenca "
    "shkelqesia tij saj"
)

# A line is one first name: what people of the region write for it, in full, short, and in other languages.
GROUPS = """
aleksander alexander aleksandros alexandros alexandre alessandro aleksandar alex aleks sander sandri
aleksandra alexandra sandra
andrea andreas andre andrei andrew andi andrej ndre ndreu
anastas anastasios anastasio tasi
anton antonio antonios anthony tony toni ndoc
ardian adrian adriano adri
arben ben beni
artur arthur arthuros turi
dhimiter dimitri dimitrios dimitris dmitri dhimitri mitri
eduard edward edoardo eduart edi edvard
elizabeth elisabeta elisabeth elisabetta eli beti liza
emanuel emmanuel emanuele manuel
engjell angjel angelo angel
ernest ernesto erni
filip philip filippo philippe filippos
francesk francesco francis francois frank franko frano
frederik frederick federico fredi
gjergj gjergji george giorgio georgios georg jorgos jorgji georges
gjon gjoni john johan johannes giovanni ioannis jan jani jean ivan janaq yannis
gjovalin valentin valentino
hysen hussein husein hysni
ibrahim abraham brahim
iliaz elias ilias
ismail smail
jakup jakub jacob giacomo jakov
josif jozef joseph giuseppe josef zef
katerina catherine caterina ekaterini katherine kate katrin
klaudio claudio claude klod klaudi
kristaq christakis kristo christos kristofor christopher christophe kris chris
kristina christina cristina christine
konstandin konstantin constantin konstantinos costas kosta kostandin dino
leonard leonardo leon
lorenc lorenzo laurence laurent
ludovik lodovico ludwig louis luigi
magdalena madeleine lena
margarita margaret margherita marguerite greta
maria marie mary
martin martino martini
mark marko marco marcus markus
mehmet muhamet mohamed mohammed muhammad mohammad muhammed
michael mihal mihail michele michel mihallaq mikel mike mihalis
mikaela michaela
nikolla nikola nicola nicolas nikolaos nikolas niko nick kole
pal paul paolo pavel pavlos pavllo
pandeli pantelis
pjeter peter pietro petros pierre petraq petar
rafael raffaele raphael
robert roberto bob bert
roland rolando landi
samuel sam
sotir sotiris
spiro spiros spyros spiridon
stefan stephen steven stefano stefanos steve
sulejman suleiman sylejman
teodor theodor theodoros teodoro theodore thodori
thoma thomas tomas toma tom tommaso
tomor tomorr
vangjel evangelos vangelis evangelio
vasil vasilios vassilis basil vasilis
veronika veronica
viktor victor vittorio
vilson wilson
vladimir lad vlad ladi
yusuf jusuf isuf
zenel zejnel
anna ana ann anne
bill william guljelm guglielmo will wilhelm
dave david davide dawud
jim james
rick richard riccardo
ted edmund edmond mondi edmondo
kathleen kathy
"""
FIRST_NAMES = {}
for number, line in enumerate(GROUPS.strip().splitlines()):
    for name in line.split():
        FIRST_NAMES.setdefault(name, set()).add(number)
