"""Whether a figure is a target: something planned for a coming year, and no result.

A figure is a target under a plan heading, in a year after the reporting year, or behind a word of
planning in its own sentence. Plans that were carried out (按计划开展) are results.
"""

import re

_CUE = re.compile(
    r"力争|拟(?=新|建|开|投|组|举|安|实)|(?<![按度作查训练划援监原])计划(?=(?:到|于|在)?(?:开展|组织|检查|新|建|投|实|举|完|培|购|安|明|修|培))"
    r"|(?:年初|年度|既定|预期)(?:确定|制定|下达|设定|预定|提出|计划)的\Z|预计(?:到|明年)|目标(?:是|为)|确保到|(?:明年|来年)(?!初)"
)


def is_target(before: str, year: int | None, reporting: int | None, planned: bool) -> bool:
    """Return whether the figure behind `before`, about `year`, is only planned.

    `planned` says that it stands under a plan heading.
    """
    if year and reporting and year < reporting:
        return False
    if year and reporting and year > reporting:
        return True
    if planned:
        return True
    cue = None
    for match in _CUE.finditer(before):
        cue = match
    # 计划检查600家，实际完成634家: what was done ends the plan.
    return cue is not None and not re.search("实际|已|完成了|全年完成", before[cue.end() :])
