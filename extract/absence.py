"""Say whether a table that is not found is absent, or only not read: absence needs evidence like any other reading."""

from __future__ import annotations

import re
from bisect import bisect_left

from nianbao.extract.find_labels import Squeezed, find_chain, label_words
from nianbao.extract.locate_tables import Region, candidate_regions, table_regions
from nianbao.extract.normalise import NormalText
from nianbao.extract.tokens import Line
from nianbao.schemas import Form

_LEAST_ROWS = 2
"""Labels with numbers behind them that show that a section has its table, though most of it is lost."""
_OWN_WORDS = 5
"""A label of so many letters stands in no other table."""
_LETTERS = 4
"""Letters to a number on a table's line at most; a sentence has more."""
_HEADINGS = {
    "disclosure": re.compile(r"第二十条第\W?[一五六八]|本年制发件数|现行有效件数|本年处理决定数量|本年收费金额"),
    "requests": re.compile(r"本列数据的?勾稽|^申请人情况|商业企业.?科研机构|^一、本年新收|^二、上年结转"),
    "review": re.compile(r"(?:结果\W?){3}|结果维持\W?结果纠正|尚未审结\W?总计"),
}
"""Words of a table's own that a section without it does not print in a line by themselves."""
_GARBAGE = re.compile(r"[A-Za-z]{2}")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:cn|com|html?|pdf|docx?|xlsx?|jpe?g|png)\b|</?[a-z]", re.IGNORECASE)
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d ?[-./年] ?\d{1,2} ?[-./月] ?\d{1,2}|\d++(?:-\d++){1,3})")
"""A date or the number of a telephone: on a page, but in no table."""
_NUMERAL = re.compile(r"(?<![\d.])\d ?[.、](?=\D)")
_NUMBER = re.compile(r"\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+(?:\.\d+)?")


def why_not_absent(
    form: Form, key: str, normal: NormalText, lines: list[Line], squeezed: Squeezed
) -> tuple[Region, str] | None:
    """Where a table that was not found may stand, and what says so; None where the source has no such table.

    A section of its title with numbers that a table must hold; its labels with numbers behind them, wherever; or, where
    no section has its title, as many numbers in lines that are no sentences as it and the tables that were found have.
    """
    regions = candidate_regions(squeezed, key)
    values = [t.start for line in lines for t in line.tokens if t.is_value]
    blanks = [t.start for line in lines for t in line.tokens if t.kind == "blank"]
    for region in regions:
        if why := _in_section(form, key, normal, squeezed, region, _inside(values, region), _inside(blanks, region)):
            return region, why
    whole = Region(key, 0, squeezed.place(len(squeezed.text)), titled=False)
    rows = _rows_with_numbers(form, key, squeezed, whole)
    if rows * 2 >= len(form.tables[key].rows) and rows >= _LEAST_ROWS:
        return whole, f"{rows} of its labels stand before numbers, but not as its table"
    if key == "review" and (said := _own_label(form, key, normal, squeezed)):
        return whole, f"the heading {said} stands in the text, but not its table"
    if not regions and _numbers_left(form, normal, squeezed) >= _needs(form, key):
        return whole, "no section has its title, and the text has as many numbers that belong to no other table"
    if markup := re.search(r"<t[dhr][ >]", normal.text):
        region = Region(key, markup.start(), markup.start(), titled=False)
        return region, "the text has tables in HTML, which are not read; convert it to text"
    return None


def _in_section(
    form: Form, key: str, normal: NormalText, squeezed: Squeezed, region: Region, numbers: int, empty: int
) -> str | None:
    needs = len(form.tables[key].cells)
    rows = _rows_with_numbers(form, key, squeezed, region)
    # Markup that was not taken for cells, or a converter's word for a table that it left out. Sentences are prose.
    text = normal.text[region.start : region.end]
    digits = sum(len(re.findall(r"\d+", line)) for line in text.split("\n") if "。" not in line)
    if rows >= _LEAST_ROWS:
        return f"only {rows} of its rows are found"
    if numbers * 2 >= needs or (numbers and numbers + empty >= needs):
        return f"{numbers} numbers but not its labels stand in the section"
    if left := _left_of_a_table(key, text):
        return f'"{left}" stands in the section as if left of its table'
    if digits >= needs or "[TABLE]" in text or (numbers and _HTML_TABLE.search(_printed(normal, region))):
        return "something stands in the section that is not read as a table"
    return None


def _left_of_a_table(key: str, text: str) -> str | None:
    """A line of a section that no sentence prints: a piece of the table's headings, words between bars, or the Latin
    letters that a misread table leaves."""
    for line in text.split("\n")[1:]:
        bare = re.sub(r"\s", "", line)
        if _GARBAGE.search(bare) and not _ADDRESS.search(bare) and sum(c > "\u2e80" for c in bare) <= 2:
            return line.strip()[:40]
        if re.search("[。;]", bare):
            continue
        if _HEADINGS[key].search(bare) or (bare.count("|") > 1 and any(c.isalnum() for c in bare)):
            return line.strip()[:40]
    return None


def _rows_with_numbers(form: Form, key: str, squeezed: Squeezed, region: Region) -> int:
    """How many of the table's labels stand in a stretch with a number right behind them."""
    anchors = find_chain(squeezed, form.tables[key].rows, region.start, region.end, torn=False)
    return sum(squeezed.index(anchor.end) in squeezed.before_values for anchor in anchors)


def _inside(places: list[int], region: Region) -> int:
    return bisect_left(places, region.end) - bisect_left(places, region.start)


def _printed(normal: NormalText, region: Region) -> str:
    """A stretch as the original has it, markup and all."""
    return normal.original[slice(*normal.span(region.start, region.end))]


def _own_label(form: Form, key: str, normal: NormalText, squeezed: Squeezed) -> str | None:
    """A label of the table's own that stands on a line without a sentence."""
    for row in form.tables[key].rows:
        word = label_words(row.words[0])
        at = squeezed.text.find(word) if len(word) >= _OWN_WORDS else -1
        if at < 0:
            continue
        place = squeezed.place(at)
        line = normal.text[normal.text.rfind("\n", 0, place) + 1 : (normal.text.find("\n", place) + 1 or None)]
        if not re.search("[。,;]", line):
            return row.label
    return None


def _needs(form: Form, key: str) -> int:
    """Numbers that show a table in words of its own: all its cells, half of a large one's."""
    cells = len(form.tables[key].cells)
    return cells if cells < 20 else cells // 2


def _numbers_left(form: Form, normal: NormalText, squeezed: Squeezed) -> int:
    """Numbers on lines that are no sentences, without those that the tables that were found need."""
    numbers = 0
    for line in normal.text.split("\n"):
        if "。" in line:
            continue
        found = len(_NUMBER.findall(_NUMERAL.sub("", _DATE.sub("", line))))
        letters = sum(c.isalpha() for c in line)
        if letters and found and letters <= _LETTERS * found:
            numbers += found
    return numbers - sum(len(form.tables[k].cells) for k in form.tables if table_regions(squeezed, form, k))
