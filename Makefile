# Crossaisle. `make demo` starts everything; `make test` runs every test in both environments.
PYTHON ?= python3

.PHONY: demo setup test lint up down clean
demo setup test lint up down clean:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo 'Crossaisle needs CPython 3.11 or later as python3: install one, or name it as in `make $@ PYTHON=python3.11`.' >&2; exit 1; }
	@$(PYTHON) -m actions.stack $@
