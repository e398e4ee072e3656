"""The pages and files of a month for other readers: who has them, what they hold, and what a signature keeps."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from accounts.models import ExportRecord
from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_meeting
from reviews.article.variants import KINDS
from reviews.article.written import TakenOut, to_json
from reviews.build_report import build_report, text_of, variant_of
from reviews.documents import FORMATS
from reviews.models import MonthlyReview
from reviews.signature.sign import as_signed, files_of, sign, signed_report

pytestmark = pytest.mark.django_db
MONTH, FIRST = "/months/2024-03/", date(2024, 3, 1)
AT = datetime(2024, 4, 4, 10, tzinfo=UTC)
PAGES = ("article", *KINDS)
FILES = [("areas", "docx"), ("areas", "txt"), ("brief", "docx"), ("brief", "txt"),
         ("post", "txt"), ("long-post", "txt")]  # fmt: skip


def page(kind):
    return f"{MONTH}for/{kind}/"


def file(kind, file_format):
    return f"{page(kind)}download/{file_format}/"


def get(client, user, path):
    client.force_login(user)
    return client.get(path)


def text_in(answer):
    """Return the words of a page, its tags left out."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


@pytest.fixture
def viewer():
    return make_user("viewer")


@pytest.fixture
def alma():
    return make_user("head of office", full_name="Alma Jani")


def sign_march(alma):
    review = MonthlyReview.objects.hold(FIRST)
    report = as_signed(build_report(2024, 3, today=AT.date(), review=review), alma, AT)
    sign(review, report, files_of(report), by=alma, at=AT)
    return MonthlyReview.objects.get(pk=review.pk)


# Who has them


@pytest.mark.parametrize("role", roles.ALL)
def test_every_role_reads_every_page_and_has_every_file(client, march, role):
    make_meeting("Hidden", sensitivity="restricted", public_line="Hidden talk.")
    user = make_user(role)
    for kind in PAGES:
        answer = get(client, user, page(kind))
        assert answer.status_code == 200
        assert "March 2024 for other readers" in answer.text
        assert "idden" not in text_in(answer)
        assert ("Edit text" in answer.text) == (kind == "article" and user.is_colleague)
    for kind, file_format in FILES:
        answer = get(client, user, file(kind, file_format))
        assert answer.status_code == 200
        assert answer["Content-Type"] == FORMATS[file_format]
        assert answer["Cache-Control"] == "private, no-store"
        name = f'attachment; filename="2024-03-{kind}.{file_format}"'
        assert answer["Content-Disposition"] == name
    records = ExportRecord.objects.order_by("pk").values_list(
        "user", "what", "file_format", "row_count"
    )
    titles = {"areas": "By thematic area", "brief": "Brief list", "post": "Short post",
              "long-post": "Long post"}  # fmt: skip
    assert list(records) == [
        (user.pk, f"Month in review: March 2024: {titles[kind]}", file_format, 12)
        for kind, file_format in FILES
    ]


def test_anonymous_to_sign_in_and_without_a_role_403(client, march):
    for path in (*map(page, PAGES), *(file(*one) for one in FILES)):
        answer = client.get(path)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))
    nobody = make_user("")
    for path in (*map(page, PAGES), *(file(*one) for one in FILES)):
        assert get(client, nobody, path).status_code == 403
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        page("donors"), page("Post"), "/months/2024-13/for/post/",
        file("post", "docx"), file("long-post", "docx"), file("brief", "pdf"), file("areas", "xlsx"),
        file("article", "docx"), file("article", "txt"), file("brief", "txt.exe"),
    ],
)  # fmt: skip
def test_what_is_no_version_is_not_found(client, march, viewer, path):
    assert get(client, viewer, path).status_code == 404
    assert not ExportRecord.objects.exists()


def test_only_for_reading(client, march, viewer):
    client.force_login(viewer)
    assert client.post(page("post")).status_code == 405
    assert client.head(page("post")).status_code == 200
    assert client.post(file("post", "txt")).status_code == 405


# What they hold


def test_one_shows_at_a_time_each_sentence_with_its_meetings(client, march, viewer):
    for kind in KINDS:
        answer = get(client, viewer, page(kind))
        cards = re.findall(
            r'<a href="(/months/2024-03/for/[\w-]+/)"\s+(aria-current="page")?', answer.text
        )
        assert cards == [(page(one), 'aria-current="page"' if one == kind else "") for one in PAGES]
        variant = answer.context["variant"]
        assert variant.kind == kind
        linked = set(re.findall(r'href="/meetings/(2024-03-\d{3})/"', answer.text))
        assert linked == {
            *variant.told,
            *variant.omitted,
            *(variant.summed_up if not variant.limit else ()),
        }
        for block in variant.blocks:
            for sentence in block.all_sentences:
                assert sentence.text in text_in(answer).replace("&#x27;", "'").replace("&amp;", "&")


