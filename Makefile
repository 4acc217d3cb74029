# Beside: what can be made. `make help` lists it.
SHELL       := /bin/bash
GO          ?= go
BIN         := bin
# no_emoji saves 4 MB a binary; no_animations keeps carets still, whose blinking would be grabbed and sent; migrated_fynedo says that all calls into Fyne come through fyne.Do (see docs/architecture.md).
APP_TAGS    := no_emoji,no_animations,migrated_fynedo
LDFLAGS     := -s -w
GOLANGCI    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# How long each fuzz target runs in `make fuzz`; a night's run takes FUZZTIME=10m.
FUZZTIME    ?= 10s
# No paths of this machine in what is built, and one set of flags, so that builds and tests share what they compile.
export GOFLAGS := -buildvcs=false -trimpath

# Where the customer's app lies for a relay to hand out, under the names that the relay looks for (docs/operating.md).
DOWNLOADS   := out/downloads
WINDOWS_CC  := x86_64-w64-mingw32-gcc

.PHONY: help deps build downloads test unit race fuzz lint e2e run bench bench-peers bench-reports clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

deps: ## install the Debian packages that building and testing need
	.ci/deps test

build: ## build the relay and both apps into bin/
	.ci/deps build
	CGO_ENABLED=0 $(GO) build -ldflags '$(LDFLAGS)' -o $(BIN)/beside-relay ./relay
	$(GO) build -tags '$(APP_TAGS)' -ldflags '$(LDFLAGS)' -o $(BIN)/beside-agent ./agentapp
	$(GO) build -tags '$(APP_TAGS)' -ldflags '$(LDFLAGS)' -o $(BIN)/beside ./customerapp

downloads: ## build the customer's app for each system into out/downloads/, as a relay hands it out
	.ci/deps downloads
	mkdir -p $(DOWNLOADS)/linux
	CGO_ENABLED=1 GOOS=linux GOARCH=amd64 $(GO) build -tags '$(APP_TAGS)' -ldflags '$(LDFLAGS)' -o $(DOWNLOADS)/linux/beside ./customerapp
	tar --owner=0 --group=0 --numeric-owner -C $(DOWNLOADS)/linux -czf $(DOWNLOADS)/beside-linux-amd64.tar.gz beside
	rm -r $(DOWNLOADS)/linux
	CGO_ENABLED=1 CC=$(WINDOWS_CC) GOOS=windows GOARCH=amd64 $(GO) build -tags '$(APP_TAGS)' -ldflags '$(LDFLAGS) -H windowsgui' -o $(DOWNLOADS)/beside-windows-amd64.exe ./customerapp

test: deps lint unit e2e ## everything: lint, unit tests, the session with real windows

unit: ## the tests without windows
	$(GO) test $$($(GO) list ./... | grep -v /internal/e2e)
	$(GO) test -tags purego ./internal/codec/video/...

race: deps ## the tests without windows under the race detector
	$(GO) test -race -tags migrated_fynedo $$($(GO) list ./... | grep -v /internal/e2e)

fuzz: ## every fuzz target for FUZZTIME (10s)
	.ci/fuzz $(FUZZTIME)

lint: ## gofmt, go vet and golangci-lint
	$(GO) run $(GOLANGCI) run ./...

e2e: deps ## a whole session with the real windows on virtual displays, as tests
	$(GO) test -count=1 -timeout 30m ./internal/e2e/...

run: deps build ## a support session: on your display, or driven on virtual ones with pictures in out/run/
	$(GO) run ./internal/e2e/cmd/besiderun -tour

bench: deps build ## measure what the README's table says
	$(GO) run ./internal/e2e/cmd/besidebench
	$(GO) run ./internal/codec/cmd/screenbench internal/codec/testdata
	$(GO) test -run '^$$' -bench Alert -benchtime 100x ./relay/internal/systemtest

bench-peers: ## compare live with TigerVNC and x11vnc: bytes, updates, the processor, clicks; PEERS="-workloads edit -runs 1" narrows it
	.ci/deps peers
	$(GO) run ./internal/e2e/cmd/besidepeers $(PEERS)

bench-reports: deps ## count and export 1,000,000 sessions on SQLite and PostgreSQL, as the README's second table says
	$(GO) test -run '^$$' -bench Reports -benchtime 3x -timeout 60m ./relay/internal/store
	$(GO) test -run '^$$' -bench Export -benchtime 1x -timeout 60m ./relay/internal/center

clean: ## remove what was built and the pictures
	rm -rf $(BIN) out
