# Needs make and Python 3.11 or newer; everything else goes into .venv.
# PYTHON=/path/to/python picks the interpreter, JOBS=4 the number of test processes and ARGS="-k merge"
# is passed on to pytest.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& echo $$name && break; done)
# One more than two cores: many tests wait for other processes.
JOBS ?= 3
ARGS ?=

# Tests start many processes: what one has compiled, the others need not compile again.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/pycache

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
EDITABLE := $(PIP) install --quiet --no-deps --no-build-isolation --editable .
LOCKS := requirements.lock requirements-build.lock requirements-dev.lock requirements-generator.lock
RUNTIME := .venv/.runtime
DEV := .venv/.dev
# The generator of clients, which tests run, wants other versions than leadkeep.
GENERATOR := .venv/generator
# So do the connectors that slow tests run; the short form runs all of them too.
CONNECTORS := .venv/connectors
CONNECTORS_MADE := $(foreach name,airbyte tap-marketo node,$(CONNECTORS)/$(name)/.made)
# Airbyte's source says that it runs on these only.
AIRBYTE_PYTHON ?= $(shell for name in python3 python3.11 python3.10; do \
	$$name -c 'import sys, ensurepip, venv; sys.exit(not (3, 9) <= sys.version_info < (3, 12))' \
	>/dev/null 2>&1 && echo $$name && break; done)
