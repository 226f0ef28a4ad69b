# Two commands do everything: `make run` and `make test`. Both install what is missing (see scripts/setup).

PORT ?= 8080
CITY ?= cities/kunming
DATA ?= data/$(notdir $(CITY))
SWIFT_BUILD = swift build -c release

.PHONY: run test endurance bench bench-index bench-voting bench-opinion bench-forms bench-vehicles lint format build clean

run: build
	@scripts/run "$(CITY)" "$(DATA)" "$(PORT)"

build:
	@scripts/setup run
	@echo "Building Concentric (the first time takes about six minutes on two cores) …"
	@$(SWIFT_BUILD) --product concentric

test:
	@scripts/setup test
	@scripts/test

# Fifty times kill -9 during ten thousand commands on each database: about ten minutes.
endurance:
	@scripts/setup test
	@ENDURANCE_ROUNDS=$${ENDURANCE_ROUNDS:-50} ENDURANCE_COMMANDS=$${ENDURANCE_COMMANDS:-10000} scripts/test --filter EnduranceTests

bench: build-bench
	@.build/release/Benchmarks

bench-index: build-bench
	@.build/release/IndexBenchmark

bench-voting: build-bench
	@.build/release/VotingBenchmark

bench-opinion: build-bench
	@.build/release/OpinionBenchmark

bench-forms: build-bench
	@.build/release/FormsBenchmark

bench-vehicles: build-bench
	@.build/release/VehiclesBenchmark

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
