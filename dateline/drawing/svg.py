"""SVG by hand: elements as text, and one set of colours for pages (light and dark) and for files.

Shapes carry classes, not colours, so that a page can turn them for the dark; a file of its own gets the light ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

# White words on each of these have a contrast of 4.5 or more (WCAG AA); told apart in the common colour blindnesses by
# lightness too, and never by colour alone: every bar carries its name, contested ones stripes.
SERIES = ("#1f5fa8", "#b5460f", "#1b7a4b", "#7a3e9d", "#7a5a12", "#0f7285", "#b0306a", "#4a5560")
# The same on a dark page, brighter; words on them are black.
_DARK_SERIES = ("#6aa5ea", "#e98a55", "#55bd8a", "#c096e4", "#cfa84f", "#4fbad0", "#ea80ad", "#a4aeb9")
_LIGHT = {
    "paper": "#ffffff", "ink": "#1a1d21", "soft": "#50565e", "grid": "#d5d9de", "sea": "#eaf1f6", "land": "#f6f3ec",
    "coast": "#8b939c", "border": "#b9b2a3",
}  # fmt: skip
_DARK = {
    "paper": "#16181c", "ink": "#eceef1", "soft": "#b3bac3", "grid": "#3a4048", "sea": "#1a232b", "land": "#2a2c2d",
    "coast": "#7d8791", "border": "#5b5f63",
}  # fmt: skip
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', 'Noto Sans', sans-serif"
# The width of a letter as a share of its size, on average and rather wide, to see whether words fit.
_LETTER = 0.56


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name (a file's stem), what it shows in words, its size in pixels, and its elements."""

    name: str
    title: str
    width: int
    height: int
    body: str

    def to_inline(self) -> str:
        """Return the picture for a page, which styles it; screen readers get its title."""
        return (
            f'<svg class="picture" viewBox="0 0 {self.width} {self.height}" role="img" '
            f'aria-label="{escape(self.title)}" xmlns="http://www.w3.org/2000/svg">{self.body}</svg>'
        )

    def to_file(self) -> str:
        """Return the picture as a file of its own, in light colours."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}" role="img"><title>{escape(self.title)}</title>'
            f"<style>{make_style()}</style>{rect(0, 0, self.width, self.height, 'paper')}{self.body}</svg>\n"
        )


def make_style() -> str:
    """Return the rules for the classes, in light colours."""
    return _make_rules(_LIGHT)


def make_page_style() -> str:
    """Return the rules for a page: light, dark where the reader's system is, and always light on paper."""
    light, dark = (_make_rules(colours, ".picture ") for colours in (_LIGHT, _DARK))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}"


def page_colours() -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours of a page by name, light and dark."""
    return _LIGHT, _DARK


def _make_rules(colours: dict[str, str], before: str = "") -> str:
    rules = [f"{before}text {{ font-family: {_FONT}; font-size: 12px; fill: {colours['ink']}; }}"]
    rules += [f"{before}.{name} {{ fill: {colours[name]}; }}" for name in ("paper", "ink", "soft", "sea", "land")]
    rules += [f"{before}.line-{name} {{ fill: none; stroke: {colours[name]}; }}" for name in colours]
    series, on = (_DARK_SERIES, "#101114") if colours is _DARK else (SERIES, "#ffffff")
    rules += [f"{before}.s{number} {{ fill: {colour}; }}" for number, colour in enumerate(series)]
    rules += [f"{before}.line-s{number} {{ fill: none; stroke: {colour}; }}" for number, colour in enumerate(series)]
    rules += [f"{before}.on {{ fill: {on}; }}", f"{before}.halo {{ stroke: {colours['paper']}; stroke-width: 3px; "
              "paint-order: stroke; stroke-linejoin: round; }"]  # fmt: skip
    return "\n".join(rules)


def rect(x: float, y: float, width: float, height: float, name: str, more: str = "") -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" class="{name}"{_more(more)}/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, name: str, more: str = "") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="line-{name}"{_more(more)}/>'


def circle(x: float, y: float, radius: float, name: str, more: str = "") -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="{name}"{_more(more)}/>'


def path(data: str, name: str, more: str = "") -> str:
    return f'<path d="{data}" class="{name}"{_more(more)}/>'


def text(
    x: float, y: float, words: str, *, name: str = "", size: float = 12, anchor: str = "start", more: str = ""
) -> str:
    """Return words at a point (their base line). Marks that turn the direction of writing are left out."""
    kind = f' class="{name}"' if name else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="font-size:{size:g}px"{kind}{_more(more)}>'
        f"{escape(plain(words))}</text>"
    )


def group(body: str, title: str, more: str = "") -> str:
    """Return elements together, with words that are shown where the pointer rests."""
    return f"<g{_more(more)}><title>{escape(plain(title))}</title>{body}</g>"


def fits(words: str, width: float, size: float = 12) -> bool:
    return len(words) * size * _LETTER <= width


def shorten(words: str, width: float, size: float = 12) -> str:
    """Return as much of the words as fits into a width in pixels, "…" for the rest.

    >>> shorten("Military Forces of Syria", 60)
    'Militar…'
    """
    most = max(1, int(width / (size * _LETTER)))
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _more(more: str) -> str:
    return f" {more}" if more else ""


def plain(words: str) -> str:
    """Return words on one line, without characters that a browser would act on.

    >>> plain("Abu\\u00a0Ali\\u202e")
    'Abu Ali'
    """
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "" for letter in words)
