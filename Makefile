.DEFAULT_GOAL := help
PORT ?= 8000
SITE_PORT ?= 8001
PYTHON ?= python3

.PHONY: help install install-test demo test lint bench clean
help: ## Show this help
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet torch==2.13.0
	.venv/bin/pip install --quiet -r requirements.lock
	.venv/bin/pip install --quiet --no-deps -e .
	touch .venv/installed

install: .venv/installed ## Create .venv with everything Guus needs

demo: install ## Install, crawl the demo municipality, index, and serve it
	PORT=$(PORT) SITE_PORT=$(SITE_PORT) .venv/bin/python demo/run.py

lint: install ## Style, types and the direction of imports
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

install-test: install # The browser of the tests comes from Debian
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium >/dev/null)

test: install-test lint ## Install what tests need and run them all
	.venv/bin/pytest

bench: install ## Measure quality and speed
	.venv/bin/python benchmarks/quality.py

clean: ## Remove what was built (not the state in var/)
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
