"""How wide is a line set in Times New Roman, bold?"""

import unicodedata

# Advance widths in thousandths of the size; Liberation Serif Bold has the same by design.
_WIDTHS = {
    letter: width
    for width, letters in {
        220: "|",
        250: " ,.",
        278: "'/\\il",
        333: "!()-:;[]`fjt‘’",
        389: "Is",
        394: "{}",
        444: "cerz",
        500: "#$*0123456789?J_agovxy–“”",
        520: "~",
        556: 'Sbdhknpquđ"',
        570: "+<=>",
        581: "^",
        611: "FP",
        667: "BELTZ",
        722: "ACDNRUVXYwĐ",
        778: "GHKOQ",
        833: "&m",
        944: "M@",
        1000: "%W—…",
    }.items()
    for letter in letters
}
_MM_PER_POINT = 25.4 / 72


def width_mm(text: str, size: float) -> float:
    """Measure one line; a letter with marks is as wide as without them, within two hundredths."""
    letters = (
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
    thousandths = sum(_WIDTHS.get(letter, 600) for letter in letters)
    return thousandths / 1000 * size * _MM_PER_POINT
