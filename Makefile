# The front door. Every target makes `.venv` first where it is missing or out of date; only Python 3.11 and make are assumed.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.set-up
PRODUCTION := .venv-production/.set-up
SOURCES := dags plugins expectations transforms examples
PRODUCT := $(SOURCES) tests
# A module in one of two processes, in the order of tests/conftest.py: what takes longest first.
# Test modules are rewritten for their assertions once, and kept as byte code: seconds of every later run.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder
COMPILE := $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" pyproject.toml
AS_ROOT = $(shell test "$$(id -u)" = 0 || echo sudo -n)

.PHONY: setup run up down status test test-fast test-distributed test-faults browser check docs bench lock secrets clean
.DEFAULT_GOAL := help

.PHONY: help
help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 11

setup: $(STAMP) ## make .venv with the pinned packages

# Byte code is compiled here, once: where Python may not write it at run time, every start would compile everything again.
$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	UV_COMPILE_BYTECODE=1 $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || true
	@$(BIN)/python -m compileall -q $(SOURCES) || true
	@touch $(STAMP)

run: setup ## a demonstration on example publishers, start to finish (REAL=DIR adds real files, STANDARD=all the other standards)
	@$(BIN)/council-returns run $(if $(REAL),--real "$(REAL)") $(addprefix --standard ,$(STANDARD))

up: setup ## start the platform and keep it running; it collects from the councils of the register every day
	@$(BIN)/council-returns up

down: setup ## stop the platform
	@$(BIN)/council-returns down

status: setup ## how the platform is doing
	@$(BIN)/council-returns status

# The packages of the image (Dockerfile), where tests of several machines start them.
$(PRODUCTION): requirements-production.lock pyproject.toml $(STAMP)
	@test -x .venv-production/bin/python || $(PYTHON) -m venv .venv-production
	UV_COMPILE_BYTECODE=1 $(BIN)/uv pip sync --quiet --python .venv-production/bin/python --require-hashes requirements-production.lock
	$(BIN)/uv pip install --quiet --python .venv-production/bin/python --no-deps --no-build-isolation --editable .
	@touch $(PRODUCTION)

test: check browser ## all checks and all tests, without those that lose a machine
	$(PYTEST) -m "not (distributed or faults)"

test-distributed: setup $(PRODUCTION) ## two workers as processes from the packages of the image; one is lost in the middle
	$(BIN)/python -m pytest -m distributed

test-faults: setup ## the scheduler, the store, PostgreSQL and a task killed in turn while something is collected
	$(BIN)/python -m pytest -m faults

test-fast: setup ## the tests that need no service, browser, scheduler or published file, and no long law test
	$(PYTEST) -m "not (platform or browser or scheduler or law or real_data or distributed or faults)"

browser: ## install Chromium, which the browser tests need, where it is missing and may be installed
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ $(AS_ROOT) apt-get update -qq; $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >/dev/null || \
		echo "Chromium is missing and could not be installed, for the reason above: the browser tests will fail." \
			"On Debian, make installs it as root, or with a sudo that asks for no password. Otherwise: sudo apt-get install chromium" >&2

# A file that git doesn't know is in no commit: all would pass here, and fail in everybody else's clone. Outside a checkout,
# where there is no git or this is a folder of some other repository, there is nothing to say.
.PHONY: tracked
tracked:
	@test -n "$$(git rev-parse --show-prefix 2>&1)" || { \
		untracked=$$(git ls-files --others --exclude-standard -- $(PRODUCT)) && test -z "$$untracked" || { \
		echo "These files are not in git, so that no commit has them. Add them with git add, or delete them:" >&2; \
		echo "$$untracked" >&2; exit 1; }; }

check: tracked setup ## lint, format, types, import contracts, layout, generated documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --quiet --durations=0 --durations-min=60 tests/test_layout.py
	$(BIN)/council-returns docs --check

docs: setup ## write the generated documents anew
	$(BIN)/council-returns docs

bench: setup ## figures beside their budgets
	$(BIN)/python -m benchmarks

secrets: ## write .env for docker-compose.yml, with a new secret for each that .env.example names; one that is there stays
	@test ! -e .env || { echo ".env is there already: change a secret in it as docs/operations.md says." >&2; exit 1; }
	@umask 077; while IFS= read -r line; do case "$$line" in \
		FERNET_KEY=) echo "$$line$$(openssl rand -base64 32 | tr '+/' '-_')";; \
		SIGNING_KEY=) printf '%s%s\n' "$$line" "$$(openssl genpkey -algorithm ed25519 | awk '{printf "%s\\n", $$0}')";; \
		[A-Z]*=) echo "$$line$$(openssl rand -hex 32)";; \
		*) echo "$$line";; esac; done < .env.example > .env.partial && mv .env.partial .env

lock: ## resolve the pinned packages anew
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(COMPILE) --extra platform --extra local --extra dev --output-file requirements.lock
	$(COMPILE) --extra platform --extra cluster --constraint requirements.lock --output-file requirements-production.lock

clean: ## stop the platform and throw away its state
	@test ! -x $(BIN)/council-returns || $(BIN)/council-returns down
	@test ! -d .platform/run || COUNCIL_RETURNS_HOME=.platform/run $(BIN)/council-returns down
	rm -rf .platform
