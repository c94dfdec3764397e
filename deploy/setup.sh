# Shared by ./run, ./test and .ci/run (POSIX sh). Says what it does; quick the second time.

say() { printf '%s\n' "$*" >&2; }

# The first Python of 3.11 or newer that can make a virtual environment.
find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    say "Python 3.11 or newer with venv is needed. On Debian: apt-get install python3 python3-venv"
    return 1
}

# setup_python LOCK: .venv with exactly the packages of the lock file, checked by their hashes.
setup_python() {
    wanted=$(cksum requirements.lock requirements-dev.lock deploy/setup.sh | cksum)
    mark=.venv/.ok-$1
    [ "$1" = requirements.lock ] && [ -f .venv/.ok-requirements-dev.lock ] && mark=.venv/.ok-requirements-dev.lock
    if [ -f "$mark" ] && [ "$(cat "$mark")" = "$wanted" ]; then
        return 0
    fi
    if [ ! -x .venv/bin/python ]; then
        python=$(find_python)
        say "Making a Python environment in .venv …"
        "$python" -m venv .venv
    fi
    say "Installing what the product stands on (once; about half a minute) …"
    if command -v uv >/dev/null 2>&1; then
        uv pip install -q --python .venv/bin/python --require-hashes -r "$1"
    else
        .venv/bin/python -m pip -qq install --disable-pip-version-check --require-hashes -r "$1"
    fi
    # The product runs from this folder: a path file and a command, nothing is built.
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd >"$site/zachte_landing.pth"
    cat >.venv/bin/landing <<END
#!$(pwd)/.venv/bin/python
from landing.cli import main

raise SystemExit(main())
END
    chmod +x .venv/bin/landing
    printf '%s\n' "$wanted" >".venv/.ok-$1"
}

# The database, the static files and (in the demo) the demo region.
setup_product() {
    mkdir -p -m 700 var  # the database is as private as data gets
    .venv/bin/landing manage prepare
}

# A Chromium for the journeys; without one they are skipped, and the output says so.
find_browser() {
    if [ -z "${CHROMIUM:-}" ]; then
        for candidate in chromium chromium-browser google-chrome; do
            if command -v "$candidate" >/dev/null 2>&1; then
                CHROMIUM=$(command -v "$candidate")
                break
            fi
        done
    fi
    if [ -z "${CHROMIUM:-}" ]; then
        say "No Chromium found: the journeys in a browser will be skipped. On Debian: apt-get install chromium"
    fi
    export CHROMIUM="${CHROMIUM:-}"
}
