# The two commands of the README: `make site` and `make test`. Both set up what is missing first.

STUDY  ?= examples/miniature
OUTPUT ?= _site
# Folder of the site of examples/real-models, and a folder with the authors' data, which is cloned when there is none.
REPORT_SITE ?= _report
DATA   ?=
# Release for tests too: they run the code that users run, and one build serves both commands.
CONFIG ?= release
SWIFT  ?= swift

# Warnings stop the build here; see Package.swift.
export STRATA_STRICT := 1
strata := .build/$(CONFIG)/strata

# What `make fuzz-tokenizers` does besides: --long, --every-character, --variants 4, files.
FUZZ   ?= --count 4000
# Seconds that `make fuzz` gives each parser, and the parsers by spaces: all where none is named.
TIME   ?= 60
PARSERS ?=

# Parts of the report that `make bench` measures, by commas: all but the heavy ones. REAL: folders of published checkpoints; FULL=1: with
# the heavy parts; ROUNDS: of every part; REPORT: the file to write.
BENCH  ?=
REAL   ?=
FULL   ?=
ROUNDS ?=
REPORT ?= Benchmarks/REPORT.md

# What is installed where, and where tarballs go.
PREFIX  ?= /usr/local
DESTDIR ?=
DIST    ?= _dist
DOCS    ?= _docs
DOCC    ?= _docc

.PHONY: docs docc deb test-deb install uninstall static-program dist site report report-from-scratch test test-python gallery setup setup-test build bench plan fuzz fuzz-worst fuzz-program fuzz-tokenizers test-crash test-sanitized accuracy format lint clean help

help: ## Show what each command does.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 18

real := examples/real-models

site: build ## Compute STUDY and build its site into OUTPUT; build the report of two published models too.
	$(strata) run $(STUDY)
	$(strata) build $(STUDY) --output $(OUTPUT)
	$(strata) build $(real) --output $(REPORT_SITE) --quiet
	@echo "The site is in $(abspath $(OUTPUT)). Look at it: open $(abspath $(OUTPUT))/index.html in a browser."
	@echo "The report of two published models is in $(abspath $(REPORT_SITE))."

report: build ## Build the report of two published models from its statistics, into REPORT_SITE.
	$(strata) build $(real) --output $(REPORT_SITE)

report-from-scratch: build .venv-report ## Fetch its models and data and compute it anew: hours; needs python3.
	.venv-report/bin/python $(real)/fetch.py $(if $(DATA),--data $(DATA))
	$(strata) run $(real)
	$(strata) export $(real) --format compact --output $(real)
	$(strata) build $(real) --output $(REPORT_SITE)

docs: build ## Build the site of the documentation into DOCS.
	$(SWIFT) build -c $(CONFIG) --product documentation
	.build/$(CONFIG)/documentation $(strata) docs $(DOCS)

docc: build ## Make the documentation of the libraries Gradients and Plotting into DOCC; a warning is an error.
	sh Packaging/docc.sh .build/$(CONFIG) $(DOCC)

# All tests at once would queue for the few threads there are, and a server under test would answer after minutes.
test: setup-test ## Build everything and run all tests.
	$(SWIFT) build -c $(CONFIG) --build-tests
	$(SWIFT) test -c $(CONFIG) --skip-build --disable-xctest --experimental-maximum-parallelization-width 4

gallery: setup-test ## Draw examples/gallery anew; look at every picture before you commit it.
	STRATA_RECORD=1 $(SWIFT) test -c $(CONFIG) --disable-xctest --filter GalleryTests

setup: ## Install the Debian packages that building needs and that are missing.
	@.ci/setup build

setup-test: ## The same for the tests, and axe-core where pip can fetch it.
	@.ci/setup build test
	@test .venv-test/ready -nt Tests/SiteTests/requirements.txt || { python3 -m venv .venv-test && \
	  .venv-test/bin/pip install --quiet --no-deps -r Tests/SiteTests/requirements.txt && touch .venv-test/ready; } || \
	  echo "setup: axe-core cannot be fetched; its tests are disabled" >&2

build: setup ## Build the strata program.
	$(SWIFT) build -c $(CONFIG) --product strata

install: build ## Install the program, manual pages and completions under PREFIX, in DESTDIR if given.
	$(SWIFT) build -c $(CONFIG) --product manual-pages
	sh Packaging/install.sh $(strata) .build/$(CONFIG)/manual-pages "$(DESTDIR)" "$(PREFIX)"

uninstall: ## Remove what make install has installed there.
	sh Packaging/install.sh --uninstall "$(DESTDIR)" "$(PREFIX)"

# With the Swift runtime inside, in a build folder of its own: it is compiled otherwise.
static := .build-dist/release
static-program: setup
	@.ci/setup static
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build-dist --product strata
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build-dist --product manual-pages

dist: static-program ## Pack a tarball that needs no Swift into DIST, the same bytes for the same program.
	sh Packaging/dist.sh $(static)/strata $(static)/manual-pages $(DIST)

deb: static-program ## Pack a package for Debian 12 into DIST.
	sh Packaging/debian.sh $(static)/strata $(static)/manual-pages $(DIST)

test-deb: deb ## Install that package in a bare Debian 12 and run a study there; needs root.
	@.ci/setup debian
	sh Packaging/test-debian.sh $(DIST)/strata_*.deb

