#!/bin/sh
# Starts this Python on its own libraries, wherever the folder lies.
here=${0%/*}/..
exec "$here/lib/@LOADER@" --library-path "$here/lib" --argv0 "$0" "$here/bin/python.real" "$@"
