"""Which procedures does the commune show, confirm and renew, and as they stood on which day?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar, Self

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field, Form, RadioField, StringField, ValidationError

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import SubjectArea
from saturday.models.procedures import Procedure
from saturday.rules.permissions import Permission
from saturday.rules.procedures import MobileState, TimeUnit, parse_code, validity_in_words
from saturday.vietnamese.dates import numeric_day, parse_day
from saturday.vietnamese.names import matches, nfc
from saturday.web.access import me, requires
from saturday.web.commune.forms import EntryForm, LinesField, place_in_order
from saturday.web.commune.routes import PROCEDURES, bp, excel_url
from saturday.web.fields import (
    BaseForm,
    DayField,
    PickField,
    WholeNumberField,
    at_most,
    option,
    optional,
    required,
)
from saturday.web.page import done, render_page

MOST_LINES, LONGEST_LINE = 20, 200
SHOWS = {
    "": "Tất cả",
    "trong-buoi": "Trả kết quả trong buổi",
    "chi-tiep-nhan": "Chỉ tiếp nhận",
    "can-xac-nhan": "Cần Trung tâm xác nhận",
}


def national_code(_form: Form, field: Field) -> None:
    """Accept a national code however long it was copied; keep the short one."""
    code = parse_code(field.data or "")
    if code is None:
        message = "Hãy ghi mã quốc gia, ví dụ 2.000815."
        raise ValidationError(message)
    field.data = code


def short_lines(_form: Form, field: Field) -> None:
    """Refuse more lines, or longer ones, than a sheet at the desk can hold."""
    if len(field.data) > MOST_LINES:
        message = f"Hãy ghi ít dòng hơn: tối đa {MOST_LINES} dòng."
        raise ValidationError(message)
    if any(len(line) > LONGEST_LINE for line in field.data):
        message = f"Hãy viết mỗi dòng ngắn hơn: tối đa {LONGEST_LINE} ký tự."
        raise ValidationError(message)


class ProcedureForm(EntryForm):
    """One version of a procedure."""

    code = StringField("Mã quốc gia", [required("Hãy ghi mã quốc gia."), national_code])
    name = StringField("Tên thủ tục", [required("Hãy ghi tên thủ tục."), at_most(400)])
    short_name = StringField("Tên gọn", [required("Hãy ghi tên gọn."), at_most(100)])
    subject_area_id = PickField("Lĩnh vực", [required("Hãy chọn lĩnh vực.")])
    time_unit = RadioField(
        "Thời hạn giải quyết",
        [required("Hãy chọn cách tính thời hạn.")],
        choices=[option(unit.name, unit.words) for unit in TimeUnit],
        coerce=TimeUnit.__members__.get,
        validate_choice=False,
    )
    time_amount = WholeNumberField("Số ngày", [optional()])
    time_note = StringField("Ghi chú thời hạn", [at_most(300)])
    fee = StringField(
        "Phí, lệ phí", [required("Hãy ghi phí; không thu thì ghi Không thu phí."), at_most(300)]
    )
    quantity_unit = StringField(
        "Đơn vị đếm", [required("Hãy ghi đơn vị đếm, ví dụ: việc, bản."), at_most(30)]
    )
    receive_only = BooleanField("Chỉ tiếp nhận, không giải quyết trong buổi")
    same_day = BooleanField("Trả kết quả ngay trong buổi thứ Bảy")
    mobile = RadioField(
        "Ở buổi lưu động",
        [required("Hãy chọn việc làm được ở buổi lưu động.")],
        choices=[option(state.name, state.words) for state in MobileState],
        coerce=MobileState.__members__.get,
        validate_choice=False,
    )
    bring = LinesField("Giấy tờ mang theo", [short_lines])
    valid_from = DayField("Có hiệu lực từ ngày", [optional()])
    valid_to = DayField("Hết hiệu lực sau ngày", [optional()])
    source = StringField("Nguồn", [required("Hãy ghi văn bản làm nguồn."), at_most(400)])
    position = place_in_order()
    is_shown = BooleanField("Có ở bàn tiếp nhận")

    SAVES: ClassVar[str] = "Lưu thủ tục"
    GROUPS = (
        ("Tên và lĩnh vực", (("code", "subject_area_id"), ("name",), ("short_name",))),
        (
            "Thời hạn và phí",
            (("time_unit",), ("time_amount", "quantity_unit"), ("time_note",), ("fee",)),
        ),
        ("Ở buổi thứ Bảy", (("receive_only",), ("same_day",), ("mobile",), ("bring",))),
        (
            "Hiệu lực và nguồn",
            (("valid_from", "valid_to"), ("source",), ("position",), ("is_shown",)),
        ),
    )
    HINTS: ClassVar[dict[str, str]] = {
        "code": "Mã trên Cổng Dịch vụ công quốc gia, ví dụ 2.000815",
        "short_name": "Dùng ở bàn tiếp nhận và bảng phân công, ví dụ: Chứng thực bản sao",
        "time_amount": "Chỉ ghi khi tính theo ngày làm việc hoặc ngày",
        "time_note": "Ví dụ: Nhận sau 15 giờ thì trả ngày làm việc tiếp theo.",
        "fee": "Ví dụ: 2.000 đồng/trang. Chưa biết thì ghi Chưa có thông tin.",
        "quantity_unit": "Ví dụ: việc, bản",
        "bring": "Mỗi dòng một giấy tờ, tối đa 20 dòng",
        "valid_from": "Để trống nếu có từ trước",
        "valid_to": "Ngày cuối còn dùng được; để trống nếu chưa biết",
        "source": "Ví dụ: Quyết định 163/QĐ-BTP",
        "position": "Số nhỏ đứng trước trong lĩnh vực",
    }

    def offer(self, areas: Iterable[SubjectArea]) -> Self:
        """Offer the subject areas."""
        self.subject_area_id.offer([(one.id, one.name) for one in areas])
        return self


class RenewalForm(ProcedureForm):
    """A new version of a procedure, which begins on a day."""

    valid_from = DayField(
        "Phiên bản mới có hiệu lực từ ngày",
        [required("Hãy ghi ngày phiên bản mới bắt đầu.")],
    )

    SAVES: ClassVar[str] = "Lưu phiên bản mới"
    HINTS: ClassVar[dict[str, str]] = {
        **ProcedureForm.HINTS,
        "valid_from": "Phiên bản cũ hết hiệu lực ngày liền trước; lời cũ giữ nguyên",
        "valid_to": "Thường để trống",
    }


class EndForm(BaseForm):
    """The last day of a version; empty when no end is known."""

    last_day = DayField("Hết hiệu lực sau ngày", [optional()])


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for in its address."""

    query: str
    area: str
    shows: str
    day: date
    typed_day: str
    fault: str

    @classmethod
    def of_address(cls) -> Self:
        """Read the address; a day that can't be read is said at its field."""
        typed = nfc(request.args.get("ngay", ""))
        day = parse_day(typed, near=clock.today()) if typed else clock.today()
        shows = request.args.get("loc", "")
        return cls(
            query=nfc(request.args.get("tim", "")),
            area=request.args.get("linh-vuc", ""),
            shows=shows if shows in SHOWS else "",
            day=day or clock.today(),
            typed_day=typed,
            fault="" if day else "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 01/3/2027.",
        )

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    def takes(self, row: Procedure) -> bool:
        """Say whether a version is among what was asked for."""
        return (
            self.area in {"", row.subject_area.code}
            and self._is_found(row)
            and {
                "": True,
                "trong-buoi": row.same_day,
                "chi-tiep-nhan": row.receive_only,
                "can-xac-nhan": row.needs_confirmation,
            }[self.shows]
        )

    def _is_found(self, row: Procedure) -> bool:
        code = parse_code(self.query) or self.query
        by_name = matches(self.query, row.name) or matches(self.query, row.short_name)
        return by_name or row.code.startswith(code)

    @property
    def address(self) -> dict[str, str]:
        """Give the same choice for another page's address."""
        asked = (
            ("tim", self.query),
            ("linh-vuc", self.area),
            ("loc", self.shows),
            ("ngay", self.typed_day),
        )
        return {name: value for name, value in asked if value}


