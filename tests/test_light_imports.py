"""What `import nianbao` and `--help` load: neither a reader, nor a client, nor a model of the contract."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nianbao

ROOT = Path(__file__).parents[1]
HEAVY = (
    *("openai", "instructor", "httpx", "tenacity", "diskcache", "deepdiff", "rapidfuzz", "simplejson"),
    *("lxml", "pdfplumber", "pdfminer", "pypdfium2", "docx", "numpy", "PIL", "cv2", "onnxruntime", "pandas"),
    *("nianbao.schemas", "nianbao.prompts", "nianbao.extract.report", "nianbao.extract.model.model"),
)
HELPS = [
    ("--help",),
    *((name, "--help") for name in ("extract", "check", "repair", "show", "eval", "cache")),
    ("eval", "synth", "--help"),
    ("cache", "clear", "--help"),
]
_RUN = "import sys; sys.argv = ['nianbao', *{arguments}]; from nianbao.__main__ import main; main()"
_HELP = f"""
import atexit, sys
atexit.register(lambda: print([m for m in {HEAVY} if m in sys.modules], file=sys.stderr))
{_RUN}
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run code against this checkout, in a process of its own."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT / '.ns')!r})\n{code}"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def test_importing_nianbao_loads_nothing_heavy() -> None:
    """Not even pydantic, rich or typer: a parser that calls nianbao only where it fails pays nothing before."""
    heavy = (*HEAVY, "pydantic", "rich", "typer")
    done = run(f"import nianbao; print([m for m in {heavy} if m in sys.modules])")
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize("arguments", HELPS, ids=" ".join)
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    """Each command's help is there before a library is: the command imports what it needs when it runs."""
    done = run(_HELP.format(arguments=arguments))
    assert done.returncode == 0
    assert "Usage" in done.stdout
    assert done.stderr == "[]\n"


def test_the_first_help_does_not_even_load_pydantic() -> None:
    """`nianbao --help` builds no model of any kind."""
    code = _HELP.replace(str(HEAVY), "('pydantic',)").format(arguments=("--help",))
    assert run(code).stderr == "[]\n"


def test_a_command_that_runs_does_load_what_the_test_looks_for() -> None:
    """The probe sees what is there: `check` of a result loads the models of the contract."""
    source = ROOT / "goldens" / "huguan-2023" / "source.txt"
    done = run(_HELP.format(arguments=("extract", str(source), "--quiet")))
    assert "nianbao.schemas" in done.stderr


def test_the_names_for_type_checkers_are_those_at_run_time() -> None:
    """What the package imports for mypy, what it lists and what it gives are the same names from the same homes."""
    tree = ast.parse((ROOT / ".ns" / "nianbao" / "__init__.py").read_text(encoding="utf-8"))
    block = next(n for n in tree.body if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")
    typed = {a.name: n.module for n in block.body if isinstance(n, ast.ImportFrom) for a in n.names}
    assert sorted(typed) == sorted(nianbao.__all__)
    for name, home in typed.items():
        code = f"import nianbao, {home}; assert nianbao.{name} is {home}.{name}; assert {name!r} in dir(nianbao)"
        exec(code, {})


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that the package has not is refused as Python does it."""
    with pytest.raises(AttributeError, match="module 'nianbao' has no attribute 'extract_everything'"):
        nianbao.extract_everything  # noqa: B018
