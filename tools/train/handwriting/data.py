"""Skeletons of every class: hanzi-writer medians, single-line fonts, our own definitions, Omniglot ink."""
import ctypes
import json
import pathlib

import numpy as np

import fonts
import variety
from classes import MERGED, REJECT, drawn, is_han, prior
from classes import han as han_classes

HERE = pathlib.Path(__file__).resolve().parent
HAN, LATIN, INK, LOWER, INK_LOWER = 0, 1, 2, 3, 4
SPACING, POINTS = 0.025, 64

# The flat first fall of this component is often written as a level stroke to the right.
LEVEL_FALL = "反板版饭返叛扳贩"


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
        yield sample["label"], [[(p[0], p[1]) for p in s] for s in sample["strokes"] if s], sample.get("writer")


def kind_of(label):
    return LOWER if label.isascii() and label.islower() else LATIN


def ink_kind(label):
    return INK_LOWER if label.isascii() and label.islower() else INK


def build(hanzi, omniglot=(), chars=None, svg=None, left_out=(), reject=6000):
    """Labels, and for every class its skeletons as (kind, weight, strokes); ink of the writers left out is not used."""
    chars = han_classes(hanzi) if chars is None else chars
    made = {c: [(HAN, 1.0, han(hanzi, c))] for c in chars}
    for c in set(LEVEL_FALL) & set(made):
        made[c].append((HAN, 0.6, levelled(made[c][0][2])))
    for label, points, corners in defined():
        shape = [smooth(s, c) for s, c in zip(boxed(points), corners)]
        made.setdefault(label, []).append((kind_of(label), 1.0, shape))
    glyphs = [(0.7, *g) for g in fonts.hershey_glyphs()] + [(0.5, *g) for g in (fonts.svg_glyphs(svg) if svg else ())]
    for weight, _, char, points in glyphs:
        label = MERGED.get(char, char)
        if label in made:
            shape = [smooth(s, fonts.sharp(o)) for s, o in zip(boxed(points), points)]
            made[label].append((kind_of(label), weight, shape))
    rng = np.random.default_rng(5)
    for path in omniglot:
        for label, points, writer in ink(path):
            if label in made and writer not in left_out:
                made[label].append((ink_kind(label), 0.35, [smooth(s) for s in boxed(points)]))
    for label in [c for c in made if not is_han(c)]:
        more = variety.blends([s for _, _, s in made[label]], rng)
        made[label] += [(INK_LOWER if kind_of(label) == LOWER else LATIN, min(4.0 / len(more), 0.2), f) for f in more]
    if reject:
        made[REJECT] = [(HAN if han_like else LATIN, 1.0, s) for han_like, s in variety.rejects(made, reject, rng)]
    return made


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

    def stroke_counts(self):
        first = np.searchsorted(self.owner, np.arange(len(self.labels)))
        return np.diff(self.glyph_start)[first]

    def base_weights(self):
        """How often each class is drawn before its difficulty counts."""
        return np.array([drawn(c, n) for c, n in zip(self.labels, self.stroke_counts())])

    def priors(self):
        """How likely each class is in notes."""
        return np.array([prior(c, n) for c, n in zip(self.labels, self.stroke_counts())])

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
    library = ctypes.CDLL(str(pathlib.Path(path).resolve()))
    library.synth_ink.restype = ctypes.c_int
    return library


def maps_of(library, strokes):
    """Direction maps of real ink, as at inference."""
    xy = np.ascontiguousarray(np.concatenate([np.asarray(s, np.float32).reshape(-1, 2) for s in strokes]))
    lengths, out = np.array([len(s) for s in strokes], np.int32), np.empty((10, 32, 32), np.float32)
    library.direction_maps(xy.ctypes.data_as(ctypes.c_void_p), lengths.ctypes.data_as(ctypes.c_void_p), len(strokes),
                           out.ctypes.data_as(ctypes.c_void_p))
    return out
