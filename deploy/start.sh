#!/bin/sh
# Serves what is in the build folder; where nothing is, builds it first. Arguments go to `kg serve`.
set -eu
if [ ! -e "$KG_BUILD_DIR/current" ]; then
    # Findings (1) keep one text out; what is left is there to be served.
    kg build "${PLENARY_TEXTS:-/texts}" || [ $? -eq 1 ]
fi
exec kg serve "$@"
