"""Are there copies of everything, can they be trusted, and is the machine well?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import EqualTo

from saturday import clock
from saturday.extensions import db
from saturday.models.safekeeping import BackupCopy, CopyPlace
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.safekeeping import backup as backups
from saturday.safekeeping import doctor, sealing, shelf
from saturday.web.access import me, repeatable, requires
from saturday.web.fields import BaseForm, at_most, optional, required
from saturday.web.page import done, download, render_page
from saturday.web.settings.routes import bp

PLACES = {"may": CopyPlace.HERE, "usb": CopyPlace.ELSEWHERE}
LONGEST = 200  # letters of a folder or a passphrase


class DownloadForm(BaseForm):
    """A copy to take away through the browser: always sealed, for a stick gets lost."""

    phrase = PasswordField(
        "Câu mật khẩu", [required("Hãy đặt câu mật khẩu cho bản sao."), at_most(LONGEST)]
    )
    again = PasswordField(
        "Gõ lại câu mật khẩu", [EqualTo("phrase", "Hai câu mật khẩu khác nhau. Hãy gõ lại.")]
    )


class ElsewhereForm(BaseForm):
    """Where every copy goes besides this machine."""

    folder = StringField("Thư mục", [optional(), at_most(LONGEST)])
    passphrase = PasswordField("Câu mật khẩu", [optional(), at_most(LONGEST)])
    plain = BooleanField("Không niêm phong: ai nhặt được USB cũng đọc được dữ liệu")

    @classmethod
    def showing(cls, place: shelf.Elsewhere | None) -> Self:
        """Show what was chosen."""
        return cls(
            folder=str(place.folder) if place else "",
            plain=bool(place and not place.passphrase),
        )

    def choose(self) -> None:
        """Keep what is typed; an empty passphrase leaves the one that was set."""
        typed = self.data
        passphrase = "" if typed["plain"] else typed["passphrase"] or None
        missing = typed["folder"] and passphrase is None and not shelf.kept_passphrase()
        reason = "Hãy đặt câu mật khẩu, hoặc chọn không niêm phong."
        refuse_when(missing, reason, field="passphrase")
        shelf.choose(typed["folder"], passphrase, by=me())


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the list."""

    place: str
    copy: shelf.Copy
    checked_at: datetime | None
    days: int


def _lines() -> list[Shown]:
    """Give every copy that can be seen now, the newest first."""
    place, today = shelf.elsewhere(), clock.today()
    copies = [("may", one) for one in shelf.copies_in(backups.room())]
    copies += [("usb", one) for one in (place.copies if place else [])]
    known = {
        (row.place, row.name): row.checked_at
        for row in db.session.scalars(BackupCopy.of_names({one.file.name for _, one in copies}))
    }
    lines = [
        Shown(key, one, known.get((PLACES[key], one.file.name)), (today - one.at.date()).days)
        for key, one in copies
    ]
    return sorted(lines, key=lambda line: line.copy.at, reverse=True)


def show(
    taking: DownloadForm | None = None,
    chosen: ElsewhereForm | None = None,
    faults: Sequence[str] = (),
) -> Response:
    """Show the copies, and what can be done."""
    place = shelf.elsewhere()
    return render_page(
        "settings/backup_list.html",
        lines=_lines(),
        newest=shelf.latest(),
        late=doctor.LATE,
        now=clock.now(),
        place=place,
        here=backups.room(),
        download=taking or DownloadForm(),
        chosen=chosen or ElsewhereForm.showing(place),
        faults=faults,
        shortest=sealing.SHORTEST,
    )


def let_others_write() -> None:
    """Keep the form's key and end the transaction: copying takes long, others save meanwhile."""
    db.session.commit()


@bp.get("/sao-luu")
@requires(Permission.MANAGE_BACKUPS)
def backup_list() -> ResponseReturnValue:
    """Show the copies."""
    return show()


