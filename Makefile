# Two commands do everything: `make run` and `make test`. Both install what is missing (see scripts/setup).

PORT ?= 8080
CITY ?= cities/kunming
DATA ?= data/$(notdir $(CITY))
SWIFT_BUILD = swift build -c release

.PHONY: run test bench bench-index bench-voting bench-opinion lint format build clean

run: build
	@scripts/run "$(CITY)" "$(DATA)" "$(PORT)"

build:
	@scripts/setup run
	@echo "Building Concentric (the first time takes about six minutes on two cores) …"
	@$(SWIFT_BUILD) --product concentric

test:
	@scripts/setup test
	@scripts/test

bench: build-bench
	@.build/release/Benchmarks

bench-index: build-bench
	@.build/release/IndexBenchmark

bench-voting: build-bench
	@.build/release/VotingBenchmark

bench-opinion: build-bench
	@.build/release/OpinionBenchmark

build-bench:
	@scripts/setup test
	@$(SWIFT_BUILD)

lint:
	@swift format lint --strict --recursive Package.swift $(wildcard Sources Tests Benchmarks)
	@scripts/lint

format:
	@swift format --in-place --recursive Package.swift $(wildcard Sources Tests Benchmarks)

clean:
	rm -rf .build