@bp.get("/thu-tuc/")
@requires(Permission.SEE_COMMUNE_DATA)
def procedure_list() -> ResponseReturnValue:
    wanted, every = Wanted.of_address(), db.session.scalars(Procedure.all_versions()).all()
    held = [row for row in every if row.validity.holds_on(wanted.day)]
    found = [row for row in held if wanted.takes(row)]
    return render_page(
        "commune/procedure_list.html",
        wanted=wanted,
        shows=SHOWS,
        areas=db.session.scalars(SubjectArea.with_former()).all(),
        groups=by_area(found),
        found=len(found),
        total=len(held),
        unconfirmed=sum(row.needs_confirmation for row in held),
        gone=_gone(every, wanted.day),
        ending=_ending(every, wanted.day),
        is_empty=not every,
        excel_url=excel_url(PROCEDURES),
    )


@bp.get("/thu-tuc/in")
@requires(Permission.SEE_COMMUNE_DATA)
def procedure_sheet() -> ResponseReturnValue:
    wanted = Wanted.of_address()
    rows = db.session.scalars(Procedure.in_force(wanted.day)).all()
    found = [row for row in rows if wanted.takes(row)]
    return render_page("commune/procedure_sheet.html", wanted=wanted, groups=by_area(found))


@bp.get("/thu-tuc/moi")
@requires(Permission.EDIT_COMMUNE_DATA)
def new_procedure_form() -> ResponseReturnValue:
    form = _form(ProcedureForm)
    if form.position.data is None:
        form.position.data, form.is_shown.data = 0, True
        form.quantity_unit.data = "việc"
    return _show_form(form, None)


