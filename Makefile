# The commands of the project. Each sets up all that it needs, in .venv and data/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test fix quality sets bench bench-scale soak fuzz lock licences clean browser nginx

run: $(VENV)/.run
	@$(BIN)/python -m bot

# Format, lint, types, import contracts, tests: what .ci/run calls green.
test: $(VENV)/.test browser nginx
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

# The reverse proxy that several copies at one webhook are tested behind: Debian's, likewise.
nginx:
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null || { [ "$$(id -u)" = 0 ] && \
		command -v apt-get >/dev/null && apt-get update -q && \
		apt-get install -qy --no-install-recommends nginx-light; } || \
		echo "Debian's package nginx-light is missing: the test of several copies behind it is skipped"

# Mend what can be mended by a tool.
fix: $(VENV)/.test
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# The tables and pictures of docs/quality.md; DATA is a folder with the question sets.
quality: sets $(VENV)/.bench
	$(BIN)/python -m benchmarks.quality --sets $(DATA) --kept --ablations

sets:
	@test -d "$(DATA)" || { echo "make quality needs DATA=FOLDER, with the question sets: see CONTRIBUTING.md"; exit 1; }

# What takes hours: load, kills, an outage, an hour of faults. Outcomes go into docs/reliability.md.
soak: $(VENV)/.test fuzz
	$(BIN)/python -m tests.soak load --minutes 5 --page docs/reliability.md
	$(BIN)/python -m tests.soak kills --kills 100 --page docs/reliability.md
	$(BIN)/python -m tests.soak outage --minutes 10 --page docs/reliability.md
	$(BIN)/python -m tests.soak typing --page docs/reliability.md
	$(BIN)/python -m tests.soak faults --minutes 60 --page docs/reliability.md

# The tables and the picture of docs/performance.md, on this machine.
bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks.speed

# A hundred thousand hostile inputs.
fuzz: $(VENV)/.test
	$(BIN)/python -m tests.fuzz --inputs 100000

# The exact files that the running bot is installed from, with their hashes, for every system.
lock: $(VENV)/.bench
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--constraint constraints.txt --output-file requirements.lock pyproject.toml

licences: $(VENV)/.test
	$(BIN)/python -m benchmarks.licences

# How memory and time grow to a million sentences: an hour and 10 GB of disk in data/scale/.
bench-scale: $(VENV)/.bench
	$(BIN)/python -m benchmarks.scale --kinds
	$(BIN)/python -m benchmarks.scale

clean:
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.11 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "No environment could be made: on Debian and Ubuntu, install python3-venv"; exit 1; }

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
