"""Which tables are imported from a workbook, what do their columns say, how is a row written?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, ClassVar, cast

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from saturday.models.base import AnySession
from saturday.models.commune import (
    ContactPost,
    Department,
    Hall,
    Hamlet,
    Network,
    Officer,
    Power,
    Signal,
    SubjectArea,
)
from saturday.models.entries import Entry
from saturday.models.procedures import CONTENT, Procedure
from saturday.rules.coded import Coded
from saturday.rules.columns import Column, ColumnKind, Key, Layout, Pick, Value, Values
from saturday.rules.imports import RowVerdict, StoredRow
from saturday.rules.procedures import (
    MobileState,
    Terms,
    TimeUnit,
    Validity,
    refuse_terms,
    refuse_validity,
)
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account

LONGEST_LINES = 4000
MOST_NUMBER = 999_999_999
MOST_LINES, LONGEST_LINE = 20, 200


def coded_choices(kind: type[Coded]) -> tuple[Pick, ...]:
    """Offer the words of a code."""
    return tuple(Pick(one, one.words) for one in kind)


def write(row: Entry, values: Values) -> None:
    """Put values into a row; what an import changed is noted once for the whole file."""
    row._put(values)  # noqa: SLF001 - a row's own verb would note each row and ask for each name


@dataclass(slots=True)
class Importing:
    """For whom, on which day, and into which department rows are imported (lần nhập)."""

    session: AnySession
    today: date
    by: "Account | None" = None
    department: Department | None = None  # the only one whose people may be touched
    places: Iterator[int] | None = None  # numbers after the last row of the table
    former: frozenset[Value] | None = None  # departments that are no more

    def next_place(self, column: InstrumentedAttribute[int]) -> int:
        """Give the number after the last row; asked of the database once."""
        if self.places is None:
            with self.session.no_autoflush:
                last = self.session.scalar(select(func.max(column))) or 0
            self.places = count(last + 1)
        return next(self.places)


class ImportTable:
    """One table that a workbook can fill (bảng nhập được từ Excel)."""

    name: ClassVar[str]  # as it stands in addresses
    title: ClassVar[str]
    noun: ClassVar[str]

    def layout(self, work: Importing) -> Layout:
        """Describe the columns, with what may be chosen today."""
        raise NotImplementedError

    def rows(self, work: Importing) -> dict[int, Entry]:
        """Load the stored rows that may be changed, by their number."""
        raise NotImplementedError

    def values_of(self, row: Entry) -> Values:
        """Give a stored row's values by the fields of the columns."""
        raise NotImplementedError

    def add(self, values: Values, work: Importing) -> None:
        """Enter a new row."""
        raise NotImplementedError

    def change(self, row: Entry, values: Values, work: Importing) -> None:
        """Write what differs into a stored row."""
        raise NotImplementedError

    def try_out(self, verdict: RowVerdict, row: Entry | None, work: Importing) -> None:
        """Raise NotAllowedNow when the database would not take a row that reads well."""

    def stored(self, rows: Mapping[int, Entry]) -> Iterator[StoredRow]:
        """Give all stored rows as the rules see them."""
        return (StoredRow(key, self.values_of(row)) for key, row in rows.items())


# --- Officers ----------------------------------------------------------------------------------


