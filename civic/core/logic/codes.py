"""Codes: an address drawn by our own host, the letters of what is read aloud."""

from io import BytesIO

import segno

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: a code is read from paper or over the telephone.
READ_ALOUD = "34679ACDEFGHJKMNPQRTUVWXY"


def qr_svg(address: str) -> bytes:
    """Draw an address as a QR code, an SVG that takes the size it is given."""
    drawn = BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", border=2, svgclass=None, lineclass=None, omitsize=True, xmldecl=False
    )
    return drawn.getvalue()
