# One command each; `make help` lists them. Nothing but Python 3.11+ (with venv) and make is needed.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test test-long check bench lock

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

run: .venv/base ## Serve Waymark on http://127.0.0.1:8000 with the starter course
	@exec $(BIN)/python -m learning serve

test: .venv/dev ## Run the whole suite on SQLite and PostgreSQL
	@$(BIN)/python -m pytest

test-long: .venv/dev ## The long versions of kill, race and fuzz tests; results go to docs/results.md
	@LONG=1 $(BIN)/python -m pytest -n 0 -m "long or hypothesis" -s

check: .venv/dev ## Lint, types, layers, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

bench: .venv/dev ## Measure W1, W2 and W3 against controls in the same run
	@$(BIN)/python -m bench

lock: ## Make the hashed locks anew from the .in files (needs uv)
	uv pip compile -q --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile -q --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements.txt requirements-scale.in -o requirements-scale.txt
	uv pip compile -q --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements.txt -c requirements-scale.txt requirements-dev.in -o requirements-dev.txt

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Waymark needs Python 3.11 or newer. Install it, or say which one: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "Python's venv is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/base: .venv/made requirements.txt
	@echo "Installing what Waymark needs (once, about half a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/base requirements-scale.txt requirements-dev.txt
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-scale.txt -r requirements-dev.txt
	@touch $@
