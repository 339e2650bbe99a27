"""What stands in deploy/ and docs/running*.md names things that exist, and keeps its promises."""

import configparser
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from streamlit import config

from metrics.cli.parser import main
from web.health import HEALTH, TELEMETRY

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
GUIDES = ("running.md", "running.en.md")
UNITS = sorted(DEPLOY.glob("*.service"))


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def streamlit_options(text: str) -> set[str]:
    return set(re.findall(r"--((?:server|browser|client|runner)\.\w+)", text))


def verbs() -> set[str]:
    """The verbs of the command line, as its own help lists them."""
    told = subprocess.run(
        [sys.executable, "-m", "metrics", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return set(re.findall(r"^    ([a-z-]+)", told, re.MULTILINE))


def test_commands_options_and_files_that_are_named_exist() -> None:
    texts = [read(path.name) for path in DEPLOY.iterdir() if path.suffix != ".csv"]
    guides = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in GUIDES]
    known = verbs()
    for text in [*texts, *guides]:
        assert set(re.findall(r"python -m metrics ([a-z][a-z-]+)", text)) <= known
        assert all(config.get_config_options()[name] for name in streamlit_options(text))
    for text in guides:
        for name in re.findall(r"deploy[/\\]([\w.-]+\w)", text):
            assert list(DEPLOY.glob(f"{name}*")) or name == ".env", name
        for option in re.findall(r"^\| `((?:server|browser|client)\.\w+)`", text, re.MULTILINE):
            assert option in config.get_config_options()
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / "docs" / target).is_file()


def test_both_guides_tell_the_same() -> None:
    chinese, english = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in GUIDES)
    for told in (r"^#+", r"^\| `([\w.]+)`", r"^\d\.", r"^(?:python|docker|\.venv|systemctl).*"):
        one, other = (re.findall(told, text, re.MULTILINE) for text in (chinese, english))
        if told.startswith("^(?:"):
            one, other = ([line.split()[:4] for line in lines] for lines in (one, other))
        assert one and one == other


def test_the_image_holds_what_runs_and_nothing_runs_as_root() -> None:
    text = read("Containerfile")
    copied = {name for line in re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE)
              for name in line.split()}  # fmt: skip
    wheels = {"wheel[s]"}
    assert all((ROOT / name).exists() for name in copied - wheels)
    assert {"dashboard.py", "metrics", "ui", "pages", "data", "locale", "static"} <= copied
    assert {"requirements.txt", "constraints.txt", ".streamlit/config.toml"} <= copied
    users = re.findall(r"^USER (\d+):", text, re.MULTILINE)
    assert users and users[-1] != "0"
    [code] = re.findall(r'HEALTHCHECK .*?\n\s+"(import .*)"\]', text)
    compile(code, "healthcheck", "exec")
    assert HEALTH in code and "ProxyHandler({})" in code
    [command] = re.findall(r"^CMD (\[.*?\])", text, re.MULTILINE | re.DOTALL)
    options = json.loads(command.replace("\\\n", ""))
    assert options[:3] == ["streamlit", "run", "dashboard.py"]
    assert {"--server.address=0.0.0.0", "--browser.serverAddress=localhost"} <= set(options)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".streamlit/secrets.toml", "deploy/.env", "data/metrics.db*"} <= set(ignored)


