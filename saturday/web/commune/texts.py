"""To whom does each paper go, and who signs it, unless its maker chooses otherwise?"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf

from saturday.extensions import db
from saturday.models.commune import Commune, Officer
from saturday.models.own_words import recipients_of
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE, CITIZEN_NOTICE
from saturday.models.settings import change_settings
from saturday.papers.letterhead import listed
from saturday.papers.making import (
    AS_ABOVE,
    CORRECTION,
    MONTHLY_REPORT,
    NOMINATION,
    SESSION_REPORT,
    SORTS,
    WITHDRAWAL,
    YEAR_REPORT,
    foot_of,
)
from saturday.rules.numbering import Issuer
from saturday.rules.permissions import Permission
from saturday.web.access import me, requires
from saturday.web.commune.routes import bp
from saturday.web.fields import EditForm, at_most, option, optional, person_name, required
from saturday.web.page import done, render_page

TEXTS = "noi-nhan-nguoi-ky"


@dataclass(frozen=True, slots=True)
class PaperText:
    """What stands at the foot of one sort of paper (nơi nhận, người ký)."""

    paper: str
    signed_by: str = ""  # where the signer comes from; empty: it is set here
    issuer: Issuer | None = None  # whose foot, where a paper has two

    @property
    def title(self) -> str:
        """Name the sort of paper."""
        name = SORTS[self.paper].name
        return f"{name}, {self.issuer.words}" if self.issuer else name

    @property
    def foot(self) -> str:
        """Name the settings."""
        return foot_of(self.paper, self.issuer)

    @property
    def keys(self) -> dict[str, str]:
        """Give the settings by the names of the form's fields."""
        names = ("recipients",) if self.signed_by else ("capacity", "signer", "recipients")
        chosen = ("issuer", "mobile_issuer") if self.issuer is Issuer.CENTRE else ()
        return {name: f"{self.foot}.{name}" for name in (*names, *chosen)}

    def stored(self) -> "Stored":
        """Read what is kept."""
        commune = Commune.of_database(db.session)
        words = {name: commune.text(key) for name, key in self.keys.items()}
        words["recipients"] = recipients_of(db.session, commune, self.foot)
        return Stored(words)


@dataclass(frozen=True, slots=True)
class Stored:
    """The words of one sort of paper as they are kept, with one version for all of them."""

    texts: Mapping[str, str]

    @property
    def version(self) -> str:
        """A short sum of the words: it differs when any of them was changed."""
        return hashlib.sha256(repr(sorted(self.texts.items())).encode()).hexdigest()[:16]

    @property
    def recipients_set(self) -> tuple[str, ...]:
        """Set the recipients as the paper does."""
        return listed((self.texts["recipients"] or AS_ABOVE).splitlines())

    @property
    def capacity_set(self) -> list[str]:
        """Set the lines above the signature."""
        return self.texts.get("capacity", "").splitlines()

    @property
    def signer_set(self) -> str:
        """Name who usually signs."""
        return self.texts.get("signer", "")


SAME_SIGNER = "Người đã ký văn bản cũ ký."
PAPERS = {
    "ke-hoach": PaperText(ANNUAL_PLAN),
    "nguoi-dan": PaperText(CITIZEN_NOTICE, issuer=Issuer.CENTRE),
    "nguoi-dan-ubnd": PaperText(CITIZEN_NOTICE, issuer=Issuer.COMMITTEE),
    "phan-cong": PaperText(ASSIGNMENT_NOTICE),
    "cu-cong-chuc": PaperText(NOMINATION, "Người đứng đầu phòng ký; chức vụ ghi ở bảng Phòng."),
    "bao-cao-buoi": PaperText(SESSION_REPORT),
    "bao-cao-ky": PaperText(MONTHLY_REPORT),
    "bao-cao-nam": PaperText(YEAR_REPORT),
    "dinh-chinh": PaperText(CORRECTION, SAME_SIGNER),
    "thu-hoi": PaperText(WITHDRAWAL, SAME_SIGNER),
}
ANY_PAPER = "<any({}):sort>".format(", ".join(f'"{name}"' for name in PAPERS))


