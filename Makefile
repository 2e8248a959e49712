# make site   install, read the articles in seeds/ and serve the site
# make check  lint, types and the fast tests, in under a minute: all but those marked slow, browser or batch
# make test   lint, types and all tests
# make test-datasette1  the tests of the site again, with the newest alpha of Datasette 1.0
# make bench  measure everything that is promised of speed, side by side, into benchmarks/results.md (half an hour)
# make model  train the language pipeline from the corpora in CORPORA (training/README.md)
# PYTHON=/path/to/python3, VENV=.venv and PORT=8001 may be given.

PORT ?= 8001
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: site check test test-datasette1 bench model clean

site: $(VENV)/installed
	@$(BIN)/quotes ingest --db quotes.db seeds
	@echo "To read your own articles, in another terminal: $(BIN)/quotes ingest FOLDER"
	@$(BIN)/quotes serve --db quotes.db --port $(PORT)

check: $(VENV)/test-installed
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -m "not slow and not browser and not batch" --hypothesis-profile fast

test: $(VENV)/test-installed
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest

# Datasette's own pytest plugin would close a site between the tests that share it.
test-datasette1: $(VENV)/datasette1/installed
	PYTHONPATH=$(abspath $(VENV))/datasette1 $(BIN)/python -m pytest -p no:datasette --ignore tests/test_site_browser.py \
	    tests/test_site_*.py tests/test_cli_serve.py

bench: $(VENV)/bench-installed
	$(BIN)/python -m benchmarks $(if $(TEXTS),--texts $(TEXTS)) $(if $(GOLD),--gold $(GOLD))

model: $(VENV)/training-installed
	@test -n "$(CORPORA)" || { echo "Error: name the corpora: make model CORPORA=path/to/corpora" >&2; exit 1; }
	$(BIN)/python -m training $(CORPORA)
	$(BIN)/python -m training.ranker_weights $(CORPORA)
	$(BIN)/python -m training.quoted_weights $(CORPORA)

clean:
	rm -rf .venv .venv-* build dist

$(VENV)/made:
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    found="$$python"; \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	    echo "Making $(VENV) with $$("$$python" --version)"; \
	    "$$python" -m venv --clear $(VENV) && touch $@; exit; \
	done; \
	if [ -n "$$found" ]; then \
	    echo "Error: $$found cannot make virtual environments. Install its venv module" \
	        "(Debian and Ubuntu: apt-get install python3-venv), then run make again." >&2; \
	else \
	    echo "Error: Python 3.11 or newer was not found." \
	        "Install it, or name it: make PYTHON=/path/to/python3" >&2; \
	fi; exit 1

# Dependency groups (PEP 735) need pip 25.1. pip would also compile the tests of all packages, 15 MB of bytecode.
$(VENV)/installed: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --no-compile --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --no-compile --editable '.[formats]'
	@$(BIN)/python -m compileall -q -j 0 -x '/(tests?|pip|setuptools)/' $(VENV)/lib || true
	@touch $@

$(VENV)/test-installed: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

# Beside the environment, and first on the path of what is to use it.
$(VENV)/datasette1/installed: $(VENV)/test-installed
	$(BIN)/python -m pip install --quiet --upgrade --target $(VENV)/datasette1 'datasette>=1.0a41'
	@touch $@

$(VENV)/bench-installed: $(VENV)/test-installed
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

$(VENV)/training-installed: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group training
	@touch $@
