"""Form 2019: the annual report for data years 2019 and 2020.

Source: the sheet of 2019 that 国办公开办函〔2021〕30号 replaced. Only its `disclosure` differs; the tables of requests
and review are those of form 2021, with （六）其他处理 as one row.
"""

from __future__ import annotations

from nianbao.schemas.form import Column, Form, Row, Table
from nianbao.schemas.form_2021 import REQUESTS_ONE_OTHER, REQUESTS_THREE_OTHERS, REVIEW

_DOCUMENTS = (
    Column("created", "本年新制作数量"),
    Column("published", "本年新公开数量"),
    Column("public_total", "对外公开总数量"),
)
_CHANGE = (Column("previous", "上一年项目数量"), Column("change", "本年增/减", kind="change"))
_DECISIONS = (*_CHANGE, Column("decisions", "处理决定数量"))
_PROCUREMENT = (Column("projects", "采购项目数量"), Column("amount", "采购总金额", kind="amount"))

DISCLOSURE = Table(
    key="disclosure",
    title="主动公开政府信息情况",
    rows=(
        Row("regulations", "规章", ("规章",), _DOCUMENTS, "规章", "第二十条第（一）项"),
        Row("normative_documents", "规范性文件", ("规范性文件",), _DOCUMENTS, "文件", "第二十条第（一）项"),
        Row("licensing", "行政许可", ("行政许可",), _DECISIONS, "许可", "第二十条第（五）项"),
        Row(
            "other_services",
            "其他对外管理服务事项",
            ("其他对外管理服务事项",),
            _DECISIONS,
            "服务事项",
            "第二十条第（五）项",
        ),
        Row("penalty", "行政处罚", ("行政处罚",), _DECISIONS, "处罚", "第二十条第（六）项"),
        Row("coercion", "行政强制", ("行政强制",), _DECISIONS, "强制", "第二十条第（六）项"),
        Row("fees", "行政事业性收费", ("行政事业性收费",), _CHANGE, "收费", "第二十条第（八）项"),
        Row("procurement", "政府集中采购", ("政府集中采购",), _PROCUREMENT, "采购", "第二十条第（九）项"),
    ),
)

FORM_2019 = Form(
    key="2019",
    notice="2019年政府信息公开工作年度报告格式",
    # Reports of these years print one row （六）其他处理; a sheet with the three rows of later years is read as well.
    variants={
        "disclosure": (DISCLOSURE,),
        "requests": (REQUESTS_ONE_OTHER, REQUESTS_THREE_OTHERS),
        "review": (REVIEW,),
    },
)
