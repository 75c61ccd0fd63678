"""Labels found as a chain in form order, torn, wrapped, garbled, or beside words that are not theirs."""

from __future__ import annotations

import pytest

from nianbao.extract.find_labels import find_chain, squeeze
from nianbao.extract.normalise import normalise
from nianbao.extract.tokens import tokenise
from nianbao.schemas import FORM_2021
from tests.extract.test_reader_breakages import SOUND
from tests.layouts import print_report, read_back

REQUESTS = FORM_2021.tables["requests"]
HEADING = "申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n"


def found(text: str, *rows: str) -> dict[str, str]:
    """The text at the place of each row's label, of the given rows."""
    normal = normalise(text)
    squeezed = squeeze(tokenise(normal.text))
    chain = find_chain(squeezed, tuple(REQUESTS.row_by_key[r] for r in rows), 0, len(normal.text))
    return {a.row: normal.text[a.start : a.end] for a in chain}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1.属于国家秘密 0", "属于国家秘密"),
        ("1.属于 国家\n秘密\t0", "属于 国家\n秘密"),
        ("1.属于国 0 0 0 0 0 0 0 家秘密", "属于国 0 0 0 0 0 0 0 家秘密"),
        ("1.属千国家秘密 0", "属千国家秘密"),
        ("⼀、属于国家秘密 ０", "属于国家秘密"),
    ],
    ids=["plain", "torn", "around-its-numbers", "garbled", "compatibility-characters"],
)
def test_a_label_is_found_whatever_became_of_it(text: str, label: str) -> None:
    """Whole or torn, the place of the label is the place of its words."""
    assert found(text, "denied_state_secret") == {"denied_state_secret": label}


def test_a_word_of_the_headings_is_no_short_label() -> None:
    """其他 and 总计 printed again as headings between their rows: the labels are those before the values."""
    text = f"3.其他 6 0 0 0 0 1 7\n{HEADING}（七）总计 110 11 3 1 0 2 127\n"
    normal = normalise(text)
    squeezed = squeeze(tokenise(normal.text))
    rows = tuple(REQUESTS.row_by_key[r] for r in ("other_miscellaneous", "processed_total"))
    places = [normal.text[a.end : a.end + 5].strip() for a in find_chain(squeezed, rows, 0, len(normal.text))]
    assert places == ["6 0", "110"]


def test_labels_out_of_order_are_not_both_found() -> None:
    """A chain ascends: of two labels printed the other way round one is left out."""
    text = "重复申请 1\n信访举报投诉类申请 2\n"
    assert len(found(text, "not_processed_petition", "not_processed_duplicate")) == 1


def test_headings_repeated_on_a_new_page_change_nothing() -> None:
    """The heading rows printed again just before （七）总计, numbers parted by spaces: every table as without them."""
    text = print_report(SOUND, "spaces")
    at = text.index("（七）总计")
    tables = read_back(text[:at] + "\n" + HEADING + text[at:])
    assert {t.status for t in tables.values()} == {"confirmed"}
    assert tables["requests"].cells == read_back(text)["requests"].cells
