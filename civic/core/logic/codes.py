"""QR codes: an address as an image of our own host."""

from io import BytesIO

import segno


def qr_svg(address: str) -> bytes:
    """Draw an address as a QR code, an SVG that takes the size it is given."""
    drawn = BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", border=2, svgclass=None, lineclass=None, omitsize=True, xmldecl=False
    )
    return drawn.getvalue()
