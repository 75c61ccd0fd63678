"""The form as declared: rows, columns, labels and sums, against what FORM.md and the notice say, typed by hand."""

from __future__ import annotations

import pytest

from nianbao.schemas import FORM_2019, FORM_2021, FORMS, SIGNED_COLUMNS, Table

APPLICANTS = [
    ("natural_person", "自然人"),
    ("commercial_enterprise", "商业企业"),
    ("research_institution", "科研机构"),
    ("public_welfare_organization", "社会公益组织"),
    ("legal_service_organization", "法律服务机构"),
    ("other_organization", "其他"),
    ("total", "总计"),
]
REQUESTS = [
    ("received", "一、本年新收政府信息公开申请数量", None),
    ("carried_over", "二、上年结转政府信息公开申请数量", None),
    ("granted", "（一）予以公开", "三、本年度办理结果"),
    ("partially_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "三、本年度办理结果"),
    ("denied_state_secret", "1.属于国家秘密", "（三）不予公开"),
    ("denied_prohibited_by_law", "2.其他法律行政法规禁止公开", "（三）不予公开"),
    ("denied_security_and_stability", "3.危及“三安全一稳定”", "（三）不予公开"),
    ("denied_third_party_rights", "4.保护第三方合法权益", "（三）不予公开"),
    ("denied_internal_affairs", "5.属于三类内部事务信息", "（三）不予公开"),
    ("denied_process_information", "6.属于四类过程性信息", "（三）不予公开"),
    ("denied_enforcement_files", "7.属于行政执法案卷", "（三）不予公开"),
    ("denied_administrative_inquiry", "8.属于行政查询事项", "（三）不予公开"),
    ("unavailable_not_held", "1.本机关不掌握相关政府信息", "（四）无法提供"),
    ("unavailable_requires_creation", "2.没有现成信息需要另行制作", "（四）无法提供"),
    ("unavailable_unclear", "3.补正后申请内容仍不明确", "（四）无法提供"),
    ("not_processed_petition", "1.信访举报投诉类申请", "（五）不予处理"),
    ("not_processed_duplicate", "2.重复申请", "（五）不予处理"),
    ("not_processed_publication", "3.要求提供公开出版物", "（五）不予处理"),
    ("not_processed_excessive", "4.无正当理由大量反复申请", "（五）不予处理"),
    ("not_processed_reconfirmation", "5.要求行政机关确认或重新出具已获取信息", "（五）不予处理"),
    (
        "other_correction_overdue",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "（六）其他处理",
    ),
    (
        "other_fee_overdue",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "（六）其他处理",
    ),
    ("other_miscellaneous", "3.其他", "（六）其他处理"),
    ("processed_total", "（七）总计", "三、本年度办理结果"),
    ("carried_forward", "四、结转下年度继续办理", None),
]
DOCUMENTS = [("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")]
DISCLOSURE = [
    ("regulations", "规章", DOCUMENTS),
    ("normative_documents", "行政规范性文件", DOCUMENTS),
    ("licensing", "行政许可", [("decisions", "本年处理决定数量")]),
    ("penalty", "行政处罚", [("decisions", "本年处理决定数量")]),
    ("coercion", "行政强制", [("decisions", "本年处理决定数量")]),
    ("fees", "行政事业性收费", [("amount", "本年收费金额")]),
]
OUTCOMES = [
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
]
REVIEW = [
    ("reconsideration", "行政复议"),
    ("litigation_direct", "未经复议直接起诉"),
    ("litigation_after_reconsideration", "复议后起诉"),
]
ALL_TABLES = [pytest.param(t, id=f"{t.key}-{t.variant}") for group in FORM_2021.variants.values() for t in group]


def requests(variant: str) -> Table:
    """The requests table in one of its printed variants."""
    return next(t for t in FORM_2021.variants["requests"] if t.variant == variant)


def test_requests_rows_and_columns() -> None:
    """The requests table has the form's 25 rows with their labels and groups, each with the 7 applicants."""
    table = requests("standard")
    assert [(row.key, row.label, row.group) for row in table.rows] == REQUESTS
    assert all([(c.key, c.label) for c in row.columns] == APPLICANTS for row in table.rows)
    assert table.title == "收到和处理政府信息公开申请情况"


def test_requests_with_one_other_row() -> None:
    """Where （六）其他处理 is one row, it stands in the place of the three and nothing else changes."""
    rows = [(row.key, row.label) for row in requests("single_other_row").rows]
    three = [(key, label) for key, label, _ in REQUESTS]
    assert rows == [*three[:20], ("other_processing", "（六）其他处理"), *three[23:]]
    assert len(rows) == 23


def test_disclosure_rows_and_columns() -> None:
    """The disclosure table has 6 rows: two with three counts, three with one count, and the fees as an amount."""
    table = FORM_2021.tables["disclosure"]
    assert [(row.key, row.label, [(c.key, c.label) for c in row.columns]) for row in table.rows] == DISCLOSURE
    kinds = {cell: column.kind for cell, column in table.column_by_cell.items()}
    assert [cell for cell, kind in kinds.items() if kind == "amount"] == ["disclosure.fees.amount"]
    assert table.title == "主动公开政府信息情况"


def test_review_blocks_and_outcomes() -> None:
    """The review table has 3 blocks of 5 outcomes, its 15 cells block by block."""
    table = FORM_2021.tables["review"]
    assert [(row.key, row.label) for row in table.rows] == REVIEW
    assert all([(c.key, c.label) for c in row.columns] == OUTCOMES for row in table.rows)
    assert table.cells == tuple(f"review.{block}.{outcome}" for block, _ in REVIEW for outcome, _ in OUTCOMES)


@pytest.mark.parametrize(
    ("variant", "row_sums"), [pytest.param("standard", 25, id="25-rows"), pytest.param("single_other_row", 23, id="23")]
)
def test_number_of_sums(variant: str, row_sums: int) -> None:
    """The requests table has a row sum for every row, and a result sum and a carry-over for every column."""
    checks = [s.check for s in requests(variant).sums]
    assert {c: checks.count(c) for c in checks} == {"row_sum": row_sums, "result_sum": 7, "carry_over": 7}


def test_review_and_disclosure_sums() -> None:
    """The review table has one sum for each block, total = the four outcomes; the disclosure table has none."""
    sums = FORM_2021.tables["review"].sums
    assert [(s.check, s.at) for s in sums] == [("review_sum", block) for block, _ in REVIEW]
    assert sums[1].printed == ("review.litigation_direct.total",)
    assert sums[1].parts == tuple(f"review.litigation_direct.{o}" for o in ("upheld", "corrected", "other", "pending"))
    assert FORM_2021.tables["disclosure"].sums == ()


def test_row_sum_cells() -> None:
    """A row sum says that the total is the six applicants."""
    (found,) = [s for s in requests("standard").sums if s.check == "row_sum" and s.at == "granted"]
    assert found.printed == ("requests.granted.total",)
    assert found.parts == tuple(f"requests.granted.{key}" for key, _ in APPLICANTS[:6])


def test_carry_over_cells() -> None:
    """The carry-over says: received and carried over together are processed and carried forward together."""
    (found,) = [s for s in requests("standard").sums if s.check == "carry_over" and s.at == "natural_person"]
    assert set(found.parts) == {"requests.received.natural_person", "requests.carried_over.natural_person"}
    assert set(found.printed) == {"requests.processed_total.natural_person", "requests.carried_forward.natural_person"}


@pytest.mark.parametrize(
    ("variant", "others"),
    [
        pytest.param("standard", ["other_correction_overdue", "other_fee_overdue", "other_miscellaneous"], id="three"),
        pytest.param("single_other_row", ["other_processing"], id="single"),
    ],
)
def test_result_sum_cells(variant: str, others: list[str]) -> None:
    """A result sum says that processed_total is rows 3 to 23, with the one （六） row or with the three."""
    (found,) = [s for s in requests(variant).sums if s.check == "result_sum" and s.at == "total"]
    assert found.printed == ("requests.processed_total.total",)
    results = [key for key, _, _ in REQUESTS[2:20]] + others
    assert found.parts == tuple(f"requests.{row}.total" for row in results)


@pytest.mark.parametrize("table", ALL_TABLES)
def test_keys_are_unique(table: Table) -> None:
    """No row, no cell and no name of a row in a prompt stands twice, and every sum is over the table's own cells."""
    assert len({row.key for row in table.rows}) == len(table.rows)
    assert len({row.short for row in table.rows}) == len(table.rows)
    assert len(set(table.cells)) == len(table.cells) == sum(len(row.columns) for row in table.rows)
    assert all(set(s.cells) <= set(table.cells) for s in table.sums)
    assert len({(s.check, s.at) for s in table.sums}) == len(table.sums)


@pytest.mark.parametrize(
    ("rows", "variant"),
    [
        pytest.param({"received", "other_processing"}, "single_other_row", id="other_processing"),
        pytest.param({"received", "other_fee_overdue"}, "standard", id="three-others"),
        pytest.param({"received", "granted"}, "standard", id="both-fit"),
    ],
)
def test_variant_for_rows(rows: set[str], variant: str) -> None:
    """A table set's rows tell which printed variant it is; where both fit, the standard one."""
    assert FORM_2021.table_for_rows("requests", rows).variant == variant


def test_cell_label_is_official() -> None:
    """A cell is named to people by its row's and its column's official labels; the form by its key."""
    assert requests("standard").cell_label("requests.carried_over.natural_person") == (
        "二、上年结转政府信息公开申请数量 / 自然人"
    )
    assert FORMS["2021"] is FORM_2021
    assert FORM_2021.notice == "国办公开办函〔2021〕30号"


DISCLOSURE_2019 = [
    ("regulations", "规章", ["created", "published", "public_total"], "第二十条第（一）项"),
    ("normative_documents", "规范性文件", ["created", "published", "public_total"], "第二十条第（一）项"),
    ("licensing", "行政许可", ["previous", "change", "decisions"], "第二十条第（五）项"),
    ("other_services", "其他对外管理服务事项", ["previous", "change", "decisions"], "第二十条第（五）项"),
    ("penalty", "行政处罚", ["previous", "change", "decisions"], "第二十条第（六）项"),
    ("coercion", "行政强制", ["previous", "change", "decisions"], "第二十条第（六）项"),
    ("fees", "行政事业性收费", ["previous", "change"], "第二十条第（八）项"),
    ("procurement", "政府集中采购", ["projects", "amount"], "第二十条第（九）项"),
]
COLUMNS_2019 = {
    "created": ("本年新制作数量", "count"),
    "published": ("本年新公开数量", "count"),
    "public_total": ("对外公开总数量", "count"),
    "previous": ("上一年项目数量", "count"),
    "change": ("本年增/减", "change"),
    "decisions": ("处理决定数量", "count"),
    "projects": ("采购项目数量", "count"),
    "amount": ("采购总金额", "amount"),
}


def test_disclosure_of_form_2019() -> None:
    """Its eight rows with their labels, groups and columns; 本年增/减 may be negative, the procurement is an amount."""
    table = FORM_2019.tables["disclosure"]
    assert [(row.key, row.label, [c.key for c in row.columns], row.group) for row in table.rows] == DISCLOSURE_2019
    assert {c.key: (c.label, c.kind) for row in table.rows for c in row.columns} == COLUMNS_2019
    assert table.sums == ()


def test_form_2019_shares_the_other_tables() -> None:
    """Requests and review are those of form 2021; （六） as one row is the usual variant."""
    assert FORMS["2019"] is FORM_2019
    assert FORM_2019.tables["requests"] is requests("single_other_row")
    assert set(map(id, FORM_2019.variants["requests"])) == set(map(id, FORM_2021.variants["requests"]))
    assert FORM_2019.variants["review"] == FORM_2021.variants["review"]


def test_only_form_2019_has_a_signed_column() -> None:
    """The column keys that may be negative are 本年增/减 alone, and no count or amount of any form shares its key."""
    assert {"change"} == SIGNED_COLUMNS
    kinds = {
        (c.key, c.kind)
        for form in FORMS.values()
        for tables in form.variants.values()
        for table in tables
        for c in table.column_by_cell.values()
    }
    assert [kind for key, kind in kinds if key in SIGNED_COLUMNS] == ["change"]
