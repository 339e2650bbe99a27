"""List and check every setting of the environment: its name, its values, its problems.

All are checked at once, and each problem has a mend; a wrong setting never keeps the
server from answering, and never opens what was to be closed. Values that are secrets appear
nowhere. `docs/running.md` lists the same names for people, and a test holds the two together.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from metrics import FOLDER_VARIABLE, auth
from metrics.i18n import Message, message
from metrics.log import FORMS, LEVEL_VARIABLE, LEVELS, LOG_VARIABLE
from metrics.problems import Problem, Severity
from metrics.store.database import connect
from metrics.store.opening import FILE_NAME, URL_VARIABLE

PREFIX = "METRICS_"
READING_VARIABLE = "METRICS_READING"
SLOW_VARIABLE = "METRICS_SLOW_MS"
API_TOKEN_VARIABLE = "METRICS_API_TOKEN"
API_ORIGINS_VARIABLE = "METRICS_API_ORIGINS"
EMBED_VARIABLE = "METRICS_EMBED_IN"
OPEN, CLOSED = "open", "closed"
SLOW_MILLISECONDS = 1000
SHORTEST_PASSCODE = 8
SHORTEST_TOKEN = 20

_SITE = re.compile(r"https?://(\*\.)?[a-zA-Z0-9\[][a-zA-Z0-9.\-\[\]:]*(:\*)?")
"""Scheme, host and port; nothing that could carry another header or policy, or name every site."""
Environment = Mapping[str, str]
Fault = tuple[Severity, Message, Message]  # severity, what is wrong, how to mend it


@dataclass(frozen=True)
class Setting:
    """Describe one variable of the environment.

    `choices` are all the values it takes, where there are few; `check` yields what is wrong with
    a value; the values of a `secret` one are never shown.
    """

    name: str
    choices: tuple[str, ...] = ()
    check: Callable[[str, Environment], Iterator[Fault]] | None = None
    secret: bool = False


def check_configuration(environment: Environment | None = None) -> list[Problem]:
    """Return everything that is wrong with the settings of this process."""
    variables = os.environ if environment is None else environment
    problems = [
        Problem("setting", severity, text, fix, file=setting.name)
        for setting in SETTINGS
        for severity, text, fix in _faults(setting, variables)
    ]
    return [*problems, *_unknown(variables)]


def problems_with(*names: str) -> list[Problem]:
    """Return the errors of these settings; what needs them cannot go on."""
    return [
        Problem("setting", severity, text, fix, file=setting.name)
        for setting in SETTINGS
        if setting.name in names
        for severity, text, fix in _faults(setting, os.environ)
        if severity == "error"
    ]


def summary(environment: Environment | None = None) -> dict[str, str]:
    """Return the settings for log and command line; secrets only as set or not."""
    variables = os.environ if environment is None else environment
    return {
        setting.name: _shown(setting, value)
        for setting in SETTINGS
        if (value := variables.get(setting.name, "").strip())
    }


def sites(name: str, environment: Environment | None = None) -> list[str]:
    """Return the addresses of other sites in a setting, valid ones only."""
    variables = os.environ if environment is None else environment
    return [site for site in _listed(variables.get(name, "")) if _SITE.fullmatch(site)]


def reading_is_closed(environment: Environment | None = None) -> bool:
    """Check whether readers have to sign in; an unknown value closes."""
    variables = os.environ if environment is None else environment
    return variables.get(READING_VARIABLE, "").strip().lower() not in ("", OPEN)


def slow_milliseconds(environment: Environment | None = None) -> int:
    """Return the milliseconds from which on a page run is logged as slow."""
    variables = os.environ if environment is None else environment
    value = variables.get(SLOW_VARIABLE, "").strip()
    return int(value) if _is_count(value) else SLOW_MILLISECONDS


def _faults(setting: Setting, environment: Environment) -> Iterator[Fault]:
    value = environment.get(setting.name, "").strip()
    if setting.choices and value.lower() not in ("", *setting.choices):
        yield (
            "error",
            message("{value} is not a value of this setting", value=_brief(value)),
            message("Use one of: {names}", names=", ".join(setting.choices)),
        )
    if setting.check and value:
        yield from setting.check(value, environment)


def _check_sites(value: str, _environment: Environment) -> Iterator[Fault]:
    for site in _listed(value):
        if not _SITE.fullmatch(site):
            yield (
                "error",
                message("{value} is not the address of a site", value=_brief(site)),
                message("Write it like https://portal:8080; several with spaces between"),
            )


def _listed(value: str) -> list[str]:
    return value.replace(",", " ").split()


def _check_folder(value: str, environment: Environment) -> Iterator[Fault]:
    folder = Path(value)
    fix = message("Name a folder of data that the server's account may read")
    if not folder.is_dir():
        yield "error", message("There is no folder {name}", name=_brief(value)), fix
    elif not os.access(folder, os.R_OK | os.X_OK):
        yield "error", message("The folder {name} cannot be read", name=_brief(value)), fix
    elif not environment.get(URL_VARIABLE) and not _may_write(folder / FILE_NAME):
        yield (
            "warning",
            message("The folder {name} cannot be written, so nothing can be published", name=value),
            message("Let the server's account write it, or set {name}", name=URL_VARIABLE),
        )


def _may_write(file: Path) -> bool:
    return os.access(file.parent, os.W_OK) and (not file.exists() or os.access(file, os.W_OK))


def _check_url(value: str, _environment: Environment) -> Iterator[Fault]:
    fix = message("A store is a file, sqlite:///FILE or postgresql://HOST/DATABASE")
    try:
        database = connect(value)
    except Exception:  # whatever it does to its parser; never shown, as it may hold a password
        yield "error", message("This is not the address of a database"), fix
        return
    if database.path is not None and not database.path.absolute().parent.is_dir():
        yield "error", message("There is no folder for the database"), fix


def _check_token(value: str, _environment: Environment) -> Iterator[Fault]:
    if len(value) < SHORTEST_TOKEN:  # attempts are not counted: programs share an address
        yield (
            "warning",
            message("The token is shorter than {n} characters", n=SHORTEST_TOKEN),
            message("Choose a longer one"),
        )


def _check_passcode(value: str, environment: Environment) -> Iterator[Fault]:
    if environment.get(auth.HASH_VARIABLE):
        yield (
            "error",
            message("The passcode and its hash are both set"),
            message("Set one of them; the hash is the safer one"),
        )
    if len(value) < SHORTEST_PASSCODE:
        yield (
            "warning",
            message("The passcode is shorter than {n} characters", n=SHORTEST_PASSCODE),
            message("Choose a longer one"),
        )


def _check_hash(value: str, _environment: Environment) -> Iterator[Fault]:
    try:
        auth.matches("", value)
    except ValueError:
        yield (
            "error",
            message("This is not the hash of a passcode"),
            message("`python -m metrics hash-passcode` makes one"),
        )


def _check_editors(value: str, _environment: Environment) -> Iterator[Fault]:
    wrong = [each for each in value.replace(",", " ").split() if not re.fullmatch(r"\S+@\S+", each)]
    if wrong:
        yield (
            "error",
            message("Not e-mail addresses: {n}", n=len(wrong)),
            message("Write the editors' addresses, separated by commas or spaces"),
        )


def _check_count(value: str, _environment: Environment) -> Iterator[Fault]:
    if not _is_count(value):
        yield (
            "error",
            message("{value} is not a whole number above zero", value=_brief(value)),
            message("Write a number of milliseconds, such as {n}", n=SLOW_MILLISECONDS),
        )


def _is_count(value: str) -> bool:
    return value.isascii() and value.isdigit() and int(value[:9]) > 0 and len(value) <= 9


def _unknown(environment: Environment) -> Iterator[Problem]:
    """Yield a problem for each name that is no setting: probably mistyped."""
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name not in known:
            ends = [each.removeprefix(PREFIX) for each in known]
            near = get_close_matches(name.upper().removeprefix(PREFIX), ends, 1)
            fix = message("Did you mean {name}?", name=PREFIX + near[0]) if near else None
            text = message("There is no such setting; it has no effect")
            listed = message("The settings are: {names}", names=", ".join(known))
            yield Problem("setting-unknown", "warning", text, fix or listed, file=name[:80])


def _shown(setting: Setting, value: str) -> str:
    if setting.secret:
        return "***"
    if setting.name == URL_VARIABLE:
        try:
            return connect(value).place
        except Exception:  # see _check_url
            return "***"
    if setting.name == auth.ALLOWED_VARIABLE:
        return str(len(value.replace(",", " ").split()))
    return _brief(value)


def _brief(value: str) -> str:
    return value if len(value) <= 80 else value[:79] + "…"


SETTINGS = (
    Setting(FOLDER_VARIABLE, check=_check_folder),
    Setting(URL_VARIABLE, check=_check_url),
    Setting(READING_VARIABLE, (OPEN, CLOSED)),
    Setting(auth.FOUR_EYES_VARIABLE, ("on", "off")),
    Setting(auth.PASSCODE_VARIABLE, check=_check_passcode, secret=True),
    Setting(auth.HASH_VARIABLE, check=_check_hash, secret=True),
    Setting(auth.ALLOWED_VARIABLE, check=_check_editors),
    Setting(LOG_VARIABLE, FORMS),
    Setting(LEVEL_VARIABLE, tuple(LEVELS)),
    Setting(SLOW_VARIABLE, check=_check_count),
    Setting(API_TOKEN_VARIABLE, check=_check_token, secret=True),
    Setting(API_ORIGINS_VARIABLE, check=_check_sites),
    Setting(EMBED_VARIABLE, check=_check_sites),
)