class OfficerTable(ImportTable):
    """People in the commune's service; another department than before is a move."""

    name = "cong-chuc"
    title = "Cán bộ, công chức"
    noun = "công chức"

    FIELDS = ("code", "name", "post", "department_id", "phone", "left_on")
    GONE = "Phòng này không còn hoạt động. Hãy ghi phòng khác."
    FOREIGN_CODE = "Mã này người của phòng khác đang dùng. Hãy ghi mã khác, hoặc để trống."

    def layout(self, work: Importing) -> Layout:
        """Describe the columns; a department's own list knows no other department."""
        departments = (
            [work.department]
            if work.department
            else work.session.scalars(Department.in_order()).all()
        )
        choices = tuple(Pick(one.id, one.name, (one.short_name, one.code)) for one in departments)
        return Layout(
            columns=self._columns(choices, is_own=work.department is not None),
            keys=(
                Key(("code",)),
                Key(("name", "department_id", "phone"), unless=("code",)),
                Key(("name", "department_id"), unless=("code",)),
                Key(("name", "phone"), unless=("code",)),
                Key(("name",), unless=("code",), doubt="phone"),
            ),
            uniques=(Key(("code",)), Key(("name", "department_id"), unless=("code", "phone"))),
            unclear="Có người cùng tên nên chưa rõ là ai. "
            "Hãy ghi đủ phòng, số điện thoại hoặc mã, hoặc sửa trên trang.",
        )

    @staticmethod
    def _columns(departments: tuple[Pick, ...], *, is_own: bool) -> tuple[Column, ...]:
        unknown = (
            "Phòng chỉ nhập người của phòng mình, không nhập “{}”."
            if is_own
            else "Không có phòng “{}”. Hãy ghi đúng tên trong danh mục."
        )
        return (
            Column(
                "code",
                "Mã công chức",
                most=40,
                others=("Mã", "Mã số", "Mã cán bộ"),
                hint="Để trống nếu xã không dùng mã",
                example="CC01",
            ),
            Column(
                "name",
                "Họ và tên",
                ColumnKind.NAME,
                empty="Hãy ghi họ và tên.",
                most=100,
                others=("Họ tên", "Tên", "Họ và tên công chức", "Cán bộ, công chức"),
                example="Nguyễn Văn An",
            ),
            Column(
                "post",
                "Chức vụ",
                empty="Hãy ghi chức vụ.",
                most=100,
                others=("Chức danh", "Chức vụ, chức danh"),
                example="Chuyên viên",
            ),
            Column(
                "department_id",
                "Phòng, đơn vị",
                ColumnKind.PICK,
                empty="Hãy chọn phòng, đơn vị.",
                choices=departments,
                unknown=unknown,
                others=("Phòng", "Đơn vị", "Phòng ban", "Đơn vị công tác", "Phòng, ban"),
                hint="Ghi phòng khác với trước là chuyển phòng, từ ngày nhập",
                example=departments[0].words if departments else "",
            ),
            Column(
                "phone",
                "Điện thoại",
                ColumnKind.PHONE,
                others=("Số điện thoại", "Di động", "SĐT", "ĐT", "Điện thoại di động"),
                example="0912 345 678",
            ),
            Column(
                "left_on",
                "Đã chuyển, nghỉ từ ngày",
                ColumnKind.DAY,
                others=("Nghỉ từ ngày", "Ngày nghỉ", "Chuyển, nghỉ từ ngày"),
                hint="Để trống khi đang công tác",
                example="",
            ),
        )

    def rows(self, work: Importing) -> dict[int, Entry]:
        """Load everyone, or a department's own people only."""
        question = select(Officer).options(selectinload(Officer.former))
        if work.department:
            question = question.where(Officer.department_id == work.department.id)
        return {row.id: row for row in work.session.scalars(question)}

    def values_of(self, row: Entry) -> Values:
        return {name: getattr(row, name) for name in self.FIELDS}

    def add(self, values: Values, work: Importing) -> None:
        officer = Officer()
        write(officer, {**dict.fromkeys(("phone",), ""), **values})
        work.session.add(officer)

    def change(self, row: Entry, values: Values, work: Importing) -> None:
        """Let a person move by the verb that keeps where they were before."""
        officer, rest = cast("Officer", row), dict(values)
        department_id = rest.pop("department_id", None)
        if department_id is not None:
            post = str(rest.pop("post", officer.post))
            department = work.session.get_one(Department, department_id)
            officer.move(department, post, work.today, by=work.by)
        write(officer, rest)

    @staticmethod
    def _former(work: Importing) -> frozenset[Value]:
        """Give the departments that nobody joins any more; asked of the database once."""
        if work.former is None:
            rows = work.session.scalars(select(Department).where(~Department.lasts(work.today)))
            work.former = frozenset(row.id for row in rows)
        return work.former

    def try_out(self, verdict: RowVerdict, row: Entry | None, work: Importing) -> None:
        """Ask whether a move may be dated today, and whether a code is free."""
        gone = verdict.values.get("department_id") in self._former(work)
        refuse_when(gone, self.GONE, field="department_id")
        code = verdict.values.get("code")
        if code and work.department:
            holder = work.session.scalar(select(Officer).where(Officer.code == code))
            refuse_when(holder is not None and holder is not row, self.FOREIGN_CODE, field="code")
        if row is not None and "department_id" in verdict.values:
            cast("Officer", row)._refuse_move_on(work.today)  # noqa: SLF001 - the verb's own question


