"""The text of Word paragraphs: what is printed, and never two texts joined to one number."""

from __future__ import annotations

import pytest

from tests.files.word_files import CONTINUE, field, p, r, read_body, tbl, tc, tr

CHANGED = "has tracked changes: read as if accepted"
BOX = "<w:txbxContent>{}</w:txbxContent>"


def cell(*blocks: str, **more: str) -> str:
    """The text of the last cell of a row `规章 | …`."""
    text = read_body(tbl(tr("标题", "本年"), tr("规章", tc("".join(blocks)))), **more).text
    return text.strip().splitlines()[-1].removeprefix("|规章|").removesuffix("|")


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        pytest.param([r("1"), r("2")], "12", id="runs cut a number"),
        pytest.param(['<w:ins w:id="1">', r("7"), "</w:ins>"], "7", id="inserted"),
        pytest.param(['<w:del w:id="1">', r("9", tag="delText"), "</w:del>", r("7")], "7", id="deleted"),
        pytest.param(['<w:moveFrom w:id="1">', r("9"), "</w:moveFrom>", r("7")], "7", id="moved away"),
        pytest.param(['<w:moveTo w:id="1">', r("7"), "</w:moveTo>"], "7", id="moved here"),
        pytest.param(
            ['<w:ins w:id="1">', r("7"), '<w:del w:id="2">', r("9"), "</w:del></w:ins>"], "7", id="deleted in inserted"
        ),
        pytest.param([r("7", '<w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange>')], "7", id="was hidden"),
        pytest.param([r("7"), r("9", "<w:vanish/>")], "7", id="hidden"),
        pytest.param([r("7"), r("9", '<w:vanish w:val="0"/>')], "79", id="not hidden"),
        pytest.param(["<w:smartTag><w:customXml>", r("7"), "</w:customXml></w:smartTag>"], "7", id="smart tag"),
        pytest.param(["<w:sdt><w:sdtPr/><w:sdtContent>", r("7"), "</w:sdtContent></w:sdt>"], "7", id="content control"),
        pytest.param(['<w:hyperlink r:id="x">', r("7"), "</w:hyperlink>"], "7", id="link"),
        pytest.param(['<w:fldSimple w:instr="=SUM(LEFT)">', r("7"), "</w:fldSimple>"], "7", id="simple field"),
        pytest.param([field("=SUM(LEFT)", r("7"))], "7", id="field"),
        pytest.param([field(f"IF {field('PAGE', r('3'))} = 3", r("7"))], "7", id="field in an instruction"),
        pytest.param(['<w:r><w:fldChar w:fldCharType="begin"/></w:r>', r("7")], "7", id="field without end"),
        pytest.param(["<w:r><w:noBreakHyphen/></w:r>", r("5")], "-5", id="hyphen"),
        pytest.param([r("1"), "<w:r><w:softHyphen/></w:r>", r("2")], "12", id="soft hyphen"),
        pytest.param(['<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'], "√", id="symbol"),
        pytest.param(['<w:r><w:sym w:font="Symbol" w:char="F035"/></w:r>'], "5", id="digit of a symbol font"),
        pytest.param(["<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>"], "12", id="equation in a line"),
    ],
)  # fmt: skip
def test_a_run_is_printed_or_not_as_word_does(runs: list[str], printed: str) -> None:
    assert cell(p(*runs)) == printed


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([p(r("5"), r("1", '<w:vertAlign w:val="superscript"/>'))], id="raised"),
        pytest.param([p(r("5"), r("1", '<w:position w:val="6"/>'))], id="lifted"),
        pytest.param([p(r("5"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r("1"))], id="after a footnote's mark"),
        pytest.param([p(r("5", "<w:strike/>"), r("1"))], id="struck"),
        pytest.param([p(r("5", "<w:dstrike/>"), r("1"))], id="struck twice"),
        pytest.param([p(r("51", "<w:strike/>"))], id="all struck"),
        pytest.param([p(r("5")), p(r("100"))], id="two paragraphs"),
        pytest.param([p(r("5"), "<w:r><w:br/></w:r>", r("100"))], id="two lines"),
        pytest.param([p(r("5"), "<w:r><w:tab/></w:r>", r("100"))], id="a tab between"),
        pytest.param([p(r("5"), "<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>")], id="picture"),
        pytest.param(
            [p("<m:oMath><m:f><m:num><m:r><m:t>5</m:t></m:r></m:num></m:f></m:oMath>", r("1"))], id="fraction"
        ),
        pytest.param([tbl(tr("5", "100"), tr("6", "7"))], id="table in a cell"),
        pytest.param([p(r("5")), p(f"<w:r><w:pict>{BOX.format(p(r('100')))}</w:pict></w:r>")], id="text box in a cell"),
        pytest.param([p(field("=SUM(LEFT)", "").replace("separate", "other"), r("5"))], id="formula without result"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_number_is_never_joined_to_it(blocks: list[str]) -> None:
    """Neither to one number nor to one with a space for its thousands: a sign stands between them or around."""
    assert any(sign in cell(*blocks) for sign in ("^", "~~"))


def test_a_footnotes_mark_after_a_number_leaves_the_number() -> None:
    assert cell(p(r("5"), '<w:r><w:footnoteReference w:id="2"/></w:r>')) == "5"


@pytest.mark.parametrize(
    "drawn",
    [
        "<w:drawing><wp:inline><a:blip/></wp:inline></w:drawing>",
        "<w:drawing><wp:anchor><a:blip/></wp:anchor></w:drawing>",
        '<w:pict><v:shape style="position:absolute"><v:imagedata/></v:shape></w:pict>',
        "<w:object/>",
    ],
)
def test_a_cell_with_only_a_picture_is_not_empty(drawn: str) -> None:
    assert cell(p(f"<w:r>{drawn}</w:r>")) == "[图]"


def test_a_seal_that_floats_over_a_number_changes_nothing() -> None:
    assert cell(p(r("5"), "<w:r><w:drawing><wp:anchor><a:blip/></wp:anchor></w:drawing></w:r>")) == "5"


def test_hidden_by_a_style_that_is_based_on_another() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="character" w:styleId="c"><w:basedOn w:val="c"/></w:style>'
    )
    assert cell(p(r("5"), r("9", '<w:rStyle w:val="b"/>'), r("6", '<w:rStyle w:val="c"/>')), styles=styles) == "56"


def test_a_deleted_paragraph_mark_joins_two_lines() -> None:
    marks = '<w:rPr><w:del w:id="1"/></w:rPr>'
    content = read_body(p(r("二、主动公开"), properties=marks) + p(r("情况"), properties="") + p(r("三")))
    assert content.text == "二、主动公开情况\n三\n"
    assert content.notes == (CHANGED,)


def test_deleted_rows_and_cells_are_gone() -> None:
    content = read_body(
        tbl(
            tr("规章", "7"),
            tr("规章", "9", properties='<w:del w:id="1"/>'),
            tr("处罚", tc("9", '<w:cellDel w:id="2"/>'), "8"),
            tr("隐藏", "9", properties="<w:hidden/>"),
        )
    )
    assert content.text == "|规章|7|\n|处罚|8|\n"
    assert CHANGED in content.notes


def test_a_cell_that_went_on_from_a_deleted_row_prints_its_own_text() -> None:
    content = read_body(
        tbl(
            tr(tc("旧", '<w:vMerge w:val="restart"/>'), "9", properties='<w:del w:id="1"/>'),
            tr(tc("新", CONTINUE), "7"),
            tr(tc("", CONTINUE), "8"),
        )
    )
    assert content.text == "|新|7|\n||8|\n"


def test_a_text_box_stands_once_after_its_paragraph() -> None:
    """Word writes it twice, for readers that know the new shapes and for those that do not."""
    box = BOX.format(p(r("框中")))
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:txbx>{box}</wps:txbx>'
        f"</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert read_body(p(r("前"), both) + p(r("后"))).text == "前\n框中\n后\n"


def test_of_two_alternatives_the_one_that_word_knows_is_read() -> None:
    """A choice that requires what Word does not know is not shown."""
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="v">{r("9")[5:-6]}</mc:Choice><mc:Fallback>{{}}</mc:Fallback>'
    )
    both = both.format('<w:t xml:space="preserve">7</w:t>') + "</mc:AlternateContent></w:r>"
    assert cell(p(both)) == "7"


def test_ruby_prints_its_base() -> None:
    ruby = f"<w:ruby><w:rt>{r('zhang')}</w:rt><w:rubyBase>{r('章')}</w:rubyBase></w:ruby>"
    assert read_body(p(r("规"), f"<w:r>{ruby}</w:r>")).text == "规章\n"


@pytest.mark.parametrize(("mark", "sign"), [("<w:checked/>", "☑"), ('<w:default w:val="0"/>', "☐")])
def test_a_box_to_tick_prints_its_state(mark: str, sign: str) -> None:
    data = f"<w:ffData><w:checkBox>{mark}</w:checkBox></w:ffData>"
    runs = field("FORMCHECKBOX", "").replace('"begin"/>', f'"begin">{data}</w:fldChar>')
    assert cell(p(runs)) == sign
