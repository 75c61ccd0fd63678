"""Find which form a report prints: by the headings and rows of its disclosure table, by its year only without one."""

from __future__ import annotations

from nianbao.extract.find_labels import Squeezed, find_chain, squeeze
from nianbao.extract.locate_tables import Region, table_regions
from nianbao.extract.normalise import normalise
from nianbao.extract.tokens import tokenise
from nianbao.schemas import FORM_2019, FORM_2021, Form

_HEADINGS_2019 = ("新制作", "新公开", "对外公开总数", "上一年项目", "本年增", "采购项目数", "采购总金额")
_HEADINGS_2021 = ("制发", "废止", "现行有效", "收费金额")
_ROWS_2019 = tuple(
    row for row in FORM_2019.tables["disclosure"].rows if row.key not in FORM_2021.tables["disclosure"].row_by_key
)
_WORDS_2019 = (*_HEADINGS_2019, *(row.label for row in _ROWS_2019))
_LAST_YEAR_OF_2019 = 2020


def find_form(squeezed: Squeezed, year: int | None) -> Form:
    """The form that the disclosure table of a text prints; where it prints none, the form of its data year.

    Only words in the table's own region count: prose elsewhere names other years' headings freely.
    """
    old_year = year is not None and year <= _LAST_YEAR_OF_2019
    if not old_year and not any(word in squeezed.text for word in _WORDS_2019):
        return FORM_2021  # most texts: nothing of the older sheet stands anywhere
    key = "disclosure"
    regions = table_regions(squeezed, FORM_2021, key) or table_regions(squeezed, FORM_2019, key)
    if regions:
        return _printed_form(squeezed, regions[0])
    return FORM_2019 if old_year else FORM_2021


def _printed_form(squeezed: Squeezed, region: Region) -> Form:
    """By the headings of either form, a heading of the shorter sheet counting twice, and the two rows that only the
    older sheet has: their absence speaks against it."""
    words = squeezed.part(region.start, region.end)
    rows = len(find_chain(squeezed, _ROWS_2019, region.start, region.end))
    old = rows + sum(heading in words for heading in _HEADINGS_2019)
    new = len(_ROWS_2019) - rows + 2 * sum(heading in words for heading in _HEADINGS_2021)
    return FORM_2019 if old > new else FORM_2021


def form_of_words(text: str) -> Form | None:
    """The form whose own words stand in a text that may be a part of a table; None where they do not tell."""
    words = squeeze(tokenise(normalise(text).text)).text
    old = sum(word in words for word in _WORDS_2019)
    new = sum(word in words for word in _HEADINGS_2021)
    return FORM_2019 if old > new else FORM_2021 if new > old else None