# --- Villages ----------------------------------------------------------------------------------


PHONES = {
    ContactPost.SECRETARY: "Điện thoại Bí thư chi bộ",
    ContactPost.HEAD: "Điện thoại Trưởng thôn, bản",
    ContactPost.FRONT: "Điện thoại Trưởng Ban Mặt trận",
}


class HamletTable(ImportTable):
    """Villages with their contacts and their hall."""

    name = "thon-ban"
    title = "Thôn, bản"
    noun = "thôn, bản"

    OWN = (
        "name",
        "position",
        "valid_from",
        "language",
        "signal",
        "has_loudspeaker",
        "distance_km",
        *(f"{post}_{part}" for post in ContactPost for part in ("name", "phone")),
    )
    HALL: ClassVar[dict[str, str]] = {
        "hall_name": "name",
        "hall_address": "address",
        "hall_capacity": "capacity",
        "hall_power": "power",
        "hall_network": "network",
    }

    def layout(self, work: Importing) -> Layout:
        del work
        return Layout(
            columns=(*self._columns(), *self._contacts(), *self._hall_columns()),
            keys=(Key(("name",)),),
            uniques=(Key(("name",)),),
            refuse=self._refuse,
        )

    @staticmethod
    def _columns() -> tuple[Column, ...]:
        return (
            Column(
                "name",
                "Tên thôn, bản",
                empty="Hãy ghi tên thôn, bản.",
                most=100,
                others=("Thôn, bản", "Tên thôn", "Thôn", "Bản", "Tên bản", "Thôn/bản"),
                example="Thôn 1",
            ),
            Column(
                "position",
                "Thứ tự",
                ColumnKind.NUMBER,
                most=999,
                hint="Số nhỏ đứng trước; để trống thì xếp cuối",
                example="1",
            ),
            Column(
                "valid_from",
                "Có từ ngày",
                ColumnKind.DAY,
                hint="Để trống nếu có từ trước",
                example="",
            ),
            Column(
                "language",
                "Tiếng nói khác tiếng Việt",
                most=60,
                others=("Tiếng nói", "Ngôn ngữ", "Tiếng dân tộc", "Ngôn ngữ khác"),
                example="tiếng Thái",
            ),
            Column(
                "signal",
                "Sóng điện thoại",
                ColumnKind.PICK,
                choices=coded_choices(Signal),
                others=("Sóng", "Sóng di động"),
                example="tốt",
            ),
            Column(
                "has_loudspeaker",
                "Có cụm loa truyền thanh riêng",
                ColumnKind.YES_NO,
                others=("Có loa riêng", "Loa", "Có loa", "Loa truyền thanh"),
                example="có",
            ),
            Column(
                "distance_km",
                "Cách Trung tâm (km)",
                ColumnKind.DECIMAL,
                most=999,
                bounds="Hãy ghi số ki-lô-mét từ 0 đến 999, ví dụ 12,5.",
                others=("Khoảng cách", "Số km", "Cách trụ sở"),
                example="4,5",
            ),
        )

    @staticmethod
    def _contacts() -> Iterator[Column]:
        for post in ContactPost:
            # Shorter words of the same post, as the villages' own lists have them.
            short = ("Trưởng thôn", "Trưởng bản") if post is ContactPost.HEAD else ()
            yield Column(
                f"{post}_name",
                post.words,
                ColumnKind.NAME,
                most=100,
                others=short,
                example="Nguyễn Văn An",
            )
            yield Column(
                f"{post}_phone",
                PHONES[post],
                ColumnKind.PHONE,
                others=tuple(
                    f"{word} {name}"
                    for name in (post.words, *short)
                    for word in ("Điện thoại", "ĐT", "SĐT")
                ),
                example="0912 345 678",
            )

    @staticmethod
    def _hall_columns() -> tuple[Column, ...]:
        return (
            Column(
                "hall_name",
                "Tên nhà văn hóa",
                most=100,
                others=("Nhà văn hóa", "Hội trường"),
                example="Nhà văn hóa thôn 1",
            ),
            Column(
                "hall_address",
                "Địa chỉ nhà văn hóa",
                most=150,
                others=("Địa chỉ",),
                example="cạnh Trường Tiểu học",
            ),
            Column(
                "hall_capacity",
                "Số chỗ ngồi",
                ColumnKind.NUMBER,
                most=9999,
                least=1,
                bounds="Hãy ghi số chỗ từ 1 đến 9999.",
                others=("Sức chứa", "Số chỗ"),
                example="120",
            ),
            Column(
                "hall_power",
                "Điện ở nhà văn hóa",
                ColumnKind.PICK,
                choices=coded_choices(Power),
                others=("Điện",),
                example="ổn định",
            ),
            Column(
                "hall_network",
                "Mạng ở nhà văn hóa",
                ColumnKind.PICK,
                choices=coded_choices(Network),
                others=("Mạng", "Internet"),
                example="chỉ có sóng di động",
            ),
        )

    def _refuse(self, values: Values) -> None:
        """Ask a hall for its name."""
        said = any(values.get(name) not in (None, "") for name in self.HALL)
        refuse_when(
            said and not values.get("hall_name"), "Hãy ghi tên nhà văn hóa.", field="hall_name"
        )

    def rows(self, work: Importing) -> dict[int, Entry]:
        question = select(Hamlet).options(selectinload(Hamlet.halls))
        return {row.id: row for row in work.session.scalars(question)}

    def values_of(self, row: Entry) -> Values:
        hamlet = cast("Hamlet", row)
        own = {name: getattr(hamlet, name) for name in self.OWN}
        hall = {
            name: getattr(hamlet.hall, part) if hamlet.hall else None
            for name, part in self.HALL.items()
        }
        return {**own, **hall}

    def add(self, values: Values, work: Importing) -> None:
        hamlet = Hamlet()
        own = {name: value for name, value in values.items() if name in self.OWN}
        if own.get("position") is None:
            own["position"] = work.next_place(Hamlet.position)
        write(hamlet, {**self._blank(), **own})
        work.session.add(hamlet)
        self._furnish(hamlet, values)

    def _blank(self) -> dict[str, Value]:
        empty: dict[str, Value] = {
            name: "" for name in self.OWN if name.endswith(("_name", "_phone"))
        }
        return {**empty, "language": "", "has_loudspeaker": False}

    def change(self, row: Entry, values: Values, work: Importing) -> None:
        del work
        write(row, {name: value for name, value in values.items() if name in self.OWN})
        self._furnish(cast("Hamlet", row), values)

    def _furnish(self, hamlet: Hamlet, values: Values) -> None:
        """Write what was said of the hall, into a new one where there was none."""
        said = {part: values[name] for name, part in self.HALL.items() if name in values}
        if not said:
            return
        hall = hamlet.hall
        if hall is None:
            hall = Hall(address="", note_text="")
            hamlet.halls.append(hall)
        write(hall, said)


