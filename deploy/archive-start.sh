#!/bin/sh
# Starts the dashboard: ./start.sh, or with options of Streamlit, such as
#   ./start.sh --server.address 0.0.0.0 --server.port 8501
cd "${0%/*}" || exit 1
export PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
python/bin/python -m metrics check-configuration
exec python/bin/python -m streamlit run dashboard.py "$@"
