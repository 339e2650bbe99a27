# Two commands on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

# What does not wait for another thing is done beside it: Chromium is fetched while the environment
# is made, and types are checked while the tests run.
MAKEFLAGS += -j2
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: run demo demo-hong-kong test suite check style types browser texts map audit archive try-archive bench bench-memory

run: .venv/runtime
	$(BIN)/streamlit run dashboard.py --server.port $(PORT)

demo: .venv/runtime
	METRICS_DATA=examples $(BIN)/streamlit run dashboard.py --server.port $(PORT)

demo-hong-kong: .venv/runtime
	METRICS_DATA=examples/hong-kong $(BIN)/streamlit run dashboard.py --server.port $(PORT)

test: check suite

suite: .venv/development browser
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: style types

style: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/development
	$(BIN)/mypy

browser:
	sh tests/install_browser.sh

# Collect the interface's texts into the Chinese catalogue, where new ones wait for translation.
texts: .venv/development
	$(BIN)/python -m tests.house.collect_texts

# Write the code map of the READMEs from the packages' docstrings.
map: .venv/development
	$(BIN)/python -m tests.house.code_map

# The dashboard beside other pages, in one table; BENCH=quick takes a few minutes. The packages of
# the others stand apart, so that what the dashboard runs on stays what requirements.txt says.
BENCH ?= whole
bench: .venv-bench/complete browser
	.venv-bench/bin/python -m bench $(if $(filter quick,$(BENCH)),--quick)

bench-memory: .venv-bench/complete browser
	.venv-bench/bin/python -m bench.memory $(if $(filter quick,$(BENCH)),--quick)

.venv-bench/complete: requirements.txt constraints.txt requirements-bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r requirements-bench.txt
	touch $@

.venv/runtime: requirements.txt constraints.txt
	$(PYTHON) -m venv .venv
	$(INSTALL) -r requirements.txt
	touch $@

# Modules are compiled when they are first needed; the tests need few of them.
.venv/development: requirements.txt constraints.txt requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(INSTALL) --no-compile -r requirements-dev.txt
	touch $@

# One archive with its own Python, and a try of it in a root without Python and without network.
ARCHIVE ?= linux-x86_64
archive: .venv/runtime
	$(BIN)/python deploy/archive.py $(ARCHIVE)

try-archive: .venv/development browser
	$(BIN)/python deploy/try_archive.py dist/metrics-dashboard-$(ARCHIVE).tar.gz --browser

# Licences, pins and known vulnerabilities of what the dashboard runs on (docs/running.md).
audit: .venv/audit
	$(BIN)/python deploy/audit.py

.venv/audit: .venv/runtime requirements-audit.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt
	touch $@
