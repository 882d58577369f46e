"""How is this copy set up: the commune's words, and which papers share a run of numbers?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from saturday import clock
from saturday.models.base import AnySession
from saturday.models.commune import Commune, Setting
from saturday.models.documents import Document, NumberSeries
from saturday.rules.numbering import DocumentKind, Issuer, SeriesMode
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account

# Runs that are begun at once where each kind has its own; other kinds begin theirs when needed.
USUAL_KINDS = (DocumentKind.PLAN, DocumentKind.NOTICE, DocumentKind.REPORT)


def change_settings(
    session: AnySession, values: Mapping[str, str], *, by: "Account | None"
) -> list[str]:
    """Set the words of several settings; give the keys that changed."""
    rows = {row.key: row for row in session.scalars(Setting.in_order())}
    changed = []
    for key, value in values.items():
        row = rows.get(key) or Setting(key=key, value="")
        if row.value == value:
            continue
        session.add(row)
        row.change(value, by=by)
        changed.append(key)
    return changed


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a body numbers its papers in one year (cách chia hệ thống số)."""

    issuer: Issuer
    year: int
    one_for_all: bool  # KH, TB, BC share one run (Nghị định 30/2020, Điều 15.1c)
    mode: SeriesMode
    used: int = 0  # papers that have a number already


def arrangement(session: AnySession, issuer: Issuer, year: int) -> Arrangement:
    """Tell how a body numbers its papers in a year; before the first, as the settings say."""
    rows = _series(session, issuer, year)
    known = Commune.of_database(session)
    default = known.text(f"{issuer.name.lower()}.numbers")
    mode = SeriesMode.OWN if default == SeriesMode.OWN else SeriesMode.EXTERNAL
    one_for_all = known.text(f"{issuer.name.lower()}.one_series") == "yes"
    return Arrangement(
        issuer=issuer,
        year=year,
        one_for_all=all(not row.kind_key for row in rows) if rows else one_for_all,
        mode=rows[0].mode if rows else mode,
        used=_used(session, rows),
    )


def arrange(session: AnySession, wanted: Arrangement, *, by: "Account | None") -> None:
    """Let a body number its papers of a year so; from this year on, later years follow.

    Raises NotAllowedNow when papers have numbers of runs that would be joined or split.
    """
    present = arrangement(session, wanted.issuer, wanted.year)
    if wanted.one_for_all is not present.one_for_all:
        used = (
            f"Năm {wanted.year} đã có {present.used} văn bản lấy số, nên không gộp hay tách được. "
            "Hãy chọn cho năm sau."
        )
        refuse_when(present.used, used, field="scope")
        for row in _series(session, wanted.issuer, wanted.year):
            row.note("drop", by=by, issuer=row.issuer, kind=row.kind_key, year=row.year)
            session.delete(row)
        session.flush()
    _begin_missing(session, wanted)
    for row in _series(session, wanted.issuer, wanted.year):
        row.change_mode(wanted.mode, by=by)
    if wanted.year >= clock.today().year:
        name = wanted.issuer.name.lower()
        scope = "yes" if wanted.one_for_all else "no"
        keys = {f"{name}.numbers": wanted.mode.value, f"{name}.one_series": scope}
        change_settings(session, keys, by=by)


def _begin_missing(session: AnySession, wanted: Arrangement) -> None:
    """Begin the runs that are not there yet."""
    there = {row.kind_key for row in _series(session, wanted.issuer, wanted.year)}
    for kind in (None,) if wanted.one_for_all else USUAL_KINDS:
        if (kind.name if kind else "") not in there:
            session.add(NumberSeries.begin(wanted.issuer, kind, wanted.year, wanted.mode))
    session.flush()


def _series(session: AnySession, issuer: Issuer, year: int) -> list[NumberSeries]:
    """Ask for a body's runs of one year."""
    question = NumberSeries.in_order().where(
        NumberSeries.issuer == issuer, NumberSeries.year == year
    )
    return list(session.scalars(question))


def _used(session: AnySession, rows: list[NumberSeries]) -> int:
    """Count the papers that took a number of these runs."""
    question = select(func.count(Document.id)).where(
        Document.series_id.in_([row.id for row in rows]), Document.number.is_not(None)
    )
    return session.scalars(question).one()
