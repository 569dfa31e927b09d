# Two commands matter: `make explore` opens the explorer, `make test` runs every test, the browser's included.
# Both set up what they need in .venv; nothing but Python 3.11 or newer, git and make is assumed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: fuzz kills explore test check unit docs lock screenshots coverage release clean help

help: ## say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

explore: $(STAMP) ## set up and open the explorer on the crossroads atlas
	$(BIN)/mapapp explore crossroads

test: $(DEV_STAMP) ## set up and run every test, the browser's included
	$(BIN)/python tests/run.py

check: $(DEV_STAMP) ## style, types, dependency rule
	$(BIN)/python tests/run.py check

unit: $(DEV_STAMP) ## the everyday tests: without the browser and without what takes seconds
	$(BIN)/python tests/run.py check js unit

docs: $(DEV_STAMP) ## build the documentation site into dist/docs
	$(BIN)/python tests/run.py docs

screenshots: $(DEV_STAMP) ## make the pictures of the documentation anew, and each panel in each language in build/screenshots
	$(BIN)/python docs/screenshots.py
	$(BIN)/python docs/screenshots.py all

coverage: $(DEV_STAMP) ## write docs/crossroads-coverage.md anew (needs the sources' texts)
	$(BIN)/python docs/coverage.py

release: $(DEV_STAMP) ## build wheel and sdist, list their parts (SBOM), ask for known weaknesses of dependencies
	rm -rf dist && $(BIN)/python -m build -q --no-isolation
	$(PYTHON) -m venv $(VENV)/release && $(VENV)/release/bin/pip install -q "pip>=25.1" && $(VENV)/release/bin/pip install -q --group release
	$(VENV)/release/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o dist/mapapp.cdx.json
	$(BIN)/python tests/audited.py $(VENV)/release/bin/pip-audit requirements.lock dist/audit.json

SECONDS ?= 30
fuzz: $(DEV_STAMP) ## fuzz every parser, guided by coverage (SECONDS=30 for each)
	$(PYTHON) -m venv $(VENV)/fuzz && $(VENV)/fuzz/bin/pip install -q --require-hashes -r requirements.lock && $(VENV)/fuzz/bin/pip install -q "atheris>=2.3"
	$(VENV)/fuzz/bin/python tests/hostile/fuzz.py --seconds $(SECONDS)

KILLS ?= 210
kills: $(DEV_STAMP) ## end saves, exports, imports, archive builds at random moments and look at what is left (KILLS=210)
	$(BIN)/python -m tests.hostile.kills $(KILLS)

lock: ## write the lock files anew from pyproject.toml
	$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install -q uv
	$(VENV)/lock/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.lock
	$(VENV)/lock/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	echo uv | $(VENV)/lock/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 - -o requirements-install.lock

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mapapp needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

PIP := $(BIN)/pip install -q --disable-pip-version-check
UV := $(BIN)/uv pip install -q --system-certs --python $(BIN)/python

# uv, itself pinned, takes a tenth of pip's time. Where it cannot (a mirror or a proxy that only pip knows of), pip goes on.
define install
@echo "installing what is locked in $(1) into $(VENV)"
@$(PIP) --require-hashes -r requirements-install.lock && $(UV) --require-hashes -r $(1) && $(UV) --no-deps -e . \
	|| { echo "uv cannot install here; pip does, which takes longer"; \
	$(PIP) --no-compile --require-hashes -r $(1) && $(PIP) --no-deps -e .; }
endef

$(STAMP): $(VENV)/bin/python requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $@

$(DEV_STAMP): $(VENV)/bin/python requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch $@ $(STAMP)

clean: ## remove what the two commands made
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
