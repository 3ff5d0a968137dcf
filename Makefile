# Crossaisle. `make demo` starts everything; `make test` runs every test in both environments.
PYTHON ?= python3

.PHONY: demo setup test lint up down clean

demo setup test lint up down clean:
	@$(PYTHON) tools.py $@
