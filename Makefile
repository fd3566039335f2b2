PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
BENCH_VENV := .venv-bench
BENCH_LOCK := requirements-bench.lock

# Tests and drills start a thousand processes: none of them is to compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo picture browser screenshots test drill drill-short bench run check format lint types contracts lock clean

setup: $(VENV)/.done

$(VENV)/.done: $(LOCK) pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	$(BIN)/kurze-wege demo

# The picture in the README: one moment of the demo, drawn from what the phones really show.
picture: setup
	$(BIN)/python -m bot.demo.picture docs/demo.svg

# The browser for tests/web: the system's own Chromium, where this user may install it.
browser:
	@command -v chromium || command -v chromium-browser || command -v google-chrome || { \
	  sudo=$$(test "$$(id -u)" = 0 || echo "sudo -n"); \
	  command -v apt-get >/dev/null && $$sudo apt-get update -qq && $$sudo apt-get install -y -qq chromium; \
	} || echo "No Chromium could be installed here: the tests in tests/web will be skipped."

# The pictures of the page, taken while the tour is played.
screenshots: setup
	$(BIN)/python -m tests.web.screenshots docs

# Half of the time a test waits for another process: twice as many workers as there are cores.
WORKERS = $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 1))")

test: setup
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# Kill it, starve it, lie to it: nothing may be lost. The long form draws a seed; the short one, in CI, has the same every time.
drill: setup
	$(BIN)/python -m drills --write docs/drills.md

drill-short: setup
	$(BIN)/python -m drills --short --seed 1

# Side by side with others, on two cores that have nothing else to do; about an hour.
bench: setup $(BENCH_VENV)/.done
	$(BIN)/python -m bench --write docs/benchmarks.md

$(BENCH_VENV)/.done: $(BENCH_LOCK)
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(BENCH_LOCK)
	@touch $@

run: setup
	$(BIN)/kurze-wege run

check: format lint types contracts test

format: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-strip-extras --allow-unsafe --no-header --no-annotate

lock:
	$(COMPILE) --extra dev --extra build --output-file $(LOCK) pyproject.toml
	$(COMPILE) --extra bench --output-file $(BENCH_LOCK) pyproject.toml

clean:
	rm -rf $(VENV) $(BENCH_VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
