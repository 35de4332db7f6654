#!/usr/bin/env bash
# Fetch what the pages are built from and build it:  pages.sh FOLDER-WITH-NODE-OR-NOTHING
# Says in one line what is missing and what to do about it.
set -uo pipefail
[ -n "${1:-}" ] && PATH="$PWD/$1:$PATH"
echo "Building what the pages are made of …"
if ! said=$(npm ci --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error 2>&1); then
  echo "Fetching the packages of package-lock.json failed. Look at the network and the disk, then try again:"
  echo "$said" | tail -5
  exit 1
fi
rm -rf build/static && mkdir -p build/static || exit 1
node node_modules/sass/sass.js --no-source-map --no-error-css --style=compressed --quiet-deps --load-path=node_modules bot/web/static/sgwrs.scss build/static/sgwrs.css || exit 1
cp bot/web/static/*.js bot/web/static/*.svg node_modules/htmx.org/dist/htmx.min.js node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js build/static/ || exit 1
sed -i.bak '/^\/\/# sourceMappingURL/d' build/static/govuk-frontend.min.js && rm -f build/static/*.bak
touch build/static/.ready
