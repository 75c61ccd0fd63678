"""Form 2021: the annual report for data years 2021 and later.

Source: 国办公开办函〔2021〕30号, 《中华人民共和国政府信息公开工作年度报告格式》.
"""

from __future__ import annotations

from nianbao.schemas.form import Column, Form, Row, Sum, Table

_DOCUMENTS = (
    Column("issued", "本年制发件数"),
    Column("repealed", "本年废止件数"),
    Column("in_force", "现行有效件数"),
)
_DECISIONS = (Column("decisions", "本年处理决定数量"),)
_AMOUNT = (Column("amount", "本年收费金额", kind="amount"),)

DISCLOSURE = Table(
    key="disclosure",
    title="主动公开政府信息情况",
    rows=(
        Row("regulations", "规章", ("规章",), _DOCUMENTS, "规章", "第二十条第（一）项"),
        Row(
            "normative_documents",
            "行政规范性文件",
            ("行政规范性文件", "规范性文件"),
            _DOCUMENTS,
            "文件",
            "第二十条第（一）项",
        ),
        Row("licensing", "行政许可", ("行政许可",), _DECISIONS, "许可", "第二十条第（五）项"),
        Row("penalty", "行政处罚", ("行政处罚",), _DECISIONS, "处罚", "第二十条第（六）项"),
        Row("coercion", "行政强制", ("行政强制",), _DECISIONS, "强制", "第二十条第（六）项"),
        Row("fees", "行政事业性收费", ("行政事业性收费",), _AMOUNT, "收费", "第二十条第（八）项"),
    ),
)

APPLICANTS = (
    Column("natural_person", "自然人"),
    Column("commercial_enterprise", "商业企业"),
    Column("research_institution", "科研机构"),
    Column("public_welfare_organization", "社会公益组织"),
    Column("legal_service_organization", "法律服务机构"),
    Column("other_organization", "其他"),
    Column("total", "总计"),
)


def _request_row(key: str, label: str, words: str, short: str, group: str | None = None) -> Row:
    return Row(key, label, tuple(words.split("|")), APPLICANTS, short, group)


_HANDLED, _DENIED, _UNAVAILABLE = "三、本年度办理结果", "（三）不予公开", "（四）无法提供"
_REFUSED, _OTHER = "（五）不予处理", "（六）其他处理"

_BEFORE_OTHER = (
    _request_row("received", "一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量", "新收"),
    _request_row("carried_over", "二、上年结转政府信息公开申请数量", "上年结转政府信息公开申请数量", "结转"),
    _request_row("granted", "（一）予以公开", "予以公开", "公开", _HANDLED),
    _request_row(
        "partially_granted",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "部分公开(区分处理的,只计这一情形,不计其他情形)|部分公开",
        "部分公开",
        _HANDLED,
    ),
    _request_row("denied_state_secret", "1.属于国家秘密", "属于国家秘密", "国家秘密", _DENIED),
    _request_row(
        "denied_prohibited_by_law",
        "2.其他法律行政法规禁止公开",
        "其他法律行政法规禁止公开|其他法律、行政法规禁止公开",
        "法规禁止",
        _DENIED,
    ),
    _request_row("denied_security_and_stability", "3.危及“三安全一稳定”", '危及"三安全一稳定"', "三安全", _DENIED),
    _request_row("denied_third_party_rights", "4.保护第三方合法权益", "保护第三方合法权益", "第三方", _DENIED),
    _request_row("denied_internal_affairs", "5.属于三类内部事务信息", "属于三类内部事务信息", "内部事务", _DENIED),
    _request_row("denied_process_information", "6.属于四类过程性信息", "属于四类过程性信息", "过程性", _DENIED),
    _request_row("denied_enforcement_files", "7.属于行政执法案卷", "属于行政执法案卷", "案卷", _DENIED),
    _request_row("denied_administrative_inquiry", "8.属于行政查询事项", "属于行政查询事项", "查询", _DENIED),
    _request_row(
        "unavailable_not_held", "1.本机关不掌握相关政府信息", "本机关不掌握相关政府信息", "不掌握", _UNAVAILABLE
    ),
    _request_row(
        "unavailable_requires_creation",
        "2.没有现成信息需要另行制作",
        "没有现成信息需要另行制作",
        "制作",
        _UNAVAILABLE,
    ),
    _request_row("unavailable_unclear", "3.补正后申请内容仍不明确", "补正后申请内容仍不明确", "不明确", _UNAVAILABLE),
    _request_row("not_processed_petition", "1.信访举报投诉类申请", "信访举报投诉类申请", "信访", _REFUSED),
    _request_row("not_processed_duplicate", "2.重复申请", "重复申请", "重复申请", _REFUSED),
    _request_row("not_processed_publication", "3.要求提供公开出版物", "要求提供公开出版物", "出版物", _REFUSED),
    _request_row("not_processed_excessive", "4.无正当理由大量反复申请", "无正当理由大量反复申请", "反复", _REFUSED),
    _request_row(
        "not_processed_reconfirmation",
        "5.要求行政机关确认或重新出具已获取信息",
        "要求行政机关确认或重新出具已获取信息",
        "出具",
        _REFUSED,
    ),
)
_THREE_OTHERS = (
    _request_row(
        "other_correction_overdue",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "不补正",
        _OTHER,
    ),
    _request_row(
        "other_fee_overdue",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "未缴费",
        _OTHER,
    ),
    _request_row("other_miscellaneous", "3.其他", "其他", "其他", _OTHER),
)
_ONE_OTHER = (_request_row("other_processing", "（六）其他处理", "其他处理", "其他处理", _HANDLED),)
_AFTER_OTHER = (
    _request_row("processed_total", "（七）总计", "总计", "总计", _HANDLED),
    _request_row("carried_forward", "四、结转下年度继续办理", "结转下年度继续办理", "下年"),
)


