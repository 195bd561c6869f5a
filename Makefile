# The front door. `make help` lists what there is.
.PHONY: help deps build demo test test-all bench install clean
PRESET ?= release
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
TIERS ?= fast

help:            ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' Makefile | expand -t 20

deps:            ## install the packages that are missing
	@tools/install-deps

build: deps      ## build the library and the commands wmi and mofcomp (build/release)
	cmake --preset $(PRESET)
	cmake --build --preset $(PRESET) -j $(JOBS) --target openwmi wmi mofcomp openwmi-demo

demo: build      ## put this machine into a repository, update it in part, cancel midway
	@apps/demo/run build/$(PRESET)

test: deps       ## build and run the tests (TIERS="fast clang asan tsan fuzz slow")
	JOBS=$(JOBS) tools/run-tests $(TIERS)

test-all: deps   ## every tier
	JOBS=$(JOBS) tools/run-tests fast clang asan tsan fuzz slow

bench: deps      ## measure beside the bare store and SQLite; prints the table of budgets
	cmake --preset release
	cmake --build --preset release -j $(JOBS) --target openwmi openwmi-bench
	@build/release/bench/openwmi-bench

install: build   ## install below PREFIX
	cmake --install build/$(PRESET) --prefix $(PREFIX)

clean:           ## throw away what was built
	rm -rf build demo-data
