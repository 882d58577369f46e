"""What is typed to let people in, and to set the app up?"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf
from wtforms.widgets import CheckboxInput, ListWidget

from saturday.extensions import db
from saturday.models.accounts import Account, Profile
from saturday.models.audit import SERVER, Sought
from saturday.models.commune import Department, Hamlet, Officer
from saturday.models.settings import Arrangement
from saturday.models.sign_in_rules import SignInRules
from saturday.papers.making import SORTS
from saturday.papers.picture import colour_of
from saturday.rules.broadcasts import FASTEST, SLOWEST, SpokenVoice, speed_of, voice_of
from saturday.rules.numbering import SeriesMode
from saturday.rules.permissions import Role
from saturday.rules.retention import FEWEST_MONTHS, MOST_MONTHS
from saturday.web.fields import (
    BaseForm,
    DayField,
    EditForm,
    PickField,
    WholeNumberField,
    at_most,
    option,
    optional,
    phone,
    required,
)
from saturday.web.settings import acts

LONGEST_URL = 200

Row = TypeVar("Row", Department, Hamlet, Officer)


class RolesField(SelectMultipleField):
    """Roles as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    @property
    def roles(self) -> frozenset[Role]:
        """Roles that were ticked; what is none is left out."""
        return frozenset(Role(one) for one in self.data or () if one in Role.__members__)


class AccountForm(EditForm):
    """Whose an account is, and what it may be."""

    name = StringField("Họ và tên", [required("Hãy ghi họ và tên."), at_most(120)])
    roles = RolesField(
        "Vai trò",
        [required("Hãy chọn ít nhất một vai trò.")],
        choices=[option(role.value, role.words) for role in Role],
        validate_choice=False,  # what is no role is left out, see above
    )
    department_id = PickField("Phòng, đơn vị")
    officer_id = PickField("Cán bộ, công chức")
    hamlet_id = PickField("Thôn, bản")

    @classmethod
    def offering(cls, account: Account | None = None) -> Self:
        """Make the form with the commune's departments, people and villages to choose from."""
        form = cls(obj=account)
        form._offer(account)
        return form

    def _offer(self, account: Account | None) -> None:
        """Offer what is, and what stands behind the account already though it is over."""
        none = "Không chọn"
        departments = db.session.scalars(Department.current()).all()
        officers = db.session.scalars(Officer.serving()).all()
        hamlets = db.session.scalars(Hamlet.in_order()).all()
        department, officer, hamlet = (
            (account.department, account.officer, account.hamlet) if account else (None, None, None)
        )
        self.department_id.offer(_named(_with(departments, department)), none)
        self.officer_id.offer(_people(_with(officers, officer)), none)
        self.hamlet_id.offer(_named(_with(hamlets, hamlet)), none)

    def profile(self) -> Profile:
        """Give what was chosen, as rows."""
        typed = self.data
        return Profile(
            name=typed["name"],
            roles=self.roles.roles,
            department=_row(Department, typed["department_id"]),
            officer=_row(Officer, typed["officer_id"]),
            hamlet=_row(Hamlet, typed["hamlet_id"]),
        )

    def differences(self, account: Account) -> list[tuple[str, str, str]]:
        """Give label, stored words and typed words wherever they differ."""
        mine = self.profile()
        theirs = Profile(
            account.name, account.roles, account.officer, account.department, account.hamlet
        )
        shown = zip(FIELD_WORDS, _in_words(theirs), _in_words(mine), strict=True)
        return [one for one in shown if one[1] != one[2]]


class NewAccountForm(AccountForm):
    """A new account: its user name stays for ever."""

    username = StringField("Tên đăng nhập", [required("Hãy ghi tên đăng nhập."), at_most(40)])


FIELD_WORDS = ("Họ và tên", "Vai trò", "Cán bộ, công chức", "Phòng, đơn vị", "Thôn, bản")


def _in_words(profile: Profile) -> tuple[str, ...]:
    rows = (profile.officer, profile.department, profile.hamlet)
    roles = ", ".join(role.words for role in Role if role in profile.roles)
    return (profile.name, roles, *(row.name if row else "không chọn" for row in rows))


def _row(model: type[Any], key: int | None) -> Any:  # noqa: ANN401 - a row of the model, or none
    return db.session.get(model, key) if key is not None else None


def _with(rows: Sequence[Row], own: Row | None) -> list[Row]:
    """Add the row that is chosen already, when it is no longer among those offered."""
    found = list(rows)
    if own is not None and own not in found:
        found.append(own)
    return found