def test_the_compose_file_has_no_default_password_and_opens_no_database() -> None:
    text = read("compose.yaml")
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    dashboard, database = services["dashboard"], services["database"]
    assert (DEPLOY / dashboard["build"]["context"] / dashboard["build"]["dockerfile"]).is_file()
    assert dashboard["read_only"] and dashboard["cap_drop"] == ["ALL"]
    assert dashboard["volumes"] == ["data:/data"]
    assert "ports" not in database and database["networks"] == ["inside"]
    assert yaml.safe_load(text)["networks"]["inside"]["internal"]
    used = re.findall(r"\$\{(\w+)(:?[-?])?", text)
    assert {mark for name, mark in used if name == "POSTGRES_PASSWORD"} == {":?"}
    example = dict(re.findall(r"^(\w+)=(.*)$", read("env.example"), re.MULTILINE))
    assert {name for name, _mark in used} == set(example)
    assert example["POSTGRES_PASSWORD"] == example["METRICS_EDITOR_PASSCODE_HASH"] == ""


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_the_units_are_confined_and_name_what_exists(unit: Path) -> None:
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(unit, encoding="utf-8")
    service = parser["Service"]
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp"):
        assert service[name] == "yes"
    assert service["ProtectSystem"] == "strict" and service["CapabilityBoundingSet"] == ""
    assert service["User"] == "metrics" and service["StateDirectory"].startswith(unit.stem[:17])
    home = f"{service['WorkingDirectory']}/"
    for path in re.findall(re.escape(home) + r"([\w./]+)", unit.read_text(encoding="utf-8")):
        assert path.startswith(".venv/bin/") or (ROOT / path).exists()
    if "timer" in str(list(DEPLOY.glob(f"{unit.stem}.*"))):
        assert "backup" in service["ExecStart"]
    else:
        assert "streamlit run dashboard.py" in service["ExecStart"]


@pytest.mark.needs("systemd")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    here = sys.executable
    for unit in [*UNITS, *DEPLOY.glob("*.timer")]:
        text = unit.read_text(encoding="utf-8")
        text = re.sub(r"/opt/metrics-dashboard/\.venv/bin/python", here, text)
        text = re.sub(r"^(User|Group)=metrics$", r"\1=root", text, flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    about_ours = [line for line in done.stderr.splitlines() if "metrics-dashboard" in line]
    assert not about_ours


@pytest.mark.parametrize("name", ["start.cmd", "archive-start.cmd"])
def test_windows_can_read_the_start_script(name: str) -> None:
    content = (DEPLOY / name).read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n"), "cmd finds no label otherwise"
    text = content.decode("ascii")
    assert set(re.findall(r"goto (\w+)", text)) == set(re.findall(r"^:(\w+)", text, re.MULTILINE))
    for name in re.findall(r"[\w-]+\.(?:py|txt)\b", text):
        assert (ROOT / name).exists() or name == "installed.txt"


def test_the_nginx_example_fits_the_server() -> None:
    text = read("nginx.conf")
    assert text.count("{") == text.count("}")
    limit = int(re.findall(r"client_max_body_size (\d+)m;", text)[0])
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] < limit
    closed = re.findall(r"location = (\S+)\s+\{ return 404; \}", text)
    assert closed == ["/_stcore/metrics", TELEMETRY]
    guarded = ("Strict-Transport-Security", "return 444", "return 301 https://", "~ secure")
    for needed in ("Upgrade $http_upgrade", "Host $http_host", "hash $dashboard_replica", *guarded):
        assert needed in text


def test_a_server_never_asks_the_internet_for_its_own_address() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}


# The archive with its own Python. Whole, it is made and tried by `make archive try-archive`.


def script(name: str) -> ModuleType:
    """A script of deploy/, as a module."""
    described = importlib.util.spec_from_file_location(name, DEPLOY / f"{name}.py")
    assert described and described.loader
    module = importlib.util.module_from_spec(described)
    sys.modules[name] = module  # where its dataclasses look for it
    described.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def archive() -> ModuleType:
    return script("archive")


def test_an_archive_holds_what_runs(archive: ModuleType) -> None:
    copied = re.findall(r"^COPY (?!--)(\w\S*) \S+$", read("Containerfile"), re.MULTILINE)
    assert {"dashboard.py", ".streamlit", *copied} - {"LICENSE"} <= set(archive.PRODUCT)
    assert all((ROOT / name).exists() for name in archive.PRODUCT)
    private = {"metrics.db", "metrics.db-wal", "secrets.toml"}
    assert archive._LEFT_OUT("", [*private, "catalog.csv"]) == private


