# The verbs of the project; `make help` lists them. Everything installs into .venv from the hashed locks.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test check browser slow bench texts lock

# Many processes run the same files in a test run: compiling these once is enough.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
PORT ?= 8501
DATA ?=
BIN := .venv/bin
CODE := $(wildcard Home.py) pages widgets dashboards datasource locales tests

help: ## List these verbs.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Mingjing needs Python 3.11 or newer, and '$(PYTHON)' is not: install one and name it, as in \`make run PYTHON=python3.12\`." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo "Python could not make .venv (see above): on Debian and Ubuntu, install the package python3-venv and try again." >&2; exit 1; }

# The stamp is a copy of the lock as it was installed: a checkout that only touches the file installs nothing.
.venv/%.lock: %.lock | .venv/bin/pip
	@cmp -s $< $@ || { echo "Installing $< into .venv (once; a minute or two) ..."; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; }
	@cp $< $@

install: .venv/requirements.lock ## Install what the program needs into .venv.

run: .venv/requirements.lock ## Serve on 127.0.0.1:8501 (PORT=N, DATA=DIR, EMPTY=1); makes the demo company at first start.
	@$(BIN)/python -m datasource start --port '$(PORT)' $(if $(DATA),--data '$(DATA)') $(if $(EMPTY),--empty)

test: .venv/requirements-dev.lock ## Run the fast tests, a process with one thread for each core.
	@POLARS_MAX_THREADS=1 $(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: .venv/requirements-dev.lock ## Check format, lint, types, import contracts, duplicate code.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pylint $(CODE)

browser: .venv/requirements-dev.lock ## Run the journeys in Chromium, a process for each core.
	@$(BIN)/python -m pytest -m 'browser and not slow' --numprocesses auto --dist loadfile

slow: .venv/requirements-dev.lock ## Run the kill tests, hostile corpora and large screenshot sets (SAMPLE=1: what CI runs of them).
	@$(BIN)/python -m pytest -m slow --numprocesses auto --dist loadfile $(if $(SAMPLE),--sample)

bench: .venv/requirements-dev.lock ## Measure queries, pages, loads and analytics; a table, and JSON in build/.
	@$(BIN)/python -m tests.benchmarks --pages --ready 1 --board 1 --load 1 --database 1 --analytics

texts: .venv/requirements-dev.lock ## Bring the catalogues in locales/ up to date with the code.
	@$(BIN)/python -m locales.update

lock: .venv/bin/pip ## Pin the requirements anew, for Python 3.11-3.14, with hashes (UPGRADE=1 takes newer releases).
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  $(if $(UPGRADE),--upgrade) --output-file requirements.lock requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  $(if $(UPGRADE),--upgrade) --constraints requirements.lock --output-file requirements-dev.lock requirements-dev.txt
