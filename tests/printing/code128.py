# SPDX-License-Identifier: Apache-2.0
"""A reader of Code 128 barcodes by their bars, written from the standard's table, to check what was drawn."""

from __future__ import annotations

from itertools import groupby

from complaintdesk.printing.pages import PageImage

BARS = (  # six widths of bars and gaps a symbol, from 0 on
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
SYMBOLS = [BARS[start : start + 6] for start in range(0, len(BARS), 6)]
CODE_C, CODE_B, START_B, START_C, STOP = 99, 100, 104, 105, "2331112"


def read_barcode(page: PageImage, across: float, down: float) -> str:
    """The text of the barcode on a page right of `across` on the line `down` (shares of the page), '' where none is."""
    row = int(page.height * down) * page.width * 3
    pixels = page.rgb[row : row + page.width * 3 : 3][int(page.width * across) :]
    runs = [(dark, len(list(run))) for dark, run in groupby(pixel < 128 for pixel in pixels)]
    while runs and not runs[0][0]:
        runs.pop(0)
    while runs and not runs[-1][0]:
        runs.pop()
    if not runs:
        return ""
    lengths = [length for _, length in runs]
    symbols = (len(lengths) - 7) // 6
    module = sum(lengths) / (symbols * 11 + 13)
    figures = "".join(str(round(length / module)) for length in lengths)
    assert figures[-7:] == STOP
    codes = [SYMBOLS.index(figures[start : start + 6]) for start in range(0, symbols * 6, 6)]
    *data, check = codes
    assert check == (data[0] + sum(place * code for place, code in enumerate(data))) % 103
    return _text(data)


def _text(data: list[int]) -> str:
    text, pairs = "", data[0] == START_C
    assert pairs or data[0] == START_B
    for code in data[1:]:
        if code == CODE_C and not pairs:
            pairs = True
        elif code == CODE_B and pairs:
            pairs = False
        else:
            text += f"{code:02d}" if pairs else chr(code + 32)
    return text
