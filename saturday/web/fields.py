"""What can be typed into a form, how is it cleaned, and how is it refused?"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, time
from functools import cache, lru_cache, partial
from pathlib import PurePath
from typing import Any, ClassVar, Protocol

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the stubs
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.meta import DefaultMeta
from wtforms.validators import DataRequired, Length, Optional, StopValidation

from saturday import clock
from saturday.extensions import db
from saturday.models.forms import Draft
from saturday.papers.inspection import MOST_BYTES
from saturday.rules.identifiers import parse_phone
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import (
    clock_short,
    has_no_year,
    numeric_day,
    parse_clock,
    parse_day,
)
from saturday.vietnamese.names import is_capitalised, nfc
from saturday.vietnamese.numbers import parse_whole
from saturday.web.access import form_key, retake_key, signed_in

LONGEST_NUMBER = 9
LONGEST_TYPED = 40  # of a number with its signs
TOO_GREAT = "Số này quá lớn. Hãy xem lại."
LONGEST_NAME = 60
MADE_ANEW = (FieldList, FormField)
MADE_AT_MOST = 4096  # kinds of fields kept, rows of lists included
NOT_OFFERED = "Hãy chọn lại: mục đã chọn không còn trong danh sách."


class Required(DataRequired):
    """Refuse an empty field; what was typed and can't be read keeps its own sentence."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - WTForms calls it so
        """Look at the field only when it could be read."""
        if field.process_errors:
            raise StopValidation
        super().__call__(form, field)


def required(message: str) -> DataRequired:
    """Refuse an empty field with a sentence that says what to do."""
    return Required(message)


def at_most(length: int) -> Length:
    """Refuse a text that is too long, saying how long it may be."""
    return Length(max=length, message=f"Hãy viết ngắn hơn: tối đa {length} ký tự.")


def optional() -> Optional:
    """Let the field be empty."""
    return Optional()


def option(value: str, words: str) -> Any:  # noqa: ANN401 - the stubs know tuples only
    """Make one choice of a select or a group of radio buttons."""
    return SelectChoice(value, words)


def clean(value: object) -> object:
    """Strip, collapse blanks and compose letters (NFC) of any typed text, line by line."""
    if type(value) is not str or not value:  # a code that was read already is a kind of text too
        return value
    readable = value.replace("\x00", "")  # a sign that PostgreSQL does not take
    return "\n".join(nfc(line) for line in readable.splitlines()).strip()


def typed_of(draft: Draft) -> MultiDict[str, str]:
    """Give what was kept as a browser sends it."""
    return MultiDict((name, one) for name, many in draft.values.items() for one in many)


class TokenField(HiddenField):
    """The token that ``access.guard`` compares, made when the form is shown."""

    def _value(self) -> str:
        token: str = generate_csrf()
        return token

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002, ANN401 - WTForms calls it so
        """Take nothing that came past the guard."""
        if not g.get("csrf_valid"):
            message = "Trang này đã cũ. Hãy mở lại trang rồi gửi lại."
            raise ValidationError(message)


@lru_cache(maxsize=MADE_AT_MOST)
def _made(unbound: Any, name: str, prefix: str) -> Field:  # noqa: ANN401 - as WTForms has them
    """Make a field as its class describes it, with the cleaning filter; forms hold copies.

    Making one is the dearest part of a form, and each request makes all the fields of its forms.
    """
    plain = [] if unbound.field_class is PasswordField else [clean]
    filters = [*plain, *unbound.kwargs.get("filters", ())]
    made: Field = unbound.bind(
        form=None, name=name, prefix=prefix, _meta=DefaultMeta(), filters=filters
    )
    if not callable(made.default):  # each is called first: one that is none fails, which is dear
        made.default = partial(_same, made.default)
    if isinstance(made, SelectField):
        for message in ("invalid_choice_message", "invalid_value_message"):
            setattr(made, message, getattr(made, message) or NOT_OFFERED)
    return made


def _same(value: object) -> object:
    return value


@cache
def _judges(kind: type[Field]) -> bool:
    """Whether fields of a kind may refuse something without a validator."""
    own = (kind.pre_validate, kind.post_validate, kind.validate)
    return own != (Field.pre_validate, Field.post_validate, Field.validate)


