"""What do all stored things share? Text in NFC, moments in Vietnam, versions, audit notes."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, wraps
from inspect import signature
from itertools import accumulate
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeAlias, TypeVar, cast

from sqlalchemy import (
    BindParameter,
    Connection,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Insert,
    MetaData,
    Select,
    String,
    Table,
    TextClause,
    TypeDecorator,
    Update,
    bindparam,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    declared_attr,
    mapped_column,
    object_session,
    relationship,
    scoped_session,
)
from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a small letter
from sqlalchemy.orm.attributes import instance_state, set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from saturday import clock
from saturday.rules.refusals import NotAllowedNow

if TYPE_CHECKING:
    from saturday.models.accounts import Account

P = ParamSpec("P")
Question = TypeVar("Question", bound=Select[Any])
AnySession: TypeAlias = Session | scoped_session[Any]
VIETNAM = clock.TIMEZONE


class Words(TypeDecorator[str]):
    """Text as people read it, always in Unicode NFC."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Compose combined letters, so that equal names are equal bytes."""
        del dialect
        return None if value is None else unicodedata.normalize("NFC", value)


class Moment(TypeDecorator[datetime]):
    """A point in time: UTC in the database, Vietnam's time in the program."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without its zone: it would be off by seven hours."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs its time zone"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment as a clock in Vietnam shows it."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC).astimezone(VIETNAM)


class Model(DeclarativeBase):
    """One stored row, which can note in the audit log what was done with it."""

    # A registry of its own, because Flask-SQLAlchemy makes a second base over the same tables.
    registry = Registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            str: Words,
            datetime: Moment,
            StrEnum: Enum(StrEnum, native_enum=False, length=32),
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)

    @classmethod
    def inserted(cls, session: AnySession, **values: object) -> Self:
        """Insert one row at once by a plain statement, and hold it as if it had been read.

        For what is written at every tap: the unit of work would cost four times as much.
        """
        home, whole = at_home(session), _begun(cls) | values
        made = plainly(home).execute(_insertion(cls), whole)
        whole["id"] = made.inserted_primary_key[0]  # type: ignore[index] # there is one
        return cls.held(home, whole)

    @classmethod
    def held(cls, home: Session, values: dict[str, Any]) -> Self:
        """Hold a row whose columns are all known, as the session holds those it read itself."""
        key = cls, (values["id"],), None  # as the session names rows
        row: Self | None = home.identity_map.get(key)
        if row is None:
            row = cls.__mapper__.class_manager.new_instance()
            row.__dict__.update(values)
            state = instance_state(row)
            state.key, state.session_id = key, home.hash_key
            home.identity_map.add(state)
        else:  # a commit may have let go of what it held: it was read anew
            gone = instance_state(row).expired_attributes
            for name in gone & values.keys():
                set_committed_value(row, name, values[name])
                gone.discard(name)
        return row

    @classmethod
    def found(cls, session: AnySession, column: str, value: object) -> Self | None:
        """Find one row by a column that tells rows apart, and hold it: half as dear as loading."""
        home = at_home(session)
        rows = plainly(home).execute(_search(cls, column), {"sought": value}).all()
        names = cls.__table__.columns.keys()
        return cls.held(home, dict(zip(names, rows[0], strict=True))) if rows else None

    def note(self, verb: str, /, *, by: "Account | None", **facts: object) -> None:
        """Remember one act for the audit log; it is chained and written in the same commit.

        ``facts`` are names of changed fields and values that are not personal.
        """
        note = (self, verb, by, clock.now(), facts)
        session = object_session(self)
        if session is None:
            self.__dict__.setdefault("_notes", []).append(note)
        else:
            session.info.setdefault("notes", []).append(note)


class SideBySide:
    """A plain question for whole rows of several models, side by side, which are then held.

    For what is read at every save: half as dear as the same rows loaded with their relations.
    Columns that the question names itself follow as they are.
    """

    def __init__(self, question: Select[Any], *models: type[Model]) -> None:
        """Ask for their columns, and remember which of a row's stand for which model."""
        names = [one.__table__.columns.keys() for one in models]
        ends = list(accumulate(map(len, names)))
        columns = [column for one in models for column in one.__table__.columns]
        self._question = question.with_only_columns(*columns, *question.selected_columns)
        self._parts = [
            (model, slice(end - len(own), end), own)
            for model, end, own in zip(models, ends, names, strict=True)
        ]
        self._end = ends[-1]

    def held(self, session: AnySession, **values: object) -> list[list[Any]]:
        """Ask, and hold what each row tells of; None for what is not there."""
        home = at_home(session)
        found = []
        for row in plainly(home).execute(self._question, values).all():
            own = [
                model.held(home, dict(zip(names, told, strict=True)))
                if (told := row[place])[0] is not None
                else None
                for model, place, names in self._parts
            ]
            found.append([*own, *row[self._end :]])
        return found


def at_home(session: AnySession) -> Session:
    """Give the session itself of one that finds it by who asks, which takes its time."""
    return session() if isinstance(session, scoped_session) else session


def plainly(session: AnySession) -> Connection:
    """Give the connection of a session's transaction, for plain statements sent at every tap.

    The session would look at each of them once more before handing it on: half its cost again.
    """
    home = at_home(session)
    known: Connection | None = home.info.get("connection")
    if known is None or known.closed or not home.in_transaction():
        known = home.info["connection"] = home.connection()
    return known


