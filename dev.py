#!/usr/bin/env python3
"""Set up Dateline from a clone and run it: `python3 dev.py demo`, `python3 dev.py test`.

Needs git's clone, Python 3.11 or newer and pip's usual way to a package index; nothing else. Everything is installed
into `.venv` beside this file, from the locked lists in requirements/, each package checked against its hash.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("DATELINE_VENV") or ROOT / ".venv")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCKS = {"build": "requirements/build.in", "run": "pyproject.toml", "dev": "pyproject.toml --extra dev"}
COMMANDS = {
    "setup": "make .venv with what is needed to run Dateline",
    "demo": "set up and code the bundled example reports",
    "test": "set up and run the tests (more words go to pytest: dev.py test -k table)",
    "check": "lint, format check, types, then the tests",
    "lint": "ruff check",
    "format": "ruff format (format --check changes nothing)",
    "types": "mypy --strict",
    "docs": "write the parts of README.md and docs/ that the program itself says",
    "lock": "renew requirements/*.txt from pyproject.toml",
    "clean": "remove .venv and caches",
}


def main() -> int:
    """Run one command and return its exit status."""
    listing = "\n".join(f"  {name:8}{what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py", epilog=f"commands:\n{listing}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    command, rest = parser.parse_known_args()
    return run_command(command.command, rest)


def run_command(command: str, rest: list[str]) -> int:
    if command == "clean":
        return remove_made_files()
    set_up("run" if command in ("setup", "demo") else "dev")
    steps = {
        "setup": [],
        "demo": [[str(PYTHON), "-m", "dateline", "demo", *rest]],
        "test": [_module("pytest", *(rest or ["dateline", "tests"]))],
        "lint": [_module("ruff", "check", *(rest or ["."]))],
        "format": [_module("ruff", "format", *rest, ".")],
        "types": [_module("mypy", *rest)],
        "docs": [[str(PYTHON), "scripts/write_docs.py", *rest]],
        "lock": [_lock_command(name) for name in LOCKS],
    }
    steps["check"] = [*steps["lint"], _module("ruff", "format", "--check", "."), *steps["types"], *steps["test"]]
    for step in steps[command]:
        status = subprocess.run(step, cwd=ROOT, check=False).returncode
        if status:
            return status
    return 0


def set_up(lock: str) -> None:
    """Make .venv and install the locked packages, unless this very lock is installed there already."""
    stamp = VENV / "installed.txt"
    wanted = [_fingerprint(name) for name in ({"run", "dev"} if lock == "run" else {"dev"})]
    if stamp.is_file() and stamp.read_text(encoding="utf-8") in wanted:
        return
    print(f"Setting up {VENV} (once)", file=sys.stderr, flush=True)
    if not PYTHON.is_file():
        make_environment()
    for name in ("build", lock):
        _pip("install", "--require-hashes", "-r", str(ROOT / f"requirements/{name}.txt"))
    # The build tool is in place, so that the project itself needs no index and no unlocked download.
    _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    stamp.write_text(_fingerprint(lock), encoding="utf-8")


def make_environment() -> None:
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"dev.py: Python could not make {VENV} ({error}).\nOn Debian and Ubuntu: apt install python3-venv")


def remove_made_files() -> int:
    names = (".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", "build", "dateline.egg-info")
    for path in (ROOT / name for name in names):
        shutil.rmtree(path, ignore_errors=True)
    return 0


def _module(name: str, *words: str) -> list[str]:
    return [str(PYTHON), "-m", name, *words]


def _pip(*words: str) -> None:
    step = _module("pip", "--disable-pip-version-check", "--no-input", "--quiet", *words)
    status = subprocess.run(step, cwd=ROOT, check=False).returncode
    if status:
        sys.exit("dev.py: pip could not install what Dateline needs; its own message stands above.")


def _fingerprint(lock: str) -> str:
    digest = hashlib.sha256(f"{sys.version_info[:2]} {lock} {ROOT}".encode())
    for path in ("pyproject.toml", "requirements/build.txt", f"requirements/{lock}.txt"):
        digest.update((ROOT / path).read_bytes())
    return digest.hexdigest()


def _lock_command(name: str) -> list[str]:
    # `uv` is looked up where the person who renews the locks has it; running Dateline does not need it.
    options = (
        "--quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url"
    )
    words = ["uv", "pip", "compile", *options.split(), *LOCKS[name].split()]
    return [*words, "--upgrade", "--output-file", f"requirements/{name}.txt"]


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (this is where an older Python is told so)
        sys.exit(f"dev.py: Dateline needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    sys.exit(main())
