"""What does a commune consist of: settings, departments, people, partners, villages, duties?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    ForeignKey,
    Select,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    exists,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from saturday import clock
from saturday.models.base import AnySession, Model, SideBySide, built_once, plainly
from saturday.models.entries import Ending, Entry, fresh_code
from saturday.rules.coded import Coded
from saturday.rules.identifiers import show_phone
from saturday.rules.numbering import Issuer
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import numeric_day
from saturday.vietnamese.names import fold, person_sort_key

if TYPE_CHECKING:
    from saturday.models.accounts import Account
    from saturday.models.procedures import Procedure

_ONE_DAY = timedelta(days=1)


class Setting(Model):
    """One setting of the commune (cài đặt): a key and its words."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(80), unique=True)
    value: Mapped[str]

    @classmethod
    @built_once
    def in_order(cls) -> Select[Self]:
        """Ask for all settings."""
        return select(cls).order_by(cls.key)

    def change(self, value: str, *, by: "Account | None") -> None:
        """Set other words."""
        if value != self.value:
            self.value = value
            self.note("change", by=by, key=self.key)


_ALL_SETTINGS = select(Setting.__table__.c.key, Setting.__table__.c.value)


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune's settings as one value, read once a request."""

    texts: Mapping[str, str]

    @classmethod
    def of_database(cls, session: AnySession) -> Self:
        """Read all settings."""
        return cls(dict(plainly(session).execute(_ALL_SETTINGS).all()))

    def text(self, key: str) -> str:
        """Give the words of a setting, empty when it was never set."""
        return self.texts.get(key, "")

    @property
    def name(self) -> str:
        """Name in running text: "xã Anh Sơn"."""
        return self.text("commune.name")

    @property
    def place(self) -> str:
        """Place name before a paper's date: "Anh Sơn"."""
        return self.text("commune.place")

    @property
    def centre(self) -> str:
        """Name of the Centre in running text."""
        return self.text("centre.name")

    @property
    def centre_place(self) -> str:
        """Where an ordinary Saturday is held."""
        return self.text("centre.place")

    @property
    def help_phone(self) -> str:
        """Telephone shown at the foot of each page; the settings keep its bare digits."""
        phone = self.text("centre.phone")
        return show_phone(phone) if phone.isdecimal() else phone

    @property
    def is_demo(self) -> bool:
        """Whether this database tells the invented year."""
        return self.text("demo") == "yes"

    def symbol_of(self, issuer: Issuer) -> str:
        """Abbreviation of the issuing body in a paper's symbol."""
        return self.text(f"{issuer.name.lower()}.symbol")


class Department(Ending):
    """A department or unit of the commune (phòng, đơn vị)."""

    __tablename__ = "department"

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    OPEN: ClassVar[tuple[str, ...]] = ("code",)
    TAKEN: ClassVar[str] = "Tên này đã có trong bảng. Hãy ghi tên khác."
    IN_USE: ClassVar[str] = (
        "Phòng này đã có công chức, nhiệm vụ hoặc danh sách nên không xóa được. "
        "Hãy ghi ngày cuối phòng còn hoạt động."
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)  # stands in addresses: kinh-te
    name: Mapped[str]
    short_name: Mapped[str]
    position: Mapped[int]
    sends_list: Mapped[bool]
    head: Mapped[str] = mapped_column(default="")  # the head's post, as signed: TRƯỞNG PHÒNG
    phone: Mapped[str] = mapped_column(default="")

    officers: Mapped[list["Officer"]] = relationship(back_populates="department")

    def enter(
        self, session: AnySession, values: Mapping[str, Any], *, by: "Account | None"
    ) -> None:
        """Add the department; its code is made of its short name once and never changes."""
        taken = session.scalars(select(Department.code))
        self.code = fresh_code(values["short_name"], taken, "phong")
        super().enter(session, values, by=by)

    @classmethod
    @built_once
    def in_order(cls) -> Select[Self]:
        """Ask for all departments in the commune's own order, former ones too."""
        return select(cls).order_by(cls.position, cls.id)

    @classmethod
    def current(cls) -> Select[Self]:
        """Ask for the departments that are offered today."""
        return cls.in_order().where(cls.lasts())

    @classmethod
    @built_once
    def coded(cls, code: str) -> Select[Self]:
        """Ask for the department of an address."""
        return select(cls).where(cls.code == code)


