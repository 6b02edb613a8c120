# Everything is done by tools/stack (standard library only until .venv exists).
PYTHON ?= $(shell command -v python3.11 || command -v python3)
STACK := $(PYTHON) -m tools.stack
export PORT BIND DB ODOO_SRC DATABASE_URL TLS ARGS

.PHONY: help run stop clean status doctor shell sql data data-history import-real test test-fast test-deep test-core \
	bench lint lock env i18n

help:  ## List the commands
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t16

run:  ## From a bare machine to a working shop (PORT, BIND, DB, TLS=1, ODOO_SRC, DATABASE_URL)
	@$(STACK) run
stop:  ## Stop server and embedded PostgreSQL; data stays
	@$(STACK) stop
clean:  ## Stop and remove databases and everything fetched
	@$(STACK) clean
status:  ## Say what runs and where
	@$(STACK) status
doctor:  ## Look at machine, database and shop; say what is wrong and what to do
	@$(STACK) doctor
env:  ## Fetch what is needed, make no database
	@$(STACK) env
shell:  ## Odoo shell on the shop's database: make -s shell < script.py
	@$(STACK) shell
sql:  ## psql on the shop's database: make -s sql < file.sql
	@$(STACK) sql
data:  ## Load the slice of real retail data (resumes where it ended)
	@$(STACK) data slice
audit-verify:  ## Verify the audit trail's hash chain
	@$(STACK) audit_verify
data-history:  ## Load all 1.47 million sales lines for reports and forecasts
	@$(STACK) data history
import-real:  ## Import the 92,331 real products from a written file; log in docs/import-real.log
	@$(PYTHON) -m tools.testing deep -k import_real
test:  ## All layers, small sizes (<= 30 min)
	@$(PYTHON) -m tools.testing all
test-fast:  ## What needs neither Odoo nor a database (<= 60 s)
	@$(PYTHON) -m tools.testing fast
test-deep:  ## The full sizes that the issues name (ARGS="-k thousand" some); log in docs/
	@$(PYTHON) -m tools.testing deep
test-core:  ## Odoo's own suites on plain Odoo and on ours, compared (ARGS="stock sale")
	@$(PYTHON) -m tools.testing core
bench:  ## Ratios against plain Odoo in the same run (ARGS="--case pos_order --quick")
	@$(PYTHON) -m tools.testing bench
lint:  ## All linters
	@$(PYTHON) -m tools.testing lint
i18n:  ## Write the translation templates, addons/*/i18n/*.pot
	@$(STACK) i18n
lock:  ## Pin requirements*.txt anew from requirements*.in, for Debian 12's Python
	@/usr/bin/python3.11 tools/lock.py
