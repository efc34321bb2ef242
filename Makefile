# What a newcomer types. Every step of `setup` leaves a stamp named after the content it was made from,
# so it runs again exactly when that content, or the place of the folder, has changed.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
UV ?= uv
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Modules are compiled once, also where the environment says otherwise: tests start the program many times.
unexport PYTHONDONTWRITEBYTECODE

key = $(shell { echo "$(CURDIR)"; cat $(1); } | cksum | cut -d' ' -f1)
pip = .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet

healthy := $(shell .ci/environment check && echo yes)
stamps := .venv/stamps
venv := $(stamps)/venv
runtime := $(stamps)/runtime-$(call key,requirements.txt)
dev := $(stamps)/dev-$(call key,requirements-dev.txt)
project := $(stamps)/project-$(call key,pyproject.toml)

services := tests/services/node_modules/.setup-$(call key,tests/services/package.json tests/services/package-lock.json)
beside_folder := benchmarks/national/postgraphile
beside := $(beside_folder)/node_modules/.setup-$(call key,$(beside_folder)/package.json $(beside_folder)/package-lock.json)

ifneq ($(wildcard web/package.json),)
web_files = find web schema/schema.graphql examples -name node_modules -prune -o -name dist -prune -o -name '*.tsbuildinfo' -prune -o -type f -exec cksum {} + | LC_ALL=C sort | cksum | cut -d' ' -f1
modules := web/node_modules/.setup-$(call key,web/package.json web/package-lock.json)
client := web/dist/.setup-$(shell $(web_files))
endif

.NOTPARALLEL:
.PHONY: graphiql under-attack check-access check-inference check-reference help setup setup-dev run test lint fmt bench lock clean browser services soak-upload remake wrk

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

setup: $(runtime) $(project) $(modules) $(client) ## make .venv and build the client; quick when nothing changed

setup-dev: $(dev) $(project) $(modules) $(client) $(services)

run: setup ## serve on http://localhost:8000; PORT, AREOPAG_DATA and AREOPAG_MODE change it
	@exec .venv/bin/areopag serve

graphiql: $(runtime) ## GraphiQL on http://localhost:5174, before the server that runs; AREOPAG_SERVER says where
	@cd web/graphiql && npm ci --silent && npm run --silent dev

test: setup-dev browser services wrk ## run every test
	@$(if $(modules),npm --prefix web run --silent test)
	@.venv/bin/pytest $(ARGS)

lint: $(dev) $(project) $(modules) ## style, types, import contracts, the API's contract
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/areopag schema check
	$(if $(modules),npm --prefix web run --silent lint)
	$(if $(modules),npm --prefix web run --silent typecheck)

fmt: $(dev) $(project) $(modules) ## bring the code into shape
	.venv/bin/ruff check --fix-only
	.venv/bin/ruff format
	$(if $(modules),npm --prefix web run --silent format)

check-reference: setup-dev ## every published reference value beside ours
	@.venv/bin/python -m tests.reference

.PHONY: test-long
test-long: setup-dev ## the tests that take minutes: many at once, for long
	@.venv/bin/pytest $(or $(ARGS),tests/long)

bench: setup-dev wrk $(beside) ## run the benchmarks; the last and longest is national, ARGS="--scale 1 --scale 8" sets its size
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; .venv/bin/python "$$file" || exit 1; done
	@echo "== benchmarks/national"; .venv/bin/python -m benchmarks.national $(ARGS)

.PHONY: bench-national
bench-national: setup-dev wrk $(beside) ## the national benchmark alone
	@.venv/bin/python -m benchmarks.national $(ARGS)

soak-process: setup-dev ## random acts over every process, PROCESSES (1) side by side: STEPS=100000
	@.venv/bin/python -m tests.long.process_soak $(or $(STEPS),100000) $(or $(PROCESSES),1)

race: setup-dev ## sixteen identical decisions at once through three servers: ROUNDS=1000
	@.venv/bin/python -m tests.long.race $(or $(ROUNDS),1000)

bulk: setup-dev ## one act in many cases, with the server killed in the middle: CASES=200
	@.venv/bin/python -m tests.long.bulk $(or $(CASES),200)

soak-upload: setup-dev services ## send SIZE (5G) through a server that is killed KILLS (20) times, into both stores
	@.venv/bin/python -m tests.long.upload --size $(or $(SIZE),5G) --kills $(or $(KILLS),20) --store $(or $(STORE),both)

under-attack: setup-dev services ## what others feel while one address attacks: MINUTES=2
	@.venv/bin/python -m tests.long.under_attack $(or $(MINUTES),2)

check-access: setup-dev ## every role, phase and field against docs/access.md, then every policy taken away in turn
	@.venv/bin/python -m tests.long.check_access

check-inference: setup-dev ## what is hidden changes no byte and no time of any answer
	@.venv/bin/python -m tests.long.check_inference

lock: ## renew the lock files from the .in files (needs uv)
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' requirements.in -o requirements.txt
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' requirements-dev.in -o requirements-dev.txt

clean: ## remove everything that can be made again; the data folder stays
	rm -rf .venv web/node_modules web/graphiql/node_modules web/dist tests/services/node_modules $(beside_folder)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache areopag.egg-info

browser:
	@.ci/browser

services:
	@.ci/services

wrk:
	@.ci/wrk

$(venv): $(if $(healthy),,remake)
	@.ci/environment
	@mkdir -p $(stamps)
	@touch $@

$(runtime): $(venv)
	@echo "Installing what the server needs ..."
	@$(pip) --require-hashes -r requirements.txt
	@rm -f $(stamps)/runtime-* && touch $@

$(dev): $(venv) $(runtime)
	@echo "Installing what tests and checks need ..."
	@$(pip) --require-hashes -r requirements-dev.txt
	@rm -f $(stamps)/dev-* && touch $@

$(project): $(venv) $(runtime)
	@$(pip) --no-deps --no-build-isolation -e .
	@rm -f $(stamps)/project-* && touch $@

# Real services that tests talk to: an OpenID provider.
$(services): | $(runtime)
	@npm --prefix tests/services install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

# PostGraphile, which the national benchmark measures beside Areopag; the project itself does not use it.
$(beside): | $(runtime)
	@echo "Installing PostGraphile, to be measured beside ..."
	@npm --prefix $(beside_folder) install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

ifneq ($(modules),)
# Not `npm ci`: it refuses a lock file without the optional packages of platforms that a mirror does not carry.
# What the lock file names is installed as locked, and a test compares it with package.json.
$(modules): | $(runtime)
	@echo "Installing what the client is built with ..."
	@npm --prefix web install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

$(client): $(modules)
	@echo "Building the client ..."
	@npm --prefix web run --silent build
	@touch web/dist/.setup-$$($(web_files))
endif