class Officer(Entry):
    """A person in the commune's service (cán bộ, công chức)."""

    __tablename__ = "officer"

    CODE_TAKEN: ClassVar[str] = "Mã này đã có người dùng. Hãy ghi mã khác, hoặc để trống."
    IN_USE: ClassVar[str] = (
        "Người này đã có trong danh sách, bảng phân công hoặc tài khoản nên không xóa được. "
        "Hãy ghi ngày đã chuyển, nghỉ."
    )

    # The number the commune knows the person by; two people may have one name.
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    post: Mapped[str]  # chức vụ; with the department what holds after the last move
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    phone: Mapped[str] = mapped_column(default="")
    folded_name: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    left_on: Mapped[date | None]  # the first day no longer in service

    department: Mapped[Department] = relationship(back_populates="officers")
    former: Mapped[list["Posting"]] = relationship(
        back_populates="officer", cascade="all, delete-orphan", order_by="Posting.until"
    )

    @classmethod
    def create(cls, name: str, post: str, department: Department, *, by: "Account | None") -> Self:
        """Enter a person."""
        officer = cls(post=post, department=department)
        officer.rename(name)
        officer.note("create", by=by, department=department.code)
        return officer

    def rename(self, name: str) -> None:
        """Keep the name with the two forms that searching and sorting ask for."""
        self.name = name
        self.folded_name = fold(name)
        self.sort_key = person_sort_key(name)

    def _put(self, values: Mapping[str, Any]) -> None:
        """Write values; a name takes its two forms along."""
        super()._put(values)
        if "name" in values:
            self.rename(values["name"])

    def _refuse(self, session: AnySession, values: Mapping[str, Any]) -> None:
        """Refuse a second person with the same code."""
        self._check(values)
        code = values.get("code")
        if not code:
            return
        with session.no_autoflush:
            holder = session.scalar(select(Officer).where(Officer.code == code))
        refuse_when(holder is not None and holder is not self, self.CODE_TAKEN, field="code")

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse leaving before the last move."""
        left, last = values.get("left_on"), self.former[-1].next_day if self.former else None
        if left is not None and last is not None and left <= last:
            reason = f"Lần chuyển trước từ ngày {numeric_day(last)}. Hãy ghi ngày sau đó."
            raise NotAllowedNow(reason, field="left_on")

    def change(self, values: Mapping[str, Any], *, by: "Account | None") -> None:
        """Write other values; who was on a Saturday's list goes to another department by a move."""
        elsewhere = values.get("department_id", self.department_id) != self.department_id
        moves = "Người này đã có trong danh sách các buổi. Hãy dùng 'Chuyển phòng, chức vụ'."
        refuse_when(elsewhere and self._has_served(), moves, field="department_id")
        super().change(values, by=by)

    def _has_served(self) -> bool:
        """Whether a list or board names the person, or an earlier move."""
        columns = [one for one in self._uses if one.table.name != "account"]
        session = self._session()
        return bool(self.former) or any(
            session.scalar(select(exists().where(column == self.id))) for column in columns
        )

    @property
    def _uses(self) -> list[ColumnElement[int]]:
        """Find who names this person; the own moves go along when the row goes."""
        return [column for column in super()._uses if column.table is not Posting.__table__]

    @property
    def is_serving(self) -> bool:
        """Whether the person is still in service today."""
        return self.left_on is None or self.left_on > clock.today()

    def _then(self, day: date) -> "Posting | None":
        """Give the earlier posting that held on a day; none when the present one did."""
        return next((one for one in self.former if one.until >= day), None)

    def department_on(self, day: date) -> Department:
        """Give the department the person served in on a day."""
        then = self._then(day)
        return then.department if then else self.department

    def post_on(self, day: date) -> str:
        """Give the post the person had on a day."""
        then = self._then(day)
        return then.post if then else self.post

    def move(
        self, department: Department, post: str, from_day: date, *, by: "Account | None"
    ) -> None:
        """Let the person serve elsewhere from a day on; earlier Saturdays keep what was."""
        same = "Phòng và chức vụ giống như đang ghi. Hãy chọn phòng khác hoặc ghi chức vụ khác."
        unchanged = department.id == self.department_id and post == self.post
        refuse_when(unchanged, same, field="department_id")
        self._refuse_move_on(from_day)
        before = Posting(department=self.department, post=self.post, until=from_day - _ONE_DAY)
        self.former.append(before)
        self.department, self.post = department, post
        self.note("transfer", by=by, day=from_day, department=department.code)

    def _refuse_move_on(self, from_day: date) -> None:
        """Refuse a move before the last one, or after the person has left."""
        last = self.former[-1].next_day if self.former else None
        if last is not None and from_day <= last:
            reason = f"Lần chuyển trước từ ngày {numeric_day(last)}. Hãy ghi ngày sau đó."
            raise NotAllowedNow(reason, field="from_day")
        if self.left_on is not None and from_day >= self.left_on:
            reason = f"Đã ghi chuyển, nghỉ từ {numeric_day(self.left_on)}. Hãy ghi ngày trước đó."
            raise NotAllowedNow(reason, field="from_day")

    def undo_move(self, *, by: "Account | None") -> None:
        """Take the last move back, as if it had not been written."""
        refuse_when(not self.former, "Người này chưa chuyển lần nào. Hãy tải lại trang.")
        last = self.former.pop()
        self.department, self.post = last.department, last.post
        self.note(
            "undo_transfer", by=by, day=last.until + _ONE_DAY, department=last.department.code
        )

    @classmethod
    def serves(
        cls, department_id: int | BindParameter[int], day: date | BindParameter[date]
    ) -> ColumnElement[bool]:
        """Say in a question that somebody serves in a department on a day."""
        before = (
            select(Posting.department_id)
            .where(Posting.officer_id == cls.id, Posting.until >= day)
            .order_by(Posting.until)
            .limit(1)
            .correlate(cls)
            .scalar_subquery()
        )
        return func.coalesce(before, cls.department_id) == department_id

    @classmethod
    def serving(
        cls, department: Department | None = None, *, on: date | None = None
    ) -> Select[Self]:
        """Ask for those in service on a day, by given name; of one department when named."""
        day = on or clock.today()
        question = (
            select(cls)
            .where(or_(cls.left_on.is_(None), cls.left_on > day))
            .options(joinedload(cls.department))
            .order_by(cls.sort_key, cls.id)
        )
        return question.where(cls.serves(department.id, day)) if department else question

    @classmethod
    def of_department(cls, session: AnySession, department: Department, day: date) -> list[Self]:
        """Give those of a department in service on a day, with where they served before."""
        former: dict[Self, list[Posting]] = {}
        for one, posting in _of_department().held(session, department=department.id, day=day):
            former.setdefault(one, []).extend([posting] if posting else [])
        for one, postings in former.items():
            set_committed_value(one, "former", postings)
            if one.department_id == department.id:
                set_committed_value(one, "department", department)
        return list(former)

    @classmethod
    def departments_served(cls) -> Select[int]:
        """Ask for the departments that have somebody still in service, by id."""
        serving = or_(cls.left_on.is_(None), cls.left_on > clock.today())
        return select(cls.department_id).where(serving).distinct()

    @classmethod
    @built_once
    def everyone(cls) -> Select[Self]:
        """Ask for all, those who left last."""
        return (
            select(cls)
            .options(joinedload(cls.department))
            .order_by(cls.left_on.is_not(None), cls.sort_key, cls.id)
        )

    @classmethod
    def editable_by(cls, account: "Account") -> Select[Self]:
        """Ask for those an account may edit: everyone's, or its own department's only."""
        if account.may(Permission.EDIT_COMMUNE_DATA):
            return cls.everyone()
        return cls.everyone().where(cls.department_id == account.department_id)