class Lean:
    """Of a form, or a row of one: fields are asked only when they may refuse something."""

    _fields: dict[str, Any]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Ask the fields that may refuse something: most take whatever is typed."""
        more, good = extra_validators or {}, True
        for name, field in self._fields.items():
            inline = getattr(type(self), f"validate_{name}", None)
            asked = [*more.get(name, ()), *([inline] if inline else ())]
            judges = _judges(type(field))  # type: ignore[arg-type] # a class can be looked up
            if asked or field.validators or field.process_errors or judges:
                good = field.validate(self, asked) and good
        return good


class BaseForm(Lean, FlaskForm):
    """A form with its one-time key; everything typed is cleaned once."""

    form_key = HiddenField()
    csrf_token = TokenField()

    class Meta(FlaskForm.Meta):
        """Clean each text field but passwords, which stay as typed."""

        csrf = False  # the token is a field like others

        def bind_field(self, form: Form, unbound: Any, options: Any) -> Field:  # noqa: ANN401
            """Copy the field as it was made once; what holds other fields is made for each form."""
            if issubclass(unbound.field_class, MADE_ANEW):
                bound: Field = unbound.bind(form=form, **options)
                return bound
            like = _made(unbound, options["name"], options.get("prefix", ""))
            field: Field = object.__new__(type(like))
            field.__dict__.update(like.__dict__, meta=self, _form=form)
            return field

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:  # noqa: ANN401
            """Show a field; ``markup.attributes`` cleans the names, once."""
            return field.widget(field, **(field.render_kw or {}), **render_kw)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Fill from what was typed before the sign-in ended, when the page is asked for it."""
        kept = self._kept() if "formdata" not in kwargs else None
        if kept is not None:
            kwargs["formdata"] = typed_of(kept)
        super().__init__(*args, **kwargs)
        if not self.form_key.data or kept is not None:
            self.form_key.data = form_key(type(self).__name__, kept.nonce if kept else "")

    @classmethod
    def _kept(cls) -> Draft | None:
        """Give the draft named in the address, when it is this person's and this form's."""
        number = request.args.get("giu", type=int)
        account = signed_in() if number is not None else None
        if request.method != "GET" or account is None:
            return None
        row = db.session.get(Draft, number)
        if row is None or row.account_id != account.id or not row.is_of(cls.__name__):
            return None
        return row

    def accepts(self, verb: Callable[[], object]) -> bool:
        """Carry out a verb; when a rule refuses, put its sentence where it was typed.

        Everything the verb had begun is undone; what was typed stays in the form.
        """
        try:
            verb()
            db.session.flush()
        except NotAllowedNow as refusal:
            db.session.rollback()
            retake_key()
            self.refuse(refusal.reason, refusal.field)
            return False
        return True

    def refuse(self, reason: str, field: str | None = None) -> None:
        """Put a sentence at a field, given by its HTML name, or above the form."""
        place = _find(self, field) if field else None
        if place is None:
            self.form_errors.append(reason)
        else:
            place.errors = [*place.errors, reason]


def _find(form: Iterable[Any], name: str) -> Field | None:
    """Find a field by its HTML name, also inside rows of a list."""
    for field in form:
        if name in {field.name, field.short_name}:
            found: Field = field
            return found
        for entry in getattr(field, "entries", ()):
            inner = _find(entry, name) if hasattr(entry, "form") else None
            if inner is not None:
                return inner
    return None


class HasVersion(Protocol):
    """A row, or several rows shown as one, with a version that every change makes another."""

    @property
    def version(self) -> object:
        """What to compare with the version that was shown."""


