"""What is typed about a period: its days, and the words of its report."""

from wtforms import TextAreaField

from saturday.models.reports import Wording
from saturday.rules.periods import Period
from saturday.rules.report_text import LONGEST_TEXT
from saturday.web.fields import BaseForm, DayField, EditForm, at_most, required


class PeriodForm(BaseForm):
    """From which day to which day."""

    first = DayField("Từ ngày", [required("Hãy ghi ngày bắt đầu.")])
    last = DayField("Đến ngày", [required("Hãy ghi ngày kết thúc.")])

    period: Period | None = None

    def read(self) -> None:
        """Make a period of both days; raises NotAllowedNow."""
        if self.first.data and self.last.data:
            self.period = Period.asked(self.first.data, self.last.data)


class WordingForm(EditForm):
    """One part of a report, a paragraph a line."""

    text = TextAreaField(
        "Nội dung, mỗi dòng một đoạn",
        [required("Hãy viết nội dung, hoặc lấy lại câu gợi ý."), at_most(LONGEST_TEXT)],
    )

    @property
    def typed(self) -> str:
        """Give the paragraphs, without blank lines between."""
        return "\n".join(filter(None, (self.text.data or "").splitlines()))

    def both(self, wording: Wording) -> list[tuple[str, str, str]]:
        """Show the saved words beside those being typed."""
        return [(wording.section.words, wording.text, self.typed)]
