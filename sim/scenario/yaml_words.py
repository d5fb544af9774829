"""This is what is wrong with the syntax of a YAML file, in plain words."""

from __future__ import annotations

import yaml

from sim.errors import Problem

# What a parser complains about -> what a person should look for. First match wins; both parsers' words are here.
_WORDS = (
    ("undefined tag handle", "a tag (`!...`) is not read here; leave it out, or put the text in quotes"),
    (
        "mapping values are not allowed",
        "a `key: value` cannot stand here; expected one per line, indented like its neighbours; "
        "text that holds `: ` goes in quotes",
    ),
    (
        "sequence entries are not allowed",
        "a list entry `- ...` cannot stand here; expected it on a line of its own below the key",
    ),
    (
        "could not find expected ':'",
        "expected `key: value`; a colon with a space is missing",
    ),
    ("',' or ']'", "expected `,` or `]`: the list opened with `[`{opened} is not closed"),
    ("',' or '}'", "expected `,` or `}}`: the mapping opened with `{{`{opened} is not closed"),
    (
        "unexpected end of stream",
        "expected a closing quote: the text in quotes that starts here never ends",
    ),
    ("unexpected document", "expected a closing quote: the text in quotes that starts here never ends"),
    ("escape", "a backslash in double quotes starts an escape that does not exist; use single quotes"),
    ("'-' indicator", "expected another list entry `- ...`, indented like those before it"),
    (
        "expected key",
        "expected a key that is indented like the keys above it (of the mapping that starts{opened})",
    ),
    (
        "<block end>",
        "expected a line that is indented like those above it (of the block that starts{opened})",
    ),
    ("node content", "expected a value, a closing `]` or `}}`, or text in quotes"),
    ("incompatible YAML", "expected no `%YAML` line, or one that says 1.2"),
    (
        "alphabetic",
        "expected a name of letters and digits after `&`, `*` or `!`; other text that starts so goes in quotes",
    ),
)


# A parser sees these only where the next line or the file ends; the mistake is where it began.
_SEEN_LATE = ("could not find expected ':'", "unexpected end of stream", "unexpected document")


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """What a YAML parser could not read: where, and what was expected."""
    if isinstance(error, yaml.reader.ReaderError):
        return _unreadable(error, text, file)
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    complaint = str(getattr(error, "problem", ""))
    if mark is None or (start is not None and any(sign in complaint for sign in _SEEN_LATE)):
        mark = start
    if mark is None:
        return Problem(file, 1, "", "cannot be read as YAML", 1)
    lines = text.split("\n")
    if mark.line >= len(lines):  # behind the last line break
        return Problem(file, len(lines), "", _in_words(complaint, error, "", mark.column), len(lines[-1]) + 1)
    message = _in_words(complaint, error, lines[mark.line], mark.column)
    return Problem(file, mark.line + 1, "", message, mark.column + 1)


def _in_words(complaint: str, error: yaml.YAMLError, line: str, column: int) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())] or "tab character" in complaint:
        return "a tab indents this line; expected spaces"
    if line[column : column + 1] == "\t":
        return "a tab stands here; expected a space"
    if "cannot start any token" in complaint and line[column : column + 1].strip():
        sign = "a backtick" if line[column] == "`" else f"`{line[column]}`"
        return f"a value cannot start with {sign}; expected text in quotes"
    context = getattr(error, "context_mark", None)
    opened = "" if context is None else f" on line {context.line + 1}"
    for sign, words in _WORDS:
        if sign in complaint:
            return words.format(opened=opened)
    return f"cannot be read as YAML: {complaint or 'unknown error'}"


def _unreadable(error: yaml.reader.ReaderError, text: str, file: str) -> Problem:
    # The two parsers count characters and bytes; both give the character itself.
    character = error.character if isinstance(error.character, str) else chr(error.character)
    return character_problem(character, max(0, text.find(character)), text, file)


def character_problem(character: str, at: int, text: str, file: str) -> Problem:
    """A character that text cannot have, at a position of a text."""
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Problem(file, line, "", control_character(character), column)


def control_character(character: str) -> str:
    """The message about a character that text cannot have."""
    return f"holds the control character U+{ord(character):04X}; leave it out"