_BODIES = [option(one.value, one.words) for one in Issuer]
_CHOSEN = AnyOf([one.value for one in Issuer], "Hãy chọn cơ quan ban hành.")


class PaperTextForm(EditForm):
    """Recipients and signer of one sort of paper."""

    capacity = TextAreaField(
        "Quyền hạn, chức vụ người ký", [required("Hãy ghi chức vụ người ký."), at_most(300)]
    )
    signer = StringField("Họ tên người thường ký", [optional(), at_most(80), person_name])
    recipients = TextAreaField("Nơi nhận", [required("Hãy ghi nơi nhận."), at_most(1000)])
    issuer = RadioField(
        "Buổi tại Trung tâm: ai ban hành", [_CHOSEN], choices=_BODIES, validate_choice=False
    )
    mobile_issuer = RadioField(
        "Buổi lưu động: ai ban hành", [_CHOSEN], choices=_BODIES, validate_choice=False
    )

    @classmethod
    def of(cls, text: PaperText, stored: Stored) -> "PaperTextForm":
        """Make the form over what is kept; what is not set here is left out."""
        recipients = stored.texts["recipients"] or AS_ABOVE
        form = cls(obj=stored, **{**stored.texts, "recipients": recipients})
        for name in {"capacity", "signer", "issuer", "mobile_issuer"} - text.keys.keys():
            del form[name]
        return form

    def values(self, text: PaperText) -> dict[str, str]:
        """Give what was typed by the keys of the settings, lines without blank ones between."""
        return {
            key: "\n".join(filter(None, (self[name].data or "").splitlines()))
            for name, key in text.keys.items()
        }

    def changed(self, text: PaperText, stored: Stored) -> dict[str, str]:
        """Give what differs from what was shown; a number that is counted stays counted."""
        shown = {key: stored.texts[name] for name, key in text.keys.items()}
        return {key: words for key, words in self.values(text).items() if words != shown[key]}

    def differences(self, text: PaperText, stored: Stored) -> list[tuple[str, str, str]]:
        """Give label, stored words and typed words wherever they differ."""
        typed = self.values(text)
        rows = [
            (self[name].label.text, stored.texts[name], typed[key])
            for name, key in text.keys.items()
        ]
        return [row for row in rows if row[1] != row[2]]


@bp.get(f"/{TEXTS}/")
@requires(Permission.SEE_COMMUNE_DATA)
def paper_text_list() -> ResponseReturnValue:
    rows = [(name, text, text.stored()) for name, text in PAPERS.items()]
    return render_page("commune/paper_text_list.html", rows=rows)


@bp.get(f"/{TEXTS}/{ANY_PAPER}")
@requires(Permission.EDIT_COMMUNE_DATA)
def paper_text_form(sort: str) -> ResponseReturnValue:
    text = PAPERS[sort]
    return _show(sort, PaperTextForm.of(text, text.stored()))


@bp.post(f"/{TEXTS}/{ANY_PAPER}")
@requires(Permission.EDIT_COMMUNE_DATA)
def change_paper_text(sort: str) -> ResponseReturnValue:
    text = PAPERS[sort]
    stored = text.stored()
    form = PaperTextForm.of(text, stored)
    if not form.validate():
        return _show(sort, form), 422
    if form.is_stale(stored, lambda: form.differences(text, stored)):
        return _show(sort, form), 409
    change_settings(db.session, form.changed(text, stored), by=me())
    said = f"Đã lưu nơi nhận, người ký của {text.title}."
    return done(url_for(".paper_text_form", sort=sort), said)


def _show(sort: str, form: PaperTextForm) -> Response:
    """Show the form, with the foot of the paper as it stands now."""
    return render_page(
        "commune/paper_text_form.html",
        sort=sort,
        text=PAPERS[sort],
        form=form,
        stored=PAPERS[sort].stored(),
        signers=db.session.scalars(Officer.serving()).all(),
    )