def test_each_target_asks_for_its_own_wheels_and_packages(
    archive: ModuleType, tmp_path: Path
) -> None:
    for name, target in archive.TARGETS.items():
        call = archive.pip_call(target, tmp_path, tmp_path / "wheels")
        machine = name.partition("-")[2].replace("x86_64", "64" if "win" in name else "x86_64")
        asked = [call[at + 1] for at, part in enumerate(call) if part == "--platform"]
        assert asked and all(each.endswith(machine) for each in asked)
        assert {"--only-binary=:all:", "--no-index"} <= set(call)
        if target.debian:
            update, download = archive.apt_calls(target, tmp_path)
            own = [part for part in update if part.startswith("Dir::State")]
            assert all(str(tmp_path) in part for part in own)
            assert f"APT::Architecture={target.debian}" in download and "libc6" in download


def test_the_python_of_an_archive_finds_itself_and_its_packages(
    archive: ModuleType, tmp_path: Path
) -> None:
    embedded = tmp_path / "embed.zip"
    with zipfile.ZipFile(embedded, "w") as written:
        written.writestr("python311._pth", "python311.zip\n.\n#import site\n")
    site = archive.lay_out_windows(embedded, tmp_path / "windows")
    paths = (tmp_path / "windows" / "python311._pth").read_text().splitlines()
    assert paths == ["python311.zip", ".", "Lib\\site-packages", "..", "import site"]
    assert site == tmp_path / "windows" / "Lib" / "site-packages"

    launcher = read("archive-python.sh").replace("@LOADER@", "loader")
    here = tmp_path / "ein Platz"
    for name, text in (("bin/python", launcher), ("lib/loader", '#!/bin/sh\nprintf "%s\\n" "$@"')):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
        (here / name).chmod(0o755)
    said = subprocess.run([here / "bin" / "python", "-c", "a b"], capture_output=True, check=True)
    own = f"{here}/bin/.."
    assert said.stdout.decode().splitlines() == [
        *("--library-path", f"{own}/lib", "--argv0", f"{here}/bin/python"),
        *(f"{own}/bin/python.real", "-c", "a b"),
    ]


# The audit of packages.


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    return script("audit")


@pytest.fixture(scope="module")
def packages(audit: ModuleType) -> dict[str, Any]:
    """Every package that the dashboard runs on."""
    return dict(audit.closure(audit.needed(ROOT / "requirements.txt")))


def test_every_package_is_pinned_told_and_allowed(
    audit: ModuleType, packages: dict[str, str]
) -> None:
    assert {"streamlit", "starlette", "authlib", "psycopg-binary", "numpy"} <= set(packages)
    assert audit.faults(packages) == []


def test_what_is_not_allowed_or_not_told_is_a_fault(
    audit: ModuleType, packages: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "ALLOWED", audit.ALLOWED - {"LGPL-3.0-only"})
    [first, second] = audit.faults(packages)
    assert first.startswith("psycopg ") and "LGPL-3.0-only" in first + second
    monkeypatch.undo()
    stranger = audit.metadata.distribution("pytest")
    assert any("pytest is not pinned" in each for each in audit.faults({"pytest": stranger}))
    assert len([f for f in audit.faults({}) if "not needed any more" in f]) >= len(packages)


def test_what_could_not_be_asked_is_not_called_sound(audit: ModuleType) -> None:
    known = {"id": "CVE-1", "fix_versions": ["2"]}
    answer = {
        "dependencies": [
            {"name": "a", "version": "1", "vulns": [known]},
            {"name": "b", "version": "1", "vulns": []},
            {"name": "c", "skip_reason": "not found"},
        ]
    }
    assert audit.read_answer(json.dumps(answer)) == (["a 1: CVE-1, mended in 2"], ["c: not found"])
    found, unasked = audit.read_answer("", "Traceback\nProxyError: unreachable")
    assert found == [] and "ProxyError" in unasked[0]


def test_the_help_of_every_new_verb_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("backup", "restore-backup", "check-configuration"):
        with pytest.raises(SystemExit) as done:
            main([verb, "--help"])
        assert done.value.code == 0 and verb in capsys.readouterr().out
