.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
HOME_DIR ?= $(CURDIR)/.cache/home

.PHONY: help serve assets screenshots test slow check format bench bench-real bench-ingest bench-workers rehearsal audit clean crawl engines soak

help:                ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

.venv/installed: setup.cfg pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 ..." >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

serve: .venv/installed  ## build the graph where none is there, and serve it
	@LIANGHUI_HOME="$${LIANGHUI_HOME:-$(HOME_DIR)}" $(BIN)/lianghui build --if-missing
	@LIANGHUI_HOME="$${LIANGHUI_HOME:-$(HOME_DIR)}" $(BIN)/lianghui serve

assets:              ## fetch the SPARQL editor that the pages show (needs npm)
	npm ci --prefix tools/assets --ignore-scripts --silent --no-progress
	mkdir -p server/static/vendor
	cp tools/assets/node_modules/@zazuko/yasgui/build/yasgui.min.js \
	  tools/assets/node_modules/@zazuko/yasgui/build/yasgui.min.css server/static/vendor/

screenshots: .venv/installed-dev  ## pictures of the main pages, to be looked at
	$(BIN)/python -m tools.make_screenshots .cache/screenshots

test: .venv/installed-dev  ## every quick test
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

slow: .venv/installed-dev  ## the tests that need minutes, a browser or another engine
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m 'slow and not alone'
	$(BIN)/pytest -m 'slow and alone'

check: .venv/installed-dev  ## formatting, types, layers, and the ontology's own rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.check_ontology

format: .venv/installed-dev  ## put the code in its canonical form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:               ## remove what was made
	rm -rf .venv .cache build *.egg-info

bench: .venv/installed-dev  ## beside other engines, at four sizes (real, 100k, 1m, 10m): hours
	bench/engines/install
	$(BIN)/python -m bench.compare --scale real,100k,1m,10m --minutes 60
	$(BIN)/python -m bench.report

bench-real: .venv/installed-dev  ## beside other engines, on the real graph: a quarter of an hour
	bench/engines/install
	$(BIN)/python -m bench.compare --scale real --minutes 15
	$(BIN)/python -m bench.report

bench-ingest: .venv/installed-dev  ## how ingest grows with the number of reports
	$(BIN)/python -m bench.ingest_scale 1 3 10

bench-workers: .venv/installed-dev  ## whether two workers read at least 1.7 times as fast: two minutes
	$(BIN)/python -m bench.ingest_workers

N ?= 6400
rehearsal: .venv/installed-dev  ## N made-up reports (6400) read, 10 million triples loaded and asked
	nice $(BIN)/python -m bench.rehearsal --reports $(N)

MINUTES ?= 15
soak: .venv/installed-dev  ## a day's requests in MINUTES (15), and whether they leave anything
	$(BIN)/python tests/soak.py $(MINUTES)

engines: .venv/installed-dev  ## every saved question on the shipped graph in the other engines: minutes
	SHIPPED=1 $(BIN)/pytest -m slow tests/test_engines_questions.py

crawl: .venv/installed-dev  ## the page of everything a release describes: minutes
	PAGES=1000000 $(BIN)/pytest -m slow tests/test_crawl.py

audit: .venv/installed-dev  ## known weaknesses of what we depend on; asks a service elsewhere
	$(BIN)/pip install --quiet --disable-pip-version-check 'pip-audit >=2.7,<3'
	$(BIN)/pip-audit --strict --disable-pip --no-deps -r constraints.txt