def test_posts_count_and_name_what_they_leave_out(client, march, viewer):
    answer = get(client, viewer, page("post"))
    variant = answer.context["variant"]
    assert f"{variant.length} of 280 characters" in text_in(answer)
    left_out = ", ".join(str(int(ref[-3:])) for ref in variant.omitted)
    said = "Not in the post, for want of room: " + left_out.replace(",", "")
    assert said in text_in(answer).replace("From meeting ", "")
    long = text_in(get(client, viewer, page("long-post")))
    assert re.search(r"\b(1,\d{3}|\d{3}) of 1,200 characters", long)


def test_two_files_of_a_version_have_the_same_sentences(client, march, viewer):
    for kind in ("areas", "brief"):
        variant = variant_of(build_report(2024, 3, today=AT.date()), kind)
        words = docx.Document(io.BytesIO(get(client, viewer, file(kind, "docx")).content))
        in_word = [paragraph.text for paragraph in words.paragraphs]
        head, _blank, *lines = get(client, viewer, file(kind, "txt")).text.splitlines()
        assert head == "Albania · March 2024 in review · Draft, not signed"
        assert in_word == [line.removeprefix("- ") for line in lines if line]
        assert in_word[0] == variant.title == words.core_properties.title.removesuffix(", Albania")
        for block in variant.blocks:
            assert any(block.text in line for line in in_word)
            assert any(block.heading in line for line in in_word)
        assert words.sections[0].header.paragraphs[0].text.startswith("Albania · ")
    for kind in ("post", "long-post"):
        variant = variant_of(build_report(2024, 3, today=AT.date()), kind)
        assert get(client, viewer, file(kind, "txt")).text == f"{variant.text}\n"


def test_what_was_taken_out_of_the_article_on_purpose_leaves_the_others(
    client, march, viewer, alma
):
    review = MonthlyReview.objects.hold(FIRST)
    meetings = build_report(2024, 3, today=AT.date()).records
    text = text_of(review, meetings)
    kept = tuple(
        left
        for paragraph in text.paragraphs
        if (left := tuple(s for s in paragraph if s.references != ("2024-03-005",)))
    )
    out = (TakenOut("2024-03-005", "taken out", "", "Alma Jani", AT),)
    review.text = to_json(replace(text, paragraphs=kept, taken_out=out))
    review.save()
    for kind in KINDS:
        answer = get(client, viewer, page(kind))
        assert "Huber" not in text_in(answer) and "Switzerland" not in text_in(answer)
        assert "2024-03-005" not in answer.text
    assert "11 meetings are in it" in text_in(get(client, viewer, page("brief")))
    for kind, file_format in FILES:
        content = get(client, viewer, file(kind, file_format)).content
        if file_format == "docx":
            words = docx.Document(io.BytesIO(content)).paragraphs
            content = " ".join(paragraph.text for paragraph in words).encode()
        assert b"Switzerland" not in content and len(content) > 100


def test_an_edit_of_the_article_changes_no_other(client, march, viewer):
    before = {kind: text_in(get(client, viewer, page(kind))) for kind in KINDS}
    review = MonthlyReview.objects.hold(FIRST)
    text = text_of(review, build_report(2024, 3, today=AT.date()).records)
    first = (replace(text.paragraphs[1][0], text="Quite another thing.", by="Alma Jani"),)
    paragraphs = (text.paragraphs[0], (*first, *text.paragraphs[1][1:]), *text.paragraphs[2:])
    review.text = to_json(replace(text, paragraphs=paragraphs))
    review.save()
    assert "Quite another thing." in text_in(get(client, viewer, page("article")))
    assert {kind: text_in(get(client, viewer, page(kind))) for kind in KINDS} == before


def test_a_sentence_that_waits_for_an_answer_is_named_on_the_others(client, march, viewer, alma):
    review = MonthlyReview.objects.hold(FIRST)
    text = text_of(review, build_report(2024, 3, today=AT.date()).records)
    title = replace(text.title, text="Our month", by="Alma Jani")
    review.text = to_json(replace(text, title=title))
    review.save()
    said = (
        "1 question about the article is not answered. The other versions are made from what the"
        " records say now, so they may differ from it. Answer them"
    )
    assert "not answered" not in text_in(get(client, alma, page("brief")))
    meeting = Meeting.objects.get(reference="2024-03-007")
    meeting.public_line = "Fair recruitment."
    meeting.store()
    assert said in text_in(get(client, alma, page("brief")))
    assert f'{MONTH}sign/">Answer them' in get(client, alma, page("brief")).text
    assert f'{MONTH}article/">Answer them' in get(client, make_user("staff"), page("post")).text
    for user, kind in ((viewer, "brief"), (alma, "article")):
        assert "not answered" not in text_in(get(client, user, page(kind)))


def test_without_the_office_s_template_there_is_no_word_file(client, march, viewer, settings):
    settings.REVIEW_TEMPLATE = "/nowhere/office.docx"
    assert get(client, viewer, file("brief", "docx")).status_code == 503
    assert not ExportRecord.objects.exists()
    assert get(client, viewer, file("brief", "txt")).status_code == 200


# Small and empty months


