"""Which password is hard enough to guess? Length decides, and what is left without known words."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from saturday.rules.refusals import refuse_when
from saturday.vietnamese.names import fold

LEAST, MOST = 15, 1000
LEAST_WITH_CODE = 12  # where a code of the telephone is asked for as well
_LEFT_OVER = 8  # letters and digits that must remain without known words, runs and repeats
_RUN = 4
# Words that lead the lists of common passwords, and those that anyone would try here first. Of
# the common ones hardly any is long enough by itself; they count because people join them.
_WORDS = """
123123 1q2w3e 1q2w3e4r 1qaz 2wsx 3edc abc123 admin administrator alexander anhyeuem asshole
barcelona baseball basketball blahblah business butterfly changeme charlie chelsea chocolate
computer default
dragon elizabeth football freedom fuck hello iloveyou jennifer jonathan khongbiet letmein liverpool
login maiyeuem manchester master mercedes michael mickeymouse monkey motherfucker mustang p4ssw0rd
passw0rd password pokemon princess qazwsx root samsung secret shadow spiderman starwars sunshine
superman superstar test trustno1 united user welcome whatever yankees zaq1
anhson canbo chunhat congchuc congdan dichvucong hanhchinh hanhchinhcong matkhau nghean nhandan
phucvu phucvuhanhchinhcong pvhcc quantri quantrivien saturday taikhoan thubay thu7 trungtam tthcc
ttpvhcc ubnd ubndxa uyban vanphong vanthu vidan vietnam
"""
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(pair for row in _ROWS for way in (row, row[::-1]) for pair in pairwise(way))
_LEAST_NAME = 4  # shorter names are parts of ordinary words


def composed(password: str) -> str:
    """Give the password as it is hashed: the same whether typed composed or not; never cut."""
    return unicodedata.normalize("NFC", password)


def refuse_password(password: str, *, names: Iterable[str] = (), least: int = LEAST) -> None:
    """Raise NotAllowedNow for a short password, or one made of what others would try first.

    ``names`` are those of the account: user name, person's name. No letters, digits or signs are
    asked for: a few words are easier to keep and harder to guess.
    """
    short = f"Hãy đặt mật khẩu từ {least} ký tự trở lên, ví dụ bốn, năm từ viết liền nhau."
    refuse_when(len(composed(password)) < least, short, field="new_password")
    refuse_when(
        len(password) > MOST, f"Hãy đặt ngắn hơn: tối đa {MOST} ký tự.", field="new_password"
    )
    left = _without_repeats(_without_runs(_without_words(_plain(password), names)))
    easy = "Mật khẩu này dễ đoán: phần lớn là từ hay dùng, tên gọi hoặc dãy phím. Hãy thêm từ khác."
    refuse_when(len(left) < _LEFT_OVER, easy, field="new_password")


def _plain(text: str) -> str:
    """Leave letters without marks, and digits."""
    return re.sub(r"[\W_]", "", fold(text))


def _without_words(text: str, names: Iterable[str]) -> str:
    """Take the known words out, the longest first."""
    own = [name for one in names if len(name := _plain(one)) >= _LEAST_NAME]
    words = sorted([*own, *_WORDS.split()], key=len, reverse=True)
    return re.sub("|".join(map(re.escape, words)), " ", text)


def _without_runs(text: str) -> str:
    """Take out four or more keys or letters that lie side by side: 12345, abcd, qwerty."""
    kept, run = "", text[:1]
    for before, after in pairwise(text):
        if (before, after) in _NEIGHBOURS:
            run += after
        else:
            kept, run = kept + _short(run), after
    return kept + _short(run)


def _short(run: str) -> str:
    return run if len(run) < _RUN else " "


def _without_repeats(text: str) -> str:
    """Write what is said several times in a row once: aaaa, haihaihai."""
    return re.sub(r"(.+?)\1+", r"\1", re.sub(r" +", "", text))