def _requests(variant: str, rows: tuple[Row, ...]) -> Table:
    def cell(row: str, column: str) -> str:
        return f"requests.{row}.{column}"

    columns = [column.key for column in APPLICANTS]
    results = [row.key for row in rows[2:-2]]
    row_sums = tuple(
        Sum("row_sum", "requests", row.key, (cell(row.key, "total"),), tuple(cell(row.key, c) for c in columns[:-1]))
        for row in rows
    )
    result_sums = tuple(
        Sum("result_sum", "requests", c, (cell("processed_total", c),), tuple(cell(row, c) for row in results))
        for c in columns
    )
    carry_overs = tuple(
        Sum(
            "carry_over",
            "requests",
            c,
            (cell("processed_total", c), cell("carried_forward", c)),
            (cell("received", c), cell("carried_over", c)),
        )
        for c in columns
    )
    return Table("requests", "收到和处理政府信息公开申请情况", rows, row_sums + result_sums + carry_overs, variant)


REQUESTS_THREE_OTHERS = _requests("standard", _BEFORE_OTHER + _THREE_OTHERS + _AFTER_OTHER)
REQUESTS_ONE_OTHER = _requests("single_other_row", _BEFORE_OTHER + _ONE_OTHER + _AFTER_OTHER)

OUTCOMES = (
    Column("upheld", "结果维持"),
    Column("corrected", "结果纠正"),
    Column("other", "其他结果"),
    Column("pending", "尚未审结"),
    Column("total", "总计"),
)
_BLOCKS = (
    Row("reconsideration", "行政复议", ("行政复议",), OUTCOMES, "行政复议"),
    Row("litigation_direct", "未经复议直接起诉", ("未经复议直接起诉",), OUTCOMES, "直接起诉", "行政诉讼"),
    Row("litigation_after_reconsideration", "复议后起诉", ("复议后起诉",), OUTCOMES, "复议后起诉", "行政诉讼"),
)
REVIEW = Table(
    key="review",
    title="政府信息公开行政复议、行政诉讼情况",
    rows=_BLOCKS,
    sums=tuple(
        Sum(
            "review_sum",
            "review",
            b.key,
            (f"review.{b.key}.total",),
            tuple(f"review.{b.key}.{c.key}" for c in OUTCOMES[:-1]),
        )
        for b in _BLOCKS
    ),
)

FORM_2021 = Form(
    key="2021",
    notice="国办公开办函〔2021〕30号",
    variants={
        "disclosure": (DISCLOSURE,),
        "requests": (REQUESTS_THREE_OTHERS, REQUESTS_ONE_OTHER),
        "review": (REVIEW,),
    },
)
