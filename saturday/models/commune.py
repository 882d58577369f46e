"""What does a commune consist of: settings, departments, people, partners, villages, duties?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sqlalchemy import JSON, ForeignKey, Select, String, or_, select
from sqlalchemy.orm import (
    Mapped,
    joinedload,
    mapped_column,
    relationship,
)

from saturday import clock
from saturday.models.base import AnySession, Model
from saturday.models.entries import Entry
from saturday.rules.numbering import Issuer
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.names import fold, person_sort_key

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class Setting(Model):
    """One setting of the commune (cài đặt): a key and its words."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(80), unique=True)
    value: Mapped[str]

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for all settings."""
        return select(cls).order_by(cls.key)

    def change(self, value: str, *, by: "Account | None") -> None:
        """Set other words."""
        if value != self.value:
            self.value = value
            self.note("change", by=by, key=self.key)


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune's settings as one value, read once a request."""

    texts: Mapping[str, str]

    @classmethod
    def of_database(cls, session: AnySession) -> Self:
        """Read all settings."""
        return cls({row.key: row.value for row in session.scalars(Setting.in_order())})

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
        """Telephone shown at the foot of each page."""
        return self.text("centre.phone")

    @property
    def is_demo(self) -> bool:
        """Whether this database tells the invented year."""
        return self.text("demo") == "yes"

    def symbol_of(self, issuer: Issuer) -> str:
        """Abbreviation of the issuing body in a paper's symbol."""
        return self.text(f"{issuer.name.lower()}.symbol")


class Department(Entry):
    """A department or unit of the commune (phòng, đơn vị)."""

    __tablename__ = "department"

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    OPEN: ClassVar[tuple[str, ...]] = ("code",)
    TAKEN: ClassVar[str] = "Tên này đã có trong bảng. Hãy ghi tên khác."
    IN_USE: ClassVar[str] = (
        "Phòng này đã có công chức, nhiệm vụ hoặc danh sách nên không xóa được. "
        "Nếu phòng thôi gửi danh sách thì bỏ chọn mục đó."
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
        plain = "-".join(re.findall(r"[a-z0-9]+", fold(values["short_name"]))) or "phong"
        taken = set(session.scalars(select(Department.code)))
        codes = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
        self.code = next(code for code in codes if code not in taken)
        super().enter(session, values, by=by)

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for all departments in the commune's own order."""
        return select(cls).order_by(cls.position, cls.id)

    @classmethod
    def coded(cls, code: str) -> Select[Self]:
        """Ask for the department of an address."""
        return select(cls).where(cls.code == code)


class Officer(Entry):
    """A person in the commune's service (cán bộ, công chức)."""

    __tablename__ = "officer"

    IN_USE: ClassVar[str] = (
        "Người này đã có trong danh sách hoặc bảng phân công nên không xóa được. "
        "Hãy ghi ngày đã chuyển, nghỉ."
    )

    name: Mapped[str]
    post: Mapped[str]  # chức vụ
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    phone: Mapped[str] = mapped_column(default="")
    folded_name: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    left_on: Mapped[date | None]

    department: Mapped[Department] = relationship(back_populates="officers")

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

    @property
    def is_serving(self) -> bool:
        """Whether the person is still in service today."""
        return self.left_on is None or self.left_on > clock.today()

    @classmethod
    def serving(cls, department: Department | None = None) -> Select[Self]:
        """Ask for those still in service, by given name; of one department when it is named."""
        question = (
            select(cls)
            .where(or_(cls.left_on.is_(None), cls.left_on > clock.today()))
            .options(joinedload(cls.department))
            .order_by(cls.sort_key, cls.id)
        )
        return question.where(cls.department_id == department.id) if department else question

    @classmethod
    def departments_served(cls) -> Select[int]:
        """Ask for the departments that have somebody still in service, by id."""
        serving = or_(cls.left_on.is_(None), cls.left_on > clock.today())
        return select(cls.department_id).where(serving).distinct()

    @classmethod
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


class Partner(Entry):
    """A unit outside the departments that takes part (đơn vị phối hợp)."""

    __tablename__ = "partner"

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    TAKEN: ClassVar[str] = "Đơn vị này đã có trong bảng. Hãy ghi tên khác."
    IN_USE: ClassVar[str] = (
        "Đơn vị này đã có trong bảng phân công nên không xóa được. Nếu đổi tên thì sửa tên."
    )

    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    phone: Mapped[str] = mapped_column(default="")

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for all partners."""
        return select(cls).order_by(cls.position, cls.id)


class Hamlet(Entry):
    """A village (thôn, bản) with the hall where a mobile Saturday can be held."""

    __tablename__ = "hamlet"

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    TAKEN: ClassVar[str] = "Thôn, bản này đã có trong bảng. Hãy ghi tên khác."
    IN_USE: ClassVar[str] = (
        "Thôn, bản này đã có buổi lưu động hoặc tài khoản nên không xóa được. "
        "Hãy ghi ngày hết hiệu lực."
    )

    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    hall: Mapped[str] = mapped_column(default="")  # nhà văn hóa: its name and address

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for the villages that exist today."""
        return (
            select(cls)
            .where(or_(cls.valid_to.is_(None), cls.valid_to >= clock.today()))
            .order_by(cls.position, cls.id)
        )

    @classmethod
    def with_former(cls) -> Select[Self]:
        """Ask for all villages, those that were merged or renamed last."""
        return select(cls).order_by(cls.valid_to.is_not(None), cls.position, cls.id)

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse an end before the beginning."""
        first, last = values["valid_from"], values["valid_to"]
        backwards = first is not None and last is not None and last < first
        refuse_when(backwards, "Ngày hết hiệu lực phải sau ngày bắt đầu.", field="valid_to")


class Duty(Entry):
    """One kind of work on a Saturday (nhiệm vụ)."""

    __tablename__ = "duty"

    OPEN: ClassVar[tuple[str, ...]] = ("code",)

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    default_count: Mapped[int]
    position: Mapped[int]
    is_for_partners: Mapped[bool] = mapped_column(default=False)
    fails_without: Mapped[list[Any]] = mapped_column(JSON, default=list)  # names of procedures

    department: Mapped[Department | None] = relationship()

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for all duties in the order of the notice."""
        return select(cls).options(joinedload(cls.department)).order_by(cls.position, cls.id)
