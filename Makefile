# Civic. `make` alone lists what can be done.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
NEXT := .venv-next
NEXT_WAGTAIL ?= 8.0
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCK := --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.PHONY: help install demo serve test lint bench bench-room bench-table lock messages wagtail-next

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/base.stamp: requirements/base.txt
	@$(PYTHON) -c 'import sys; sys.exit("Civic needs Python 3.11; this is " + sys.version.split()[0] + ". Set PYTHON=/path/to/python3.11.") if sys.version_info[:2] != (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Install the venv module first: apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/base.stamp
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/base.stamp ## Install Civic into .venv

demo: install ## Open the demo territory on http://127.0.0.1:8000 (PORT= to change)
	CIVIC_DEMO=1 CIVIC_VAR_DIR=var/demo $(BIN)/python manage.py demo --port $(PORT)

serve: install ## Migrate, then serve your own territory on http://127.0.0.1:8000 (PORT=)
	$(BIN)/python manage.py serve --port $(PORT)

test: $(VENV)/dev.stamp ## Run every check and test, on SQLite, then on PostgreSQL where it answers
	$(BIN)/python -m tests.run

lint: $(VENV)/dev.stamp ## Run the linters alone
	$(BIN)/python -m tests.run --lint

bench: $(VENV)/dev.stamp ## Measure pages and writes on PostgreSQL, beside an empty page
	$(BIN)/python -m tests.load.bench

bench-room: $(VENV)/dev.stamp ## Measure a live room of 1,000 phones, of 300 on SQLite, then break one
	$(BIN)/python -m tests.load.room_bench
	$(BIN)/python -m tests.load.room_chaos

bench-table: $(VENV)/dev.stamp ## Measure a follow-up table of 100,000 requests and a long import, on both engines
	$(BIN)/python -m tests.load.table_bench
	$(BIN)/python -m tests.load.table_bench --engine sqlite

lock: $(VENV)/dev.stamp ## Compile the locked requirements again
	$(BIN)/pip-compile $(LOCK) -o requirements/base.txt requirements/base.in
	$(BIN)/pip-compile $(LOCK) -o requirements/dev.txt requirements/dev.in

messages: install ## Collect the sentences to translate and compile the catalogues
	$(BIN)/python manage.py makemessages --locale fr --no-location --no-obsolete \
		--ignore '.venv*' --ignore 'var/*' --ignore 'tests/*'
	$(BIN)/python manage.py compilemessages --locale fr --ignore '.venv*'

$(NEXT)/dev.stamp: requirements/dev.txt
	@test -x $(NEXT)/bin/python || $(PYTHON) -m venv $(NEXT)
	$(NEXT)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/dev.txt
	$(NEXT)/bin/python -m pip --disable-pip-version-check install --quiet wagtail==$(NEXT_WAGTAIL)
	@touch $@

wagtail-next: $(NEXT)/dev.stamp ## Try the suite on the next Wagtail (SQLite, no browser; NEXT_WAGTAIL=)
	DATABASE_URL= $(NEXT)/bin/python -m pytest -q -m "not browser"
