# make run    everything up on this machine, demo data in
# make test   everything that CI checks
GO      ?= go
TOOLS   := .bin
export GOTOOLCHAIN := local
export GOFLAGS ?= -buildvcs=false
SHELL   := /bin/bash

.PHONY: run build assets test browser screenshots unit generate check lint fmt bench bench-guard bench-dedupe bench-reports check-citations tools clean help

help: ## list what make can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

run: build ## start everything on this machine; Ctrl-C stops it
	@exec $(TOOLS)/evidencedesk dev

assets: ## build the stylesheet and the script of the pages
	@scripts/assets

build: assets ## build the binary
	@echo "building evidencedesk (the first build takes a minute or two) ..."
	@mkdir -p $(TOOLS)
	@CGO_ENABLED=0 $(GO) build -o $(TOOLS)/evidencedesk .

test: check unit browser ## everything: format, generated files, lint, workflow checks, tests, browser

check: tools assets ## format, generated files, lint, deterministic workflows
	@scripts/check

unit: assets ## tests with the race detector, real PostgreSQL and real Temporal
	@scripts/test

browser: build tools ## pages and journeys in a real browser
	@scripts/browser

screenshots: build tools ## take the README's pictures again
	@scripts/browser --project=screenshots

generate: tools ## write the generated files again: sqlc, documents, OpenAPI
	@scripts/generate

fmt: tools ## format the Go code
	@$(TOOLS)/gofumpt -w $$(git ls-files '*.go' | grep -v /sqlc/)

tools: ## build the pinned tools
	@scripts/tools

bench: build ## ratios against bare Temporal and pgbench, in one run
	@$(GO) run ./bench

bench-guard: ## precision and recall of the identifier guard: make bench-guard FILE=...
	@$(GO) run ./bench/guard $(or $(FILE),internal/guard/testdata/corpus.jsonl)

check-citations: ## our reference lists against a CSL processor (development only)
	cd internal/citation/conformance && npm ci --ignore-scripts --no-audit --no-fund && cd - >/dev/null && $(GO) test -count=1 ./internal/citation/conformance

bench-dedupe: ## finding duplicates on labelled sets, and its speed: make bench-dedupe DIR=...
	@$(GO) run ./bench/dedupe $(or $(DIR),../shared/data/dedupe)

bench-reports: ## the yearly impact report over 250,000 requests, against plain SQL
	@$(GO) run ./bench/reports

bench-similar: ## finding requests that ask the same, and its speed: make bench-similar FILE=...
	@$(GO) run ./bench/similar $(or $(FILE),../shared/data/requests.jsonl)

clean: ## remove what was built (not the data)
	@rm -rf $(TOOLS)
