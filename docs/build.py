"""This is the maker of the generated parts of the docs: `python -m docs.build` writes them, a test holds them."""

from __future__ import annotations

from pathlib import Path

from docs.article_figures import with_figures
from docs.defaults import defaults
from docs.history_figures import with_history
from docs.reference import reference
from sim.results.columns import COLUMNS

FOLDER = Path(__file__).parent
_MARK = "<!-- generated from here on; `python -m docs.build` writes it -->\n"


def scenario_language() -> str:
    """The units, and every object of the language with its fields."""
    return reference()


def result_tables() -> str:
    """Every result table with its columns."""
    parts = []
    for table, columns in COLUMNS.items():
        parts.append(f"### {table}.csv\n\n| column | unit | meaning |\n|---|---|---|\n")
        parts += [f"| `{name}` | {unit} | {meaning} |\n" for name, (unit, meaning) in columns.items()]
        parts.append("\n")
    return "".join(parts)


GENERATED = {"scenario-language.md": scenario_language, "results.md": result_tables, "defaults.md": defaults}


def page(name: str) -> str:
    """A page with its generated part made anew."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return text.partition(_MARK)[0] + _MARK + "\n" + GENERATED[name]().rstrip("\n") + "\n"


def article() -> str:
    """The page about the article, with what runout prints made anew: three runs of a minute together."""
    return with_figures((FOLDER / "article.md").read_text(encoding="utf-8"))


def history() -> str:
    """The page about history, with what runout prints made anew: half a minute of runs."""
    return with_history((FOLDER / "history.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    for name in GENERATED:
        (FOLDER / name).write_text(page(name), encoding="utf-8")
    (FOLDER / "article.md").write_text(article(), encoding="utf-8")
    (FOLDER / "history.md").write_text(history(), encoding="utf-8")