class Posting(Model):
    """Where a person served until a day, before moving (nơi công tác trước)."""

    __tablename__ = "posting"
    __table_args__ = (UniqueConstraint("officer_id", "until"),)

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    post: Mapped[str]
    until: Mapped[date]  # the last day there

    officer: Mapped[Officer] = relationship(back_populates="former")
    department: Mapped[Department] = relationship()

    @property
    def next_day(self) -> date:
        """Give the first day in the next place."""
        return self.until + _ONE_DAY

    @classmethod
    def coming(cls) -> Select[Self]:
        """Ask for those where somebody still serves, the next move being dated ahead."""
        return (
            select(cls)
            .where(cls.until >= clock.today())
            .options(joinedload(cls.department))
            .order_by(cls.officer_id, cls.until.desc())
        )


@cache
def _of_department() -> SideBySide:
    """Ask for those who serve in a department on a day, beside where each served before."""
    people, postings = (cast("Table", one.__table__) for one in (Officer, Posting))
    day = bindparam("day", type_=Date())
    question = (
        select()
        .select_from(people.outerjoin(postings))
        .where(or_(people.c.left_on.is_(None), people.c.left_on > day))
        .where(Officer.serves(bindparam("department"), day))
        .order_by(people.c.sort_key, people.c.id, postings.c.until)
    )
    return SideBySide(question, Officer, Posting)


