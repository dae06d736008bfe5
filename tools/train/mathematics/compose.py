"""Compose handwritten school mathematics: Ink-JSONL of kind math, labelled with LaTeX, from synthetic characters and given letters."""
import argparse
import json
import pathlib
import pickle
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "handwriting"))
import data  # noqa: E402
import lines  # noqa: E402
import expressions  # noqa: E402

# Bottom and top above the baseline, in digit heights, of signs that lines.py does not place.
PLACES = {**lines.PLACES, "÷": (0.15, 0.7), "±": (0.1, 0.75), "≤": (0.1, 0.75), "≥": (0.1, 0.75), "≠": (0.15, 0.7), "≈": (0.25, 0.6), "%": (0, 1.0),
          "（": (-0.12, 1.08), "）": (-0.12, 1.08), "[": (-0.12, 1.08), "]": (-0.12, 1.08), "|": (-0.12, 1.08), "°": (0.7, 1.0), "°C": (0, 1),
          **dict.fromkeys("αεκνπστυωι", (0, 0.6)), **dict.fromkeys("γημρχ", (-0.38, 0.6)), **dict.fromkeys("βζξφψ", (-0.35, 1)), **dict.fromkeys("δθλ", (0, 1))}
WIDTHS = {"-": 0.5, "=": 0.55}  # set by width: their height says nothing
GLYPHS = {"(": "（", ")": "）", ":": "：", ",": "，"}


class Box:
    """Strokes about a baseline at y = 0, y down, in digit heights."""

    def __init__(self, strokes):
        self.strokes = strokes
        points = np.concatenate(strokes)
        (self.left, self.top), (self.right, self.bottom) = points.min(0), points.max(0)

    def at(self, dx, dy, scale=1.0):
        return Box([s * scale + (dx, dy) for s in self.strokes])


