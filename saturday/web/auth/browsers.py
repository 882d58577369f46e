"""Which browser is that, in words a person recognises?"""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES = (
    ("Android", "điện thoại Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "máy Mac"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """Name browser and machine: "Chrome, Windows"; nothing else of the header is kept."""
    known = (
        next((words for part, words in table if part in user_agent), "")
        for table in (_BROWSERS, _MACHINES)
    )
    return ", ".join(filter(None, known)) or "trình duyệt khác"
