#!/bin/sh
# Finds or installs what the tests need (Debian and its kin): Chromium, Chinese fonts, PostgreSQL.
set -eu

found() { command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 ||
  command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
chinese() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh 2>/dev/null | head -1)" ]; }

database() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

if found && chinese && database; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1; then
  database || echo "Without PostgreSQL the tests on it are left out." >&2
  if found && chinese; then exit 0; fi
  echo "Install Chromium and a Chinese font (Noto Sans CJK) for the browser tests." >&2
  exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
install() { $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
chinese || install fontconfig fonts-noto-cjk
# The headless shell is smaller and quicker; older systems have the whole browser only.
found || install chromium-headless-shell 2>/dev/null || install chromium
# The tests make clusters of their own; no server is started for the machine.
if ! database; then
  install postgresql-common
  $as_root sh -c 'echo "create_main_cluster = false" >>/etc/postgresql-common/createcluster.conf'
  install postgresql
fi
