"""Tests: how a paper becomes a PDF."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from threading import Thread

import pytest

from saturday.papers import pdf
from saturday.papers.pdf import PdfUnavailable, find_program, make_pdf
from saturday.papers.render import render
from tests.papers import samples

FakeOffice = Callable[[str], str]


@pytest.fixture
def fake_office(tmp_path: Path) -> FakeOffice:
    def make(script: str) -> str:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return str(program)

    return make


@pytest.fixture(autouse=True)
def own_place_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep apart from tests that make PDFs at the same time."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))


def left_over() -> set[str]:
    return {path.name for path in Path(gettempdir()).glob("saturday-pdf-*")}


def is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"


def ends(pid: int) -> bool:
    """Give a killed process a moment to be gone."""
    until = time.monotonic() + 2
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not is_running(pid)


def fails_with(program: str) -> None:
    with pytest.raises(PdfUnavailable):
        make_pdf(b"", program=program)


def test_a_missing_office_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(PdfUnavailable) as caught:
        make_pdf(b"")

    assert "chưa cài LibreOffice" in caught.value.reason


def test_a_hanging_office_is_ended_with_all_it_started(
    fake_office: FakeOffice, tmp_path: Path
) -> None:
    before, started = left_over(), time.monotonic()
    program = fake_office(f"echo $$ > {tmp_path}/own; sleep 600 & echo $! > {tmp_path}/child; wait")

    with pytest.raises(PdfUnavailable) as caught:
        make_pdf(b"", program=program, limit=0.5)

    assert time.monotonic() - started < 1.5
    assert "quá lâu" in caught.value.reason
    pids = [int((tmp_path / name).read_text(encoding="utf-8")) for name in ("own", "child")]
    assert all(ends(pid) for pid in pids)
    assert left_over() == before


def test_what_an_office_leaves_running_is_ended_after_it(
    fake_office: FakeOffice, tmp_path: Path
) -> None:
    program = fake_office(
        f"sleep 600 & echo $! > {tmp_path}/child\n"
        'for last; do :; done; cp "$last" "${last%docx}pdf"'
    )

    assert make_pdf(b"words", program=program) == b"words"

    assert ends(int((tmp_path / "child").read_text(encoding="utf-8")))


def test_an_office_that_makes_nothing_is_said_in_words(fake_office: FakeOffice) -> None:
    with pytest.raises(PdfUnavailable) as caught:
        make_pdf(b"", program=fake_office("exit 77"))

    assert "không đọc được" in caught.value.reason


def test_an_office_that_cannot_start_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(PdfUnavailable) as caught:
        make_pdf(b"", program=str(tmp_path))

    assert "Không chạy được" in caught.value.reason


def test_only_one_paper_is_turned_at_a_time(fake_office: FakeOffice) -> None:
    program = fake_office("sleep 1")
    first = Thread(target=fails_with, args=(program,))

    first.start()
    while not pdf._one_at_a_time.locked():
        time.sleep(0.01)
    with pytest.raises(PdfUnavailable) as caught:
        make_pdf(b"", program=program, limit=0.1)
    first.join()

    assert "văn bản khác" in caught.value.reason
    assert not pdf._one_at_a_time.locked()


@pytest.mark.office
@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_a_notice_becomes_a_pdf() -> None:
    before = left_over()

    made = make_pdf(render(samples.assignment_notice()))

    assert made.startswith(b"%PDF-")
    assert left_over() == before
