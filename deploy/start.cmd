@echo off
rem Starts the dashboard on Windows: double-click, or call it with options of Streamlit, such as
rem   deploy\start.cmd --server.address 0.0.0.0 --server.port 8501
rem Needs Python 3.11 or newer. With a folder "wheels" in the project, nothing is downloaded.
setlocal
cd /d "%~dp0.."
set PYTHONUTF8=1
if exist .venv\Scripts\python.exe goto packages
py -3 -m venv .venv
if errorlevel 1 goto failed

:packages
rem Installed again only when the list of packages has changed.
fc /b constraints.txt .venv\installed.txt >nul 2>&1
if not errorlevel 1 goto start
set SOURCE=
if exist wheels set SOURCE=--no-index --find-links wheels
.venv\Scripts\python -m pip install --disable-pip-version-check %SOURCE% -r requirements.txt
if errorlevel 1 goto failed
copy /y constraints.txt .venv\installed.txt >nul

:start
.venv\Scripts\python -m metrics check-configuration
.venv\Scripts\python -m streamlit run dashboard.py %*
if errorlevel 1 goto failed
exit /b 0

:failed
echo.
echo The dashboard did not start. What went wrong stands above.
pause
exit /b 1
