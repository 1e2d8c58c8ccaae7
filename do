#!/usr/bin/env bash
# The only door for people who work on Secretariat. Each verb sets up what it needs.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

VENV=.venv
PY=$VENV/bin/python
STAMP=$VENV/.installed

usage() {
  cat <<'EOF'
./do setup          install everything into .venv (and browser and office from Debian's packages where root)
./do demo           set up, fill a store with the demo story, serve it; prints an address and sign-in links
./do run            serve the store in var/ (or SECRETARIAT_HOME) without demo data
./do test [room]    set up, run all tests, or those of one room (tests/<room>)
./do check          set up, lint, types, architecture, migrations
./do bench          set up, print all measurements of bench/
./do score          score the reader against hand-made answers, where they lie beside the project
./do shots          write screenshots of the demo story to var/shots
EOF
}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

python_for_setup() {
  local candidate
  for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  say "Secretariat needs Python 3.11 or newer. On Debian or Ubuntu: sudo apt-get install python3 python3-venv"
  exit 1
}

setup() {
  local wanted
  wanted=$(cat pyproject.toml | cksum)
  if [ "$(cat "$STAMP" 2>/dev/null)" != "$wanted" ]; then
    local python
    python=$(python_for_setup)
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
      debian python3-venv || { say "Please install python3-venv first: sudo apt-get install python3-venv"; exit 1; }
    fi
    say "Setting up Python packages in $VENV (one to two minutes the first time) ..."
    [ -x "$PY" ] || "$python" -m venv "$VENV"
    "$PY" -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' 2> >(grep -v '^WARNING: Location' >&2 || true)
    "$PY" -m pip install --quiet --disable-pip-version-check --group dev --editable . 2> >(grep -v '^WARNING: Location' >&2 || true)
    echo "$wanted" >"$STAMP"
  fi
}

debian() {
  # Installs Debian packages where we may; says how where we may not.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing from Debian's packages: $* ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    say "Not installed and not allowed to: $*. Run: sudo apt-get install $*"
    return 1
  fi
}

browser_and_office() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui)
  command -v pdftoppm >/dev/null || missing+=(poppler-utils)
  command -v gcc >/dev/null || missing+=(gcc libc6-dev)
  [ ${#missing[@]} = 0 ] || debian "${missing[@]}" || say "Tests that need them will be skipped, each with its reason."
}

secretariat() { "$VENV/bin/secretariat" "$@"; }

fresh_store() {
  secretariat migrate --verbosity 0
  secretariat collectstatic --noinput --verbosity 0
}

case "${1:-}" in
  setup) setup; browser_and_office ;;
  demo)
    setup
    export SECRETARIAT_DEMO=true SECRETARIAT_HOME="${SECRETARIAT_HOME:-$PWD/var/demo}"
    say "Preparing the demo store in $SECRETARIAT_HOME ..."
    fresh_store
    shift
    case "$*" in *--port*) SECRETARIAT_BASE_URL="http://localhost:$(sed -E 's/.*--port[ =]([0-9]+).*/\1/' <<<"$*")"; export SECRETARIAT_BASE_URL ;; esac
    secretariat demo load
    exec "$VENV/bin/secretariat" serve "$@"
    ;;
  run)
    setup
    fresh_store
    shift
    exec "$VENV/bin/secretariat" serve "$@"
    ;;
  test)
    setup
    if [ -n "${2:-}" ]; then
      exec "$PY" -m pytest "tests/$2" "${@:3}"
    fi
    browser_and_office
    say "Rules, rooms, shape and story ..."
    "$PY" -m pytest -n 2 -m 'not browser and not abuse'
    say "Abuse: hostile files, sweeps, kill rounds ..."
    # Each file in processes of its own: some fork, and a child of a process that holds a store open may wait for ever.
    for file in $(grep -lE 'pytest\.mark\.abuse' -r tests --include='test_*.py' | sort); do
      "$PY" -m pytest -n 2 -m 'abuse and not browser' -p no:randomly "$file"
    done
    say "Browser ..."
    "$PY" -m pytest -m browser -p no:randomly
    ;;
  check)
    setup
    "$VENV/bin/ruff" check .
    "$VENV/bin/ruff" format --check .
    "$VENV/bin/mypy"
    "$VENV/bin/lint-imports" --no-cache
    SECRETARIAT_HOME="$(mktemp -d)"
    export SECRETARIAT_HOME
    secretariat migrate --verbosity 0
    secretariat makemigrations --check --dry-run
    secretariat check --fail-level WARNING
    ;;
  bench)
    setup
    for script in bench/*.py; do
      case "$(basename "$script")" in _*|score.py) continue ;; esac
      say "$script"
      "$PY" "$script"
    done
    ;;
  score) setup; exec "$PY" bench/score.py "${@:2}" ;;
  shots) setup; browser_and_office; exec "$PY" -m pytest tests/browser -m browser -p no:randomly --shots var/shots ;;
  *) usage; [ "${1:-}" = help ] || [ -z "${1:-}" ] || exit 2 ;;
esac