def _named(rows: Iterable[Department | Hamlet]) -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in rows]


def _people(rows: Iterable[Officer]) -> list[tuple[int, str]]:
    return [(row.id, f"{row.name}, {row.department.short_name}") for row in rows]


@dataclass(frozen=True, slots=True)
class Stored:
    """The settings as they are kept, with one version for all of them."""

    texts: Mapping[str, str]

    @property
    def version(self) -> str:
        """A short sum of the words: it differs when any of them was changed."""
        words = "\n".join(f"{key}={self.texts.get(key, '')}" for key in KEYS.values())
        return hashlib.sha256(words.encode()).hexdigest()[:16]


def speed_that_can_be_heard(_form: object, field: Field) -> None:
    """Refuse a speed that nobody follows."""
    if field.data is None or not SLOWEST <= field.data <= FASTEST:
        message = f"Hãy ghi tốc độ từ {SLOWEST} đến {FASTEST} tiếng mỗi phút."
        raise ValidationError(message)


def web_address(_form: object, field: Field) -> None:
    """Refuse what no telephone would open: it is printed as a QR code."""
    if not _opens(field.data or ""):
        message = "Hãy ghi địa chỉ đầy đủ, ví dụ https://anhson.nghean.gov.vn."
        raise ValidationError(message)
    field.data = field.data.rstrip("/")


def _opens(address: str) -> bool:
    """Whether a browser would take an address."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket that is never closed
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and len(address) <= LONGEST_URL


def colour(_form: object, field: Field) -> None:
    """Refuse what no picture can be painted with."""
    if colour_of(field.data or "") is None:
        message = "Hãy ghi màu bằng dấu thăng và sáu chữ số, ví dụ #8f1d1d."
        raise ValidationError(message)


class Between:
    """Refuse a number out of reason, saying what is within."""

    def __init__(self, least: int, most: int, unit: str) -> None:
        """Remember the bounds."""
        self.least, self.most, self.unit = least, most, unit

    def __call__(self, _form: Form, field: Field) -> None:
        """Look at the number."""
        if field.process_errors:
            return
        if field.data is None or not self.least <= field.data <= self.most:
            message = f"Hãy ghi từ {self.least} đến {self.most} {self.unit}."
            raise ValidationError(message)


class SettingsForm(EditForm):
    """The commune's words."""

    commune_name = StringField("Tên xã", [required("Hãy ghi tên xã."), at_most(100)])
    commune_place = StringField("Địa danh", [required("Hãy ghi địa danh."), at_most(100)])
    commune_province = StringField("Tỉnh", [required("Hãy ghi tên tỉnh."), at_most(100)])
    centre_name = StringField("Tên Trung tâm", [required("Hãy ghi tên Trung tâm."), at_most(150)])
    centre_place = StringField(
        "Nơi làm việc", [required("Hãy ghi nơi làm việc của Trung tâm."), at_most(200)]
    )
    centre_phone = StringField("Điện thoại", [optional(), phone])
    committee_symbol = StringField(
        "Ký hiệu của UBND xã", [required("Hãy ghi ký hiệu của UBND xã."), at_most(30)]
    )
    centre_symbol = StringField(
        "Ký hiệu của Trung tâm", [required("Hãy ghi ký hiệu của Trung tâm."), at_most(30)]
    )
    announcement_bring = TextAreaField("Giấy tờ mang theo", [optional(), at_most(1000)])
    announcement_groups = TextAreaField("Nhóm Zalo", [optional(), at_most(1000)])
    announcement_names = BooleanField("Tin được ghi tên, số điện thoại của cán bộ, công chức")
    public_address = StringField("Địa chỉ trang này ngoài Internet", [optional(), web_address])
    public_portal = StringField("Địa chỉ cổng thông tin hoặc Fanpage", [optional(), web_address])
    picture_colour = StringField("Màu của ảnh", [optional(), colour])
    loudspeaker_station = StringField(
        "Tên đài truyền thanh", [required("Hãy ghi tên đài truyền thanh."), at_most(120)]
    )
    speech_voice = SelectField(
        "Giọng máy đọc",
        [AnyOf([voice.value for voice in SpokenVoice], "Hãy chọn giọng máy đọc.")],
        choices=[
            option(voice.value, voice.words[:1].upper() + voice.words[1:]) for voice in SpokenVoice
        ],
        validate_choice=False,
    )
    speech_speed = WholeNumberField(
        "Tốc độ máy đọc", [required("Hãy ghi tốc độ máy đọc."), speed_that_can_be_heard]
    )
    two_people = BooleanField("Người lập dự thảo không tự phát hành văn bản đó")
    session_report = BooleanField("Lập báo cáo có số cho từng buổi thứ Bảy")
    desk_names = BooleanField("Ghi tên người nộp hồ sơ ở quầy tiếp nhận")
    desk_phones = BooleanField("Ghi số điện thoại của người nộp hồ sơ")
    desk_identity = BooleanField("Ghi số định danh của người nộp hồ sơ")
    desk_kit = TextAreaField("Bộ dụng cụ mang theo", [optional(), at_most(1000)])
    opinions_public = BooleanField("Nhận ý kiến của bà con qua mạng")
    opinions_forward = WholeNumberField("Giao hoặc chuyển ý kiến trong", [Between(1, 60, "ngày")])
    opinions_answer = WholeNumberField("Trả lời ý kiến trong", [Between(1, 60, "ngày")])
    personal_months = WholeNumberField(
        "Giữ dữ liệu cá nhân trong",
        [Between(FEWEST_MONTHS, MOST_MONTHS, "tháng")],
    )

    @classmethod
    def showing(cls, stored: Stored) -> Self:
        """Show what is kept."""
        texts: dict[str, Any] = {name: stored.texts.get(key, "") for name, key in KEYS.items()}
        for name in SWITCHES:
            texts[name] = texts[name] == "yes"
        for name in NUMBERS:
            texts[name] = int(texts[name]) if texts[name].isdecimal() else None
        texts["speech_voice"] = voice_of(texts["speech_voice"]).value
        texts["speech_speed"] = speed_of(texts["speech_speed"])
        return cls(obj=stored, **texts)

    def values(self) -> dict[str, str]:
        """Give what was typed by the keys of the settings."""
        return {key: _words(self[name].data) for name, key in KEYS.items()}

    def label_of(self, key: str) -> str:
        """Name a setting: as the form does, or as a foot of some paper."""
        labels = {one: str(self[name].label.text) for name, one in KEYS.items()}
        sort = SORTS.get(key.partition(".")[0])
        foot = f"Nơi nhận, người ký của {sort.name}" if sort else "Nơi nhận, người ký"
        return labels.get(key, foot)

    def differences(self, stored: Stored) -> list[tuple[str, str, str]]:
        """Give label, stored words and typed words wherever they differ."""
        typed = self.values()
        return [
            (self[name].label.text, stored.texts.get(key, ""), typed[key])
            for name, key in KEYS.items()
            if stored.texts.get(key, "") != typed[key]
        ]