class Partner(Ending):
    """A unit outside the departments that takes part (đơn vị phối hợp)."""

    __tablename__ = "partner"

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    TAKEN: ClassVar[str] = "Đơn vị này đã có trong bảng. Hãy ghi tên khác."
    IN_USE: ClassVar[str] = (
        "Đơn vị này đã có trong bảng phân công nên không xóa được. "
        "Hãy ghi ngày cuối đơn vị còn phối hợp."
    )

    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    phone: Mapped[str] = mapped_column(default="")

    @classmethod
    def in_order(cls, on: date | None = None) -> Select[Self]:
        """Ask for the partners that take part on a day, today unless told."""
        return select(cls).where(cls.lasts(on)).order_by(cls.position, cls.id)

    @classmethod
    def with_former(cls) -> Select[Self]:
        """Ask for all partners, former ones last."""
        return select(cls).order_by(cls.lasts().desc(), cls.position, cls.id)


class Signal(Coded):
    """How well a telephone works in a village (sóng điện thoại)."""

    GOOD = "GOOD", "tốt"
    WEAK = "WEAK", "yếu"
    NONE = "NONE", "không có sóng"


class Power(Coded):
    """What electricity a hall has (điện)."""

    STEADY = "STEADY", "ổn định"
    UNSTEADY = "UNSTEADY", "hay mất điện"
    NONE = "NONE", "không có điện"


class Network(Coded):
    """How a hall reaches the internet (mạng)."""

    WIRED = "WIRED", "có Internet, Wi-Fi"
    MOBILE = "MOBILE", "chỉ có sóng di động"
    NONE = "NONE", "không có mạng"


class ContactPost(Coded):
    """Who is called in a village (đầu mối của thôn, bản); the code begins the column's name."""

    SECRETARY = "secretary", "Bí thư chi bộ"
    HEAD = "head", "Trưởng thôn, bản"
    FRONT = "front", "Trưởng Ban công tác Mặt trận"


@dataclass(frozen=True, slots=True)
class Contact:
    """One person to call in a village (đầu mối)."""

    post: ContactPost
    name: str
    phone: str


