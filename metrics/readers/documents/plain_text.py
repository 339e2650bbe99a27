"""Decode the bytes of prose, by strict decoding and by common words."""

import codecs

from metrics.i18n import message
from metrics.problems import BrokenData, Problem
from metrics.readers.documents.document import refusal
from metrics.readers.encoding import decode
from metrics.readers.formats.web_encoding import WEB_CODECS, declared_encoding

_COMMON = (
    "应急 應急 安全 管理 报告 報告 工作 年度 全市 全省 企业 企業 演练 演練 培训 培訓 隐患 隱患 "
    "救援 执法 執法 建设 建設 开展 開展 组织 組織 完成 情况 情況 落实 落實 人次"
)


def decoded_page(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a web page, by the encoding it declares if that holds."""
    name = declared_encoding(content)
    if name and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode(WEB_CODECS.get(name, name)).removeprefix("\ufeff"), ()
        except (UnicodeError, LookupError):
            pass
    return decoded(content)


def decoded(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file and what is doubtful about it; raises BrokenData."""
    result = decode(content, _is_prose)
    if result.text is None:
        if any(problem.code == "binary" for problem in result.problems):
            raise refusal(
                "wrong-type",
                message("This is no text, HTML, DOCX or PDF file"),
                message("Open it where it was made, copy the text and paste it here"),
            )
        raise BrokenData(result.problems)
    return result.text, result.problems


def _is_prose(clause: str) -> bool:
    return any(word in clause for word in _COMMON.split())
