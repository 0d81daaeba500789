"""SVG to PNG, where the extra `plots` is installed. Words are set in the font of this package, the same everywhere."""

from __future__ import annotations

from importlib import import_module, resources

from dateline.drawing.svg import Picture
from dateline.errors import DatelineError

_ZOOM = 2.0  # pixels a unit: sharp on paper at half a page's width


def make_png(picture: Picture) -> bytes:
    """Return the picture as PNG, two pixels a unit. Raises DatelineError where the extra is not installed."""
    try:
        resvg = import_module("resvg_py")
    except ImportError as error:
        raise DatelineError("PNG needs the extra `plots`; install it: pip install 'dateline[plots]'") from error
    with resources.as_file(resources.files("dateline.drawing") / "fonts" / "DejaVuSans.ttf") as font:
        made = resvg.svg_to_bytes(
            svg_string=picture.to_file(), zoom=_ZOOM, skip_system_fonts=True, font_files=[str(font)],
            font_family="DejaVu Sans", sans_serif_family="DejaVu Sans", background="#ffffff",
        )  # fmt: skip
    return bytes(made)
