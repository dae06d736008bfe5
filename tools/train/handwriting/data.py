"""Skeletons of every class: hanzi-writer medians, Hershey faces, our own definitions, Omniglot ink."""
import ctypes
import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
HERSHEY = pathlib.Path("/usr/share/hershey-fonts")
FACES = ("futural", "rowmans", "scripts", "cursive")
GREEK = dict(zip("CDGHKNPRUWX" + "abcdefghijklmnopqrstuvwx", "ΓΔΗΘΛΞΠΣΦΨΩ" + "αβγδεζηθικλμνξοπρστυφχψω"))  # in face greeks
SIGNS = dict(zip("!&'?@^_bdeghyz|", "±≤≥≠≡∝∞√⊂∪∩∈∥⊥∠"))  # in face mathlow
HAN, LATIN, INK, LOWER = 0, 1, 2, 3
SPACING, POINTS = 0.025, 64

# Full-width and half-width twins are one class, named by the form Chinese notes use.
MERGED = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", "~": "～", "¥": "￥", "＿": "_",
          "∑": "Σ", "∏": "Π", "△": "Δ", "µ": "μ"}

# How often a class is drawn. Where two shapes are the same ink, this decides which one wins alone;
# a line decides by size, place and context.
RARE = {"-": 0.3, "_": 0.15, "|": 0.1, "'": 0.3, "、": 0.6, "\\": 0.4, "/": 0.5, "I": 0.3, "O": 0.3, "。": 0.5, ".": 0.5,
        "“": 0.4, "”": 0.4, '"': 0.4, "C": 0.5, "S": 0.5, "V": 0.5, "W": 0.5, "X": 0.4, "Z": 0.5, "×": 0.4, "U": 0.5,
        "P": 0.6, "K": 0.6, "+": 0.6, "=": 0.6, "曰": 0.4, "，": 0.6, "→": 0.5, "<": 0.6, ">": 0.6,
        "ο": 0.1, "ι": 0.3, "κ": 0.2, "υ": 0.2, "χ": 0.2, "ν": 0.2, "ρ": 0.3, "ω": 0.3, "τ": 0.3, "Λ": 0.2, "Γ": 0.3,
        "Π": 0.3, "Ξ": 0.2, "≡": 0.15, "∪": 0.15, "⊂": 0.15, "°": 0.1, "∠": 0.3, "⊥": 0.3, "∥": 0.15}
# Few Omniglot writers and skeletons stand for all hands, so letters and digits are drawn more often. Simple Han
# characters have twins among them and are the commonest in text: they keep pace.
LOWER_CASE, DIGIT, UPPER_CASE, GREEK_OR_SIGN = 8.0, 5.0, 2.0, 0.7
SIMPLE = ((3, 3.0), (5, 1.5))  # at most so many strokes: so often

# The flat first fall of this component is often written as a level stroke to the right.
LEVEL_FALL = "反板版饭返叛扳贩"


def gb2312_level1():
    rows = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return [c for c in (r.decode("gb2312", "ignore") for r in rows) if c]


def smooth(points, corners=()):
    """Catmull-Rom through the points, straight to a corner, then equal steps."""
    p = np.asarray(points, np.float64)
    if len(p) < 2 or np.ptp(p, axis=0).max() < 1e-9:
        return p[:1].astype(np.float32)
    path = [p[0]]
    for i in range(len(p) - 1):
        a, b = p[i], p[i + 1]
        before = a if i == 0 or i in corners else p[i - 1]
        after = b if i + 2 >= len(p) or i + 1 in corners else p[i + 2]
        for t in np.linspace(0, 1, 9)[1:]:
            path.append(0.5 * (2 * a + (b - before) * t + (2 * before - 5 * a + 4 * b - after) * t * t
                               + (3 * a - before - 3 * b + after) * t ** 3))
    path = np.array(path)
    along = np.concatenate(([0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))))
    count = int(np.clip(round(along[-1] / SPACING), 2, POINTS - 1)) + 1
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, path[:, k]) for k in (0, 1)], 1).astype(np.float32)