@bp.post("/thu-tuc/moi")
@requires(Permission.EDIT_COMMUNE_DATA)
def add_procedure() -> ResponseReturnValue:
    form, row = _form(ProcedureForm), Procedure()
    if not form.validate() or not form.accepts(
        lambda: row.enter(db.session, form.values(), by=me())
    ):
        return _show_form(form, None), 422
    return done(_address(row), f"Đã thêm {row.short_name}. Thủ tục này cần Trung tâm xác nhận.")


@bp.get("/thu-tuc/<int:procedure_id>")
@requires(Permission.SEE_COMMUNE_DATA)
def procedure_detail(procedure_id: int) -> ResponseReturnValue:
    row = _row(procedure_id)
    return _show_detail(row, EndForm(data={"last_day": row.valid_to}))


@bp.get("/thu-tuc/<int:procedure_id>/sua")
@requires(Permission.EDIT_COMMUNE_DATA)
def procedure_form(procedure_id: int) -> ResponseReturnValue:
    row = _row(procedure_id)
    return _show_form(_form(ProcedureForm, row), row)


@bp.post("/thu-tuc/<int:procedure_id>/sua")
@requires(Permission.EDIT_COMMUNE_DATA)
def change_procedure(procedure_id: int) -> ResponseReturnValue:
    row = _row(procedure_id)
    form = _form(ProcedureForm, row)
    status = form.refused(
        row, lambda: form.differences(row), lambda: row.change(form.values(), by=me())
    )
    if status:
        return _show_form(form, row), status
    return done(_address(row), f"Đã lưu {row.short_name}.")


@bp.get("/thu-tuc/<int:procedure_id>/phien-ban-moi")
@requires(Permission.EDIT_COMMUNE_DATA)
def renewal_form(procedure_id: int) -> ResponseReturnValue:
    row = _row(procedure_id)
    form = _form(RenewalForm, row)
    if not form.is_submitted() and form.valid_from.raw_data is None:
        form.valid_from.data = form.valid_to.data = None
        form.source.data = ""
    return _show_form(form, row)


@bp.post("/thu-tuc/<int:procedure_id>/phien-ban-moi")
@requires(Permission.EDIT_COMMUNE_DATA)
def renew_procedure(procedure_id: int) -> ResponseReturnValue:
    row = _row(procedure_id)
    form = _form(RenewalForm, row)
    if not form.validate() or not form.accepts(lambda: row.renew(form.values(), by=me())):
        return _show_form(form, row), 422
    first = numeric_day(form.valid_from.data)
    words = f"Đã thêm phiên bản từ {first} của {row.short_name}. Bản này cần Trung tâm xác nhận."
    return done(url_for(".procedure_list", ngay=first, tim=row.code), words)


