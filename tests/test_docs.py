"""The pages say what the program does, and all of it."""

from __future__ import annotations

import fnmatch
import json
import re
import runpy
import sys
import tomllib
import typing
from pathlib import Path

import click
import pytest

from dateline import model
from dateline.cli import SHELLS, cli
from dateline.output.csv import COLUMNS
from dateline.reading.report import MOST_BYTES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OUTPUT = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
PACKAGE_NAMES = {"pydantic_core": "pydantic"}  # where the module has another name than its package
VALUES = {name: value for name, value in vars(model).items() if typing.get_origin(value) is typing.Literal}


@pytest.mark.parametrize("part", ["fields", "event_types", "example"])
def test_the_parts_that_the_program_writes_are_up_to_date(part: str) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "write_docs.py"))
    page = README if part == "example" else OUTPUT
    written = re.search(rf"<!-- made:{part} -->\n(.*?)<!-- /made -->", page, re.DOTALL)
    assert written is not None
    assert written[1].strip() == script["PARTS"][part]().strip(), "run python3 dev.py docs"


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_python_in_the_readme_runs(block: str) -> None:
    exec(compile(block, "README.md", "exec"), {})


def test_the_spans_example_is_in_the_format_that_it_describes() -> None:
    page = (ROOT / "docs" / "input.md").read_text(encoding="utf-8")
    row = json.loads(page.split("```json\n")[1].split("```")[0])
    assert [row["text"][span["start"] : span["end"]] for span in row["spans"]] == ["Homs", "Tuesday"]


def test_the_size_limit_is_documented() -> None:
    page = (ROOT / "docs" / "input.md").read_text(encoding="utf-8")
    assert f"{MOST_BYTES // 1_000_000} MB" in page


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`dateline {name}" in README


@pytest.mark.parametrize(
    ("name", "option"),
    [
        (name, option)
        for name, command in cli.commands.items()
        for param in command.params
        if isinstance(param, click.Option)
        for option in param.opts
    ],
)
def test_every_option_is_in_the_readme(name: str, option: str) -> None:
    rows = [row for row in README.splitlines() if row.startswith("| `-")]
    assert any(f"`{option}" in row and f"`{name}`" in row for row in rows)


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_in_the_readme(shell: str) -> None:
    assert f"`{shell}`" in README


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name in VALUES for value in typing.get_args(VALUES[name])]
)
def test_every_value_is_documented(name: str, value: str) -> None:
    assert re.search(rf"^\| `{value}` \|", OUTPUT, re.MULTILINE), f"{name}: {value}"


def test_every_column_is_documented_in_order() -> None:
    table = OUTPUT.split("| column | value |")[1].split("\n\n")[0]
    assert re.findall(r"`(\w+)`", "\n".join(row.split("|")[1] for row in table.splitlines() if "|" in row)) == list(
        COLUMNS
    )


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_two_commands_exist(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^[a-z ]*\b{target}\b[a-z ]*:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert f'"{target}":' in (ROOT / "dev.py").read_text()


@pytest.mark.parametrize("path", sorted((ROOT / "dateline" / "examples").iterdir()), ids=lambda path: path.name)
def test_every_example_says_that_it_is_invented(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    marks = re.findall(r"<meta[^>]*>", text) if path.suffix == ".html" else text.strip().splitlines()[-1:]
    if path.name == "README.md":
        marks = [text]
    else:
        assert f"`{path.name}`" in (path.parent / "README.md").read_text(encoding="utf-8")
    assert any("invented" in mark.lower() for mark in marks)


@pytest.mark.parametrize("name", ["build", "run", "dev"])
def test_locks_are_hashed_and_name_no_index(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--(?:index|extra-index|find-links|trusted)|^/|@ /", lock, re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", lock):
        if entry.startswith("#") or not entry.strip():
            continue
        assert "==" in entry.split("\n")[0], entry
        assert "--hash=sha256:" in entry, entry


def test_what_the_project_needs_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {name: _locked(name) for name in ("run", "dev")}
    for requirement in project["dependencies"]:
        assert re.split(r"[<>=~!\[; ]", requirement)[0].lower() in locked["run"]
    for requirement in project["optional-dependencies"]["dev"]:
        assert re.split(r"[<>=~!\[; ]", requirement)[0].lower() in locked["dev"]


def test_what_the_code_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=~!\[; ]", requirement)[0].lower() for requirement in project["dependencies"]}
    imported: set[str] = set()
    for path in (ROOT / "dateline").rglob("*.py"):
        found = re.findall(
            r"^ *(?:from|import) (\w+)", _without_strings(path.read_text(encoding="utf-8")), re.MULTILINE
        )
        imported |= set(found)
    third_party = imported - sys.stdlib_module_names - {"dateline", "__future__"}
    assert {PACKAGE_NAMES.get(name, name.replace("_", "-")) for name in third_party} <= declared


def test_every_data_file_is_packaged() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    patterns = [pattern.removeprefix("**/") for pattern in tool["setuptools"]["package-data"]["dateline"]]
    for path in (ROOT / "dateline").rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            assert any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns), path


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _without_strings(code: str) -> str:
    """Docstrings may begin a line with "from" too."""
    return re.sub(r'"""(?:.|\n)*?"""', "", code)


def _locked(name: str) -> set[str]:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))
