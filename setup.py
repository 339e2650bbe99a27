"""Install the library with its data and texts inside; the rest stands in pyproject.toml."""

from pathlib import Path

from setuptools import find_packages, setup

LINES = Path("requirements.txt").read_text(encoding="utf-8").splitlines()

setup(
    packages=[
        *find_packages(include=["metrics", "metrics.*"]),
        "metrics.data",
        "metrics.locale",
        "metrics.static",
    ],
    package_dir={"metrics.data": "data", "metrics.locale": "locale", "metrics.static": "static"},
    # By their endings: a store lies beside them, and is nobody else's.
    package_data={
        "metrics": ["defaults/**/*.csv"],
        "metrics.data": ["*.csv", "*.toml", "**/*.csv"],
        "metrics.locale": ["*.csv", "**/*.po"],
        "metrics.offline": ["looks/*.css"],
        "metrics.static": ["fonts/*"],
    },
    install_requires=[line for line in LINES if line and not line.startswith(("#", "-"))],
)
