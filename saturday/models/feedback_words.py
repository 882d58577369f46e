"""By which words is an opinion found again?"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saturday.models.base import Model
from saturday.vietnamese.names import fold

if TYPE_CHECKING:
    from saturday.models.feedback import Feedback

LONGEST_WORD = 20  # letters that a search looks at
MOST_WORDS = 12  # of a search
AFTER_ALL = "\U0010ffff"  # the last letter there is
_LEAST_DIGITS = 4  # of a telephone number
_WORD = re.compile(r"\w+")


class FeedbackWord(Model):
    """One word of an opinion, or of who said it, without marks (từ khóa của ý kiến).

    A search is a question for words that begin so, which an index answers, however many opinions
    there are. Letters are in the order of their codes, whatever the language of the server.
    """

    __tablename__ = "feedback_word"
    __table_args__ = (Index("ix_feedback_word_word_feedback_id", "word", "feedback_id"),)

    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    word: Mapped[str] = mapped_column(
        String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")
    )

    feedback: Mapped["Feedback"] = relationship(back_populates="words")

    @classmethod
    def of(cls, texts: Iterable[str]) -> "list[FeedbackWord]":
        """Give the words of texts, each once."""
        return [cls(word=one) for one in sorted({one for text in texts for one in words_of(text)})]

    @classmethod
    def beginning(cls, word: str) -> Select[int]:
        """Ask for the opinions with a word that begins so."""
        return select(cls.feedback_id).where(cls.word >= word, cls.word < word + AFTER_ALL)


def words_of(text: str) -> list[str]:
    """Give the words of a text without marks and capitals."""
    return [one[:LONGEST_WORD] for one in _WORD.findall(fold(text))]


def words_sought(sought: str) -> Sequence[str]:
    """Give the words that a search wants; a telephone number is one, however it is grouped."""
    words = list(dict.fromkeys(words_of(sought)))
    number = "".join(words_of(sought))
    if number.isdigit() and len(number) >= _LEAST_DIGITS:
        return [number[:LONGEST_WORD]]
    return words[:MOST_WORDS]
