#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes tools/phone/.venv with what requirements.txt names. Does nothing when that is already done.
# PYTHON names the interpreter (3.11) to build it with.
set -eu
cd "$(dirname "$0")"

wanted=$(sha256sum requirements.txt | cut -d ' ' -f 1)
if [ -x .venv/bin/python ] && [ "$(cat .venv/installed 2>/dev/null || true)" = "$wanted" ]; then
    exit 0
fi

rm -rf .venv
"${PYTHON:-python3.11}" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes --no-deps --only-binary :all: -r requirements.txt
.venv/bin/python -c "import pjsua2"
printf '%s\n' "$wanted" > .venv/installed
