"""What generated records say: names of people and bodies, and the texts of meetings. Words in, texts out."""

from random import Random

SURNAMES = """
Aliaj Arsovski Balla Basha Begaj Berisha Bojku Braho Cani Cela Çela Çobani Curri Dauti Deda Dervishi Dhimitri
Doda Duka Elezi Fejzullai Ferati Gashi Gjini Gjoka Gorica Halili Hasani Hoxha Hysa Ibrahimi Ilievska Ismaili
Jakupi Janković Jovanović Kadriu Kapllani Kola Kolë Krasniqi Kurti Laçi Lamaj Leka Lika Limani Lleshi Malaj
Marku Mehmeti Memushi Meta Mitrović Mulaj Murati Muça Ndoja Nikolla Nushi Osmani Pashaj Petrović Pjetri Prifti
Qosja Rama Rexha Rrapaj Rusi Sadiku Selimi Shehu Shkreli Sokoli Spahiu Stojanov Tahiri Tafaj Toçi Topalli Troka
Ukaj Velaj Vuković Xhafa Ymeri Zaimi Zeqiri Zhuka Žižić
"""

TITLES = """
Director; Deputy Director; Head of Sector; Head of Unit; Adviser; Legal Adviser; Coordinator; Programme Manager;
Specialist; Chief of Cabinet; Focal Point for Migration; Social Worker; Secretary General; Project Officer;
Deputy Head; Chief of Staff; Head of Section; Liaison Officer
"""

CAUSES = """
Return; Family Support; Youth; Women; Children; Legal Aid; Integration; Skills; Rural Development; Border Villages;
Diaspora; Health; Shelter; Employment; Roma Communities; Civic Education
"""

# (kind of organisation, its name); {n} tells apart those that would be called the same.
BODIES = (
    ("civil-society", "Centre for {cause} {place} {n}"),
    ("civil-society", "{surname} Foundation for {cause}"),
    ("civil-society", "Association {surname}, {place}"),
    ("private-sector", "{surname} and {other} Ltd."),
    ("private-sector", "{place} Trade {surname}"),
    ("academia", "{surname} Secondary School, {place}"),
    ("local-government", "Health Centre No. {n}, {place}"),
    ("local-government", "Employment Office {place} {n}"),
    ("central-government", "Regional Directorate for {cause}, {place} {n}"),
    ("media", "Radio {surname} {place}"),
)

TOPICS = {
    "protection": "referral of unaccompanied children; screening at arrival; the case conference",
    "avrr": "reintegration grants; returnees from the region; counselling before return",
    "dtm": "flow monitoring; the mobility baseline; data on transit points",
    "labour-mobility": "seasonal work abroad; recruitment agencies; skills of returning workers",
    "migration-governance": "the migration profile; the strategy on migration; training of officials",
    "resettlement": "departures of families; cultural orientation; medical checks before travel",
    "visa-services": "opening hours of the centre; document checks; the new application form",
    "counter-trafficking": "the national referral mechanism; labour inspections; shelter places",
    "border-management": "equipment at the crossing; joint patrols; biometric registration",
    "migration-health": "health mediators; vaccination of children; mental health support",
    "diaspora": "the diaspora register; investment of emigrants; summer schools",
    "emergency-response": "winter items; the contingency plan; reception of arrivals by sea",
}
OTHER_TOPICS = "the work plan; next steps of the cooperation; the agreement between both sides"

LEADS = """
Discussion of {topic}; Presentation of {topic}; Follow-up on {topic}; Coordination of {topic}; Review of {topic};
Preparation for {topic}; Exchange on {topic} with partners of the region
"""

SENTENCES = """
{topic} in {place} was discussed, with emphasis on the needs of the coming season.; The situation of {topic} was
presented, and what the office can do.; Agreed to share data on {topic} every quarter.; {number} people were reached
since the last meeting.; The town of {place} offered rooms for {topic}.; Both sides agreed on a joint visit to
{place}.; {surname} presented the plan for {topic}, which begins in {number} days.; Needs of returning families around
{place} were mapped.
"""

NOTES = """
{surname} asked whether the budget allows another {number} grants.; Not for the record: they want {topic} moved to next
year.; Ask {surname} about {topic} before the next visit.; The atmosphere was open, {surname} will call back.; Send the
list of {place} by email.
"""

PROMISES = """
Send the list of {place}; Share the report on {topic}; Confirm the date of the joint visit to {place}; Draft the
agreement on {topic}; Invite {surname} to the working group; Check the equipment in {place}; Answer the letter about
{topic}; Prepare figures on {topic}
"""

EVENTS = "Regional Forum on {topic}; Open Day in {place}; Conference on {topic}; Workshop on {topic}, {place}"


def _parts(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split(";")]


class Texts:
    """Draws texts with `dice`; given names are those that the office knows."""

    def __init__(self, dice: Random, given_names: list[str]) -> None:
        self.dice = dice
        self.given = [name.title() for name in dice.sample(sorted(given_names), 1000)]
        self.surnames = SURNAMES.split()
        self.titles, self.causes = _parts(TITLES), _parts(CAUSES)
        self.leads, self.sentences, self.notes = map(_parts, (LEADS, SENTENCES, NOTES))
        self.promises, self.events = _parts(PROMISES), _parts(EVENTS)
        self.topics = {code: _parts(text) for code, text in TOPICS.items()}
        self.other_topics = _parts(OTHER_TOPICS)

    def person(self) -> str:
        dice = self.dice
        surname = dice.choice(self.surnames)
        if dice.random() < 0.04:
            surname = f"{surname}-{dice.choice(self.surnames)}"
        return f"{dice.choice(self.given)} {surname}"

    def body(self, place: str, number: int) -> tuple[str, str]:
        """Return the code of a kind of organisation and the name of one in `place`."""
        dice = self.dice
        kind, name = dice.choice(BODIES)
        cause, surname, other = (
            dice.choice(of) for of in (self.causes, self.surnames, self.surnames)
        )
        return kind, name.format(cause=cause, surname=surname, other=other, place=place, n=number)

    def topic(self, area: str | None) -> str:
        return self.dice.choice(self.topics.get(area or "", self.other_topics))

    def fill(self, among: list[str], topic: str, place: str) -> str:
        """Return one of `among` about the topic and the place, with a capital."""
        dice = self.dice
        text = dice.choice(among).format(
            topic=topic,
            place=place,
            surname=dice.choice(self.surnames),
            number=dice.randrange(2, 90),
        )
        return text[0].upper() + text[1:]
