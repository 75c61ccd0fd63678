"""A synthetic report as the PDFs that programs print: WeasyPrint the proper page, LibreOffice the Word document."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from nianbao.eval.synth.docx_file import write_docx
from nianbao.eval.synth.font import font_file
from nianbao.eval.synth.html_pages import proper_page
from nianbao.eval.synth.page_style import draw_page_style
from nianbao.eval.synth.report import SynthReport

OFFICE_SECONDS = 120


def write_css_pdf(report: SynthReport, file: Path) -> None:
    """A PDF printed from HTML with style sheets, as a browser prints it; needs WeasyPrint and the embedded font."""
    import weasyprint

    style = draw_page_style(report.chance("pdf css"))
    number = style.number.replace("{pages}", '" counter(pages) "').replace("{page}", '" counter(page) "')
    head = f'@top-center{{content:"{report.front.title}";font-size:9pt}}' if style.running_head else ""
    narrow = "table{table-layout:fixed}.requests td,.review td{word-break:break-all}" if style.narrow else ""
    narrow += ".requests td.n,.review td.n{width:5mm}" if style.narrow else "td.n{white-space:nowrap}"
    css = (
        f'@font-face{{font-family:Droid;src:url("{(font_file() or Path()).as_uri()}")}}'
        f'@page{{size:A4;margin:22mm 18mm;@bottom-center{{content:"{number}";font-family:Droid;font-size:9pt}}{head}}}'
        "body{font-family:Droid;font-size:12pt;line-height:1.7}h1{font-size:18pt;text-align:center}h2{font-size:14pt}"
        f"table{{border-collapse:collapse;width:100%;font-size:{style.font_size}pt;line-height:1.3}}"
        "td{border:.6pt solid black;padding:2pt 3pt;text-align:center;vertical-align:middle}" + narrow
    )
    weasyprint.HTML(string=proper_page(report, css)).write_pdf(str(file))


def write_office_pdf(report: SynthReport, file: Path) -> None:
    """The Word document, printed to PDF by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "report.docx"
        write_docx(report, document)
        office(document, "pdf").replace(file)


def office(file: Path, to: str) -> Path:
    """Let LibreOffice convert a file; the new file's path, beside it. Raises OSError or SubprocessError."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", to]
        subprocess.run(
            [*command, "--outdir", str(file.parent), str(file)], capture_output=True, check=True, timeout=OFFICE_SECONDS
        )
    return file.with_suffix("." + to.partition(":")[0])
