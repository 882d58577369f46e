"""What stands in the register of the dossiers received on a Saturday (mẫu 07)?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from types import MappingProxyType
from typing import Self

from flask import request
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from saturday.extensions import db
from saturday.models.commune import SubjectArea
from saturday.models.intake import IntakeEntry, Visit
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.papers.spreadsheet import Book, workbook
from saturday.rules.columns import Column, Layout, Values
from saturday.rules.identifiers import show_phone
from saturday.rules.intake import RECEIVED_HERE, Outcome, ReturnWay
from saturday.vietnamese.dates import clock_short, numeric_day

# The columns of form 07 (Thông tư 03/2025/TT-VPCP, Phụ lục I) after the number of the row.
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "code": "Mã hồ sơ",
        "procedure": "Tên thủ tục hành chính",
        "who": "Tên tổ chức, cá nhân",
        "where": "Địa chỉ, số điện thoại",
        "decider": "Cơ quan chủ trì giải quyết",
        "received": "Nhận hồ sơ",
        "due": "Hẹn trả kết quả",
        "returned": "Trả kết quả",
        "way": "Phương thức nhận kết quả",
        "signed": "Ký nhận",
    }
)
WIDE = 44
WIDTHS: Mapping[str, int] = MappingProxyType(
    {
        "code": 20,
        "procedure": WIDE,
        "who": 28,
        "where": 28,
        "decider": 28,
        "received": 16,
        "due": 16,
        "returned": 16,
    }
)
NO_AREA = "Thủ tục chưa rõ lĩnh vực"


@dataclass(frozen=True, slots=True)
class BookRow:
    """One dossier as the register writes it."""

    code: str
    procedure: str
    who: str
    where: str
    decider: str
    received: str
    due: str
    returned: str
    way: str

    @classmethod
    def of(cls, row: IntakeEntry) -> Self:
        """Write a line of the log in the words of the register."""
        returned, way = _returned(row)
        return cls(
            code=row.dossier_code,
            procedure=_procedure(row),
            who=row.visit.name,
            where=_where(row.visit),
            decider=_decider(row),
            received=_moment(row.happened_at.date(), row.happened_at.time()),
            due=_due(row),
            returned=returned,
            way=way,
        )

    @property
    def values(self) -> Values:
        """Give the cells by the names of their columns."""
        return {name: getattr(self, name, "") for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class DossierBook:
    """The register of one Saturday: kept by subject area (sổ theo dõi hồ sơ)."""

    duty_session: DutySession
    groups: Sequence[tuple[str, Sequence[BookRow]]]
    areas: Sequence[tuple[str, str]]  # code and name of those that have dossiers
    area: str  # code of the one that is shown; empty: all
    told: int  # rows that say who came: looking at them is noted

    @classmethod
    def of(cls, duty_session: DutySession) -> Self:
        """Load what was received, all of it or one subject area's."""
        entries = db.session.scalars(_received(duty_session)).all()
        known = dict.fromkeys(one.procedure.subject_area for one in entries if one.procedure)
        areas = [(one.code, one.name) for one in known]
        wanted = request.args.get("linh-vuc", "")
        area = wanted if wanted in dict(areas) else ""
        told = sum(one.visit.is_personal for one in entries)
        return cls(duty_session, list(_groups(entries, area)), areas, area, told)

    @property
    def rows(self) -> list[BookRow]:
        """All rows, as they follow each other."""
        return [row for _name, rows in self.groups for row in rows]

    @property
    def name(self) -> str:
        """The subject area in words, when only one is shown."""
        return dict(self.areas).get(self.area, "")


def as_workbook(book: DossierBook) -> bytes:
    """Write the register as a workbook; every cell is text, codes and dates too."""
    columns = [
        Column(name, title, example="x" * WIDTHS.get(name, len(title)))
        for name, title in COLUMNS.items()
    ]
    columns.append(Column("area", "Lĩnh vực", example="x" * WIDTHS["who"]))
    rows = [{**row.values, "area": name} for name, rows in book.groups for row in rows]
    return workbook(Book("Sổ theo dõi hồ sơ", Layout(tuple(columns)), rows))


def _received(duty_session: DutySession) -> Select[IntakeEntry]:
    """Ask for the dossiers received on one Saturday, by subject area, then as they came."""
    return (
        select(IntakeEntry)
        .outerjoin(IntakeEntry.procedure)
        .outerjoin(Procedure.subject_area)
        .where(
            IntakeEntry.duty_session_id == duty_session.id,
            IntakeEntry.voided_at.is_(None),
            IntakeEntry.outcome.in_(RECEIVED_HERE),
        )
        .options(
            joinedload(IntakeEntry.visit).joinedload(Visit.hamlet),
            contains_eager(IntakeEntry.procedure)
            .contains_eager(Procedure.subject_area)
            .joinedload(SubjectArea.department),
            joinedload(IntakeEntry.decider),
            joinedload(IntakeEntry.returned),
        )
        .order_by(
            SubjectArea.id.is_(None),  # lines without a procedure come last
            SubjectArea.position,
            SubjectArea.id,
            IntakeEntry.happened_at,
            IntakeEntry.id,
        )
    )


def _groups(entries: Iterable[IntakeEntry], area: str) -> Iterator[tuple[str, list[BookRow]]]:
    """Put the rows of each subject area together; of one only, when that is wanted."""
    for known, rows in groupby(entries, lambda row: row.procedure and row.procedure.subject_area):
        if not area or (known and known.code == area):
            yield known.name if known else NO_AREA, [BookRow.of(row) for row in rows]


def _procedure(row: IntakeEntry) -> str:
    """Name what is asked for, with its quantity when that is more than one."""
    procedure = row.procedure
    if procedure is None:
        return f"({row.quantity} việc)" if row.quantity > 1 else ""
    many = f" ({row.quantity} {procedure.quantity_unit})" if row.quantity > 1 else ""
    return f"{procedure.name}{many}"


def _where(visit: Visit) -> str:
    """Say where the person lives, and the telephone, as far as they were asked for."""
    phone = show_phone(visit.phone) if visit.phone else ""
    return ", ".join(filter(None, (visit.hamlet.name if visit.hamlet else "", phone)))


def _decider(row: IntakeEntry) -> str:
    """Name who decides: as written, else the department of the procedure's field."""
    usual = row.procedure.subject_area.department if row.procedure else None
    decider = row.decider or usual
    return decider.name if decider else ""


def _due(row: IntakeEntry) -> str:
    """Say when the result is to be fetched."""
    if row.outcome is Outcome.SETTLED:
        return "trả ngay"
    return _moment(row.due_on, row.due_at) if row.due_on else ""


def _returned(row: IntakeEntry) -> tuple[str, str]:
    """Say when the result was handed over, and how."""
    if row.returned is not None:
        given = row.returned
        return _moment(given.returned_on, given.returned_at), given.way.words
    if row.outcome is Outcome.SETTLED:
        return numeric_day(row.happened_at.date()), ReturnWay.AT_DESK.words
    return "", ""


def _moment(day: date, at: time | None) -> str:
    """Write a day, with its hour when it is known: "7h50, 11/4/2026"."""
    return f"{clock_short(at)}, {numeric_day(day)}" if at else numeric_day(day)
