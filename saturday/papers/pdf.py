"""How does a paper become a PDF? LibreOffice makes it, where it is installed."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from saturday.papers import outside

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
    """Run the program; say in words what kept it from ending."""
    try:
        outside.run(line, limit=limit)
    except TimeoutError as error:
        reason = "LibreOffice chạy quá lâu nên đã dừng. Hãy tải tệp .docx về in."
        raise PdfUnavailable(reason) from error
    except OSError as error:
        reason = "Không chạy được LibreOffice trên máy chủ. Hãy tải tệp .docx về in."
        raise PdfUnavailable(reason) from error
