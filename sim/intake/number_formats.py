"""This is the currency that a number format of a workbook shows: `[$EUR] #,##0.00`, `$#,##0`, `#,##0.00 "€"`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.intake.words import currency_signs, unit_word

# Signs that several currencies share, told apart by the locale behind them: `[$$-409]` is the dollar of the US.
_BY_LOCALE = {
    "$": {"409": "USD", "1009": "CAD", "C0C": "CAD", "C09": "AUD", "1409": "NZD", "404": "TWD", "C04": "HKD"}
    | {"1004": "SGD", "80A": "MXN"},
    "¥": {"804": "CNY", "411": "JPY"},
    "￥": {"804": "CNY", "411": "JPY"},
    "kr": {"41D": "SEK", "406": "DKK", "414": "NOK", "814": "NOK"},
}
_PIECES = re.compile(
    r"""\[\$(?P<sign>[^\]-]*)(?:-(?P<locale>[0-9A-Fa-f,]*))?[^\]]*\]  # a currency, or only a locale
      | \[[^\]]*\]                                                    # a colour or a condition
      | "(?P<text>[^"]*)"
      | \\(?P<escaped>.)
      | [_*].                                                         # room, or filling
      | (?P<bare>[^\s\d#0?,.%/;"\\\[_*]+)""",
    re.VERBOSE,
)
# Numbers below are formats of the program itself; those of amounts show the currency of whoever opens the workbook.
FIRST_OF_ITS_OWN = 164


def currency_of_format(code: str) -> str | None:
    """The sign or code of the currency that a number format shows; None if it shows none.

    A sign in currency brackets counts whatever it is, so that an unknown one is asked about, not overlooked.
    """
    texts = []
    for found in _PIECES.finditer(_first_section(code)):
        if found["sign"]:
            return _told_apart(found["sign"].strip(), (found["locale"] or "").upper())
        texts.append(found["text"] or found["escaped"] or found["bare"] or " ")
    return next((word for word in _words("".join(texts)) if unit_word(word) in currency_signs()), None)


def _words(text: str) -> Iterator[str]:
    yield text.strip()
    yield from text.split()
    yield from (sign for sign in text if sign in "$€£¥￥₩元")


def _first_section(code: str) -> str:
    """The part of a format for positive numbers."""
    return re.match(r'(?:[^;"\\]|"[^"]*"|\\.)*', code)[0]  # type: ignore[index]  # matches the empty text too


def _told_apart(sign: str, locale: str) -> str:
    by_locale = _BY_LOCALE.get(sign)
    if by_locale is None or not locale:
        return sign
    # The last four digits are the language; `[$¥-x804]` forms carry more before it.
    known = by_locale.get(locale.lstrip("0")[-4:].lstrip("0"))
    return known if known is not None else f"{sign}-{locale}"
