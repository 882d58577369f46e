"""How a stored code carries the words that people read."""

from enum import StrEnum
from typing import Self


class Coded(StrEnum):
    """A code kept in the database, with its Vietnamese words (mã và tên gọi)."""

    words: str

    def __new__(cls, code: str, words: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = words
        return member
