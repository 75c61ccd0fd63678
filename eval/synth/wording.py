"""How a synthetic report words labels and headings: brackets, numerals, the variants that reports really print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from nianbao.eval.synth.print_cells import Printed, happens
from nianbao.schemas import Table

_HALF = str.maketrans("（），：", "(),:")
_OTHER_LABELS = {
    "行政规范性文件": "规范性文件",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "2.其他法律行政法规禁止公开": "2.其他法律、行政法规禁止公开",
    "3.危及“三安全一稳定”": '3.危及"三安全一稳定"',
    "4.保护第三方合法权益": "4.保护第三方合法权益 ",
    "本年收费金额（单位：万元）": "本年收费金额（单位：万元，保留四位小数）",
}
_REVIEW = "因政府信息公开工作被申请行政复议、提起行政诉讼情况"
_HEADS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "结果维持", "结果纠正", "其他结果", "尚未审结")


@dataclass(frozen=True)
class Wording:
    """One report's way with words. `numeral` stands behind a label's number, `invisible` inside some labels."""

    half: bool
    numeral: str
    other: bool
    split_heads: bool
    invisible: str

    def title(self, table: Table) -> str:
        """A section's title, without its numeral."""
        return self._brackets(_REVIEW if self.other and table.key == "review" else table.title)

    def label(self, values: set[str], text: str) -> tuple[str, bool]:
        """A cell's text in this wording, and whether it is one of the table's values, which keep their text."""
        if text in values or not re.search(r"[一-鿿]", text):
            return text, True
        if self.split_heads and text in _HEADS:
            return f"{text[:2]}\n{text[2:]}", False
        if self.other:
            text = _OTHER_LABELS.get(text, text)
        text = re.sub(r"^(\d)\.", rf"\1{self.numeral}", self._brackets(text))
        if self.invisible and len(text) > 3:
            text = text[:3] + self.invisible + text[3:]
        return text, False

    def _brackets(self, text: str) -> str:
        return text.translate(_HALF) if self.half else text


def draw_wording(printed: Printed, chance: Random) -> Wording:
    """Draw the wording, and note in the report's oddities what is uncommon about it."""
    numeral = chance.choice(["．", "、", ". "])
    names = ("half_width_brackets", "other_numerals", "other_labels", "split_headings")
    half, numerals, other, split = (happens(name, chance) for name in names)
    printed.oddities += [name for name, so in zip(names, (half, numerals, other, split), strict=True) if so]
    return Wording(half, numeral if numerals else ".", other, split, printed.invisible)
