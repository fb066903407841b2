# Pandect: everything that a person or a machine runs here. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

FUZZTIME ?= 10m
PAGES ?= 1000,10000
RUNS ?= 5
EDITS ?= 30
SECONDS ?= 60
CORPUS ?=
SITE ?=
SEARCHFLAGS ?=
SCRIPTS ?= 1000
DISKSCRIPTS ?= 200
KILLS ?= 200
SEED ?= $(shell date +%s)

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pandect
HUGO_VERSION := v0.165.0
HUGO := $(CACHE)/hugo-$(HUGO_VERSION)/hugo

# Only Debian's own browser is used, and nothing is fetched but what the lock files name.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

##@ Every day
.PHONY: build test check race types browser vulnerabilities fmt
build: ## build the program ./pandect
	go build -o pandect ./cmd/pandect

test: tools check vulnerabilities types race browser ## every check there is; installs what it needs

check: e2e/node_modules/.package-lock.json ## formatting and go vet
	@unformatted=$$(gofmt -l $$(find . -name node_modules -prune -o -name '*.go' -print)); \
	if [ -n "$$unformatted" ]; then echo "make fmt formats these files:"; echo "$$unformatted"; exit 1; fi
	@unformatted=$$($(PRETTIER) --list-different $(FORMATTED)) || \
	{ echo "make fmt formats these files:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	cd bench && go vet ./...

race: ## the Go tests, under the race detector
	go test -race -timeout 30m ./... # packages take turns on a machine with few processors
	cd bench && go test -count=1 ./... # the cache of tests does not see what they read outside their module

types: e2e/node_modules/.package-lock.json ## the TypeScript of the themes and of the browser tests
	cd e2e && npm run --silent types

browser: e2e/node_modules/.package-lock.json ## the browser tests, on sites built from this checkout
	cd e2e && npm run --silent test

vulnerabilities: ## known vulnerabilities that the program can reach
	./.ci/vulnerabilities

fmt: e2e/node_modules/.package-lock.json ## put every file into the common form: gofmt, prettier
	gofmt -w $$(find . -name node_modules -prune -o -name '*.go' -print)
	$(PRETTIER) --log-level warn --write $(FORMATTED)

# What prettier formats: .prettierrc.json says how. Templates stay as they are: no formatter for them is good enough.
PRETTIER = e2e/node_modules/.bin/prettier
FORMATTED = 'themes/**/*.{ts,css}' 'internal/serve/client/*.{js,css}' 'e2e/**/*.ts'

##@ Now and then
.PHONY: fuzz soak kills bench bench-edits bench-tools bench-stages bench-search bench-keys bench-checklist
fuzz: ## run each fuzz target for FUZZTIME (default 10m)
	@go list -f '{{.ImportPath}} {{.Dir}}' ./... | while read -r package dir; do \
		{ grep -hso '^func Fuzz[A-Za-z0-9_]*' "$$dir"/*_test.go || true; } | while read -r _ target; do \
			echo "== $$package $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "$$package" </dev/null; \
		done; \
	done

soak: ## warm builds against cold ones over random edits, in memory and on disk (SCRIPTS=1000 DISKSCRIPTS=200 SEED=now)
	cd internal/build && go test -count 1 -timeout 0 -run '^TestScripts$$' -seed $(SEED) -scripts $(SCRIPTS)
	cd cmd/pandect && go test -count 1 -timeout 0 -run '^TestAWatchedFolderEqualsABuild$$' -seed $(SEED) -scripts $(DISKSCRIPTS)

kills: ## kill build and build --watch at random moments while the folder is read (KILLS=200 SEED=now)
	go build -trimpath -o $(CACHE)/bench/pandect ./cmd/pandect
	cd bench && go build -o $(CACHE)/bench/kill ./kill
	$(CACHE)/bench/kill -pandect $(CACHE)/bench/pandect -kills $(KILLS) -seed $(SEED)

bench: bench-tools ## Pandect beside Hugo and beside the floor, then bench-edits (PAGES=1000,10000 RUNS=5 CORPUS=folder)
	$(CACHE)/bench/run $(BENCH) -runs $(RUNS)
	$(CACHE)/bench/serve $(BENCH) -edits $(EDITS) -seconds $(SECONDS)

bench-edits: bench-tools ## from a saved file to the page in the preview, beside Hugo (EDITS=30 SECONDS=60 PAGES= CORPUS=)
	$(CACHE)/bench/serve $(BENCH) -edits $(EDITS) -seconds $(SECONDS)

BENCH = -tools $(CACHE)/bench -hugo $(HUGO) -sites bench -pages $(PAGES) -corpus "$(CORPUS)"

bench-tools: $(HUGO)
	go build -trimpath -o $(CACHE)/bench/pandect ./cmd/pandect
	cd bench && go build -trimpath -o $(CACHE)/bench/ ./corpus ./floor ./run ./serve

bench-stages: ## Go benchmarks of the single stages
	go test -run '^$$' -bench . -skip Hostile -benchmem ./internal/...

bench-checklist: e2e/node_modules/.package-lock.json ## what a run of 250 items costs in a browser
	cd e2e && npx playwright test --config measure.config.ts checklist

bench-keys: bench-tools e2e/node_modules/.package-lock.json ## what typing in the search of 10,000 pages costs in a browser (CORPUS=folder)
	rm -rf $(CACHE)/bench/keys && cp -r bench/pandect $(CACHE)/bench/keys && cp -r themes $(CACHE)/bench/keys
	$(if $(CORPUS),cp -r "$(CORPUS)",$(CACHE)/bench/corpus -pages 10000) $(CACHE)/bench/keys/content
	cd $(CACHE)/bench/keys && $(CACHE)/bench/pandect build
	cd e2e && BUILT=$(CACHE)/bench/keys/public npx playwright test --config measure.config.ts search

bench-search: ## how well search answers the questions of a site (SITE=folder with queries.tsv, default this site)
	cd bench && go build -o $(CACHE)/bench/search ./search
	$(CACHE)/bench/search $(if $(SITE),-site "$(SITE)",-site . -queries bench/search/queries.tsv) $(SEARCHFLAGS)

$(HUGO):
	GOBIN=$(@D) go install github.com/gohugoio/hugo@$(HUGO_VERSION)

##@ Tools
.PHONY: tools help
tools: e2e/node_modules/.package-lock.json ## install what the tests need: modules, a C compiler (for -race), a browser, Java
	go mod download
	cd bench && go mod download
	@missing=""; \
	command -v gcc >/dev/null || missing="$$missing gcc libc6-dev"; \
	[ -x /usr/bin/chromium ] || missing="$$missing chromium"; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	if [ -n "$$missing" ]; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $$missing fonts-dejavu-core; \
	fi

e2e/node_modules/.package-lock.json: e2e/package.json e2e/package-lock.json
	cd e2e && npm ci
	@touch $@

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
