"""Which laptops were sent out for mobile Saturdays, and what came home?"""

from contextlib import closing
from datetime import date, timedelta
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
from saturday.models.audit import AuditEvent, Sought
from saturday.models.packs import MobilePack, PackEvent
from saturday.models.plan import DutySession
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.safekeeping import backup as backups
from saturday.safekeeping import homecoming, pack_program, packs, sealing
from saturday.vietnamese.dates import listed_day
from saturday.web.access import me, requires
from saturday.web.fields import BaseForm, PickField, at_most, optional, required
from saturday.web.page import done, render_page
from saturday.web.settings import acts
from saturday.web.settings.backups import LONGEST, let_others_write
from saturday.web.settings.routes import bp

RECENT = timedelta(days=62)  # a Saturday that was held lately may be typed in on a laptop
ACTS_SHOWN = 200


class SendPackForm(BaseForm):
    """Which Saturday goes on a laptop, and where the pack is put."""

    day = PickField("Buổi", [required("Hãy chọn buổi.")])
    folder = StringField("Thư mục", [required("Hãy ghi thư mục."), at_most(LONGEST)])
    phrase = PasswordField("Câu mật khẩu", [optional(), at_most(LONGEST)])
    again = PasswordField(
        "Gõ lại câu mật khẩu", [EqualTo("phrase", "Hai câu mật khẩu khác nhau. Hãy gõ lại.")]
    )
    plain = BooleanField("Không niêm phong: ai cầm USB cũng đọc được dữ liệu")
    early = BooleanField("Vẫn xuất khi buổi chưa sẵn sàng")

    @classmethod
    def offering(cls) -> Self:
        """Offer the Saturdays to come, mobile ones first, and those of late."""
        form, today = cls(), clock.today()
        known = db.session.scalars(DutySession.between(today - RECENT, date.max))
        offered = [one for one in known if one.counts]
        offered.sort(key=lambda one: (one.day < today, not one.is_mobile, one.day))
        form.day.offer([(one.day.toordinal(), _named(one, today)) for one in offered])
        return form

    def check(self) -> None:
        """Refuse a pack that nobody protects without having said so."""
        typed = self.data
        reason = "Hãy đặt câu mật khẩu, hoặc chọn không niêm phong."
        refuse_when(not (typed["phrase"] or typed["plain"]), reason, field="phrase")
        away = not Path(typed["folder"]).is_dir()
        there = "Máy chủ không thấy thư mục này. Hãy cắm USB vào máy chủ, rồi xuất lại."
        refuse_when(away, there, field="folder")
        duty_session = packs.held_on(db.session, date.fromordinal(typed["day"]))
        warning = packs.warning_of(db.session, duty_session)
        words = f"{warning} Chọn ô này nếu vẫn xuất."
        refuse_when(warning and not typed["early"], words, field="early")

    def send(self, account: Account) -> packs.SentOut:
        """Make the pack."""
        typed, day = self.data, date.fromordinal(self.data["day"])
        phrase = None if typed["plain"] else typed["phrase"]
        return packs.send_out(db.session, day, Path(typed["folder"]), phrase, by=account)


def _named(duty_session: DutySession, today: date) -> str:
    mobile = ", lưu động" if duty_session.is_mobile else ""
    past = ", đã qua" if duty_session.day < today else ""
    return f"{listed_day(duty_session.day)}/{duty_session.day.year}{mobile}{past}"


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
        moves=moves(),
        acts=acts,
        machine=pack_program.Machine.here().words,
        sending=sending or SendPackForm.offering(),
        bringing=bringing or BringPackForm(),
        shortest=sealing.SHORTEST,
    )


def moves() -> list[AuditEvent]:
    """Give what went out and came home, the newest first."""
    asked = AuditEvent.page(Sought(subjects=(MobilePack.__tablename__,)), None, ACTS_SHOWN)
    return list(db.session.scalars(asked))


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


@bp.get("/goi-luu-dong/<int:pack_id>")
@requires(Permission.SEE_PACKS)
def pack_detail(pack_id: int) -> ResponseReturnValue:
    """Show what one laptop brought home, what is left for a person, and what was done there."""
    pack = db.get_or_404(MobilePack, pack_id)
    return render_page(
        "settings/pack_detail.html",
        pack=pack,
        events=db.session.scalars(PackEvent.newest(pack, ACTS_SHOWN)).all(),
        most=ACTS_SHOWN,
        acts=acts,
    )


@bp.post("/goi-luu-dong/<int:pack_id>/da-xem")
@requires(Permission.SEE_PACKS)
def settle_pack(pack_id: int) -> ResponseReturnValue:
    """Note that somebody went through what was left for a person."""
    pack = db.get_or_404(MobilePack, pack_id)
    pack.settle(by=me())
    return done(url_for(".pack_detail", pack_id=pack.id), "Đã ghi: các việc đã xem lại.")


@bp.post("/goi-luu-dong/<int:pack_id>/da-xoa")
@requires(Permission.MANAGE_PACKS)
def note_pack_wiped(pack_id: int) -> ResponseReturnValue:
    """Note that the data were deleted on the laptop."""
    pack = db.get_or_404(MobilePack, pack_id)
    pack.note_wiped(by=me())
    return done(url_for(".pack_list"), f"Đã ghi: gói chữ {pack.letter} đã xóa trên máy xách tay.")
