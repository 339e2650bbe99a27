#!/bin/sh
# Finds or installs what the browser tests need: Chromium and Chinese fonts (Debian and its kin).
set -eu

found() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
  command -v google-chrome >/dev/null 2>&1; }
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
$as_root apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk >/dev/null