@bp.post("/sao-luu")
@requires(Permission.MANAGE_BACKUPS)
def make_backup() -> ResponseReturnValue:
    """Copy everything now: here, and to the stick when one was chosen."""
    account = me()
    let_others_write()
    report = shelf.keep_everywhere(by=account)
    if report.faults:
        return show(faults=[*report.faults, *report.done]), 409
    return done(url_for(".backup_list"), " ".join(report.done))


@bp.post("/sao-luu/tai-ve")
@requires(Permission.MANAGE_BACKUPS)
@repeatable
def download_backup() -> ResponseReturnValue:
    """Copy everything now and hand it to the browser, sealed with the passphrase typed."""
    form, account = DownloadForm(), me()
    if not form.validate() or not form.accepts(
        lambda: shelf.refuse_passphrase(form.data["phrase"], field="phrase")
    ):
        return show(taking=form), 422
    let_others_write()
    copy = shelf.keep_here(by=account)
    with backups.unpacking() as aside:
        sealed = backups.bring_to(aside, copy.file, form.data["phrase"])
        size, content = sealed.stat().st_size, sealed.open("rb")  # read on when its name is gone
    shelf.record(shelf.Copy(sealed, copy.at, size), CopyPlace.DOWNLOAD, by=account)
    answer = download(b"", sealed.name, "application/octet-stream")
    answer.response, answer.content_length = pieces_of(content), size
    return answer


def pieces_of(content: BinaryIO) -> Iterator[bytes]:
    """Read a file piece by piece, and close it."""
    with content:
        while piece := content.read(backups.CHUNK):
            yield piece


@bp.post("/sao-luu/noi-cat")
@requires(Permission.MANAGE_BACKUPS)
def choose_elsewhere() -> ResponseReturnValue:
    """Choose where every copy goes besides this machine."""
    form = ElsewhereForm.showing(shelf.elsewhere())
    if not form.validate() or not form.accepts(form.choose):
        return show(chosen=form), 422
    folder = form.data["folder"]
    words = f"Từ nay mỗi bản sao được cất thêm ở {folder}." if folder else "Đã thôi cất thêm."
    return done(url_for(".backup_list"), words)


@bp.post("/sao-luu/<place>/<name>/kiem-tra")
@requires(Permission.MANAGE_BACKUPS)
def verify_backup(place: str, name: str) -> ResponseReturnValue:
    """Open a copy, count and compare."""
    copy, account = one(place, name), me()
    let_others_write()
    faults = backups.faults_of(copy.file, shelf.kept_passphrase() if copy.is_sealed else None)
    row = db.session.scalar(BackupCopy.named(name, PLACES[place]))
    row = row or BackupCopy.of(copy.made, PLACES[place])
    db.session.add(row)
    row.check(good=not faults, by=account)
    words = f"Bản sao {name} còn tốt: đã mở, đếm và so."
    if faults:
        words = f"Bản sao {name} hỏng, không dùng được: {' '.join(faults)}"
    return done(url_for(".backup_list"), words)


def one(place: str, name: str) -> shelf.Copy:
    """Give a copy of the list, or no page."""
    chosen = shelf.elsewhere()
    folders = {"may": backups.room(), "usb": chosen.folder if chosen else Path()}
    copies = shelf.copies_in(folders[place]) if place in folders else []
    found = next((copy for copy in copies if copy.file.name == name), None)
    return found or abort(404)


@bp.get("/suc-khoe")
@requires(Permission.MANAGE_BACKUPS)
def health() -> ResponseReturnValue:
    """Show what is wrong with the machine and the data."""
    return render_page("settings/health.html", findings=doctor.examine(deep=False))


@bp.get("/suc-khoe/ky")
@requires(Permission.MANAGE_BACKUPS)
def health_deep() -> ResponseReturnValue:
    """Show the same after reading everything: it may take minutes."""
    return render_page("settings/health.html", findings=doctor.examine())
