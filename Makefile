# Willows. `make help` lists what there is. Needs Python 3.11+ and make (3.81 of macOS will do).

PORT ?= 8550
VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

PY := $(VENV)/bin/python
# The lock files alone decide what is installed: every package by its version and its hash.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
# A lock copied into the environment says: this one is installed.
APP := $(VENV)/app.lock
DEV := $(VENV)/dev.lock

export PYTHONPATH := $(CURDIR)/src

# $(call step,Heading,command): says what runs, and, when it fails, which part failed.
step = @printf '\n== %s\n' "$(1)"; $(2) || { \
    status=$$?; printf '\n== FAILED: %s (make %s)\n' "$(1)" "$@" >&2; exit $$status; }

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help start build dev test lint types imports unit chromium browser bench screenshots \
    format lock apk aab ipa clean can-make-venv

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# ---------------------------------------------------------------- run

start: build ## build the offline web app and serve it (PORT=8550)
	@$(PY) -m web.serve --port $(PORT)

build: $(APP) ## write the offline web app to dist/web/, for any static host
	$(call step,Build the web app,$(PY) -m web.build)

dev: $(DEV) ## run with hot reload in the browser (PORT=8550)
	@$(VENV)/bin/flet run --web --port $(PORT) --directory --recursive \
	    --ignore-dirs .venv,.git,.flet,build,dist main.py

# ---------------------------------------------------------------- check

test: lint types imports build unit browser ## every check there is, in this order
	@printf '\n== All checks passed\n'

lint: $(DEV) ## ruff: mistakes and format
	$(call step,Lint,$(PY) -m ruff check .)
	$(call step,Format,$(PY) -m ruff format --check .)

types: $(DEV) ## mypy, strict
	$(call step,Types,$(PY) -m mypy)

imports: $(DEV) ## the rules of who may import whom
	$(call step,Import rules,$(VENV)/bin/lint-imports --no-logo)

# A browser for each core is plenty of memory from some number of cores on.
ON_ALL_CORES := --numprocesses auto --maxprocesses 4 --dist worksteal

unit: $(DEV) ## unit and property tests
	$(call step,Unit and property tests,$(PY) -m pytest $(ON_ALL_CORES) --ignore tests/browser)

chromium: $(DEV) ## find Chromium, or install one
	$(call step,Chromium,$(PY) -m tests.browser.chromium)

browser: build chromium ## tests of the built app in Chromium
	$(call step,Browser tests,$(PY) -m pytest $(ON_ALL_CORES) tests/browser)

bench: build chromium ## measure; one JSON line a figure, kept in bench/results.json
	$(call step,Measurements,$(PY) -m bench)

screenshots: build chromium ## take the pictures of README and stores, and look at every screen
	$(call step,Screenshots,$(PY) -m tests.browser.screenshots)
	$(call step,Every screen at every size,$(PY) -m tests.browser.gallery)

# ---------------------------------------------------------------- care

format: $(DEV) ## put the code in order
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

lock: ## renew requirements/*.lock from requirements/*.in (needs uv)
	@command -v uv >/dev/null || { echo 'make lock needs uv: $(PYTHON) -m pip install uv' >&2; exit 1; }
	cd requirements && for name in app dev; do \
	    uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	        --no-emit-index-url --custom-compile-command 'make lock' $$name.in -o $$name.lock || exit 1; done

apk: $(DEV) ## build the Android app (says what it needs: the Flutter and Android SDKs, a JDK)
	@$(PY) -m phone.build apk

aab: $(DEV) ## build the Android app as Google Play takes it (needs the same)
	@$(PY) -m phone.build aab

ipa: $(DEV) ## build the iOS app (says what it needs: a Mac, the Flutter SDK, Xcode, CocoaPods)
	@$(PY) -m phone.build ipa

clean: ## remove what was built and installed
	rm -rf build dist $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# ---------------------------------------------------------------- the environment

$(APP): requirements/app.lock $(PY)
	@echo 'Installing what the app needs (requirements/app.lock)'
	@$(PIP) -r $<
	@cp $< $@

$(DEV): requirements/dev.lock pyproject.toml $(APP)
	@echo 'Installing what the tests need (requirements/dev.lock)'
	@$(PIP) -r $<
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@cp $< $@

$(PY):
	@$(MAKE) --no-print-directory can-make-venv
	@echo 'Making the environment $(VENV) with $(PYTHON)'
	@$(PYTHON) -m venv --clear $(VENV)

# Debian and Ubuntu keep half of `venv` in a package of its own.
can-make-venv:
	@test -n '$(PYTHON)' || { echo 'Willows needs Python 3.11 or newer; none was found. \
	Install one, or say where it is: make PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	    package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	    if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	        echo "Installing $$package"; \
	        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $$package >/dev/null; \
	    else \
	        echo "$(PYTHON) cannot make environments: its venv module is not whole." >&2; \
	        echo "On Debian or Ubuntu: sudo apt-get install $$package" >&2; exit 1; \
	    fi; }