def test_two_meetings_are_too_few_for_areas(client, viewer):
    make_meeting("One", public_line="Work permits.")
    make_meeting("Two", public_line="Visas.")
    answer = get(client, viewer, page("areas"))
    said = "2 meetings are too few for a version by thematic area: the article says the same."
    assert said in text_in(answer)
    assert get(client, viewer, file("areas", "docx")).status_code == 404
    assert get(client, viewer, file("brief", "docx")).status_code == 200


def test_those_taken_out_do_not_count_for_areas(client, viewer):
    for line in ("Work permits.", "Visas.", "Returns."):
        make_meeting(line, public_line=line)
    review = MonthlyReview.objects.hold(FIRST)
    text = text_of(review, build_report(2024, 3, today=AT.date()).records)
    kept = tuple(
        left
        for paragraph in text.paragraphs
        if (left := tuple(s for s in paragraph if s.references != ("2024-03-002",)))
    )
    out = (TakenOut("2024-03-002", "taken out", "", "Alma Jani", AT),)
    review.text = to_json(replace(text, paragraphs=kept, taken_out=out))
    review.save()
    said = "2 meetings are too few for a version by thematic area"
    assert said in text_in(get(client, viewer, page("areas")))


def test_an_empty_month_has_nothing_to_tell(client, viewer, alma):
    for kind in PAGES:
        answer = get(client, viewer, f"/months/2024-04/for/{kind}/")
        assert (
            "Nothing to tell of April 2024 No meeting is logged that may be published."
            in text_in(answer)
        )
        assert "Log a meeting" not in text_in(answer)
        assert "kinds" not in answer.text
    assert "Log a meeting" in text_in(get(client, alma, "/months/2024-04/for/post/"))
    assert get(client, viewer, "/months/2024-04/for/post/download/txt/").status_code == 404


def test_the_month_leads_to_them(client, march, viewer):
    answer = get(client, viewer, MONTH)
    assert all(f'href="{page(kind)}"' in answer.text for kind in KINDS)


# Signed


def test_a_signature_keeps_them(client, march, viewer, alma):
    before = {kind: get(client, viewer, page(kind)).context["variant"] for kind in KINDS}
    review = sign_march(alma)
    assert {one.kind: one for one in signed_report(review).variants} == before
    Meeting.objects.filter(reference="2024-03-005").update(public_line="Something else.")
    make_meeting("Later", date=date(2024, 3, 28), public_line="Later talk.")
    for kind in KINDS:
        answer = get(client, viewer, page(kind))
        assert answer.context["variant"] == before[kind]
        assert "as they were signed" in text_in(answer)
    assert get(client, viewer, file("post", "txt")).text == f"{before['post'].text}\n"
    head = get(client, viewer, file("brief", "txt")).text.splitlines()[0]
    assert head.endswith("Signed by Alma Jani on 4 April 2024")


def test_a_month_signed_before_they_were_kept_has_them_of_its_records(client, march, viewer, alma):
    review = sign_march(alma)
    before = {kind: get(client, viewer, page(kind)).context["variant"] for kind in KINDS}
    frozen = {key: value for key, value in review.frozen.items() if key != "variants"}
    MonthlyReview.objects.filter(pk=review.pk).update(frozen=frozen)
    review.refresh_from_db()
    Meeting.objects.filter(reference="2024-03-005").update(public_line="Something else.")
    assert signed_report(review).variants == ()
    assert {kind: get(client, viewer, page(kind)).context["variant"] for kind in KINDS} == before


def test_a_meeting_restricted_later_leaves_them_for_others(client, march, viewer, alma):
    sign_march(alma)
    meeting = Meeting.objects.get(reference="2024-03-005")
    meeting.sensitivity = "restricted"
    meeting.store()
    for kind in KINDS:
        answer = get(client, viewer, page(kind))
        assert "Switzerland" not in answer.text and "2024-03-005" not in answer.text
        assert "A record was restricted after this review was signed" in text_in(answer)
    brief = get(client, viewer, file("brief", "txt")).text
    assert "Switzerland" not in brief and "without a record that was restricted since" in brief
    assert "Switzerland" in text_in(get(client, alma, page("brief")))
    assert "Switzerland" in get(client, alma, file("brief", "txt")).text
    assert "Switzerland" not in get(client, alma, f"{page('brief')}?as-others=1").text


def queries(client, user, path):
    client.force_login(user)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_the_number_of_queries_is_fixed(client, march, viewer, alma):
    few = {kind: queries(client, viewer, page(kind)) for kind in PAGES}
    for number in range(30):
        make_meeting(f"Meeting {number}", public_line="Visas.")
    assert {kind: queries(client, viewer, page(kind)) for kind in PAGES} == few
    assert few == dict.fromkeys(PAGES, 16)
    assert queries(client, viewer, file("brief", "txt")) == 17
    assert queries(client, alma, page("brief")) == queries(client, alma, page("areas")) == 16
    sign_march(alma)
    assert {kind: queries(client, viewer, page(kind)) for kind in PAGES} == dict.fromkeys(PAGES, 5)
