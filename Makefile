# Two commands on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

.PHONY: run demo test check texts bench bench-memory

run: .venv/runtime
	$(BIN)/streamlit run dashboard.py --server.port $(PORT)

demo: .venv/runtime
	METRICS_DATA=examples $(BIN)/streamlit run dashboard.py --server.port $(PORT)

test: check
	sh tests/install_browser.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Collect the interface's texts into the Chinese catalogue, where new ones wait for translation.
texts: .venv/development
	$(BIN)/python -m tests.collect_texts

# The dashboard beside other pages, in one table; BENCH=quick takes a few minutes. The packages of
# the others stand apart, so that what the dashboard runs on stays what requirements.txt says.
BENCH ?= whole
bench: .venv-bench/complete
	sh tests/install_browser.sh
	.venv-bench/bin/python -m bench $(if $(filter quick,$(BENCH)),--quick)

bench-memory: .venv-bench/complete
	sh tests/install_browser.sh
	.venv-bench/bin/python -m bench.memory $(if $(filter quick,$(BENCH)),--quick)

.venv-bench/complete: requirements.txt requirements-bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	touch $@

.venv/runtime: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/development: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
