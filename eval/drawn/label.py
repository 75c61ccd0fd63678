"""The label of a drawn report: what a perfect reader gives, by the draw and the form's sums alone."""

from __future__ import annotations

from nianbao.eval.drawn.flaws import Flaws
from nianbao.eval.drawn.grids import Cells, form_of, tables_of
from nianbao.eval.drawn.prose import Front
from nianbao.eval.golden import Drawn, GoldenResult, Labels
from nianbao.schemas import Finding, Mark, Source, Status, Suggestion, Sum, Table, TableResult, worst


def make_label(origin: Drawn, source: Source, front: Front, flaws: Flaws) -> GoldenResult:
    """The label, in a golden's shape; `origin` says that it was drawn, and from which seed."""
    tables: dict[str, TableResult] = {}
    marks: dict[str, Mark] = {}
    findings: list[Finding] = []
    suggestions: list[Suggestion] = []
    for table in tables_of(flaws.cells):
        if table.key == flaws.missing:
            tables[table.key] = _result(table, dict.fromkeys(table.cells), "absent")
            marks.update(dict.fromkeys(table.cells, "missing"))
            continue
        failing = [_finding(s, flaws.cells) for s in table.sums if _sides(s, flaws.cells)[0]]
        tables[table.key] = _result(table, flaws.cells, "source_inconsistent" if failing else "confirmed")
        marks.update({c: flaws.marks[c] for c in table.cells if c in flaws.marks})
        findings += failing
        suggestions += _suggestions(flaws, failing)
    return GoldenResult(
        source=source,
        form=form_of(flaws.cells).key,
        issuer=front.issuer,
        year=front.year,
        title=front.title,
        published=front.published,
        status=worst([t.status for t in tables.values()]),
        tables=tables,
        marks=marks,
        findings=findings,
        suggestions=suggestions,
        labels=Labels(
            first_reader="nobody: the text was printed from this label",
            second_reader="nobody",
            labelled="when it was drawn",
            disagreements=0,
            doubtful=[],
            drawn=origin,
        ),
    )


def _result(table: Table, cells: Cells, status: Status) -> TableResult:
    rows = {row.key: {c.key: cells[f"{table.key}.{row.key}.{c.key}"] for c in row.columns} for row in table.rows}
    return TableResult(status=status, cells=rows)


def _sides(identity: Sum, cells: Cells) -> tuple[int, int, int]:
    """A sum's difference, what its printed cells say, and what its parts add up to."""
    printed = sum(int(cells[c] or 0) for c in identity.printed)
    expected = sum(int(cells[c] or 0) for c in identity.parts)
    return printed - expected, printed, expected


def _finding(identity: Sum, cells: Cells) -> Finding:
    _, printed, expected = _sides(identity, cells)
    return Finding(
        check=identity.check,
        table=identity.table,
        cells=list(identity.cells),
        expected=expected,
        printed=printed,
        message=f"{identity.at}: drawn so, {printed} is printed for {expected}.",
    )


def _suggestions(flaws: Flaws, failing: list[Finding]) -> list[Suggestion]:
    """The true total, where two sums or more give the printed one away."""
    if flaws.wrong is None or len(failing) < 2:
        return []
    cell, printed, true = flaws.wrong
    return [Suggestion(cell=cell, printed=printed, suggested=true, because=[f.check for f in failing])]
