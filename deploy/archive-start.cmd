@echo off
rem Starts the dashboard: double-click, or call it with options of Streamlit, such as
rem   start.cmd --server.address 0.0.0.0 --server.port 8501
cd /d "%~dp0"
set PYTHONUTF8=1
set PYTHONDONTWRITEBYTECODE=1
python\python.exe -m metrics check-configuration
python\python.exe -m streamlit run dashboard.py %*
if not errorlevel 1 exit /b 0
echo.
echo The dashboard did not start. What went wrong stands above.
pause
exit /b 1
