"""What every figure shares: looks that differ in more than colour, words that stay words, plotly for offline pages."""

from __future__ import annotations

from itertools import combinations

from sim.figures import style
from sim.figures.script import plotly_script

STATES = (style.ORDINARY, style.BEFORE, style.ALTERNATIVE, style.OUT, style.MISSING)
CARRIERS = (style.ORDINARY, style.FOREIGN, style.DOMESTIC, style.LICENCE, style.BEFORE)


FLEETS = (style.FLEET, style.TOO_SMALL)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_two_looks_of_one_figure_share_a_colour_or_a_pattern() -> None:
    for looks in (STATES, CARRIERS):
        for one, other in combinations(looks, 2):
            assert one.colour != other.colour
            assert one.pattern != other.pattern


def test_a_fleet_has_the_colour_of_the_stock_it_stands_for_and_a_pattern_of_its_own() -> None:
    assert (style.FLEET.colour, style.TOO_SMALL.colour) == (style.BEFORE.colour, style.OUT.colour)
    patterns = [look.pattern for look in (*STATES, *FLEETS)]
    assert len(patterns) == len(set(patterns))


def test_words_on_every_surface_have_a_contrast_of_at_least_4_5() -> None:
    for look in {*STATES, *CARRIERS, *FLEETS}:
        light, dark = sorted((luminance(look.colour), luminance(look.words)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, look.name


def test_words_that_look_like_html_are_escaped_for_plotly() -> None:
    assert style.literal("<b>a</b> & 'b'") == "&lt;b&gt;a&lt;/b&gt; &amp; 'b'"


def test_words_are_clipped_only_where_they_are_too_long() -> None:
    assert style.clipped("image sensor", 12) == "image sensor"
    assert style.clipped("image sensor", 7) == "image…"


def test_plotlys_script_may_stand_inside_a_page() -> None:
    script = plotly_script()
    assert "Plotly" in script
    assert "</script" not in script.lower()
    assert "<!--" not in script
