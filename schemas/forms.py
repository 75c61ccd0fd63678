"""Every form that can be read, and what is true of all of them together."""

from __future__ import annotations

from nianbao.schemas.form import Form
from nianbao.schemas.form_2019 import FORM_2019
from nianbao.schemas.form_2021 import FORM_2021

FORMS: dict[str, Form] = {form.key: form for form in (FORM_2021, FORM_2019)}
"""The forms by key, the current one first."""

SIGNED_COLUMNS: frozenset[str] = frozenset(
    column.key
    for form in FORMS.values()
    for tables in form.variants.values()
    for table in tables
    for column in table.column_by_cell.values()
    if column.kind == "change"
)
"""The keys of the columns whose cells may be less than 0; no form uses such a key for anything else."""
