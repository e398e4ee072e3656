"""The rows that an import leaves out, as a file that can be put right and imported again."""

from accounts.downloads import Column
from intake.columns import REPORT_COLUMNS
from intake.models import ImportRow

WIDE = 40


def left_out(source):
    """Return the rows with errors or open questions, and all others of the same meetings."""
    states = (ImportRow.State.WRONG, ImportRow.State.ASKED)
    leads = source.rows.filter(state__in=states).order_by().values("number")
    return source.rows.filter(lead__in=leads).exclude(state=ImportRow.State.TWIN)


def columns_of(source):
    """Return the columns of the register as they were, and two that say where and why."""
    number, reasons = REPORT_COLUMNS
    return [
        *(Column(plan["heading"], _cell(at), 24) for at, plan in enumerate(source.columns)),
        Column(number, lambda row: row.number, 10),
        Column(reasons, _reasons, WIDE),
    ]


def _cell(at):
    """Return what reads one cell of a row, as it was put right."""

    def read(row):
        cells = row.current_cells()
        return cells[at] if at < len(cells) else ""

    return read


def _reasons(row):
    wrong = [remark for remark in row.remarks if remark["level"] != "warning"]
    return "; ".join(sentence(remark) for remark in wrong)


def sentence(remark):
    """Return a remark as one line: "date: ‘31 June’ is not a real date." """
    text = f"“{remark['text']}”: who is meant?" if remark["level"] == "ask" else remark["text"]
    return f"{remark['column']}: {text}" if remark["column"] else text
