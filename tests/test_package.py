"""The package as users get it: built, installed in a fresh environment, used from a folder with its own `schemas/`."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout with the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python of a fresh environment with the wheel in it; its dependencies are this environment's."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    site = next((folder / "lib").glob("python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    own = [p for p in sys.path if p.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(own), encoding="utf-8")
    return python


def run(python: Path, code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run code in the fresh environment."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH",)}
    return subprocess.run(
        [str(python), "-c", code], capture_output=True, text=True, cwd=cwd, check=False, timeout=120, env=clean
    )


def test_the_wheel_has_the_package_and_nothing_beside_it(wheel: Path) -> None:
    """Everything is under nianbao/, prompts, schemas and the type marker included; no tests, no goldens."""
    names = zipfile.ZipFile(wheel).namelist()
    assert {n.split("/")[0] for n in names if ".dist-info" not in n} == {"nianbao"}
    for needed in (
        "nianbao/py.typed",
        "nianbao/__main__.py",
        "nianbao/prompts/texts/rows_table.md",
        "nianbao/schemas/json/report.schema.json",
        "nianbao/extract/cli.py",
        "nianbao/eval/cli.py",
    ):
        assert needed in names


def test_it_works_from_a_folder_that_has_its_own_schemas_and_eval(python: Path, tmp_path: Path) -> None:
    """A user's own modules of these names neither break the import nor are shadowed by it."""
    for name in ("schemas", "eval", "extract", "prompts"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"MINE = {name!r}\n", encoding="utf-8")
    text = ROOT / "goldens" / "zhangjiakou-2022" / "source.txt"
    code = f"""
import nianbao, schemas, eval, asyncio
from nianbao import extract_report, repair_report, check_tables, extract_report_async
assert schemas.MINE == "schemas" and eval.MINE == "eval"
assert {str(ROOT)!r} not in nianbao.__file__
result = extract_report({str(text)!r})
assert result.status == "confirmed"
assert repair_report({str(text)!r}, prior=result).tables == result.tables
assert check_tables(result).ok
assert asyncio.run(extract_report_async({str(text)!r})).tables == result.tables
print("fine")
"""
    done = run(python, code, tmp_path)
    assert done.stdout == "fine\n", done.stderr


def test_the_installed_command_runs(python: Path, tmp_path: Path) -> None:
    """The command of the wheel reads a report in an environment that has no checkout."""
    text = ROOT / "goldens" / "huguan-2023" / "source.txt"
    done = subprocess.run(
        [str(python), "-m", "nianbao", "extract", str(text), "--quiet"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert '"status": "confirmed"' in done.stdout


def test_importing_is_cheap_and_quiet(python: Path, tmp_path: Path) -> None:
    """`import nianbao` loads neither openai, instructor, deepdiff nor rich, and prints nothing."""
    code = (
        "import sys, nianbao; "
        "print([m for m in ('openai', 'instructor', 'deepdiff', 'rich', 'typer') if m in sys.modules])"
    )
    assert run(python, code, tmp_path).stdout == "[]\n"