# --- Procedures --------------------------------------------------------------------------------


def short_lines(words: str) -> str:
    """Refuse more lines, or longer ones, than a sheet at the desk can hold."""
    lines = words.splitlines()
    if len(lines) > MOST_LINES:
        return f"Hãy ghi ít dòng hơn: tối đa {MOST_LINES} dòng."
    if any(len(line) > LONGEST_LINE for line in lines):
        return f"Hãy viết mỗi dòng ngắn hơn: tối đa {LONGEST_LINE} ký tự."
    return ""


class ProcedureTable(ImportTable):
    """Versions of procedures; a version is known by its code and its first day."""

    name = "thu-tuc"
    title = "Thủ tục hành chính"
    noun = "thủ tục"

    FIELDS = tuple(name for name in CONTENT if name != "needs_confirmation")
    NEW: ClassVar[dict[str, object]] = {
        "time_amount": None,
        "time_note": "",
        "receive_only": False,
        "same_day": False,
        "bring": [],
        "valid_from": None,
        "valid_to": None,
        "position": 0,
        "is_shown": True,
        "needs_confirmation": True,
    }

    def layout(self, work: Importing) -> Layout:
        areas = work.session.scalars(SubjectArea.with_former()).all()
        version = Key(("code", "valid_from"), lacking=("valid_from",))
        choices = tuple(Pick(one.id, one.name, (one.code,)) for one in areas)
        return Layout(
            columns=(*self._names(choices), *self._terms(), *self._rest()),
            keys=(
                version,
                Key(("code",), unless=("valid_from",)),
            ),
            uniques=(version,),
            unclear="Mã này có nhiều phiên bản. Hãy ghi ngày có hiệu lực của bản cần sửa.",
            refuse=self._refuse,
        )

    @staticmethod
    def _names(areas: tuple[Pick, ...]) -> tuple[Column, ...]:
        return (
            Column(
                "code",
                "Mã quốc gia",
                ColumnKind.NATIONAL_CODE,
                empty="Hãy ghi mã quốc gia.",
                others=("Mã thủ tục", "Mã", "Mã số", "Mã tthc"),
                example="2.000815",
            ),
            Column(
                "name",
                "Tên thủ tục",
                empty="Hãy ghi tên thủ tục.",
                most=400,
                others=("Thủ tục", "Tên thủ tục hành chính", "Tên tthc"),
                example="Chứng thực bản sao từ bản chính giấy tờ, văn bản",
            ),
            Column(
                "short_name",
                "Tên gọn",
                empty="Hãy ghi tên gọn.",
                most=100,
                example="Chứng thực bản sao",
            ),
            Column(
                "subject_area_id",
                "Lĩnh vực",
                ColumnKind.PICK,
                empty="Hãy chọn lĩnh vực.",
                choices=areas,
                unknown="Không có lĩnh vực “{}”. Hãy ghi đúng tên trong danh mục.",
                example=areas[0].words if areas else "",
            ),
        )

    @staticmethod
    def _terms() -> tuple[Column, ...]:
        return (
            Column(
                "time_unit",
                "Thời hạn giải quyết",
                ColumnKind.PICK,
                empty="Hãy chọn cách tính thời hạn.",
                choices=coded_choices(TimeUnit),
                others=("Thời hạn", "Cách tính thời hạn"),
                example="trong ngày",
            ),
            Column(
                "time_amount",
                "Số ngày",
                ColumnKind.NUMBER,
                most=MOST_NUMBER,  # the rules know how many days a procedure may take
                hint="Chỉ ghi khi tính theo ngày làm việc hoặc ngày",
                example="",
            ),
            Column("time_note", "Ghi chú thời hạn", most=300, example=""),
            Column(
                "fee",
                "Phí, lệ phí",
                empty="Hãy ghi phí; không thu thì ghi Không thu phí.",
                most=300,
                others=("Phí", "Lệ phí"),
                example="2.000 đồng/trang",
            ),
            Column(
                "quantity_unit",
                "Đơn vị đếm",
                empty="Hãy ghi đơn vị đếm, ví dụ: việc, bản.",
                most=30,
                example="bản",
            ),
            Column(
                "receive_only",
                "Chỉ tiếp nhận",
                ColumnKind.YES_NO,
                others=("Chỉ tiếp nhận, không giải quyết trong buổi",),
                example="không",
            ),
            Column(
                "same_day",
                "Trả trong buổi",
                ColumnKind.YES_NO,
                others=("Trả kết quả ngay trong buổi thứ Bảy", "Trả ngay"),
                example="có",
            ),
            Column(
                "mobile",
                "Ở buổi lưu động",
                ColumnKind.PICK,
                empty="Hãy chọn việc làm được ở buổi lưu động.",
                choices=coded_choices(MobileState),
                others=("Lưu động",),
                example="không nhận",
            ),
        )

    @staticmethod
    def _rest() -> tuple[Column, ...]:
        return (
            Column(
                "bring",
                "Giấy tờ mang theo",
                ColumnKind.LINES,
                most=LONGEST_LINES,
                check=short_lines,
                others=("Giấy tờ", "Thành phần hồ sơ"),
                hint="Mỗi dòng trong ô một giấy tờ",
                example="Bản chính\nBản sao",
            ),
            Column("valid_from", "Có hiệu lực từ ngày", ColumnKind.DAY, example=""),
            Column("valid_to", "Hết hiệu lực sau ngày", ColumnKind.DAY, example=""),
            Column(
                "source",
                "Nguồn",
                empty="Hãy ghi văn bản làm nguồn.",
                most=400,
                example="Quyết định 163/QĐ-BTP",
            ),
            Column("position", "Thứ tự", ColumnKind.NUMBER, most=999, example="1"),
            Column(
                "is_shown",
                "Có ở bàn tiếp nhận",
                ColumnKind.YES_NO,
                others=("Bàn tiếp nhận",),
                example="có",
            ),
        )

    @staticmethod
    def _refuse(values: Values) -> None:
        """Ask the rules whether time and promises agree."""
        terms = Terms(
            cast("TimeUnit", values["time_unit"]),
            cast("int | None", values["time_amount"]),
            bool(values["receive_only"]),
            bool(values["same_day"]),
            cast("MobileState", values["mobile"]),
        )
        refuse_terms(terms)

    def rows(self, work: Importing) -> dict[int, Entry]:
        return {row.id: row for row in work.session.scalars(select(Procedure))}

    def values_of(self, row: Entry) -> Values:
        known = {name: getattr(row, name) for name in self.FIELDS}
        return {**known, "bring": "\n".join(known["bring"])}

    def add(self, values: Values, work: Importing) -> None:
        Procedure().enter(work.session, {**self.NEW, **_with_lines(values)}, by=work.by)

    def change(self, row: Entry, values: Values, work: Importing) -> None:
        """Let the version's own verb write: words that changed must be confirmed again."""
        row.change(_with_lines(values), by=work.by)

    def try_out(self, verdict: RowVerdict, row: Entry | None, work: Importing) -> None:
        """Ask whether the version is over, and whether its days are free."""
        version = cast("Procedure | None", row)
        if version is not None:
            version._refuse_past()  # noqa: SLF001 - the verb's own question
        elif verdict.key is None:
            _refuse_days(verdict, work)


def _refuse_days(verdict: RowVerdict, work: Importing) -> None:
    """Refuse a new version over days that a stored one of its code holds."""
    code = verdict.values["code"]
    others = work.session.scalars(select(Procedure).where(Procedure.code == code))
    validity = Validity(
        cast("date | None", verdict.values.get("valid_from")),
        cast("date | None", verdict.values.get("valid_to")),
    )
    refuse_validity(validity, [one.validity for one in others])


def _with_lines(values: Values) -> dict[str, object]:
    """Give what to bring as the list that is stored."""
    whole: dict[str, object] = dict(values)
    if "bring" in whole:
        whole["bring"] = str(whole["bring"]).splitlines()
    return whole


TABLES: Mapping[str, ImportTable] = {
    table.name: table for table in (OfficerTable(), HamletTable(), ProcedureTable())
}
