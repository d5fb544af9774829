# The same commands for people and for machines; `make` alone prints them.
PYTHON ?= python3
CHROMIUM ?= chromium
export CHROMIUM

BIN := .venv/bin
READY := .venv/.ready
SCENARIO := entity-list-2019-10
EXAMPLES ?= 50

.DEFAULT_GOAL := help
.PHONY: help venv browser run test check verify search bench wheel

help: ## print these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(READY) ## make .venv with runout and what its tests need, in the tested versions

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	$(BIN)/python -c 'from sim.simulation.compiled import kernel; kernel()' # compiles the physics, half a minute
	@touch $@

# Debian's Chromium draws the report in the tests; as root we install it, otherwise we say what is missing.
browser:
	@if command -v "$(CHROMIUM)" >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; \
	else \
		echo "make: the report tests need Chromium, and \`$(CHROMIUM)\` is not on the path." >&2; \
		echo "      Debian: sudo apt-get install chromium. Elsewhere: make test CHROMIUM=/path/to/chrome" >&2; \
		exit 1; \
	fi

run: $(READY) ## run the scenario of October 2019
	$(BIN)/runout run $(SCENARIO)

test: $(READY) browser ## run every test
	$(BIN)/python -m pytest

check: $(READY) ## format, lint, types and architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict sim
	$(BIN)/python -m pytest -q tests/test_architecture.py

verify: $(READY) ## print what the engine makes of every number worked out on paper
	$(BIN)/python -m pytest -q tests/verification --verification docs/verification.md

search: $(READY) ## try the properties of the physics on 50 times as many examples
	EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -q tests/properties tests/simulation -k 'physics or tiers or lots or scenarios or compiled'

bench: $(READY) ## measure speed and memory
	$(BIN)/pip install --quiet -c constraints.txt -e '.[bench]'
	$(BIN)/python -m pytest benchmarks --benchmark-columns=min,median,rounds --benchmark-sort=min -s -q

wheel: $(READY) ## build the wheel and try it in a clean environment elsewhere
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	set -e; \
	elsewhere=$$(mktemp -d); trap 'rm -rf "$$elsewhere"' EXIT; \
	$(PYTHON) -m venv "$$elsewhere/venv"; \
	"$$elsewhere/venv/bin/pip" install --quiet -c constraints.txt dist/*.whl; \
	cd "$$elsewhere" && for each in $(SCENARIO) backtests/zte-2018; do env -u PYTHONPATH venv/bin/runout check $$each; done