@bp.post("/thu-tuc/<int:procedure_id>/xac-nhan")
@requires(Permission.CONFIRM_PROCEDURES)
def confirm_procedure(procedure_id: int) -> ResponseReturnValue:
    row = _row(procedure_id)
    row.confirm(request.form.get("version", 0, type=int), by=me())
    return done(_address(row), f"Đã xác nhận {row.short_name}.")


@bp.post("/thu-tuc/<int:procedure_id>/het-hieu-luc")
@requires(Permission.EDIT_COMMUNE_DATA)
def end_procedure(procedure_id: int) -> ResponseReturnValue:
    row, form = _row(procedure_id), EndForm()
    if not form.validate() or not form.accepts(lambda: row.end(form.last_day.data, by=me())):
        return _show_detail(row, form), 422
    words = f"hết hiệu lực sau {numeric_day(row.valid_to)}" if row.valid_to else "còn hiệu lực"
    return done(_address(row), f"{row.short_name} {words}.")


@bp.post("/thu-tuc/<int:procedure_id>/xoa")
@requires(Permission.EDIT_COMMUNE_DATA)
def delete_procedure(procedure_id: int) -> ResponseReturnValue:
    row = _row(procedure_id)
    words = row.short_name
    row.remove(by=me())
    return done(url_for(".procedure_list"), f"Đã xóa {words}.")


def by_area(rows: Iterable[Procedure]) -> list[tuple[SubjectArea, list[Procedure]]]:
    """Group versions, which come in order, by their subject area."""
    return [(area, list(some)) for area, some in groupby(rows, lambda row: row.subject_area)]


def _gone(every: Iterable[Procedure], day: date) -> list[Procedure]:
    """Give the last version of each procedure that no longer holds on a day."""
    rows = list(every)
    alive = {row.code for row in rows if row.valid_to is None or row.valid_to >= day}
    last = {row.code: row for row in sorted(rows, key=_end) if row.code not in alive}
    return list(last.values())


def _ending(every: Iterable[Procedure], day: date) -> list[Procedure]:
    """Give the versions in force that end without one to follow."""
    rows = list(every)
    later = {row.code for row in rows if row.valid_from is not None and row.valid_from > day}
    held = (row for row in rows if row.validity.holds_on(day) and row.valid_to is not None)
    return sorted((row for row in held if row.code not in later), key=_end)


def _end(row: Procedure) -> date:
    return row.valid_to or date.max


def _row(procedure_id: int) -> Procedure:
    """Give one version with its subject area and who confirmed it."""
    row: Procedure = db.one_or_404(Procedure.numbered(procedure_id))
    return row


def _form(kind: type[ProcedureForm], row: Procedure | None = None) -> Any:  # noqa: ANN401 - its kind
    """Make a form over a version; a subject area that ended is offered where it stands already."""
    areas = SubjectArea.with_former().where(
        SubjectArea.lasts() | (SubjectArea.id == (row.subject_area_id if row else None))
    )
    return kind(obj=row).offer(db.session.scalars(areas))


def _address(row: Procedure) -> str:
    db.session.flush()
    return url_for(".procedure_detail", procedure_id=row.id)


def _show_form(form: ProcedureForm, row: Procedure | None) -> Response:
    """Show the form over a version, a new one, or the one that follows."""
    renews = isinstance(form, RenewalForm)
    name, address = "Thêm thủ tục", url_for(".add_procedure")
    if row is not None:
        name = f"Phiên bản mới: {row.short_name}" if renews else f"Sửa {row.short_name}"
        act = ".renew_procedure" if renews else ".change_procedure"
        address = url_for(act, procedure_id=row.id)
    return render_page(
        "commune/procedure_form.html",
        name_of_page=name,
        address=address,
        renews=renews,
        form=form,
        row=row,
    )


def _show_detail(row: Procedure, form: EndForm) -> Response:
    """Show one version with the others of the same procedure."""
    others = db.session.scalars(Procedure.versions(row.code)).all()
    return render_page(
        "commune/procedure_detail.html",
        row=row,
        form=form,
        others=[(one, validity_in_words(one.validity)) for one in others if one is not row],
        validity=validity_in_words(row.validity),
    )
