"""This is where libraries of the extra `intake` are imported, and what is said where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from sim.errors import Problem
from sim.intake.sheet import PartsListError


def library(module: str, file: str) -> Any:  # Any: a module, which typing cannot describe
    """A module of a library that only `runout[intake]` installs; raises PartsListError if it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        package = module.partition(".")[0].replace("_", "-")
        message = f"reading it needs the library {package}; install it with: pip install 'runout[intake]'"
        raise PartsListError(Problem(file, None, "", message)) from None
