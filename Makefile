# Two commands on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

.PHONY: run demo test check texts audit

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

.venv/runtime: requirements.txt constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/development: requirements.txt constraints.txt requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# Licences, pins and known vulnerabilities of what the dashboard runs on (docs/running.md).
audit: .venv/audit
	$(BIN)/python deploy/audit.py

.venv/audit: .venv/runtime requirements-audit.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt
	touch $@
