# The commands of the project. Each sets up all that it needs, in .venv and data/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test fix quality bench-scale clean browser

run: $(VENV)/.run
	@$(BIN)/python -m bot

# Format, lint, types, import contracts, tests: what .ci/run calls green.
test: $(VENV)/.test browser
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

# The browser that the page to verify quotes by is tested in: Debian's, where we may install it.
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update -q && apt-get install -qy --no-install-recommends chromium; } || \
		echo "Debian's package chromium is missing: the tests of the page in a browser are skipped"

# Mend what can be mended by a tool.
fix: $(VENV)/.test
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# The tables and pictures of docs/quality.md; DATA is a folder with the question sets.
quality: $(VENV)/.bench
	$(BIN)/python -m benchmarks.quality --sets $(DATA) --kept --ablations

# How memory and time grow to a million sentences: an hour and 10 GB of disk in data/scale/.
bench-scale: $(VENV)/.bench
	$(BIN)/python -m benchmarks.scale --kinds
	$(BIN)/python -m benchmarks.scale

clean:
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.11 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp is as new as what it was installed from.
$(VENV)/.run: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Installing (once): some 2 GB on disk, most of it PyTorch"
	$(PIP) install --quiet --constraint constraints.txt --editable '.[build]'
	@touch $@

$(VENV)/.test: $(VENV)/.run
	$(PIP) install --quiet --constraint constraints.txt --editable '.[build,dev]'
	@touch $@

$(VENV)/.bench: $(VENV)/.test
	$(PIP) install --quiet --constraint constraints.txt --editable '.[build,dev,bench]'
	@touch $@