class Hamlet(Ending):
    """A village (thôn, bản): whom to call there, and how word reaches it."""

    __tablename__ = "hamlet"

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    TAKEN: ClassVar[str] = "Thôn, bản này đã có trong bảng. Hãy ghi tên khác."
    IN_USE: ClassVar[str] = (
        "Thôn, bản này đã có nhà văn hóa, buổi lưu động hoặc tài khoản nên không xóa được. "
        "Hãy ghi sáp nhập, hoặc ghi ngày cuối còn hiệu lực."
    )

    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("hamlet.id"))
    secretary_name: Mapped[str] = mapped_column(default="")
    secretary_phone: Mapped[str] = mapped_column(default="")
    head_name: Mapped[str] = mapped_column(default="")
    head_phone: Mapped[str] = mapped_column(default="")
    front_name: Mapped[str] = mapped_column(default="")
    front_phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")  # spoken beside Vietnamese: tiếng Thái
    signal: Mapped[Signal | None]  # none: nobody has said
    has_loudspeaker: Mapped[bool] = mapped_column(default=False)
    distance_km: Mapped[float | None]  # from the Centre, by road

    merged_into: Mapped["Hamlet | None"] = relationship(remote_side="Hamlet.id")
    halls: Mapped[list["Hall"]] = relationship(back_populates="hamlet", order_by="Hall.id")

    @classmethod
    def in_order(cls, on: date | BindParameter[date] | None = None) -> Select[Self]:
        """Ask for the villages that exist on a day, today unless told, with their halls."""
        day = clock.today() if on is None else on
        begun = or_(cls.valid_from.is_(None), cls.valid_from <= day)
        return (
            select(cls)
            .where(begun, cls.lasts(day))
            .options(selectinload(cls.halls))
            .order_by(cls.position, cls.id)
        )

    @classmethod
    def with_former(cls) -> Select[Self]:
        """Ask for all villages with halls, those that were merged or renamed last."""
        return (
            select(cls)
            .options(selectinload(cls.halls), joinedload(cls.merged_into))
            .order_by(cls.lasts().desc(), cls.position, cls.id)
        )

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Give those who can be called, in the order in which they are."""
        rows = (
            Contact(post, getattr(self, f"{post}_name"), getattr(self, f"{post}_phone"))
            for post in ContactPost
        )
        return tuple(one for one in rows if one.name or one.phone)

    @property
    def hall(self) -> "Hall | None":
        """Give the hall where a mobile Saturday would be held: the first still in use."""
        return next((one for one in self.halls if one.is_current), None)

    @property
    def hall_words(self) -> str:
        """Name the hall with its address, as a notice says it."""
        return self.hall.words if self.hall else ""

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse an end before the beginning, and an end that a merger has set otherwise."""
        first, last = values.get("valid_from"), values.get("valid_to", self.valid_to)
        backwards = first is not None and last is not None and last < first
        refuse_when(backwards, "Ngày cuối phải sau ngày bắt đầu.", field="valid_to")
        merged = self.merged_into_id is not None and last != self.valid_to
        words = "Ngày này do việc sáp nhập đặt. Hãy bỏ sáp nhập trước khi sửa."
        refuse_when(merged, words, field="valid_to")

    def _successors(self) -> "Iterator[Hamlet]":
        """Give what this village became, and what that became."""
        following = self.merged_into
        while following is not None:
            yield following
            following = following.merged_into

    @property
    def today(self) -> "Hamlet":
        """Give the village this one belongs to after all mergers."""
        return next(reversed([self, *self._successors()]))

    def merge(self, other: "Hamlet", from_day: date, *, by: "Account | None") -> None:
        """Let this village be a part of another from a day on; what names it keeps its name."""
        refuse_when(self.merged_into is not None, "Thôn, bản này đã sáp nhập. Hãy tải lại trang.")
        refuse_when(other is self, "Hãy chọn thôn, bản khác.", field="merged_into_id")
        circle = f"{other.name} đã sáp nhập vào {self.name}. Hãy chọn thôn, bản khác."
        refuse_when(self in other._successors(), circle, field="merged_into_id")  # noqa: SLF001
        refuse_when(*other.gone_on(from_day), field="merged_into_id")
        begun = self.valid_from is not None and from_day <= self.valid_from
        early = "Ngày sáp nhập phải sau ngày thôn, bản này bắt đầu."
        refuse_when(begun, early, field="from_day")
        self.merged_into, self.valid_to = other, from_day - _ONE_DAY
        self.note("merge", by=by, day=from_day)

    def gone_on(self, day: date) -> tuple[bool, str]:
        """Say whether the village does not exist on a day, and since or until when."""
        if self.valid_from is not None and day < self.valid_from:
            return True, f"{self.name} chỉ có từ ngày {numeric_day(self.valid_from)}."
        if self.valid_to is not None and day > self.valid_to:
            return True, f"{self.name} chỉ có đến hết ngày {numeric_day(self.valid_to)}."
        return False, ""

    def unmerge(self, *, by: "Account | None") -> None:
        """Take a merger back, as if it had not been written."""
        refuse_when(self.merged_into is None, "Thôn, bản này chưa sáp nhập. Hãy tải lại trang.")
        self.merged_into = self.valid_to = None
        self.note("unmerge", by=by)


