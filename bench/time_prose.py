"""Time the prose reader on texts made to be slow: endless lists, digits, brackets and table bars.

    python -m bench.time_prose

Prints, for 20,000 characters of each, the milliseconds of processor time and how many times as
long twice the text takes; 2 is linear.
"""

import time

from metrics.prose import read

LENGTH = 20_000
PIECES = (
    "1、", "12家、", "5.1%、", "检查企业12家，发现隐患35处，", "增长5.1%、6.2%，", "分别12家、",
    "由1到2", "1", "一", "万", "1万", "十", "1.", "1,", "1:", "1-", "1+", "1×1", "A1", "二〇",
    "第一、", "第1条、", "2025年、", "2025、", "一中、", "一是", "其中", "一半", "百分之", "每万",
    "(", "((1)", "“一", "《一", "|1", "|1|2|\n", "1\t2\n", "1\n", " ", "1 ", "http://1",
)  # fmt: skip


def spent(text: str) -> float:
    """Return the seconds of processor time for one reading."""
    started = time.process_time()
    read(text, 2025)
    return time.process_time() - started


def main() -> None:
    """Print the pieces, the slowest first."""
    read("检查企业12家。", 2025)  # the first reading loads the word lists
    found = []
    for piece in PIECES:
        text = piece * (2 * LENGTH // len(piece) + 1)
        short, long = spent(text[:LENGTH]), spent(text[: 2 * LENGTH])
        found.append((short, long / max(short, 1e-9), piece))
    for short, growth, piece in sorted(found, reverse=True):
        print(f"{short * 1000:6.0f} ms  twice the text x{growth:.1f}  {piece!r}")


if __name__ == "__main__":
    main()
