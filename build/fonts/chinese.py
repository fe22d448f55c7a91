"""Makes electron/image/fonts/NotoSansSC-GB2312.otf: the characters of GB 2312 and their punctuation, without hints.

Window and pictures fall back to it where the system has no font for Chinese.

    apt-get download fonts-noto-cjk            # 1:20220127+repack1-1, Noto Sans CJK 2.004
    dpkg -x fonts-noto-cjk_*.deb noto
    python3 build/fonts/chinese.py noto/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Needs fontTools 4.68.0.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "electron/image/fonts/NotoSansSC-GB2312.otf"
FACE = "Noto Sans CJK SC"
# Latin, Greek and Cyrillic letters and box drawing come from other fonts.
FIRST = 0x2010
LEFT_OUT = range(0x2500, 0x25A0)


def characters() -> list[int]:
    """Code points of GB 2312, and of the punctuation that stands between Chinese words."""
    found = set("，。、；：？！“”‘’（）《》「」—…·￥％")
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    found.update(map(chr, range(0x3000, 0x3040)))
    return sorted(code for code in map(ord, found) if code >= FIRST and code not in LEFT_OUT)


def main(collection: str) -> None:
    fonts = TTCollection(collection).fonts
    font = next(one for one in fonts if one["name"].getDebugName(4).startswith(FACE))
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["locl", "ccmp"]
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same bytes at every run
    font.recalcTimestamp = False
    font.save(TARGET)
    print(f"{TARGET}: {len(characters())} characters, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