class Hand:
    """One writer: habits are drawn once, everything else anew for each sign."""

    def __init__(self, hands, writer, rng):
        self.hands, self.writer, self.rng = hands, writer, rng
        self.close = rng.uniform(0.08, 0.2)
        self.slant, self.rise = rng.normal(0.03, 0.1), rng.normal(0, 0.015)
        self.small, self.wobble = rng.uniform(0.52, 0.72), rng.uniform(0.004, 0.012)
        self.bar_first, self.lifts = rng.random() < 0.15, rng.random() < 0.3

    def line(self, points):
        """A drawn line through corners, not quite straight."""
        p = np.array(points, float)
        along = np.concatenate(([0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))))
        at = np.unique(np.concatenate((np.linspace(0, along[-1], max(int(along[-1] / 0.06), 4)), along)))
        out = np.stack([np.interp(at, along, p[:, k]) for k in (0, 1)], 1)
        phase = self.rng.uniform(0, 6.28, 2)
        bend = self.rng.normal(0, 0.012) * along[-1] * np.sin(np.pi * at / along[-1])
        out[:, 1] += bend + self.wobble * np.sin(9 * at + phase[0])
        out[:, 0] += self.wobble * np.sin(8 * at + phase[1])
        return out

    def sign(self, c):
        rng = self.rng
        ink = [np.asarray(s, float) for s in self.hands.write(GLYPHS.get(c, c), self.writer, rng)]
        points = np.concatenate(ink)
        low, high = points.min(0), points.max(0)
        size = np.maximum(high - low, 1e-3)
        bottom, top = np.array(PLACES.get(c, PLACES.get(GLYPHS.get(c, c), (0.0, 1.0)))) + rng.normal(0, 0.035)
        if c in WIDTHS:
            k = WIDTHS[c] * rng.uniform(0.8, 1.25) / size[0]
        else:
            k = min((top - bottom) * rng.uniform(0.92, 1.08) / size[1], 1.1 / size[0])
        middle = -(bottom + top) / 2
        return Box([(s - (low + high) / 2) * k + (size[0] * k / 2, middle) for s in ink])

    def row(self, boxes, gaps):
        x, strokes = 0.0, []
        for box, gap in zip(boxes, gaps):
            x += gap
            strokes += box.at(x - box.left, self.rng.normal(0, 0.02)).strokes
            x += box.right - box.left
        return Box(strokes)

    def gap(self, wide):
        return max(0.04, (self.close + (0.14 if wide else 0)) * self.rng.lognormal(0, 0.3))

    def write(self, node):
        rng, kind = self.rng, node[0]
        if kind == "sign":
            return self.sign(node[1])
        if kind == "row":
            wide = [n[0] == "sign" and n[1] in expressions.OPERATORS for n in node[1]]
            gaps = [0 if i == 0 else self.gap(wide[i] or wide[i - 1]) if not node[1][i][0] == "sign" or node[1][i][1] not in ".," else 0.06 for i in range(len(wide))]
            return self.row([self.write(n) for n in node[1]], gaps)
        if kind in ("power", "index"):
            base, small = self.write(node[1]), self.write(node[2])
            k = self.small * rng.uniform(0.92, 1.08)
            high = max(-base.top, 0.75) if kind == "power" else 0
            dy = -(high - rng.uniform(0.25, 0.45)) if kind == "power" else max(base.bottom, 0) * 0.5 + rng.uniform(0.18, 0.32)
            return Box(base.strokes + small.at(base.right + rng.uniform(0.02, 0.12) - small.left * k, dy, k).strokes)
        if kind == "fraction":
            above, below = self.write(node[1]), self.write(node[2])
            k = rng.uniform(0.8, 1.0)
            width = max(above.right - above.left, below.right - below.left) * k + rng.uniform(0.1, 0.45)
            axis, tilt = -0.42 + rng.normal(0, 0.03), rng.normal(0, 0.015) * width
            bar = self.line([(0, axis + tilt), (width, axis - tilt)])
            place = lambda b, y: b.at(width / 2 - (b.left + b.right) / 2 * k + rng.normal(0, 0.04) * width / 2, y, k).strokes
            top = place(above, axis - rng.uniform(0.12, 0.28) - above.bottom * k)
            low = place(below, axis + rng.uniform(0.12, 0.28) - below.top * k)
            return Box([bar] + top + low if self.bar_first else top + [bar] + low)
        if kind == "root":
            inner = self.write(node[1])
            top, bottom = inner.top - rng.uniform(0.1, 0.22), max(inner.bottom, 0) + rng.uniform(0, 0.08)
            tick = rng.uniform(0.35, 0.5)
            knee = tick * rng.uniform(0.35, 0.5)
            left = inner.left - rng.uniform(0.06, 0.15) - tick
            height = bottom - top
            path = [(left, bottom - height * rng.uniform(0.35, 0.5)), (left + knee, bottom), (left + tick, top), (inner.right + rng.uniform(0.02, 0.2), top + rng.normal(0, 0.02))]
            tail = rng.uniform(0, 0.1)
            path = ([(left - tail, path[0][1] + tail)] if rng.random() < 0.5 else []) + path
            sign = [self.line(path[:-1]), self.line(path[-2:])] if self.lifts else [self.line(path)]
            degree = []
            if len(node) > 2:
                small, k = self.write(node[2]), rng.uniform(0.4, 0.5)
                degree = small.at(left + knee - 0.12 - small.right * k, path[-4 if len(path) > 4 else 0][1] - rng.uniform(0.08, 0.16) - small.bottom * k, k).strokes
            return Box(degree + sign + inner.strokes)
        if kind == "fence":
            inner = self.write(node[2])
            tall = max(inner.bottom - inner.top, 0.9) + rng.uniform(0.05, 0.25)
            middle, sides = (inner.bottom + inner.top) / 2, []
            for c in node[1]:
                mark = self.sign(c)
                kx = rng.uniform(0.9, 1.1) * min(1.4, max(1, tall / 1.2))
                ky = tall / max(mark.bottom - mark.top, 1e-3)
                sides.append(Box([(s - (mark.left, (mark.top + mark.bottom) / 2)) * (kx, ky) + (0, middle) for s in mark.strokes]))
            return self.row([sides[0], inner, sides[1]], [0, self.gap(False), self.gap(False)])
        if kind == "rows":
            y, strokes, start = 0.0, [], rng.uniform(0.25, 0.45)
            for i, n in enumerate(node[1]):
                box = self.write(n)
                y += 0 if i == 0 else rng.uniform(0.5, 0.8) - box.top
                strokes += box.at(start - box.left + abs(rng.normal(0, 0.08)), y).strokes
                y += box.bottom
            all_rows = Box(strokes)
            if rng.random() < 0.6:
                mark = self.sign("{")
                ky = (all_rows.bottom - all_rows.top) * rng.uniform(1, 1.1) / (mark.bottom - mark.top)
                brace = [(s - (mark.right, (mark.top + mark.bottom) / 2)) * (1.3, ky) + (start - 0.12, (all_rows.bottom + all_rows.top) / 2) for s in mark.strokes]
                strokes = brace + strokes if rng.random() < 0.7 else strokes + brace
            return Box(strokes)
        raise ValueError(kind)

    def sample(self, node):
        scale = self.rng.uniform(60, 110)
        out = []
        for s in self.write(node).strokes:
            x, y = s[:, 0] - self.slant * s[:, 1], s[:, 1] - self.rise * s[:, 0]
            noise = self.rng.normal(0, 0.003, (2, len(x)))
            out.append([[round(float(a) * scale + 100, 1), round(float(b) * scale + 200, 1)] for a, b in zip(x + noise[0], y + noise[1])])
        return out


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=pathlib.Path, required=True, help="folder of skeletons.pickle, which tools/train/handwriting/run makes")
    p.add_argument("--library", type=pathlib.Path, required=True, help="libsynth.so, the same")
    p.add_argument("--letters", nargs="*", default=[], help="Ink-JSONL of single letters to write with")
    p.add_argument("--each", type=int, default=100, help="expressions of each kind")
    p.add_argument("--seed", type=int, default=1, help="seeds below 1000 are for tuning, others for reporting")
    p.add_argument("--strength", type=float, default=0.8, help="of the distortions of synthetic characters")
    p.add_argument("--out", type=pathlib.Path, required=True, help="Ink-JSONL")
    args = p.parse_args()
    store = data.Store(pickle.loads((args.work / "skeletons.pickle").read_bytes()), data.load_library(args.library))
    letters = {}
    for path in args.letters:
        for label, strokes, writer in data.ink(path):
            letters.setdefault((label, writer), []).append(strokes)
    writers = sorted({w for _, w in letters}) or ["none"]
    with open(args.out, "w", encoding="utf-8") as out:
        for kind in expressions.KINDS:
            rng = np.random.default_rng([args.seed, sum(kind.encode())])
            for _ in range(args.each):
                chosen = {key: inks[rng.integers(len(inks))] for key, inks in letters.items()}
                hands = Hands(store, chosen, args.strength)
                node = expressions.KINDS[kind](rng)
                hand = Hand(hands, str(rng.choice(writers)), rng)
                sample = {"label": expressions.latex(node), "kind": "math", "writer": kind, "strokes": hand.sample(node)}
                out.write(json.dumps(sample, ensure_ascii=False, separators=(",", ":")) + "\n")


class Hands(lines.Hands):
    """As for lines, with the strength of the distortions given."""

    def __init__(self, store, letters, strength):
        self.store, self.letters, self.strength = store, letters, strength
        self.first = _first(store)

    def write(self, c, writer, rng):
        if (c, writer) in self.letters and rng.random() < 0.7:
            return [np.array(s, np.float64) for s in self.letters[c, writer]]
        ids = self.first[c]
        share = self.store.share[ids]
        xy, lengths = self.store.ink(rng.choice(ids, p=share / share.sum()), int(rng.integers(1 << 62)), 0, self.strength)
        return [s.astype(np.float64) for s in np.split(xy, np.cumsum(lengths)[:-1])]


_FIRST = {}


def _first(store):
    if not _FIRST:
        _FIRST.update({c: np.where(store.owner == i)[0] for i, c in enumerate(store.labels)})
    return _FIRST


if __name__ == "__main__":
    main()
