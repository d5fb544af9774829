"""This is plotly's own JavaScript, for pages that must be whole without a network."""

from __future__ import annotations


def plotly_script() -> str:
    """The text of plotly.js, about 5 MB (MIT licence); it holds no `</script`, so it may stand inside a page."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())
