# Everything here needs Python 3.11 or newer (PYTHON=… names another one) and make; the rest is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
# Containers often set it; then each of the many processes here would compile all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile
demo: .venv/ready ## everything on the built-in sample sites, then the Prefect UI (ARGS=--exit: stop at the end)
	@$(BIN)/almanac demo $(ARGS)
up: .venv/ready ## the real thing: server, UI, schedules
	@$(BIN)/almanac up $(ARGS)
test: .venv/ready ## every test on SQLite, those of SQL on PostgreSQL, too (ARGS go to pytest)
	@$(BIN)/python -m pytest -n 4 --dist loadscope --no-loadscope-reorder $(ARGS)
check: .venv/ready ## ruff, pyright, migrations, the demo, a wheel without the lock, damaged pages, killed runs
	@$(BIN)/python -m tests.support.check
bench: .venv/ready ## cost beside baselines, ≤ 15 minutes (ARGS: names of rows, or their beginnings), and a thousand simulations, which go on where they ended
	@$(BIN)/python -m bench.compare $(ARGS)
	@$(if $(ARGS),,$(BIN)/python -m bench.simulate --seeds 1000 --processes 2 --kept build/simulations.jsonl)
wheel: .venv/ready ## the wheel, in dist/
	@$(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w dist . && ls dist/*.whl
sbom: .venv/ready ## the bill of materials of the locked packages (CycloneDX JSON), in dist/
	@mkdir -p dist && $(BIN)/python -m bench.sbom dist/sbom.cdx.json && ls dist/sbom.cdx.json
pictures: .venv/ready ## the pictures of the UI in docs/images, by a headless chromium, of the last demo or of one that it walks
	@$(BIN)/python -m tests.support.pictures
screens: .venv/ready ## pictures of every page of both UIs, light and dark, of the last demo, in FOLDER
	@$(BIN)/python -m tests.support.screens $(FOLDER)
lock: .venv/ready ## requirements.lock anew: versions and hashes, no addresses
	@$(BIN)/python -m pip install -q uv && $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --extra browse --extra png --extra postgresql --extra scale-out --group dev -o requirements.lock pyproject.toml
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Model Almanac needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python lacks venv: install it (Debian and Ubuntu: python3-venv) or name another: make $(MAKECMDGOALS) PYTHON=…"; exit 1; }
	@echo "Setting up .venv: once, about a minute" && $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . && touch $@
.PHONY: help demo up test check bench wheel sbom pictures screens lock
