"""The example month of March 2024, as the office's article states it, built row by row."""

from datetime import date

from engagements.models import MeetingKind
from engagements.tests.factories import make_area, make_meeting
from reviews.article.written import WrittenSentence, WrittenText
from stakeholders.models import Location, Organisation, OrganisationKind, Person
from stakeholders.tests.factories import make_location

MONTH_ONLY = None
UNIT = "Social Services and Child Protection Unit, Municipality of "
FIELD = ("Protection", "AVRR", "DTM")
COUNTIES = {"Konispol": "Vlorë", "Devoll": "Korçë"}

# day, kind, place, areas, counterparts: (organisation, its kind, person, head count, group)
MARCH = [
    (5, "Bilateral meeting", "Tirana", ("Migration governance",),
     [("Embassy of Germany", "Embassies", "Karl Bergner", 1, "")]),
    (6, "Bilateral meeting", "Kukës", (),
     [("Municipality of Kukës", "Local government", "Albert Halilaj", 1, "")]),
    (6, "Technical meeting", "Kukës", FIELD,
     [(UNIT + "Kukës", "Local government", "", None, "Technical staff")]),
    (MONTH_ONLY, "Event", "Kukës", ("Labour mobility",),
     [("British Embassy", "Embassies", "", None, "Organiser"),
      ("British Chamber of Commerce", "Private sector", "", None, "Co-organiser")]),
    (7, "Bilateral meeting", "Tirana", ("Migration governance",),
     [("Embassy of Switzerland", "Embassies", "Ruth Huber", 1, "")]),
    (12, "Bilateral meeting", "Tirana", ("Resettlement", "Visa services"),
     [("Embassy of Canada in Italy", "Embassies", "", None, "Representatives")]),
    (13, "Bilateral meeting", "Tirana", ("Protection", "Labour mobility"),
     [("Albanian Helsinki Committee", "Civil society", "", 1, "Executive Director")]),
    (MONTH_ONLY, "Field visit", "Konispol", FIELD,
     [("Municipality of Konispol", "Local government", "Ergest Dule", 1, ""),
      (UNIT + "Konispol", "Local government", "", None, "Technical staff")]),
    (MONTH_ONLY, "Field visit", "Shkodër", FIELD,
     [("Municipality of Shkodër", "Local government", "Onid Bejleri", 1, ""),
      (UNIT + "Shkodër", "Local government", "", None, "Technical staff")]),
    (MONTH_ONLY, "Field visit", "Devoll", FIELD,
     [("Municipality of Devoll", "Local government", "Eduard Duro", 1, ""),
      (UNIT + "Devoll", "Local government", "", None, "Technical staff")]),
    (MONTH_ONLY, "Field visit", "Gjirokastër", FIELD,
     [("Municipality of Gjirokastër", "Local government", "", None, "Local stakeholders"),
      (UNIT + "Gjirokastër", "Local government", "", None, "Technical staff")]),
    (MONTH_ONLY, "Field visit", "Durrës", (), []),
]  # fmt: skip


def make_text(*paragraphs, title="Our month", **values):
    """Return a WrittenText that somebody wrote by hand, a sentence a paragraph."""
    sentences = [WrittenSentence(f"k{n}", words) for n, words in enumerate(paragraphs)]
    return WrittenText(
        WrittenSentence("title", title), tuple((one,) for one in sentences), **values
    )


def make_town(name):
    """Return the municipality of this name, in its county."""
    found = Location.objects.filter(name=name, level="municipality").first()
    if found:
        return found
    county_name = COUNTIES.get(name, name)
    county = Location.objects.filter(name=county_name, level="county").first()
    return make_location(name, parent=county or make_location(county_name, "county"))


def add_counterpart(meeting, name, kind, person="", people_count=None, group_label=""):
    """Add an organisation to a meeting, with somebody named or not."""
    code = kind.lower().replace(" ", "-")
    kind = OrganisationKind.objects.get_or_create(
        code=code, defaults={"name": kind, "name_plural": kind}
    )[0]
    organisation = Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]
    row = meeting.counterparts.create(
        organisation=organisation, people_count=people_count, group_label=group_label
    )
    if person:
        row.attend(Person.objects.get_or_create(full_name=person)[0], title="Head of it")
    return row


def make_march(user):
    """Make the twelve meetings of March 2024, logged by `user`."""
    for day, kind, place, areas, counterparts in MARCH:
        code = kind.lower().replace(" ", "-")
        meeting = make_meeting(
            f"{kind} in {place}",
            created_by=user,
            date=date(2024, 3, day or 1),
            date_precision="day" if day else "month",
            kind=MeetingKind.objects.get_or_create(
                code=code, defaults={"name": kind, "name_plural": f"{kind}s"}
            )[0],
            location=make_town(place),
            areas=[make_area(area.lower().replace(" ", "-"), area) for area in areas],
        )
        for row in counterparts:
            add_counterpart(meeting, *row)
