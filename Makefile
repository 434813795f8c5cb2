# The one door for developers: `make` lists what there is.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Steps print to one screen and share two cores; side by side they would only be harder to read.
.NOTPARALLEL:

BIN := .venv/bin
STATIC := src/hoolin/server/static
PEERS := tests/peers/smsc/node_modules/.installed
WORKERS ?= 2
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: help run setup test test-fast lint types web web-test bench lock docs vectors docs-check format clean provision peers

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.run $(STATIC)/.built ## Hoolin with a demo site on this machine; more: make run ARGS="--port 9000"
	@exec $(BIN)/hoolin demo $(ARGS)

setup: .venv/.dev web/node_modules/.installed $(PEERS) ## everything a developer needs, from the locks

test: setup peers lint types web-test $(STATIC)/.built ## everything: lint, types, TypeScript, Python, browser, architecture
	@scripts/provision --check
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(ARGS)

test-fast: .venv/.dev ## the Python tests that take seconds; one room: make test-fast ARGS=tests/core
	@$(BIN)/pytest -q -m 'not slow and not needs' $(ARGS)

lint: .venv/.dev ## what ruff has to say, layout included
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo 'lint: run "make format"'; exit 1; }
	@echo 'lint: well'

format: .venv/.dev ## lay the Python out, and mend what ruff can mend
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

types: .venv/.dev ## what mypy has to say
	@$(BIN)/mypy src tests scripts $(wildcard bench/*.py)

web: web/node_modules/.installed $(STATIC)/.built ## build the web apps into the package

web-test: $(STATIC)/.built ## the TypeScript: types, then tests
	@cd web && npm run --silent check && npm test --silent

bench: .venv/.dev $(STATIC)/.built $(PEERS) ## what bench/RESULTS.md is made of: minutes, on a quiet machine
	@for what in routing simulate wait journal chat browser crash reading sms hooks mail sip flow experience; do $(BIN)/hoolin bench $$what --json; done
	@[ -z "$$HOOLIN_DATA" ] || $(BIN)/hoolin bench words --json

docs: .venv/.dev ## make the reference pages anew from the code
	@$(BIN)/python scripts/openapi.py
	@$(BIN)/python scripts/reference.py

vectors: .venv/.dev ## begin the codec vectors of facts that have none; make what the desk is told anew
	@$(BIN)/python scripts/vectors.py
	@$(BIN)/python scripts/desk_vectors.py
	@$(BIN)/python scripts/desk_threads.py
	@$(BIN)/python scripts/desk_answers.py

docs-check: .venv/.dev ## do the docs tell the truth: reference pages, links, examples
	@$(BIN)/pytest -q tests/architecture/test_tree.py tests/architecture/test_reference.py

lock: .venv/.dev ## resolve the Python locks anew (make lock ARGS=--upgrade for newer versions)
	@compile() { $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --custom-compile-command 'make lock' $(ARGS) "$$@"; }; \
	compile pyproject.toml --group build --output-file requirements/run.txt; \
	compile pyproject.toml --group build --group dev --constraint requirements/run.txt --output-file requirements/dev.txt; \
	compile --group peers --output-file requirements/peers.txt
	@git --no-pager diff --stat -- requirements

peers: .venv/peers/.installed ## the servers of other people that tests talk to and that are Python packages

provision: ## install what the tests need from the distribution (or say what is missing)
	@scripts/provision

clean: ## forget everything that was made here, but for a site's data
	rm -rf .venv $(STATIC) web/node_modules tests/peers/*/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

# ------------------------------------------------------------------------------------------- what is made, and from what

# The developer's environment holds the user's; each is made anew when its lock changes. What makes the developer's from
# nothing takes the peers' along, which is why it comes first.
.venv/.run: requirements/run.txt pyproject.toml
	@scripts/setup run
	@touch $@

.venv/.dev: requirements/dev.txt pyproject.toml
	@scripts/setup dev
	@touch $@ .venv/.run

.venv/peers/.installed: requirements/peers.txt | .venv/.dev
	@scripts/setup peers
	@touch $@

web/node_modules/.installed: web/package.json web/package-lock.json
	@scripts/build-web install
	@mkdir -p $(@D) && touch $@

# Peers that tests and benches speak to; whoever only runs Hoolin needs none of them.
tests/peers/%/node_modules/.installed: tests/peers/%/package.json tests/peers/%/package-lock.json
	@scripts/build-web peer $*
	@mkdir -p $(@D) && touch $@

$(STATIC)/.built: web/node_modules/.installed $(WEB_SOURCES)
	@scripts/build-web build
	@mkdir -p $(@D) && touch $@

# A copy of the sources without the web apps says so in words.
web/package.json web/package-lock.json:
	@scripts/build-web check
