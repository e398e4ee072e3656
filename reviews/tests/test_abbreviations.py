"""Letters in full at their first mention, and those that nothing explains."""

import pytest

from reviews.article.abbreviations import spelt_out, unknown_letters
from reviews.article.known_names import KnownNames


def in_full(*texts):
    seen = set()

    def is_first(letters):
        return not (letters in seen or seen.add(letters))

    return [spelt_out(text, is_first) for text in texts]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("return of IDPs to Sinjar", "return of internally displaced persons (IDPs) to Sinjar"),
        ("shelter for VoT", "shelter for victims of trafficking (VoTs)"),
        ("IDP camps", "IDP camps"),
        ("IDPs' compensation", "IDPs' compensation"),
        ("GBV referrals", "gender-based violence (GBV) referrals"),
        ("the follow-up on MoU", "the follow-up on the memorandum of understanding (MoU)"),
        ("signed an MoU", "signed a memorandum of understanding (MoU)"),
        ("a new MoU", "a new memorandum of understanding (MoU)"),
        ("MoUs with two towns", "memoranda of understanding (MoUs) with two towns"),
        ("gender-based violence (GBV)", "gender-based violence (GBV)"),
        ("the film “IDPs of Kyiv”", "the film “IDPs of Kyiv”"),
        ("UNHCR, EU and API/PNR", "UNHCR, EU and API/PNR"),
    ],
)
def test_in_full(typed, printed):
    assert in_full(typed) == [printed]


def test_once():
    first, second = in_full("care of IDPs", "IDPs and WASH")
    assert first == "care of internally displaced persons (IDPs)"
    assert second == "IDPs and water, sanitation and hygiene (WASH)"


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [
        ("mapping in BARMM", ["BARMM"]),
        ("mapping in the Bangsamoro Region (BARMM)", []),
        ("IDPs, EU and HIV", []),
        ("DRM office", []),
        ("the event “BARMM in June”", []),
    ],
)
def test_unknown(typed, unknown):
    names = KnownNames(spelt={"drm": "DRM"})
    assert list(unknown_letters(typed, names)) == unknown
