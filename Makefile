# Short names for dev.py, which does the work and runs without make too (python3 dev.py demo).
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint format types docs lock clean

help:
	@$(PYTHON) dev.py --help

setup demo test check lint format types docs lock clean:
	@$(PYTHON) dev.py $@
