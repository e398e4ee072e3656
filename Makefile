# The commands of the project: run, test, lint, bench. Each sets up what it needs.
export PYTHON ?= python3
export PORT ?= 8000

.PHONY: run test lint bench
.DEFAULT_GOAL := run

run:
	@bin/setup run
	@DJANGO_SETTINGS_MODULE=iomtracker.settings_local .venv/bin/python manage.py run_local

test:
	@bin/test

lint:
	@bin/setup dev
	@bin/lint

# QUICK=1: ten pages on SQLite, in three minutes, and no file is written.
bench:
	@bin/setup dev
	@.venv/bin/python bench/speed.py $(if $(QUICK),--quick)
