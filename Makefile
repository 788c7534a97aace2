# Each target's sentence after ## is what `make` prints. Needs only make and Python 3.11 or later.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
# Names no index, and holds for every Python and system that the project supports.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run rehearse test test-slow trouble check crash load fuzz fmt bench docs messages pictures lock clean

help: ## list what can be made
	@echo "Marquee. Give a target its options with ARGS, as in: make rehearse ARGS=--fast"
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) \
		| awk -F'|' '{ printf "%-14s%s\n", $$1, $$2 }'

run: $(READY) ## start the bot on Discord, with the token from config.toml or MARQUEE_TOKEN
	@$(BIN)/marquee run $(ARGS)

rehearse: $(READY) ## play the event offline in a browser page, without a token
	@$(BIN)/marquee rehearse $(ARGS)

test: $(READY) ## run the tests, less the slow ones
	$(BIN)/pytest -n 3 -m "not slow and not trouble" $(ARGS)

test-slow: $(READY) ## run the slow tests
	$(BIN)/pytest -n 4 -m slow $(ARGS) || [ $$? = 5 ] # 5: there is none

# They wait more than they work, so more run beside each other than there are processors. The folder
# is named, so that the table is printed where the stories run in several processes.
trouble: $(READY) ## disturb a running Marquee on a real socket, and count what is lost, doubled, late
	$(BIN)/pytest -n 4 -m trouble tests/wire/marquee $(ARGS)

check: $(READY) ## check format, lint, types, the architecture and the documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_architecture.py tests/test_docs.py

# Where Marquee is to remember, for crash and load: sqlite or postgresql.
DATABASE ?=
STORE = $(if $(DATABASE),--database $(DATABASE))

# A kill takes about a second.
KILLS ?= 1000
crash: $(READY) ## kill Marquee KILLS times and count what was lost or doubled
	$(BIN)/python -m tests.wire.crash --kills $(KILLS) $(STORE) $(ARGS)

GUILDS ?= 1000
PROCESSES ?= 1
load: $(READY) ## let GUILDS be due at one instant, with PROCESSES Marquees, and time and count it
	$(BIN)/python -m tests.wire.load --guilds $(GUILDS) --processes $(PROCESSES) $(STORE) $(ARGS)

# Some seven minutes; MARQUEE_PROGRAMS names the programs to break.
RUNS ?= 10000
fuzz: $(READY) ## import RUNS broken programs: none may crash, hang, or take much memory
	$(BIN)/python -m tests.program.importers.fuzz --runs $(RUNS) $(ARGS)

fmt: $(READY) ## format the code and mend what lint can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# search, planning, refresh, importers, agendas or languages; each says at its top what it measures.
BENCH ?= search planning refresh importers agendas languages
bench: $(READY) ## measure: each of BENCH, two things side by side in one run
	@for one in $(BENCH); do echo "$$one:"; $(BIN)/python -m benchmarks.$$one || exit 1; done

docs: $(READY) ## rewrite the documents, example and schema that come from the code
	$(BIN)/python -m tests.written

messages: $(READY) ## bring the catalogs of all languages up to date with the code, and compile them
	@$(BIN)/python -m tests.messages

pictures: $(READY) ## take the pictures of the documents anew; needs Chromium
	$(BIN)/python docs/pictures/take.py

lock: $(TOOLS) ## resolve the requirements anew; ARGS=--upgrade takes newer versions
	$(COMPILE) $(ARGS) pyproject.toml --group build -o requirements/run.txt
	$(COMPILE) $(ARGS) pyproject.toml --group build --extra test \
		-c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) $(ARGS) --group tools -c requirements/dev.txt -o requirements/tools.txt

clean: ## remove what was made: the environments and the caches
	rm -rf $(VENV) .venv-* build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A new lock makes a new environment, so that nothing from an old one stays.
$(LOCKED): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Marquee needs Python 3.11 or later: name one, as in make PYTHON=python3.13")'
	@echo "Making $(VENV) with the locked requirements; this takes about a minute, once"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(READY): pyproject.toml $(LOCKED)
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): requirements/tools.txt $(READY)
	@$(PIP) install --quiet --require-hashes -r requirements/tools.txt
	@touch $@
