"""QR codes of verification addresses, as SVG without a word of style in it."""

import io

import segno


def svg(address: str) -> str:
    """An SVG element for a page: black modules on white, sized by the page's stylesheet."""
    code = segno.make(address, error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, light="#fff")
    return out.getvalue().decode()


def svg_file(address: str) -> bytes:
    """The same as a file of its own, for the PDF."""
    return svg(address).encode()
