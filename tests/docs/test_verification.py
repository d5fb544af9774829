"""docs/verification.md: the table is what the tests find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_tests_find(tmp_path: Path) -> None:
    found = tmp_path / "verification.md"
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/verification"]
    done = subprocess.run(
        [*words, "--verification", str(found)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    page = ROOT / "docs" / "verification.md"
    assert found.read_text() == page.read_text(), "run `make verify`"
