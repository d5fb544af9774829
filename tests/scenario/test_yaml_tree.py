"""This is a test of YAML as scenario files use it: which plain values mean what, and where each stands."""

from __future__ import annotations

import pytest
import yaml

from sim.errors import ScenarioError
from sim.scenario import yaml_tree
from sim.scenario.tree import Node
from sim.scenario.yaml_tree import plain_scalar, tree_of


@pytest.fixture(params=["C", "Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with both of PyYAML's parsers, since not every installation has the fast one."""
    if request.param == "Python":
        monkeypatch.setattr(yaml_tree, "_LOADER", yaml.BaseLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML has no libyaml here")


def tree(text: str) -> Node:
    root, problems = tree_of(text, "f")
    assert root is not None
    assert problems == []
    return root


@pytest.mark.parametrize(
    "text", ["NO", "yes", "on", "2019-10-09", "1_000", "190:20:30", "007", "0.5.1", "nan", "=", "1,5"]
)
def test_what_yaml_1_1_would_twist_stays_text(text: str) -> None:
    assert plain_scalar(text) == text
    assert tree(f"a: {text}").plain() == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("False", False),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.50", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("-2.5E-1", -0.25),
    ],
)
def test_a_plain_scalar_means_what_yaml_1_2_says(text: str, value: object) -> None:
    read = tree(f"a: {text}").plain()["a"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("text", ["'5'", '"true"', "'~'", "|\n  5", ">-\n  null"])
def test_a_quoted_scalar_is_text(text: str) -> None:
    assert isinstance(tree(f"a: {text}").plain()["a"], str)


def test_a_number_too_long_to_be_one_stays_text() -> None:
    assert plain_scalar("1" * 45 + "x") == "1" * 45 + "x"
    assert plain_scalar("9" * 41) == 1e41  # read as a decimal number, not digit by digit


def test_every_value_stands_at_the_line_and_column_of_its_key() -> None:
    root = tree("a:\n  b: 1\n  c:\n    - x\n    - y\n  d: >\n    long\n    text\né: {f: [1, 2]}\n")
    assert {path: (node.line, node.column) for path, node in root.walk()} == {
        "a": (1, 1),
        "a.b": (2, 3),
        "a.c": (3, 3),
        "a.c.0": (4, 7),
        "a.c.1": (5, 7),
        "a.d": (6, 3),
        "é": (9, 1),
        "é.f": (9, 5),
        "é.f.0": (9, 9),
        "é.f.1": (9, 12),
    }


def test_columns_count_letters_not_bytes_and_not_the_byte_order_mark() -> None:
    root = tree("\ufeff{日本語: 1, b: 2}\n")
    assert [node.column for _, node in root.walk()] == [2, 10]


def test_an_alias_stands_at_its_own_key_and_its_contents_where_they_are_written() -> None:
    root = tree("a: &x\n  b: 1\nc: *x\n")
    assert root.plain() == {"a": {"b": 1}, "c": {"b": 1}}
    assert {path: node.line for path, node in root.walk()} == {"a": 1, "a.b": 2, "c": 3, "c.b": 2}


def test_an_anchor_may_be_given_again() -> None:
    assert tree("a: &x 1\nb: *x\nc: &x [&x 2, *x]\nd: *x\n").plain() == {
        "a": 1,
        "b": 1,
        "c": [2, 2],
        "d": [2, 2],
    }


def test_an_empty_text_has_no_tree() -> None:
    assert tree_of("", "f") == (None, [])
    assert tree_of("# only a comment\n", "f") == (None, [])


def test_of_two_equal_keys_the_first_is_kept_and_reading_goes_on() -> None:
    root, problems = tree_of("a: 1\nb: {c: 1, c: 2}\na: 3\n", "f")
    assert root is not None
    assert root.plain() == {"a": 1, "b": {"c": 1}}
    assert [str(problem) for problem in problems] == [
        "f:2:11: b.c: is already given on line 2; keep one of the two",
        "f:3:1: a: is already given on line 1; keep one of the two",
    ]


def test_keys_that_are_no_text_are_said_and_left_out() -> None:
    root, problems = tree_of("1: a\ntrue: b\n'2': c\n~: {d: e}\nNO: f\n", "f")
    assert root is not None
    assert root.plain() == {"2": "c", "NO": "f"}
    assert [problem.line for problem in problems] == [1, 2, 4]
    assert problems[0].message == '`1` is not text; write it in quotes: "1"'


@pytest.mark.parametrize("key", ['"a\\nb"', '"a\\tb"', "? " + "x" * 201 + "\n"])
def test_a_key_is_one_short_line(key: str) -> None:
    root, problems = tree_of(f"{key}: c\nd: e\n", "f")
    assert root is not None
    assert root.plain() == {"d": "e"}
    assert "is no key; a key is one line without tabs" in problems[0].message


def test_forty_levels_are_read_and_one_more_is_not() -> None:
    assert tree("a: " + "[" * 39 + "]" * 39)
    with pytest.raises(ScenarioError, match="deeper than 40 levels"):
        tree("a: " + "[" * 40 + "]" * 40)


def test_aliases_count_with_what_they_stand_for() -> None:
    assert tree(f"a: &a [{'x, ' * 999}x]\nb: [{'*a, ' * 290}*a]")
    with pytest.raises(ScenarioError, match="more than 300,000 values"):
        tree(f"a: &a [{'x, ' * 999}x]\nb: [{'*a, ' * 305}*a]")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: {x: 1\nb: 3\n", 2, "expected `,` or `}`: the mapping opened with `{` on line 1 is not closed"),
        ("a:\n  - [1, 2\nb: 3\n", 3, "expected `,` or `]`: the list opened with `[` on line 2 is not closed"),
        (
            "a: 1\nb: 'x\nc: 1\n",
            2,
            "expected a closing quote: the text in quotes that starts here never ends",
        ),
        (
            "a: 'x\n---\nb: 1\n",
            1,
            "expected a closing quote: the text in quotes that starts here never ends",
        ),
        ("a:\n  b: 1\n\tc: 2\n", 3, "a tab indents this line; expected spaces"),
        ("a:\n  b: 1\n c: 2\n", 3, "indented like"),
        ("- a\nb: 1\n", 2, "indented like"),
        ("a: - b\n", 1, "expected it on a line of its own below the key"),
        ("a\nb: 1\n", 2, "expected one per line"),
        ("a: 1\nb\n", 2, "a colon with a space is missing"),
        ("a: `x`\n", 1, "a value cannot start with a backtick; expected text in quotes"),
        ("a: 25 %\nb: %25\n", 2, "a value cannot start with `%`; expected text in quotes"),
        ('a: "x\\q"\n', 1, "use single quotes"),
        ("a: !x!y z\n", 1, "a tag (`!...`) is not read here"),
        ("a: &\n", 1, "expected a name of letters and digits"),
        ("a: ]\n", 1, "expected a value"),
        ("%YAML 3.0\n---\na: 1\n", 1, "expected no `%YAML` line"),
        ("a: 1\nb: c\u2028d\n", 2, "holds the control character U+2028; leave it out"),
        ("a: 1\nb: \x07\n", 2, "holds the control character U+0007; leave it out"),
    ],
)
def test_broken_syntax_is_said_in_plain_words(text: str, line: int, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        tree_of(text, "f")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("f", line)
    assert said in problem.message
