"""What goes wrong around a run: a full disk, a limit on files, a lock, a server that restarts. It is said clearly, the
exit status is 1, nothing recorded is lost, and the same command ends with the database of an unbroken run."""

from __future__ import annotations

import functools
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from store_coder import code_simply
from test_store import POSTGRES, dump, empty_postgres, outcomes, take, write_reports

import dateline.store
from dateline.cli import cli
from dateline.errors import StoreError
from dateline.store import ingest, open_case, verify

TESTS = Path(__file__).parent
# How scripts/test_postgres.sh lets a test stop and start its server: a command that takes "stop", "start" or "restart".
SERVER = os.environ.get("DATELINE_TEST_POSTGRES_CONTROL")
# The whole `dateline ingest` but for the reader, which these tests do not need.
PROGRAM = """
import sys, types
from store_coder import code_simply
pipeline = types.ModuleType("dateline.pipeline")
pipeline.code_read_reports = code_simply
sys.modules["dateline.pipeline"] = pipeline
from dateline.cli import main
main()
"""
needs_server = pytest.mark.skipif(
    POSTGRES is None or SERVER is None, reason="no PostgreSQL server that may be restarted (scripts/test_postgres.sh)"
)


def run_ingest(*words: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    paths = [str(TESTS.parent), str(TESTS), os.environ.get("PYTHONPATH", "")]
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "ingest", *words], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}, preexec_fn=before,
    )  # fmt: skip


def expect_whole(folder: Path, database: str, tmp_path: Path) -> None:
    """The database is that of a run that nothing broke off."""
    with open_case(str(tmp_path / "whole.db"), create=True) as whole:
        take(whole, folder)
        expected = dump(whole)
    with open_case(database) as case:
        assert verify(case).faults == ()
        assert dump(case) == expected


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 120)
    database = str(tmp_path / "case.db")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))

    run = run_ingest(str(tmp_path / "in"), "--db", database, before=limit)
    assert run.returncode == 1, run.stderr
    assert f"{database} could not be written to: the disk failed, or a limit on the size of files was met" in run.stderr
    assert "Traceback" not in run.stderr
    with open_case(database) as case:
        held = len(list(case.reports()))
        assert 0 < held < 120
        assert verify(case).faults == ()
    run = run_ingest(str(tmp_path / "in"), "--db", database)
    assert run.returncode == 0, run.stderr
    assert f"{120 - held} new reports" in run.stderr and f"{held} that it held" in run.stderr
    expect_whole(tmp_path / "in", database, tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, where this process may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small file system can be mounted here (needs root on Linux)")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 150)
    database = small_disk / "case.db"
    run = run_ingest(str(tmp_path / "in"), "--db", str(database))
    assert run.returncode == 1, run.stderr
    assert f"{database} could not grow: the disk is full; free some space and give the same command" in run.stderr
    assert "Traceback" not in run.stderr
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    with open_case(str(database)) as case:
        held = len(list(case.reports()))
        assert 0 < held < 150
        assert verify(case).faults == ()
    assert run_ingest(str(tmp_path / "in"), "--db", str(database)).returncode == 0
    expect_whole(tmp_path / "in", str(database), tmp_path)


def test_a_lock_of_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = ModuleType("dateline.pipeline")
    pipeline.code_read_reports = code_simply  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "dateline.pipeline", pipeline)
    monkeypatch.setattr(dateline.store, "open_case", functools.partial(open_case, wait_s=0.2))
    write_reports(tmp_path / "in", 40)
    database = str(tmp_path / "case.db")
    command = ["ingest", str(tmp_path / "in"), "--db", database]
    with open_case(database, create=True) as case:
        run = ingest(case, [str(tmp_path / "in")], code=code_simply)
        assert outcomes([next(run)]) == ["new"]
        run.close()
        held = len(list(case.reports()))
        with case.writing():
            result = CliRunner().invoke(cli, command)
            assert result.exit_code == 1
            assert f"{database} is locked by another run; wait until that run ends, or stop it" in result.stderr
        assert len(list(case.reports())) == held > 0
    result = CliRunner().invoke(cli, command)
    assert (result.exit_code, f"{40 - held} new reports" in result.stderr) == (0, True)
    expect_whole(tmp_path / "in", database, tmp_path)


def control(word: str) -> None:
    subprocess.run([str(SERVER), word], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@needs_server
def test_a_server_restarted_between_two_batches_is_not_noticed(tmp_path: Path) -> None:
    assert POSTGRES is not None
    empty_postgres(POSTGRES)
    write_reports(tmp_path / "in", 60)
    with open_case(POSTGRES, create=True) as case:
        run = ingest(case, [str(tmp_path / "in")], code=code_simply)
        first = next(run)
        control("restart")
        assert outcomes([first, *run]).count("new") == 60
    expect_whole(tmp_path / "in", POSTGRES, tmp_path)


@needs_server
def test_a_server_stopped_in_the_middle_of_a_run(tmp_path: Path) -> None:
    assert POSTGRES is not None
    empty_postgres(POSTGRES)
    write_reports(tmp_path / "in", 60)
    held = 0
    with open_case(POSTGRES, create=True) as case:
        run = ingest(case, [str(tmp_path / "in")], code=code_simply)
        next(run)
        held = len(list(case.reports()))
        control("stop")
        try:
            with pytest.raises(StoreError, match=r"was disconnected|cannot be reached"):
                list(run)
            refused = run_ingest(str(tmp_path / "in"), "--db", POSTGRES)
        finally:
            control("start")
    assert refused.returncode == 1 and "cannot be reached; check that the server runs" in refused.stderr
    assert "Traceback" not in refused.stderr
    with open_case(POSTGRES) as case:
        assert len(list(case.reports())) == held > 0
    assert run_ingest(str(tmp_path / "in"), "--db", POSTGRES).returncode == 0
    expect_whole(tmp_path / "in", POSTGRES, tmp_path)