def boxed(strokes):
    """Into the unit box, centred; the longer side spans 0.8 of it."""
    everything = np.concatenate([np.asarray(s, np.float64) for s in strokes])
    low, high = everything.min(0), everything.max(0)
    scale = 0.8 / max((high - low).max(), 1e-9) if (high - low).max() > 0 else 0
    return [(np.asarray(s, np.float64) - (low + high) / 2) * scale + 0.5 for s in strokes]


def han(folder, char):
    data = json.loads((folder / f"{char}.json").read_text("utf-8"))
    return [smooth([(x / 1024, (900 - y) / 1024) for x, y in m]) for m in data["medians"]]


def levelled(strokes):
    """With the first stroke that falls flat to the left turned into a level one to the right."""
    out = list(strokes)
    for i, s in enumerate(out):
        dx, dy = s[-1] - s[0]
        if dx < -0.15 and abs(dy) < 0.6 * abs(dx):
            out[i] = np.stack([s[::-1, 0], np.full(len(s), s[:, 1].mean(), np.float32)], 1)
            break
    return out


def hershey(face):
    """Glyph strokes by character; a record is number, pair count, pairs about 'R', and may wrap."""
    text, at, code, out = (HERSHEY / f"{face}.jhf").read_text("latin-1"), 0, 32, {}
    while at + 8 <= len(text):
        count, at = int(text[at + 5:at + 8]), at + 8
        pairs = ""
        while len(pairs) < 2 * count:
            if text[at] != "\n":
                pairs += text[at]
            at += 1
        while at < len(text) and text[at] == "\n":
            at += 1
        strokes = [[(ord(s[i]) - 82, ord(s[i + 1]) - 82) for i in range(0, len(s) - 1, 2)] for s in split(pairs[2:])]
        out[chr(code)] = [s for s in strokes if s]
        code += 1
    return out


def split(pairs):
    run, runs = "", []
    for i in range(0, len(pairs), 2):
        if pairs[i:i + 2] == " R":
            runs.append(run)
            run = ""
        else:
            run += pairs[i:i + 2]
    return runs + [run]


def sharp(points):
    """Hershey curves are chains of short chords: only a strong turn is a corner."""
    p = np.asarray(points, np.float64)
    if len(p) < 3:
        return ()
    d = np.diff(p, axis=0)
    turn = (d[:-1] * d[1:]).sum(1) / np.maximum(np.hypot(*d[:-1].T) * np.hypot(*d[1:].T), 1e-9)
    return {i + 1 for i in np.where(turn < 0.4)[0]}


def defined():
    for line in (HERE / "strokes.txt").read_text("utf-8").splitlines():
        if line.startswith("# ") and not line[2:3].isdigit() or not line.strip():
            continue
        label, rest = line[0], line[2:]
        strokes = [s.split() for s in rest.split(" | ")]
        points = [[tuple(map(float, p.rstrip("*").split(","))) for p in s] for s in strokes]
        yield label, points, [{i for i, p in enumerate(s) if p.endswith("*")} for s in strokes]


def ink(path):
    for line in open(path, encoding="utf-8"):
        sample = json.loads(line)
        yield sample["label"], [[(p[0], p[1]) for p in s] for s in sample["strokes"] if s]


def kind_of(label):
    return LOWER if label.isascii() and label.islower() else LATIN


def build(hanzi, omniglot=(), chars=None):
    """Labels, and for every class its skeletons as (kind, weight, strokes)."""
    chars = gb2312_level1() if chars is None else chars
    classes = {c: [(HAN, 1.0, han(hanzi, c))] for c in chars}
    for c in set(LEVEL_FALL) & set(classes):
        classes[c].append((HAN, 0.6, levelled(classes[c][0][2])))
    for label, points, corners in defined():
        drawn = [smooth(s, c) for s, c in zip(boxed(points), corners)]
        classes.setdefault(label, []).append((kind_of(label), 1.0, drawn))
    for face in (*FACES, "greeks", "mathlow"):
        for char, points in hershey(face).items():
            if face in ("scripts", "cursive") and not char.isalpha():  # doubled strokes
                continue
            label = {"greeks": GREEK, "mathlow": SIGNS}.get(face, {}).get(char, MERGED.get(char, char) if face in FACES else None)
            if label not in classes or not points:
                continue
            drawn = [smooth(s, sharp(o)) for s, o in zip(boxed(points), points)]
            classes[label].append((kind_of(label), 0.7, drawn))
    for path in omniglot:
        for label, points in ink(path):
            if label in classes:
                drawn = [smooth(s) for s in boxed(points)]
                classes[label].append((INK, 0.35, drawn))
    return classes


