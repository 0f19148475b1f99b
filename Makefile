# Every target sets up what it needs: a virtual environment in .venv with exactly what
# requirements.lock names. After the first time nothing is fetched any more.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SPARK := .venv/engines
ENGINES := $(SPARK)/.ready

# Tests of one file stay in one process: they share what is slow to make.
SIDE_BY_SIDE := -n logical --maxprocesses 4 --dist loadfile

export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: help demo test test-all nightly engines lint audit docs bench eval licences sbom release clean lock

help:  ## say what each target does
	@sed -n 's/^\([a-z-]*\):.*## */\1\t/p' Makefile | expand -t 10

demo: $(READY)  ## serve the sample newsroom on this machine and watch it
	@$(BIN)/vedette demo

test: $(READY)  ## the fast tests
	@$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) -m "not slow"

test-all: $(READY) $(ENGINES)  ## all tests, with those in Spark (`make engines`)
	@$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) -m "not nightly"
	@PYTHONPATH=$(SPARK) $(BIN)/python -m pytest -q tests/warehouse/test_spark.py

nightly: test-all  ## test-all, soaks of many kills, ten minutes of fuzzing, or VEDETTE_FUZZ_MINUTES
	@$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) -m nightly
	@VEDETTE_FUZZ_MINUTES=$${VEDETTE_FUZZ_MINUTES:-10} $(BIN)/python -m pytest -q --show-capture=no tests/fuzz

engines: $(ENGINES)  ## put Spark into .venv/engines, for the views there (fetches 490 MB, once)

lint: $(READY) audit  ## ruff, mypy --strict, the import rules, the documents, known vulnerabilities
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -m "not slow" tests/test_architecture.py tests/test_docs.py

audit: $(READY)  ## known vulnerabilities in what the lock names; half a minute at most
	@$(BIN)/python -m releasing.audit

bench: $(READY)  ## run every benchmarks/bench_*.py
	@for script in $(sort $(wildcard benchmarks/bench_*.py)); do \
		echo "== $$script"; $(BIN)/python -m "benchmarks.$$(basename "$$script" .py)"; \
	done

# PUBLIC: a folder with the public sets. GOLD: a file of labelled articles. FLAGS: --errors, …
eval: $(READY)  ## score everything that is labelled, and hold it to its floors
	@$(BIN)/python -m benchmarks.evaluate $(if $(PUBLIC),--public "$(PUBLIC)") $(if $(GOLD),--gold "$(GOLD)") $(FLAGS)

docs: $(READY)  ## run what the documents show, and write down what came out
	@$(BIN)/python -m docs.refresh

licences: $(READY)  ## write docs/licences.md, from what the packages of the lock say
	@$(BIN)/python -m releasing.licences

sbom: $(READY)  ## write dist/vedette-VERSION.cdx.json, the bill of materials
	@$(BIN)/python -m releasing.sbom

release: $(READY)  ## the packages and the bill of a release into dist/, if the tree is ready for one
	@$(BIN)/python -m releasing.release

clean:  ## remove what was made, but not .venv
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .demo
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

lock:  ## resolve the dependencies anew into requirements.lock
	@uv=$$(command -v uv) || { \
		$(PYTHON) -m venv .venv/lock; .venv/lock/bin/pip install -q uv; uv=.venv/lock/bin/uv; }; \
	"$$uv" pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" \
		--quiet --upgrade --output-file requirements.lock; \
	$(PYTHON) -c 'import tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
		print(*project["optional-dependencies"]["engines"], sep="\n")' | \
	"$$uv" pip compile - --constraints requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" \
		--quiet --upgrade --output-file requirements-engines.lock

# The lock names everything, so nothing is resolved (--no-deps): pip would look at newer releases
# for a requirement with extras, and refuse them for their hash.
# The stamp is written last, so that a set-up broken off half-way is done again.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || { \
		echo "Vedette needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is $$($(PYTHON) --version 2>&1 || true);" \
			"name another one: make PYTHON=python3.12 …" >&2; exit 2; }
	@echo "Setting up .venv (once) …"
	@if command -v uv >/dev/null; then \
		uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .venv; \
		uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements.lock; \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
		$(PYTHON) -m venv .venv >/dev/null 2>&1 || { \
			echo "$(PYTHON) cannot make a virtual environment: install its venv module" \
				"(Debian and Ubuntu: apt install python3-venv)" >&2; exit 2; }; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

# pyspark comes as source only. Its setup needs nothing but setuptools, which is in .venv. It has a
# folder of its own: other packages change what they do where they find a pyspark beside them.
$(ENGINES): requirements-engines.lock $(READY)
	@echo "Setting up Spark in .venv/engines (once) …"
	@rm -rf $(SPARK)
	@if command -v uv >/dev/null; then \
		uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps --no-build-isolation \
			--target $(SPARK) -r requirements-engines.lock; \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
			--no-build-isolation --target $(SPARK) -r requirements-engines.lock; \
	fi
	@touch $@