class Hall(Ending):
    """A village's hall, where a mobile Saturday can be held (nhà văn hóa)."""

    __tablename__ = "hall"
    __table_args__ = (UniqueConstraint("hamlet_id", "name"),)

    KEY: ClassVar[tuple[str, ...]] = ("name", "hamlet_id")
    TAKEN: ClassVar[str] = "Thôn, bản này đã có nhà văn hóa cùng tên. Hãy ghi tên khác."

    hamlet_id: Mapped[int] = mapped_column(ForeignKey("hamlet.id"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]  # seats
    power: Mapped[Power | None]  # none: nobody has said
    network: Mapped[Network | None]
    note_text: Mapped[str] = mapped_column(default="")  # who keeps the key, how to get there

    hamlet: Mapped[Hamlet] = relationship(back_populates="halls")

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for all halls by village, former ones last."""
        return (
            select(cls)
            .join(Hamlet)
            .options(joinedload(cls.hamlet))
            .order_by(cls.lasts().desc(), Hamlet.position, Hamlet.id, cls.id)
        )

    @property
    def words(self) -> str:
        """Name it with its address."""
        return ", ".join(filter(None, (self.name, self.address)))


class SubjectArea(Ending):
    """A field of procedures (lĩnh vực)."""

    __tablename__ = "subject_area"

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    OPEN: ClassVar[tuple[str, ...]] = ("code",)
    TAKEN: ClassVar[str] = "Lĩnh vực này đã có trong bảng. Hãy ghi tên khác."
    IN_USE: ClassVar[str] = (
        "Lĩnh vực này đã có thủ tục hoặc hồ sơ nên không xóa được. Hãy ghi ngày cuối còn dùng."
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)  # dat-dai, never changes
    name: Mapped[str]
    receive_only: Mapped[bool] = mapped_column(default=False)  # chỉ tiếp nhận
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    duty_id: Mapped[int | None] = mapped_column(ForeignKey("duty.id"))
    position: Mapped[int]

    department: Mapped[Department | None] = relationship()
    duty: Mapped["Duty | None"] = relationship()

    def enter(
        self, session: AnySession, values: Mapping[str, Any], *, by: "Account | None"
    ) -> None:
        """Add the field; its code is made of its name once and never changes."""
        taken = session.scalars(select(SubjectArea.code))
        self.code = fresh_code(values["name"], taken, "linh-vuc")
        super().enter(session, values, by=by)

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the fields in use today."""
        return cls.with_former().where(cls.lasts())

    @classmethod
    def with_former(cls) -> Select[Self]:
        """Ask for all fields with their usual department and duty, former ones last."""
        return (
            select(cls)
            .options(joinedload(cls.department), joinedload(cls.duty))
            .order_by(cls.lasts().desc(), cls.position, cls.id)
        )


class Duty(Entry):
    """One kind of work on a Saturday (nhiệm vụ)."""

    __tablename__ = "duty"

    OPEN: ClassVar[tuple[str, ...]] = ("code",)

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    default_count: Mapped[int]
    starts_at: Mapped[time | None]  # usual hours; empty: the whole half-day
    ends_at: Mapped[time | None]
    position: Mapped[int]
    is_for_partners: Mapped[bool] = mapped_column(default=False)

    department: Mapped[Department | None] = relationship()
    failing: Mapped[list["DutyProcedure"]] = relationship(
        cascade="all, delete-orphan", order_by="DutyProcedure.code"
    )
    procedures: Mapped[list["Procedure"]] = relationship(  # every version of what fails
        secondary="duty_procedure",
        primaryjoin="Duty.id == foreign(DutyProcedure.duty_id)",
        secondaryjoin="Procedure.code == foreign(DutyProcedure.code)",
        viewonly=True,
    )

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for all duties in the order of the notice."""
        return select(cls).options(joinedload(cls.department)).order_by(cls.position, cls.id)

    @property
    def fails_without(self) -> list[str]:
        """National codes of the procedures that can't be finished without this duty."""
        return [row.code for row in self.failing]

    @fails_without.setter
    def fails_without(self, codes: Iterable[str]) -> None:
        known = {row.code: row for row in self.failing}
        self.failing = [known.get(code) or DutyProcedure(code=code) for code in sorted(set(codes))]
        if inspect(self).persistent:
            flag_modified(self, "name")  # a late saver of the duty is noticed

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse hours that end before they begin."""
        first, last = values.get("starts_at"), values.get("ends_at")
        backwards = first is not None and last is not None and first >= last
        refuse_when(backwards, "Giờ kết thúc phải sau giờ bắt đầu.", field="ends_at")


class DutyProcedure(Model):
    """A procedure that can't be finished on a Saturday without a duty (thủ tục cần nhiệm vụ)."""

    __tablename__ = "duty_procedure"
    __table_args__ = (UniqueConstraint("duty_id", "code"),)

    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    code: Mapped[str] = mapped_column(String(20), index=True)  # national: whichever version holds
