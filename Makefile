# make run     install what is locked into .venv, start Tintype, serve until Ctrl-C   (DEMO=1: with a small community)
# make test    all tests, with what they need installed, then those over HTTP once more on three servers with replicas,
#              radosgw and edges
#              (ARGS="-k feed": some of them, once; TINTYPE_TOPOLOGY=sharded in the environment: on those servers)
# make check   format, lint, types, import directions, migrations
# make bench   the benchmarks of docs/benchmarks.md
# make lock    take the newest versions that pyproject.toml allows into requirements/

PYTHON ?= python3
BIN := .venv/bin
INSTALL = $(BIN)/uv pip install -q --python $(BIN)/python
COMPILE = $(BIN)/uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
PACKAGES := chromium fonts-noto-core fonts-noto-color-emoji memcached pgbouncer wrk \
	nginx haproxy libnginx-mod-http-cache-purge radosgw ceph-mon ceph-osd redis-server openssh-server iproute2 \
	postgresql gearman-job-server systemd docker-compose

# What is run a second time: all that a person does, where replicas lag and poolers share sessions (tests/replicated.py),
# photos are kept in an S3 and shown by edges.
HTTP := $(addprefix tests/,web matrix api photos graph feed notify accounts storage tasks sharding)

.PHONY: run test check bench lock packages

run: .venv/installed
	@exec $(BIN)/tintype up $(if $(DEMO),--demo --yes)

test: .venv/installed-dev .venv/clients packages
	$(BIN)/pytest -n 2 $(ARGS)
	$(if $(ARGS),,TINTYPE_TOPOLOGY=sharded $(BIN)/pytest -n 2 $(HTTP))

check: .venv/installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/djade --check $$(find tintype -path '*/templates/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -W ignore -m django makemigrations --check --dry-run
	$(BIN)/python -m tests.sharding.lint_migrations

bench: .venv/installed-dev packages
	@$(BIN)/python -m benchmarks

lock: .venv/installed-dev
	$(COMPILE) --group build pyproject.toml -o requirements/run.txt
	$(COMPILE) --group dev --constraint requirements/run.txt pyproject.toml -o requirements/dev.txt
	echo uv | $(COMPILE) - -o requirements/uv.txt

# The two marks say what of the lock files is installed; a second `make run` finds nothing to do.
.venv/installed: requirements/run.txt pyproject.toml | .venv/made
	@echo "Installing Tintype into .venv ..."
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements/dev.txt .venv/installed
	@echo "Installing what the tests and checks need ..."
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

# Apps that are no Python packages, and the source of toot, which has its tests.
.venv/clients: tests/clients/package-lock.json requirements/toot-suite.txt | .venv/made
	@command -v npm >/dev/null || $(call apt,nodejs npm,There is no npm)
	@npm ci --silent --ignore-scripts --no-audit --no-fund --prefix tests/clients
	@rm -rf .venv/toot-suite && mkdir .venv/toot-suite
	@$(BIN)/pip download -q --disable-pip-version-check --no-deps --no-binary toot --require-hashes \
		-r requirements/toot-suite.txt -d .venv/toot-suite
	@tar -xzf .venv/toot-suite/*.tar.gz -C .venv/toot-suite --strip-components=1
	@touch $@

.venv/made: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Tintype needs Python 3.11 or newer (make run PYTHON=python3.11)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call apt,python3-venv,Python cannot make virtual environments)
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

packages:
	@for package in $(PACKAGES); do \
		dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	test -z "$$missing" || $(call apt,$$missing,Tests and benchmarks lack$$missing)

# $(call apt,packages,what is wrong without them): install Debian packages as root, or say what to do. Tintype starts its
# own nginx, Ceph and PgBouncer, so the system's services are not started, now or when the machine boots.
NOT_NOW := /usr/sbin/policy-rc.d
apt = { if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		test -e $(NOT_NOW) || { trap 'rm -f $(NOT_NOW)' EXIT; printf '\#!/bin/sh\nexit 101\n' >$(NOT_NOW); chmod +x $(NOT_NOW); }; \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(1) && \
		for package in $(1); do \
			test $$package != openssh-server || package=ssh; systemctl disable -q $$package 2>/dev/null || true; \
		done; \
	else \
		echo "$(2): install with  sudo apt-get install" $(1); \
		echo "(Tintype starts its own; the system's services may stay off: sudo systemctl disable --now nginx pgbouncer)"; \
		exit 1; \
	fi; }