KEYS: Mapping[str, str] = MappingProxyType(
    {
        "commune_name": "commune.name",
        "commune_place": "commune.place",
        "commune_province": "commune.province",
        "centre_name": "centre.name",
        "centre_place": "centre.place",
        "centre_phone": "centre.phone",
        "committee_symbol": "committee.symbol",
        "centre_symbol": "centre.symbol",
        "announcement_bring": "announcement.bring",
        "announcement_groups": "announcement.groups",
        "announcement_names": "announcement.names",
        "public_address": "public.address",
        "public_portal": "public.portal",
        "picture_colour": "picture.colour",
        "loudspeaker_station": "loudspeaker.station",
        "speech_voice": "speech.voice",
        "speech_speed": "speech.speed",
        "two_people": "documents.two_people",
        "session_report": "reports.of_saturday",
        "desk_names": "desk.names",
        "desk_phones": "desk.phones",
        "desk_identity": "desk.identity",
        "desk_kit": "desk.kit",
        "opinions_public": "feedback.public_form",
        "opinions_forward": "feedback.forward_days",
        "opinions_answer": "feedback.answer_days",
        "personal_months": "personal.keep_months",
    }
)
SWITCHES = (
    "two_people",
    "session_report",
    "announcement_names",
    "desk_names",
    "desk_phones",
    "desk_identity",
    "opinions_public",
)
NUMBERS = ("opinions_forward", "opinions_answer", "personal_months")


def _words(value: object) -> str:
    """Write a value as the settings keep it."""
    return "yes" if value is True else str(value or "")


