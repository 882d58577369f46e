"""Which laptops were sent out for mobile Saturdays, and what came home?"""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Self

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import EqualTo

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.safekeeping import backup as backups
from saturday.safekeeping import homecoming, packs, sealing
from saturday.vietnamese.dates import listed_day
from saturday.web.access import me, requires
from saturday.web.fields import BaseForm, PickField, at_most, optional, required
from saturday.web.page import done, render_page
from saturday.web.settings.backups import LONGEST, let_others_write
from saturday.web.settings.routes import bp


class SendPackForm(BaseForm):
    """Which Saturday goes on a laptop, and where the pack is put."""

    day = PickField("Buổi", [required("Hãy chọn buổi.")])
    folder = StringField("Thư mục", [required("Hãy ghi thư mục."), at_most(LONGEST)])
    phrase = PasswordField("Câu mật khẩu", [optional(), at_most(LONGEST)])
    again = PasswordField(
        "Gõ lại câu mật khẩu", [EqualTo("phrase", "Hai câu mật khẩu khác nhau. Hãy gõ lại.")]
    )
    plain = BooleanField("Không niêm phong: ai cầm USB cũng đọc được dữ liệu")

    @classmethod
    def offering(cls) -> Self:
        """Offer the Saturdays to come, mobile ones first."""
        form, today = cls(), clock.today()
        coming = [
            one
            for one in db.session.scalars(DutySession.coming())
            if one.counts and one.day >= today
        ]
        coming.sort(key=lambda one: (not one.is_mobile, one.day))
        form.day.offer([(one.day.toordinal(), _named(one)) for one in coming])
        return form

    def check(self) -> None:
        """Refuse a pack that nobody protects without having said so."""
        typed = self.data
        reason = "Hãy đặt câu mật khẩu, hoặc chọn không niêm phong."
        refuse_when(not (typed["phrase"] or typed["plain"]), reason, field="phrase")
        away = not Path(typed["folder"]).is_dir()
        there = "Máy chủ không thấy thư mục này. Hãy cắm USB vào máy chủ, rồi xuất lại."
        refuse_when(away, there, field="folder")

    def send(self, account: Account) -> packs.SentOut:
        """Make the pack."""
        typed, day = self.data, date.fromordinal(self.data["day"])
        phrase = None if typed["plain"] else typed["phrase"]
        return packs.send_out(db.session, day, Path(typed["folder"]), phrase, by=account)


def _named(duty_session: DutySession) -> str:
    mobile = ", lưu động" if duty_session.is_mobile else ""
    return f"{listed_day(duty_session.day)}/{duty_session.day.year}{mobile}"


class BringPackForm(BaseForm):
    """What a laptop packed up, to be brought home."""

    file = FileField("Tệp mang về")
    passphrase = PasswordField("Câu mật khẩu của gói", [optional(), at_most(LONGEST)])
    letter = StringField("Chữ khác", [optional(), at_most(1)])

    def bring(self, account: Account) -> homecoming.Homecoming:
        """Merge what the file holds."""
        typed = self.data
        chosen = isinstance(typed["file"], FileStorage) and typed["file"].filename
        refuse_when(not chosen, "Hãy chọn tệp mang về.", field="file")
        with backups.unpacking() as aside:
            file = aside / "brought"
            with closing(typed["file"]) as sent:
                sent.save(file)
            with homecoming.opened(file, typed["passphrase"] or None) as far:
                letter = (typed["letter"] or "").upper()
                return homecoming.bring_home(db.session, far, letter, by=account)


def show(sending: SendPackForm | None = None, bringing: BringPackForm | None = None) -> Response:
    """Show the packs, and what can be done."""
    return render_page(
        "settings/pack_list.html",
        packs=db.session.scalars(MobilePack.in_order()).all(),
        sending=sending or SendPackForm.offering(),
        bringing=bringing or BringPackForm(),
        shortest=sealing.SHORTEST,
    )


@bp.get("/goi-luu-dong")
@requires(Permission.MANAGE_PACKS)
def pack_list() -> ResponseReturnValue:
    """Show the packs."""
    return show()


@bp.post("/goi-luu-dong")
@requires(Permission.MANAGE_PACKS)
def send_pack() -> ResponseReturnValue:
    """Make a pack in a folder of the server: a stick that is plugged in there."""
    form, account, made = SendPackForm.offering(), me(), list[packs.SentOut]()
    if not form.validate() or not form.accepts(form.check):
        return show(sending=form), 422
    let_others_write()
    if not form.accepts(lambda: made.append(form.send(account))):
        return show(sending=form), 422
    (sent,) = made
    return done(url_for(".pack_list"), f"Đã xuất gói vào {sent.folder}. {' '.join(sent.words)}")


@bp.post("/goi-luu-dong/nhan")
@requires(Permission.MANAGE_PACKS)
def bring_pack() -> ResponseReturnValue:
    """Bring home what a laptop wrote."""
    form, account, found = BringPackForm(), me(), list[homecoming.Homecoming]()
    if not form.validate() or not form.accepts(lambda: found.append(form.bring(account))):
        return show(bringing=form), 422
    return done(url_for(".pack_list"), found[0].words)


@bp.post("/goi-luu-dong/<int:pack_id>/da-xoa")
@requires(Permission.MANAGE_PACKS)
def note_pack_wiped(pack_id: int) -> ResponseReturnValue:
    """Note that the data were deleted on the laptop."""
    pack = db.get_or_404(MobilePack, pack_id)
    pack.note_wiped(by=me())
    return done(url_for(".pack_list"), f"Đã ghi: gói chữ {pack.letter} đã xóa trên máy xách tay.")
