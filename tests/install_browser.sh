#!/bin/sh
# Finds or installs what the browser tests need: Chromium and Chinese fonts (Debian and its kin).
set -eu

found() { command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 ||
  command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
chinese() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh 2>/dev/null | head -1)" ]; }

if found && chinese; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Install Chromium and a Chinese font (Noto Sans CJK) for the browser tests." >&2
  exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
install() { $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
install fontconfig fonts-noto-cjk
# The headless shell is smaller and quicker; older systems have the whole browser only.
found || install chromium-headless-shell 2>/dev/null || install chromium
