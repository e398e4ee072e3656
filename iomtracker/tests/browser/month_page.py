"""What the month's page says, read before and after a meeting is logged."""

MONTH = "/months/2024-03/"


def figures(page):
    """Return what the month's page says: its figures, headline, themes and number of entries."""
    here = page.url
    page.goto(MONTH)
    labels = page.locator(".stat dt").all_inner_texts()
    values = page.locator(".stat__v").all_inner_texts()
    rows = page.locator(".matrix tbody tr").all()
    themes = {
        row.get_by_role("rowheader").inner_text(): row.locator(".tot a").inner_text().split()[-1]
        for row in rows
    }
    found = {
        "figures": dict(zip(labels, values, strict=True)),
        "headline": page.locator(".lede").inner_text(),
        "themes": themes,
        "entries": page.locator(".tl__title").count(),
    }
    page.goto(here)
    return found


def check_figures(before, after):
    """The month moved by exactly one technical meeting with a unit that was not met before."""
    assert before["figures"] | {"Meetings": "12", "Organisations met": "16"} == after["figures"]
    assert (before["figures"]["Meetings"], before["figures"]["Organisations met"]) == ("11", "15")
    assert before["headline"].endswith("Protection came up most, in 5 of the 11.")
    assert after["headline"].endswith("Protection came up most, in 6 of the 12.")
    moved = {name: str(int(before["themes"][name]) + 1) for name in ("Protection", "AVRR", "DTM")}
    assert before["themes"] | moved == after["themes"]
    assert (before["entries"], after["entries"]) == (11, 12)