@cache
def _insertion(model: type[Model]) -> Insert:
    """Give the statement that inserts one row."""
    return insert(cast("Table", model.__table__))


@cache
def _search(model: type[Model], column: str) -> Select[Any]:
    """Give the plain question for one row by one of its columns."""
    columns = model.__table__.columns
    return select(*columns).where(
        columns[column] == bindparam("sought", type_=columns[column].type)
    )


@cache
def _overwriting(model: type[Model]) -> Update:
    """Give the statement that writes into one row of the version that was seen."""
    table = cast("Table", model.__table__)
    same = (table.c.id == bindparam("of"), table.c.version == bindparam("seen"))
    return update(table).where(*same).values(version=table.c.version + 1)


@cache
def _begun(model: type[Model]) -> dict[str, object]:
    """Give what each column but the key holds when nothing is said of it."""
    columns = [one for one in model.__table__.columns if not one.primary_key]
    return {one.key: one.default and one.default.arg for one in columns}


def says(*columns: str) -> TextClause:
    """Give the condition that one of a table's columns holds words.

    A question that repeats the condition of an index is answered by it: word for word.
    """
    said = " OR ".join(f"{one} <> ''" for one in columns)
    return text(f"({said})")


def index_of_few(name: str, column: str, few: TextClause) -> Index:
    """Index the few rows of a table for which a condition holds."""
    return Index(name, column, sqlite_where=few, postgresql_where=few)


def built_once(build: Callable[P, Question]) -> Callable[P, Question]:
    """Build a class's question once; each asking puts in its values, rows by their id.

    For questions of one shape, whatever they are asked for: none that looks at the clock. Places
    bear the question's name, so that one may stand inside another.
    """
    _cls, *names = signature(build).parameters
    places = [f"{build.__qualname__} {name}" for name in names]
    built: dict[object, Question] = {}

    @wraps(build)
    def asked(cls: Any, *values: Any) -> Question:  # noqa: ANN401 - a class, and what it is asked
        if cls not in built:
            blanks: list[Any] = [
                _Blank(place) if isinstance(value, Model) else bindparam(place)
                for place, value in zip(places, values, strict=True)
            ]
            built[cls] = build(cls, *blanks)  # type: ignore[call-arg] # its arguments, as places
        known = (value.id if isinstance(value, Model) else value for value in values)
        return built[cls].params(dict(zip(places, known, strict=True)))

    return asked  # type: ignore[return-value] # the same arguments


class _Blank:
    """The place for a row's id in a question that is built once."""

    def __init__(self, name: str) -> None:
        """Take the name of the place."""
        self.id: BindParameter[int] = bindparam(name)


class Versioned:
    """A row that knows how often it was changed, so that a late saver is noticed."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805 - a class method to SQLAlchemy
        """Let every UPDATE check and raise the version."""
        return {"version_id_col": cls.version}

    def overwrite(self, session: AnySession, **values: object) -> None:
        """Write values at once by a plain statement, which checks and raises the version too."""
        row: Any = self
        seen = {"of": row.id, "seen": row.version}
        written = plainly(session).execute(_overwriting(cast("Any", type(self))), values | seen)
        if written.rowcount != 1:
            raise StaleDataError(row.version)
        for name, value in (*values.items(), ("version", row.version + 1)):
            set_committed_value(row, name, value)


class Way(StrEnum):
    """How word reached the person who recorded something on somebody's behalf (ghi hộ)."""

    ZALO = "Zalo"
    TELEPHONE = "điện thoại"
    PAPER = "giấy"
    IN_PERSON = "trực tiếp"


class OnBehalf:
    """Who recorded an act for whom (ghi hộ); all empty when it was done oneself."""

    reported_by: Mapped[str | None]
    way: Mapped[Way | None]
    reported_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime | None]

    @declared_attr
    def recorded_by_id(cls) -> Mapped[int | None]:  # noqa: N805 - a class method to SQLAlchemy
        """Account that typed it."""
        return mapped_column(ForeignKey("account.id"))

    @declared_attr
    def recorded_by(cls) -> Mapped["Account | None"]:  # noqa: N805 - as above
        """Account that typed it."""
        return relationship(foreign_keys=[cls.recorded_by_id])  # type: ignore[list-item]

    def record_for(self, report: "Report | None", *, by: "Account | None") -> None:
        """Keep who said it and how; without a report the act is one's own."""
        self.recorded_by = by if report else None
        self.reported_by = report.reported_by if report else None
        self.way = report.way if report else None
        self.reported_at = report.reported_at if report else None
        self.recorded_at = clock.now() if report else None


class Report:
    """Word of an act done by somebody else: by whom, which way, when."""

    def __init__(self, reported_by: str, way: Way, reported_at: datetime) -> None:
        """Refuse word from the future: it has not been given yet."""
        if reported_at > clock.now():
            reason = "Lúc báo muộn hơn hiện tại. Hãy ghi lại giờ báo."
            raise NotAllowedNow(reason, field="reported_at")
        self.reported_by = reported_by
        self.way = way
        self.reported_at = reported_at
