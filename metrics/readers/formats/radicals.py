"""Replace radicals in the text of a PDF by the characters that look the same.

Chromium and others write ⼈ (U+2F08) and ⻓ (U+2ED3) where the page shows 人 and 长. Each is one
character for one, so every offset stays. Radicals that are no character of their own stay.
"""

import unicodedata

_SUPPLEMENT = (
    "⺁厂⺇几⺌小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺨犭⺪疋⺫罒"
    "⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角"
    "⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟⺅亻⺉刂⺊卜⺕彐⺗心⺞歺⺧牛⺩王"
)
# Some fonts give 器 and 都 the code of their compatibility ideograph.
_COMPATIBILITY = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA1E))
FOLDED = {ord(a): b for a, b in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)} | {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3, *_COMPATIBILITY)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
"""What `str.translate` makes of each radical."""