# Folders with Python code; one that holds none yet is left out.
CODE := $(foreach dir,tools benchmarks examples,$(if $(wildcard $(dir)/*.py),$(dir)))
TYPED := src $(if $(wildcard tests/*.py tests/*/*.py),tests) $(CODE)

.PHONY: help venv .venv demo test test-slow test-slow-short faults test-random coverage lint format types docs graph generate bench bench-compare mutate check release-check lock clean

help: ## Show this list
	@sed -n 's/^\([.a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

# The runtime needs come first, so that the demo starts soon. A changed lock makes a new environment,
# since pip never removes what a lock no longer names.
$(RUNTIME): $(LOCKS)
	@test -n "$(PYTHON)" || { echo "leadkeep needs Python 3.11 or newer with its venv module;" \
		"install one or run: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit("leadkeep needs Python 3.11 or newer, and $(PYTHON) is " \
		+ sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear .venv
	$(PIP) install --quiet -r requirements.lock -r requirements-build.lock
	$(EDITABLE)
	@touch $@

$(DEV): $(RUNTIME) pyproject.toml
	$(PIP) install --quiet -r requirements-dev.lock
	$(PYTHON) -m venv --clear $(GENERATOR)
	$(GENERATOR)/bin/python -m pip --disable-pip-version-check --no-input install --quiet \
		-r requirements-generator.lock
	$(EDITABLE)
	@touch $@

venv: $(DEV) ## Make .venv with everything for development
.venv: venv

# new_environment PYTHON: makes the environment of the target's folder with the lock that is its first
# prerequisite.
new_environment = $(1) -m venv --clear $(@D) && $(@D)/bin/python -m pip --disable-pip-version-check \
	--no-input install --quiet --no-compile -r $<

$(CONNECTORS)/airbyte/.made: requirements-airbyte.lock $(RUNTIME)
	@test -n "$(AIRBYTE_PYTHON)" || { echo "airbyte-source-marketo needs Python 3.9 to 3.11;" \
		"install one or run: make AIRBYTE_PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(call new_environment,$(AIRBYTE_PYTHON))
	@touch $@

# The tap trusts the certificates of certifi only, so the one of the tests' proxy goes there.
$(CONNECTORS)/tap-marketo/.made: requirements-tap-marketo.lock $(RUNTIME) tests/support/mktorest.crt
	$(call new_environment,$(PYTHON))
	cat tests/support/mktorest.crt >> "$$($(@D)/bin/python -m certifi)"
	@touch $@

NODE_LOCK := tests/conformance/clients/node/package-lock.json
$(CONNECTORS)/node/.made: requirements-node.lock $(RUNTIME) $(NODE_LOCK)
	$(call new_environment,$(PYTHON))
	cp $(dir $(NODE_LOCK))package.json $(NODE_LOCK) $(@D)
	cd $(@D) && PATH="$$PWD/bin:$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

demo: $(RUNTIME) ## Serve the demo data on http://127.0.0.1:8080
	$(BIN)/leadkeep serve --demo --data ./leadkeep-demo

PYTEST := $(BIN)/pytest -n $(JOBS) --dist worksteal
test: $(DEV) ## Run the default suite on both engines
	$(PYTEST) $(ARGS)

test-slow: $(DEV) $(CONNECTORS_MADE) ## Run the tests marked slow: kills, races, simulation
	@$(call if_slow,$(PYTEST) -m slow --timeout 1800 $(ARGS))

test-slow-short: $(DEV) $(CONNECTORS_MADE) ## Run the slow tests in their short form
	@$(call if_slow,LEADKEEP_TEST_SLOW=short $(PYTEST) -m slow --timeout 300 $(ARGS))

# pytest calls it an error to find no test.
if_slow = if grep -rqs 'mark\.slow' tests; then set -x; $(1); else echo "No test is marked slow."; fi

faults: $(DEV) ## Run the fault matrix and write docs/explanation/reliability.md
	$(BIN)/python tools/faults.py -n $(JOBS) --dist worksteal $(ARGS)

test-random: $(DEV) ## Run the tests of properties with examples that differ each time
	$(PYTEST) -m hypothesis --hypothesis-profile random $(ARGS)

coverage: $(DEV) ## Print the lines and branches that the default suite does not reach
	rm -rf build/coverage
	$(BIN)/coverage run $(PYTEST) $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(DEV) ## Check rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

format: $(DEV) ## Mend what can be mended by itself, then format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

types: $(DEV) ## Check types
	$(BIN)/mypy $(TYPED)

docs: $(DEV) ## Check that generated pages are fresh, then build the docs into build/site
	$(if $(wildcard tools/generate.py),$(BIN)/python tools/generate.py --check)
	$(if $(wildcard tools/graph.py),$(BIN)/python tools/graph.py --check)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/site

graph: $(DEV) ## Draw how the rooms of the domain import each other, and print the figures
	$(BIN)/python tools/graph.py

generate: $(DEV) ## Write the generated pages again
	$(BIN)/python tools/generate.py

bench: $(DEV) ## Run the benchmarks
	$(BIN)/python -m benchmarks $(ARGS)

bench-compare: $(DEV) ## Measure version REF beside this one, in turn
	$(BIN)/python -m benchmarks.compare $(REF) $(ARGS)

mutate: $(DEV) ## Find faults that no test notices: ARGS="leads --seed 2"
	$(BIN)/python tools/mutate.py --jobs $(JOBS) $(ARGS)

check: lint types test docs ## Everything that a change must pass

release-check: $(DEV) ## Build sdist and wheel into build/release, and try both in a clean environment
	$(BIN)/python tools/release_check.py

# uv lives in its own environment, since it is needed for this alone. --no-config keeps settings of the
# machine out of the locks. UPGRADE= keeps what is locked and adds or removes only what changed.
UPGRADE ?= --upgrade
COMPILE := build/lock/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock: ## Resolve the dependencies again, all to their newest versions
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip --disable-pip-version-check --no-input install --quiet --upgrade uv
	$(COMPILE) $(UPGRADE) pyproject.toml --output-file requirements.lock
	$(COMPILE) $(UPGRADE) --constraints requirements.lock --group build \
		--output-file requirements-build.lock
	$(COMPILE) $(UPGRADE) --constraints requirements.lock --group dev pyproject.toml \
		--output-file requirements-dev.lock
	$(COMPILE) $(UPGRADE) --group generator --output-file requirements-generator.lock
	$(COMPILE) $(UPGRADE) --group airbyte --output-file requirements-airbyte.lock
	$(COMPILE) $(UPGRADE) --group tap-marketo --output-file requirements-tap-marketo.lock
	$(COMPILE) $(UPGRADE) --group node --output-file requirements-node.lock
	$(COMPILE) $(UPGRADE) --constraints requirements.lock --extra examples pyproject.toml \
		--output-file requirements-examples.lock

clean: ## Remove everything that make made
	rm -rf .venv build site .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find src tests tools benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
