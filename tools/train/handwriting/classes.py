"""Which classes there are, which forms share one, how often each is drawn and how likely it is in notes."""
import bz2

UNIHAN = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
REJECT = "<reject>"

# Full-width and half-width twins are one class, named by the form Chinese notes use.
MERGED = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", "~": "～", "¥": "￥", "＿": "_",
          "∑": "Σ", "∏": "Π", "△": "Δ", "µ": "μ", "∼": "～", "∶": "：", "⋅": "·", "・": "·", "′": "'", "″": '"', "≅": "≌",
          "⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "−": "-", "–": "-", "〈": "<", "〉": ">", "∣": "|", "ϕ": "φ", "ϑ": "θ", "ϵ": "ε"}
# Every other full-width form of ASCII is its half-width class.
MERGED |= {chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F) if chr(c) not in MERGED and chr(c + 0xFEE0) not in MERGED}

# Twins and near twins. Where two shapes are the same ink, this prior decides which one wins alone;
# a line decides by size, place and context.
RARE = {"-": 0.3, "_": 0.15, "|": 0.1, "'": 0.3, "、": 0.6, "\\": 0.4, "/": 0.5, "I": 0.3, "O": 0.3, "。": 0.5, ".": 0.5,
        "“": 0.4, "”": 0.4, '"': 0.4, "C": 0.5, "S": 0.5, "V": 0.5, "W": 0.5, "X": 0.4, "Z": 0.5, "×": 0.4, "U": 0.5,
        "P": 0.6, "K": 0.6, "+": 0.6, "=": 0.6, "曰": 0.4, "，": 0.6, "→": 0.5, "<": 0.6, ">": 0.6,
        "ο": 0.1, "ι": 0.3, "κ": 0.2, "υ": 0.2, "χ": 0.2, "ν": 0.2, "ρ": 0.3, "ω": 0.3, "τ": 0.3, "Λ": 0.2, "Γ": 0.3,
        "Π": 0.3, "Ξ": 0.2, "≡": 0.15, "∪": 0.15, "⊂": 0.15, "°": 0.1, "∠": 0.3, "⊥": 0.3, "∥": 0.15,
        "—": 0.1, "·": 0.2, "‘": 0.3, "’": 0.3, "〇": 0.1, "∧": 0.1, "∨": 0.1, "⊃": 0.15, "∅": 0.4, "⌒": 0.15, "¬": 0.3,
        "「": 0.3, "」": 0.3, "『": 0.3, "』": 0.3, "【": 0.3, "】": 0.3, "`": 0.2, "∽": 0.3, "∃": 0.4, "←": 0.4, "↑": 0.4,
        "↓": 0.4, "￡": 0.4, "€": 0.3}
SIMPLE = ((3, 3.0), (5, 1.5))  # at most so many strokes: so often; simple characters are the commonest in text
COMPONENTS = "丨丶丿亅亠冂冖匚刂亻勹冫讠卩阝廴凵厶艹扌囗彳犭夂饣忄丬氵宀辶彐屮纟巛灬礻攵疒癶钅虍廾尢"  # of level 2; hardly ever alone in a text
COMPONENT = 0.05
LEVEL2, BEYOND = 0.2, 0.1  # how likely the rarer characters are, against those of level 1
LEAST = 0.4  # no twin is drawn less often than this share of its group: each must still be learnt


def gb2312(first, last):
    """The characters of these rows: 16..55 are level 1, 56..87 level 2."""
    rows = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(first, last + 1) for cell in range(1, 95))
    return [c for c in (r.decode("gb2312", "ignore") for r in rows) if c]


def general_standard():
    """The 8,105 characters of the General Standard list, in its order."""
    places = {}
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[1] == "kTGH":
                places[chr(int(fields[0][2:], 16))] = int(fields[2].split(":")[1].split()[0])
    return sorted(places, key=places.get)


def han(folder):
    """GB 2312, then the rest of the General Standard list as far as there are strokes for it."""
    both = gb2312(16, 87)
    known = set(both)
    return both + [c for c in general_standard() if c not in known and (folder / f"{c}.json").exists()]


LEVEL = {c: 1 for c in gb2312(16, 55)} | {c: 2 for c in gb2312(56, 87)}


def is_han(c):
    return len(c) == 1 and ("㐀" <= c <= "鿿" or c >= "𠀀")


def is_greek(c):
    return len(c) == 1 and "Α" <= c <= "ω"


def is_latin(c):
    return len(c) == 1 and c.isascii() and c.isalpha()


def prior(c, strokes):
    """How likely a class is in notes, against an ordinary Han character."""
    if c == REJECT:
        return 4.0
    if is_han(c):
        simple = next((w for n, w in SIMPLE if strokes <= n), 1.0)
        return RARE.get(c, COMPONENT if c in COMPONENTS else 1.0) * {1: simple, 2: LEVEL2}.get(LEVEL.get(c), BEYOND)
    group = 8.0 if c.isascii() and c.islower() else 5.0 if c.isascii() and c.isdigit() else 2.0 if is_latin(c) else 1.0
    seldom = 0.35 if is_greek(c) else 0.15 if not c.isascii() and ord(c) < 0x3000 and c not in "“”‘’…—·" else 1.0
    return group * RARE.get(c, 1.0) * seldom


def drawn(c, strokes):
    """How often a class is drawn. Few hands stand behind letters and digits, so they are drawn more often."""
    if c == REJECT:
        return 260.0
    if is_han(c):
        simple = next((w for n, w in SIMPLE if strokes <= n), 1.0)
        return simple if LEVEL.get(c) == 1 else 0.7 if LEVEL.get(c) == 2 else 0.6
    group = (20.0 if c.isascii() and c.islower() else 6.0 if c.isascii() and c.isdigit() else 4.0 if is_latin(c)
             else 6.0 if is_greek(c) and c.islower() else 1.2)
    return group * max(RARE.get(c, 1.0), LEAST)
