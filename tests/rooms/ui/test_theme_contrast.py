"""Every pair of colours that the stylesheet puts on each other is readable (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

import landing.ui

STATIC = Path(landing.ui.__file__).parent / "static" / "ui"
THEME = (STATIC / "theme.css").read_text(encoding="utf-8")
UI = (STATIC / "ui.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--basis-((?:color|focus)[a-z0-9-]*):\s*(#[0-9a-f]{6})", THEME))

TEXT, LINE = 4.5, 3.0
TONES = ("negative", "warning", "positive", "info")
DEFAULT = "color-default-"
ACTION = "color-action-1-"
GROUNDS = [f"{DEFAULT}bg-document", f"{DEFAULT}bg-subtle", f"{DEFAULT}bg-default"]
PAIRS = (
    [(f"{DEFAULT}color-document", ground, TEXT) for ground in [*GROUNDS, f"{ACTION}bg-subtle"]]
    + [(f"{DEFAULT}color-default", ground, TEXT) for ground in [*GROUNDS, f"{ACTION}bg-subtle"]]
    + [(f"{ACTION}color-default", ground, TEXT) for ground in [*GROUNDS, f"{ACTION}bg-subtle"]]
    + [(f"{ACTION}color-hover", ground, TEXT) for ground in [*GROUNDS, f"{ACTION}bg-subtle"]]
    + [(f"{ACTION}inverse-color-default", f"{ACTION}inverse-bg-{state}", TEXT) for state in ("default", "hover")]
    + [(f"color-{tone}-color-default", f"color-{tone}-bg-subtle", TEXT) for tone in TONES]
    + [(f"{DEFAULT}color-document", f"color-{tone}-bg-subtle", TEXT) for tone in TONES]
    + [(f"{ACTION}color-default", f"color-{tone}-bg-subtle", TEXT) for tone in TONES]
    + [(f"color-{tone}-border-default", f"{DEFAULT}bg-document", LINE) for tone in TONES]
    + [("color-negative-color-default", f"{DEFAULT}bg-document", TEXT), ("focus-color", "focus-background-color", TEXT)]
    + [(f"{DEFAULT}border-default", ground, LINE) for ground in GROUNDS]
    + [("focus-outline-color", ground, LINE) for ground in [*GROUNDS, "focus-background-color"]]
)  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself_knows_black_on_white_and_a_known_grey():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") < TEXT


@pytest.mark.parametrize(
    ("front", "ground", "least"), PAIRS, ids=[f"{front} on {ground}" for front, ground, _ in PAIRS]
)
def test_a_pair_of_the_theme_is_readable(front, ground, least):
    assert contrast(COLOURS[front], COLOURS[ground]) >= least


def test_the_theme_holds_only_basis_tokens():
    assert set(re.findall(r"^\s*(--[a-z]+)-", THEME, re.MULTILINE)) == {"--basis"}


def test_every_token_that_the_stylesheet_uses_is_in_the_theme_and_the_other_way_round():
    used = set(re.findall(r"var\((--basis-[a-z0-9-]+)\)", UI + THEME))
    given = set(re.findall(r"(--basis-[a-z0-9-]+):", THEME))
    assert used == given


def test_the_stylesheet_names_no_colour_of_its_own():
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", UI, re.IGNORECASE)


def test_the_stylesheet_turns_round_by_itself_for_right_to_left_languages():
    assert not re.findall(r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|\bleft:|\bright:", UI)