class EditForm(BaseForm):
    """A form over a row that others may change meanwhile."""

    version = HiddenField()
    theirs: ClassVar[Sequence[tuple[str, str, str]]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Remember the version of the row as it was shown."""
        super().__init__(*args, **kwargs)
        row = kwargs.get("obj")
        if row is not None and not self.version.data:
            self.version.data = str(row.version)

    def is_stale(
        self, row: HasVersion, shown: Callable[[], Sequence[tuple[str, str, str]]]
    ) -> bool:
        """Say whether somebody saved the row after this form was shown.

        Then the form keeps what was typed, holds ``theirs`` as (label, their words, own words),
        and takes the new version: saving once more is a choice made knowingly.
        """
        if self.version.data == str(row.version):
            return False
        self.theirs = shown()  # type: ignore[misc] # an instance's own
        self.version.data = str(row.version)
        self.form_errors.append(
            "Người khác vừa sửa phần này. Xem hai bản ở dưới, sửa cho đúng rồi lưu lại."
        )
        return True

    def refused(
        self,
        row: HasVersion,
        shown: Callable[[], Sequence[tuple[str, str, str]]],
        verb: Callable[[], object],
    ) -> int | None:
        """Let the verb take what was typed; else give the status of the page to show again.

        422 when something typed is wrong or the verb refuses, 409 when the row was saved meanwhile.
        """
        if not self.validate():
            return 422
        if self.is_stale(row, shown):
            return 409
        return None if self.accepts(verb) else 422


class WorkbookForm(BaseForm):
    """A workbook to be read."""

    file = FileField("Tệp Excel (.xlsx)")

    @property
    def name(self) -> str:
        """Name of the chosen file, without the folders some browsers add."""
        typed = self.file.data.filename if self.file.data else ""
        return nfc(PurePath(typed.replace("\\", "/")).name)[:200]

    def content(self) -> bytes:
        """Give what was sent, one byte more than is read at most; refuse an empty choice."""
        content: bytes = self.file.data.read(MOST_BYTES + 1) if self.file.data else b""
        refuse_when(not content, "Hãy chọn tệp Excel .xlsx.", field="file")
        return content


class SeenForm(BaseForm):
    """The plan that was seen and shall be carried out."""

    seen = HiddenField()


class DayField(StringField):
    """A day typed as people write it: 11/4/2026, 11-4-2026, 11.4.26, or 11/4 for the nearest."""

    data: date | None  # type: ignore[assignment] # what it reads into

    def _value(self) -> str:
        """Show what was typed, else the stored day; a year left out is shown as it was meant."""
        typed = str(self.raw_data[0]) if self.raw_data else ""
        if typed and not (self.data and has_no_year(typed)):
            return typed
        return numeric_day(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day, refusing what is none."""
        text = nfc(str(valuelist[0])) if valuelist else ""
        self.data = parse_day(text, near=clock.today()) if text else None
        if text and self.data is None:
            message = "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."
            raise ValueError(message)


class ClockField(StringField):
    """An hour typed as people write it: 7h30, 7:30, 7 giờ 30."""

    data: time | None  # type: ignore[assignment] # as above

    def _value(self) -> str:
        """Show what was typed, else the stored hour."""
        if self.raw_data:
            return str(self.raw_data[0])
        return clock_short(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the hour, refusing what is none."""
        text = nfc(str(valuelist[0])) if valuelist else ""
        self.data = parse_clock(text) if text else None
        if text and self.data is None:
            message = "Hãy ghi giờ dạng 7h30."
            raise ValueError(message)


class WholeNumberField(StringField):
    """A whole number typed in digits, alone or in groups of three."""

    data: int | None  # type: ignore[assignment] # as above
    longest = LONGEST_NUMBER
    unreadable = "Hãy ghi một số, chỉ dùng chữ số."

    def _value(self) -> str:
        """Show what was typed, else the stored number."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, refusing what is none."""
        text = nfc(str(valuelist[0])) if valuelist else ""
        self.data = self.read(text)
        if text and self.data is None:
            is_number = parse_whole(text[:LONGEST_TYPED]) is not None
            raise ValueError(TOO_GREAT if is_number else self.unreadable)

    def read(self, text: str) -> int | None:
        """Give the number; none when it is none, or too long to be meant."""
        number = parse_whole(text) if len(text) <= LONGEST_TYPED else None
        return number if number is not None and number < 10**self.longest else None


class OneOfList(SelectField):
    """A choice among words that are always the same; the library writes them all to compare."""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002, ANN401 - WTForms calls it so
        """Refuse what was not offered."""
        offered: Any = self.choices
        if not self.process_errors and all(self.coerce(one.value) != self.data for one in offered):
            raise ValidationError(NOT_OFFERED)


class OneOfButtons(OneOfList, RadioField):
    """The same with a round button for each."""


class PickField(SelectField):
    """A choice among rows: ids as values, the first choice being "none yet".

    Where scripts let people type a name, one that fits nobody comes as ``<name>-typed``: it is
    kept and refused, so that nobody believes it was taken.
    """

    typed = ""
    offered: Collection[int | None] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Read ids as whole numbers and "" as none."""
        kwargs.setdefault("coerce", lambda value: int(value) if value not in ("", None) else None)
        kwargs.setdefault("choices", [])
        super().__init__(*args, **kwargs)

    def offer(
        self,
        rows: Mapping[int, Any] | Iterable[tuple[int, str]],
        none: str | None = "Chọn",
        words: Callable[[Any], str] = str,
    ) -> None:
        """Offer these rows; they become choices, in ``words``, when they are shown."""
        known = rows if isinstance(rows, dict) else dict(rows)
        self.offered = known.keys() if none is None else {None, *known}
        self.choices = lambda: _choices(known, none, words)  # type: ignore[assignment] # the stubs know lists

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as above
        """Read the choice, and a name that was typed but is none of the choices."""
        super().process(formdata, *args, **kwargs)
        name = f"{self.name}-typed"
        typed = nfc(formdata[name]) if formdata and name in formdata else ""
        if typed and self.data is None:
            self.typed = typed[:LONGEST_NAME]
            message = f"Hãy chọn trong danh sách: chưa có “{self.typed}”."
            self.process_errors = [message]

    def __call__(self, **kwargs: object) -> Any:  # noqa: ANN401 - markup of whichever widget
        """Show what was typed again."""
        return super().__call__(**({"data-typed": self.typed} if self.typed else {}), **kwargs)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002, ANN401 - WTForms calls it so
        """Refuse an id that was not offered."""
        if self.process_errors:
            raise StopValidation
        if self.data not in self.offered:
            raise ValidationError(NOT_OFFERED)


def _choices(rows: Mapping[int, Any], none: str | None, words: Callable[[Any], str]) -> list[Any]:
    """Make choices of rows, before them that of none."""
    first = [] if none is None else [option("", none)]
    return [*first, *(option(str(key), words(row)) for key, row in rows.items())]


def phone(_form: Form, field: Field) -> None:
    """Accept a Vietnamese telephone number however it is spaced; keep it in one shape."""
    if field.data:
        number = parse_phone(field.data)
        if number is None:
            message = "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."
            raise ValidationError(message)
        field.data = number


def person_name(_form: Form, field: Field) -> None:
    """Refuse a name typed without capitals: papers print it as it stands."""
    if field.data and not is_capitalised(field.data):
        message = "Hãy viết hoa chữ cái đầu của họ và tên."
        raise ValidationError(message)
