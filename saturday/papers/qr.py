"""How is an address drawn as a QR code: inside the page, without a style of its own?"""

import segno

QUIET_ZONE = 4  # modules of white that readers need around it


def svg(text: str) -> str:
    """Draw a text as an SVG for the page; its size is the page's affair."""
    drawing: str = segno.make(text, error="m", micro=False).svg_inline(
        border=QUIET_ZONE, svgclass="qr", lineclass=None, omitsize=True
    )
    return drawing
