"""How does a paper become a PDF? LibreOffice makes it, where it is installed."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

LIMIT_SECONDS = 60.0
_PROGRAMS = ("soffice", "libreoffice")
_one_at_a_time = Lock()


class PdfUnavailable(Exception):
    """No PDF can be had now; the reason says what to do instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def find_program() -> str | None:
    """Find LibreOffice on this machine."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def make_pdf(docx: bytes, *, program: str | None = None, limit: float = LIMIT_SECONDS) -> bytes:
    """Turn a .docx into a PDF; raises PdfUnavailable when it cannot be done within the limit."""
    found = program or find_program()
    if found is None:
        reason = "Máy chủ chưa cài LibreOffice nên chưa tạo được bản PDF. Hãy tải tệp .docx về in."
        raise PdfUnavailable(reason)
    if not _one_at_a_time.acquire(timeout=limit):
        reason = "Đang tạo bản PDF của một văn bản khác. Hãy thử lại sau một phút."
        raise PdfUnavailable(reason)
    try:
        with TemporaryDirectory(prefix="saturday-pdf-", ignore_cleanup_errors=True) as folder:
            return _converted(found, docx, Path(folder), limit)
    finally:
        _one_at_a_time.release()


def _converted(program: str, docx: bytes, folder: Path, limit: float) -> bytes:
    source, made = folder / "paper.docx", folder / "paper.pdf"
    source.write_bytes(docx)
    profile = (folder / "profile").as_uri()
    line = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    line += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    _run(line, limit)
    if not made.is_file():
        reason = "LibreOffice không đọc được văn bản này. Hãy tải tệp .docx về in."
        raise PdfUnavailable(reason)
    return made.read_bytes()


def _run(line: list[str], limit: float) -> None:
    """Run a program in a group of its own, and end the whole group at the limit."""
    try:
        process = subprocess.Popen(  # noqa: S603 - an argv of our own, no shell
            line,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        reason = "Không chạy được LibreOffice trên máy chủ. Hãy tải tệp .docx về in."
        raise PdfUnavailable(reason) from error
    with process:
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired as error:
            reason = "LibreOffice chạy quá lâu nên đã dừng. Hãy tải tệp .docx về in."
            raise PdfUnavailable(reason) from error
        finally:
            _end_group(process)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """Leave nothing of the group behind, also what the program itself started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