class Store:
    """The skeletons as flat arrays that the C library reads in place."""

    def __init__(self, classes, library):
        self.labels = list(classes)
        points, stroke_start, glyph_start, kind, weight, owner = [], [0], [0], [], [], []
        for c, skeletons in enumerate(classes.values()):
            total = sum(w for _, w, _ in skeletons)
            for k, w, strokes in skeletons:
                for s in strokes[:64]:
                    points.append(s)
                    stroke_start.append(stroke_start[-1] + len(s))
                glyph_start.append(len(stroke_start) - 1)
                kind.append(k)
                weight.append(w / total)
                owner.append(c)
        self.points = np.ascontiguousarray(np.concatenate(points), np.float32)
        self.stroke_start, self.glyph_start = np.array(stroke_start, np.int32), np.array(glyph_start, np.int32)
        self.kind, self.owner = np.array(kind, np.uint8), np.array(owner, np.int64)
        self.share = np.array(weight)
        self.library = library
        self.raw = (ctypes.c_void_p * 4)(*(a.ctypes.data for a in (self.points, self.stroke_start, self.glyph_start, self.kind)))

    def base_weights(self):
        """How often each class is drawn before its difficulty counts."""
        first = np.searchsorted(self.owner, np.arange(len(self.labels)))
        return np.array([self.base_weight(c, np.diff(self.glyph_start[k:k + 2])[0]) for c, k in zip(self.labels, first)])

    @staticmethod
    def base_weight(c, strokes):
        if c.isascii() and c.isalnum():
            often = DIGIT if c.isdigit() else LOWER_CASE if c.islower() else UPPER_CASE
            return often * RARE.get(c, 1.0)
        simple = next((w for n, w in SIMPLE if strokes <= n), 1.0) if "一" <= c < "龦" else 1.0
        return RARE.get(c, simple if c.isascii() or ord(c) > 0x2fff else GREEK_OR_SIGN)

    def maps(self, ids, seed, strength=1.0, drop=0.3):
        out = np.empty((len(ids), 10, 32, 32), np.float32)
        ids = np.ascontiguousarray(ids, np.int32)
        self.library.synth_batch(self.raw, ids.ctypes.data_as(ctypes.c_void_p), len(ids), ctypes.c_uint64(seed),
                                 ctypes.c_float(strength), ctypes.c_float(drop), out.ctypes.data_as(ctypes.c_void_p))
        return out

    def ink(self, skeleton, seed, place=0, strength=1.0):
        xy, lengths = np.empty((3072, 2), np.float32), np.empty(64, np.int32)
        n = self.library.synth_ink(self.raw, int(skeleton), ctypes.c_uint64(seed), place, ctypes.c_float(strength),
                                   xy.ctypes.data_as(ctypes.c_void_p), lengths.ctypes.data_as(ctypes.c_void_p))
        return xy[:lengths[:n].sum()].copy(), lengths[:n].copy()


def load_library(path):
    library = ctypes.CDLL(str(path))
    library.synth_ink.restype = ctypes.c_int
    return library


def maps_of(library, strokes):
    """Direction maps of real ink, as at inference."""
    xy = np.ascontiguousarray(np.concatenate([np.asarray(s, np.float32).reshape(-1, 2) for s in strokes]))
    lengths, out = np.array([len(s) for s in strokes], np.int32), np.empty((10, 32, 32), np.float32)
    library.direction_maps(xy.ctypes.data_as(ctypes.c_void_p), lengths.ctypes.data_as(ctypes.c_void_p), len(strokes),
                           out.ctypes.data_as(ctypes.c_void_p))
    return out
