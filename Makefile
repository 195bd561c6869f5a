# The front door. `make help` lists what there is.
.PHONY: help deps build demo test test-all bench install clean
PRESET ?= release
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local

help:            ## this list
	@sed -n 's/^\([a-z-]*\): *\(.*\)## /  make \1\t/p' Makefile | expand -t 20

deps:            ## install the packages that are missing
	@tools/install-deps

build/%/build.ninja:
	cmake --preset $*

build: deps      ## build the library, the command wmi and the tests
	cmake --preset $(PRESET)
	cmake --build --preset $(PRESET) -j $(JOBS)

test: deps       ## build and run the tests
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS)
	ctest --preset dev -j $(JOBS)

install: build   ## install below PREFIX
	cmake --install build/$(PRESET) --prefix $(PREFIX)

clean:           ## throw away what was built
	rm -rf build demo-data