class SoughtForm(FlaskForm):
    """Which acts of the log are looked for; it stands in the address, so that it can be kept."""

    class Meta(FlaskForm.Meta):
        """Ask, not act: without a token."""

        csrf = False

    ai = PickField("Ai")
    viec = SelectField("Việc", choices=[], validate_choice=False)
    muc = SelectField("Mục", choices=[], validate_choice=False)
    tu = DayField("Từ ngày", [optional()])
    den = DayField("Đến ngày", [optional()])

    @classmethod
    def offering(cls, people: Iterable[tuple[int, str]]) -> Self:
        """Offer the accounts, and the verbs and things that the log speaks of."""
        form = cls(request.args)
        form.ai.offer([(SERVER, "máy chủ"), *people], "Tất cả")
        everything = option("", "Tất cả")
        form.viec.choices = [everything, *(option(key, words) for key, words in acts.verbs())]
        form.muc.choices = [everything, *(option(key, words) for key, words in acts.subjects())]
        return form

    def validate_den(self, field: Field) -> None:
        """Refuse an end before the beginning."""
        if self.tu.data and field.data and field.data < self.tu.data:
            message = "Ngày cuối phải từ ngày đầu trở đi."
            raise ValidationError(message)

    def sought(self) -> Sought:
        """Give what is looked for; what could not be read does not narrow."""
        if self.errors:
            return Sought()
        return Sought(
            account_id=self.ai.data,
            verbs=acts.verbs_like(self.viec.data or ""),
            subjects=(self.muc.data,) if self.muc.data else (),
            since=self.tu.data,
            until=self.den.data,
        )

    def kept(self) -> dict[str, str]:
        """Give what was chosen, for the addresses of further pages."""
        return {field.name: text for field in self if (text := request.args.get(field.name, ""))}


@dataclass(frozen=True, slots=True)
class KeptRules:
    """How people are let in, with a version that differs when somebody changed it."""

    rules: SignInRules

    @property
    def version(self) -> str:
        """A short sum of the words."""
        return hashlib.sha256(repr(sorted(self.rules.texts().items())).encode()).hexdigest()[:16]


class SignInRulesForm(EditForm):
    """Who must give a code, and whether a shared desk names who sat there."""

    roles = RolesField(
        "Vai trò phải đăng nhập hai lớp",
        choices=[option(role.value, role.words) for role in Role],
        validate_choice=False,
    )
    remembers_people = BooleanField("Máy dùng chung nhớ những người vừa đăng nhập")

    @classmethod
    def showing(cls, kept: KeptRules) -> Self:
        """Show how it is now."""
        rules = kept.rules
        values: dict[str, Any] = {
            "roles": sorted(rules.codes_for),
            "remembers_people": rules.remembers_people,
        }
        return cls(obj=kept, **values)

    def chosen(self) -> SignInRules:
        """Give what was ticked."""
        return SignInRules(self.roles.roles, remembers_people=bool(self.remembers_people.data))

    def differences(self, kept: KeptRules) -> list[tuple[str, str, str]]:
        """Give label, stored words and ticked words wherever they differ."""
        pairs = zip(_rules_in_words(kept.rules), _rules_in_words(self.chosen()), strict=True)
        labels = (self.roles.label.text, self.remembers_people.label.text)
        return [
            (label, theirs, mine)
            for label, (theirs, mine) in zip(labels, pairs, strict=True)
            if theirs != mine
        ]


def _rules_in_words(rules: SignInRules) -> tuple[str, str]:
    roles = ", ".join(role.words for role in Role if role in rules.codes_for)
    return roles or "không vai trò nào", "có" if rules.remembers_people else "không"


class SeriesForm(BaseForm):
    """How a body numbers its papers in one year."""

    scope = RadioField(
        "Cách chia",
        [AnyOf(("each", "all"), "Hãy chọn cách chia.")],
        validate_choice=False,
        choices=[
            option("each", "Mỗi loại văn bản một hệ thống số"),
            option("all", "Mọi loại văn bản chung một hệ thống số"),
        ],
    )
    mode = RadioField(
        "Cách lấy số",
        [AnyOf([mode.value for mode in SeriesMode], "Hãy chọn cách lấy số.")],
        validate_choice=False,
        choices=[
            option(SeriesMode.EXTERNAL.value, "Nhập số từ hệ thống quản lý văn bản của tỉnh"),
            option(SeriesMode.OWN.value, "Lấy số tại đây: số lớn nhất đã dùng, cộng thêm một"),
        ],
    )

    @classmethod
    def showing(cls, present: Arrangement) -> Self:
        """Show how it is now."""
        return cls(scope="all" if present.one_for_all else "each", mode=present.mode.value)

    def arrangement(self, present: Arrangement) -> Arrangement:
        """Give what was chosen."""
        typed = self.data
        return Arrangement(
            issuer=present.issuer,
            year=present.year,
            one_for_all=typed["scope"] == "all",
            mode=SeriesMode(typed["mode"]),
        )
