# learnlog: `make run` opens it, `make test` passes its tests.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
DONE := $(VENV)/.installed
ARGS ?=

.PHONY: run test test-networks test-browser check format bench bench-soak bench-experts pictures docs lock clean

run: $(DONE)
	@$(BIN)/learnlog $(ARGS)

test: $(DONE)
	$(BIN)/python -m tests.only_loopback -m pytest -n auto

test-networks: $(DONE)
	bash tests/networks/start.sh $(BIN)/python

test-browser: $(DONE)
	bash tests/browser/run.sh $(BIN)/python

check: $(DONE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DONE)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(DONE): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis build dist

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --no-annotate --no-emit-index-url --no-emit-find-links --no-header -q -o requirements.lock

docs: $(DONE)
	$(BIN)/python docs/generate.py

pictures: $(DONE)
	$(BIN)/python docs/pictures.py

bench: $(DONE)
	$(BIN)/python bench/quick_commands.py
	$(BIN)/python bench/screens.py
	$(BIN)/python bench/library_size.py
	$(BIN)/python bench/counts.py
	$(BIN)/python -m bench.refresh
	$(BIN)/python -m bench.readers
	$(BIN)/python bench/experts_speed.py
	$(BIN)/python bench/finder.py

bench-soak: $(DONE)
	$(BIN)/python -m bench.soak

bench-experts: $(DONE)
	$(BIN)/python bench/experts_table.py
