"""What do the pages of templates show: which is in force, which others are kept?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import abort

from saturday.extensions import db
from saturday.models.documents import Document
from saturday.models.templates import PaperTemplate, fingerprint
from saturday.papers import templates, trial
from saturday.papers.layout import check_layout
from saturday.papers.render import render
from saturday.papers.specimens import specimen
from saturday.papers.variables import Variable, variables_of
from saturday.vietnamese.dates import moment
from saturday.web.access import me
from saturday.web.documents.forms import TemplateForm
from saturday.web.fields import LONGEST_NUMBER

BUILT_IN = "co-san"
SHOWN = 20  # papers on a template's page
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "annual_plan": "Kế hoạch năm",
        "citizen_notice": "Thông báo cho người dân",
        "assignment_notice": "Thông báo phân công",
        "nomination": "Danh sách cử công chức",
        "session_report": "Báo cáo buổi",
        "monthly_report": "Báo cáo kỳ",
        "year_report": "Báo cáo năm",
        "correction": "Công văn đính chính",
        "withdrawal": "Công văn thu hồi",
        "outgoing_register": "Sổ đăng ký văn bản đi",
    }
)


@dataclass(frozen=True, slots=True)
class Version:
    """One template: the commune's own, or the built-in one, which has no row."""

    paper: str
    row: PaperTemplate | None = None

    @classmethod
    def found(cls, paper: str, key: str) -> "Version":
        """Read an address; what is not there is no page."""
        if key == BUILT_IN:
            return cls(paper)
        known = key.isdecimal() and len(key) <= LONGEST_NUMBER
        row = db.session.get(PaperTemplate, int(key)) if known else None
        if row is None or row.paper != paper or not row.is_own:
            abort(404)
        return cls(paper, row)

    @property
    def key(self) -> str:
        return str(self.row.id) if self.row else BUILT_IN

    @property
    def name(self) -> str:
        return f"mẫu riêng tải lên {moment(self.row.kept_at)}" if self.row else "mẫu có sẵn"

    @property
    def file_name(self) -> str:
        own = f" {self.row.kept_at:%Y-%m-%d %H%M}" if self.row else " có sẵn"
        return f"Mẫu {NAMES[self.paper].lower()}{own}"

    @property
    def content(self) -> bytes:
        return self.row.content if self.row else templates.built_in(self.paper)

    @property
    def specimen(self) -> bytes:
        """Set it with example words."""
        words = specimen(templates.PAPERS[self.paper])
        return render(words, self.content, title=f"Bản lập thử: {NAMES[self.paper].lower()}")

    @property
    def is_in_force(self) -> bool:
        return templates.version_in_force(db.session, self.paper) == self.sha256

    @property
    def sha256(self) -> str:
        return self.row.sha256 if self.row else fingerprint(self.content)

    @property
    def warnings(self) -> list[str]:
        """Say what the law asks and this template does not do; it may be used all the same."""
        read = trial.read(templates.PAPERS[self.paper], self.content)
        return [*read.warnings, *(fault.sentence for fault in check_layout(self.specimen))]

    @property
    def papers(self) -> Sequence[Document]:
        """Give the last papers that were made by it."""
        row = self.row or db.session.scalar(PaperTemplate.with_sha(self.paper, self.sha256))
        asked = Document.made_by(row).limit(SHOWN) if row else None
        return db.session.scalars(asked).all() if asked is not None else []

    def use(self, seen: str) -> None:
        """Let papers be made from it, instead of the one that was seen in force."""
        if self.row is None:
            templates.back_to_built_in(db.session, self.paper, seen, by=me())
        else:
            templates.put_in_force(db.session, self.row, seen, by=me())

    def drop(self) -> None:
        """Throw away what was never used."""
        if self.row is None:
            abort(404)
        self.row.discard(by=me())
        db.session.delete(self.row)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The templates of one paper."""

    paper: str
    in_force: Version
    own: Sequence[PaperTemplate] = ()

    @classmethod
    def of(cls, paper: str) -> "Shelf":
        """Read all versions of a paper's template."""
        rows = db.session.scalars(PaperTemplate.own_of(paper)).all()
        current = next((row for row in rows if row.is_in_force), None)
        return cls(paper, Version(paper, current), rows)

    @classmethod
    def every(cls) -> list["Shelf"]:
        """Give every paper with the template in force."""
        own = {row.paper: row for row in db.session.scalars(PaperTemplate.all_in_force())}
        return [cls(paper, Version(paper, own.get(paper))) for paper in NAMES]

    @property
    def name(self) -> str:
        return NAMES[self.paper]

    @property
    def counts(self) -> dict[int | None, int]:
        """Tell how many papers each version made."""
        return dict(db.session.execute(Document.count_by_template()).all())

    @property
    def variables(self) -> list[Variable]:
        return variables_of(templates.PAPERS[self.paper])

    @property
    def steps(self) -> list[str]:
        return [
            "Tải mẫu đang dùng về, mở bằng Word.",
            "Sửa chữ, cỡ chữ, bảng. Giữ nguyên các phần trong dấu {{ }} và {% %}.",
            "Lưu dạng .docx rồi tải lên ở dưới. Phần mềm kiểm tra và lập thử trước khi lưu.",
            "Xem bản lập thử, rồi bấm Dùng mẫu này.",
        ]


@dataclass(slots=True)
class Upload:
    """A template that somebody sends; it is kept only when nothing is wrong with it."""

    paper: str
    kept: PaperTemplate | None = None

    def is_good(self, form: TemplateForm) -> bool:
        """Try what was sent and keep it, or put every fault above the form."""
        content, remark = form.content, form.remark.data or ""
        db.session.rollback()  # the trial takes seconds: nobody waits for this writer meanwhile
        found = trial.judge(self.paper, content)
        if found.faults:
            form.form_errors.extend(found.faults)
            return False
        return form.accepts(lambda: self._keep(content, remark))

    def _keep(self, content: bytes, remark: str) -> None:
        self.kept = templates.accept(db.session, self.paper, content, remark, by=me())

    @property
    def version(self) -> Version:
        """Give what was kept."""
        if self.kept is None:
            message = "nothing was kept"
            raise ValueError(message)
        return Version(self.paper, self.kept)