bench: build .venv-bench ## Measure Strata against its peers and write a report; BENCH=engine for a part.
	$(SWIFT) build -c release --product figure-speed
	$(SWIFT) build -c release --product store-speed
	.venv-bench/bin/python Benchmarks/report.py --output $(REPORT) $(if $(BENCH),--only $(BENCH)) \
	  $(if $(REAL),--real $(REAL)) $(if $(FULL),--full) $(if $(ROUNDS),--rounds $(ROUNDS))

plan: build ## Measure core-hours of the papers' models for the guide to Slurm; needs python3.
	python3 Benchmarks/plan.py --write

test-python: build .venv-bench ## Run the tests of python/, the hook for training loops; needs python3.
	.venv-bench/bin/pip install --quiet --editable ./python accelerate peft
	STRATA=$(abspath $(strata)) .venv-bench/bin/python -m unittest discover -v -s python/tests

# In a build folder of its own. Optimised, since a thousand inputs a second find more than fifty do, with every trap that users'
# program has and with assertions besides: each is a place to be found wrong.
libfuzzer = $(shell clang -print-resource-dir)/lib/linux/libclang_rt.fuzzer_no_main-$(shell uname -m).a
fuzz-program: setup
	STRATA_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz --product fuzz \
	  -Xswiftc -assert-config -Xswiftc Debug -Xlinker $(libfuzzer) -Xlinker -lstdc++
fuzz: fuzz-program ## Fuzz each parser of strangers' files for TIME seconds; PARSERS="config data" for some.
	Tests/Fuzz/fuzz.sh .build-fuzz/release/fuzz $(TIME) .build-fuzz/found $(PARSERS)

fuzz-worst: fuzz-program ## Measure what 1 MB of the worst takes in each parser; PARSERS="config data" for some; needs python3.
	python3 Tests/Fuzz/worst.py .build-fuzz/release/fuzz $(PARSERS)

fuzz-tokenizers: build .venv-bench ## Hold the tokenizers to their peer on thousands of strings.
	.venv-bench/bin/python Tests/TokenizersTests/fuzz.py $(FUZZ)

# Suites of what computes, reads files, or does two things at once. Programs that tests start (CommandLineTests, SiteTests' browser)
# would be the instrumented one under limits of memory that it cannot keep, and figures take a sanitizer minutes each.
# Built for debugging: a sanitizer names the line. The thread sanitizer needs a lock that it can see. Each in a build folder of its own. A Swift program never frees its globals, which
# are no leaks.
SANITIZED ?= KernelsTests|JSONTests|CheckpointsTests|TokenizersTests|GradientsTests|SupportTests|StoreTests|RunsTests|StudiesTests|PublishedTests|PreviewTests|PlottingTests
# Differences of a plain forward pass in one thread take hours there.
UNSANITIZED ?= DifferenceTests
SANITIZERS ?= address thread
test-sanitized: setup-test ## Run the tests of the engine, parsers and stores under the address and the thread sanitizer.
	for sanitizer in $(SANITIZERS); do \
	  object=.build-$$sanitizer/mutex.o link=; \
	  if [ $$sanitizer = thread ]; then \
	    mkdir -p .build-thread; \
	    clang -fsanitize=thread -O1 -c Tests/ThreadSanitizer/mutex.c -o $$object || exit 1; \
	    link="-Xlinker $(CURDIR)/$$object"; \
	  fi; \
	  ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --sanitize=$$sanitizer --scratch-path .build-$$sanitizer --disable-xctest $$link \
	    --filter '^($(SANITIZED))\.' --skip '$(UNSANITIZED)' --experimental-maximum-parallelization-width 4 || exit 1; \
	done

TIMES  ?= 50
test-crash: setup-test ## Kill commands at TIMES random moments each, and hold what they leave to what they make undisturbed.
	$(SWIFT) build -c $(CONFIG) --build-tests
	STRATA_CRASH_TIMES=$(TIMES) $(SWIFT) test -c $(CONFIG) --skip-build --disable-xctest \
	  --filter 'CrashTests|AdversityTests|ReproducibilityTests'

accuracy: setup ## Print how far the engine is off from float64 goldens.
	$(SWIFT) build -c $(CONFIG) --product accuracy
	.build/$(CONFIG)/accuracy ../shared/reference/models Tests/GradientsTests/Fixtures

.venv-bench: Benchmarks/requirements.txt
	python3 -m venv $@
	$@/bin/pip install --quiet -r $<
	@touch $@

.venv-report: examples/real-models/requirements.txt
	python3 -m venv $@
	$@/bin/pip install --quiet -r $<
	@touch $@

format: ## Format all Swift sources in place.
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks Packaging

lint: ## Check formatting and documentation of all Swift sources.
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks Packaging

clean: ## Remove what was built: binaries, packages, the site, the miniature study's store.
	rm -rf .build .build-bench .build-dist .build-fuzz .build-address .build-thread $(DIST) $(DOCS) $(DOCC) $(OUTPUT) $(REPORT_SITE) $(STUDY)/*.sqlite $(addprefix $(STUDY)/*.sqlite, -shm -wal .cache .claims.cache .lock .site)
