"""Compose lines to fit the line reader on: synthetic characters and the twelve writers' letters, never evaluation ink.

With --real, lines to measure on instead: mixed Chinese, English and digits, Han characters by one hand and letters by another.
"""
import argparse
import json
import pathlib
import pickle
import re

import numpy as np

import classes
import data

# Bottom and top of a class in heights above the baseline, as school copybooks stand.
TALL, SMALL, DEEP = (0.0, 1.0), (0.0, 0.6), (-0.38, 0.6)
PLACES = {**dict.fromkeys("bdfhkl", TALL), **dict.fromkeys("aceimnorsuvwxz", SMALL), **dict.fromkeys("gjpqy", DEEP), "t": (0.0, 0.9),
          "i": (0.0, 0.8), "j": (-0.35, 0.85), "，": (-0.15, 0.15), "。": (-0.05, 0.2), "、": (-0.05, 0.2), ".": (-0.02, 0.03),
          "：": (0.05, 0.5), "；": (-0.15, 0.5), "-": (0.4, 0.44), "一": (0.38, 0.52), "+": (0.15, 0.7), "=": (0.28, 0.58),
          "×": (0.15, 0.65), "<": (0.15, 0.7), ">": (0.15, 0.7), "“": (0.75, 1.05), "”": (0.75, 1.05), "（": (-0.1, 1.05), "）": (-0.1, 1.05),
          "口": (0.08, 0.8), "二": (0.15, 0.8)}
FLAT = {"一": 0.8, "-": 0.35, "二": 0.8, "=": 0.5}  # set by width: their height says nothing
MARKS = "，，，，。。、？！：；"
WORDS = """the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we when
your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time
has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may
part school book paper pen class test answer question line note quick zero jump fox lazy dog value high low wave field vector""".split()


def phrases(path):
    """Our own sentences cut where a line may end."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [p for line in lines for p in re.findall(r"[^，。！？；]{2,}[，。！？；]?", line)]


def texts(rng, level1, sentences):
    """Texts of lines: mostly what people write, some of it characters at random so that rare ones are not unlearnt."""
    han = lambda n: "".join(rng.choice(level1, n))

    def word():
        w = str(rng.choice(WORDS))
        return w.capitalize() if rng.random() < 0.2 else w

    number = lambda: "".join(rng.choice(list("0123456789"), rng.integers(1, 5)))
    while True:
        if sentences and rng.random() < 0.6:
            yield str(rng.choice(sentences))
            continue
        kind = rng.random()
        if kind < (0.2 if sentences else 0.45):
            yield han(rng.integers(3, 8)) + str(rng.choice(list(MARKS))) + han(rng.integers(2, 7)) + ("。" if rng.random() < 0.5 else "")
        elif kind < 0.55:
            yield han(rng.integers(2, 6)) + number() + han(rng.integers(1, 5))
        elif kind < 0.65:
            yield han(rng.integers(2, 5)) + word() + han(rng.integers(1, 5))
        elif kind < 0.9:
            yield " ".join(word() for _ in range(rng.integers(1, 4)))
        else:
            yield number() + str(rng.choice(list("+-×="))) + number() + "=" + number()


def place_of(c):
    return PLACES.get(c, TALL if c.isascii() else (-0.02, 1.0))


class Hands:
    """Ink of one class: synthetic, or for letters by one writer where there is any."""

    def __init__(self, store, letters):
        self.store, self.letters = store, letters
        self.first = {c: np.where(store.owner == i)[0] for i, c in enumerate(store.labels)}

    def write(self, c, writer, rng):
        if (c, writer) in self.letters and rng.random() < 0.7:
            return [np.array(s, np.float64) for s in self.letters[c, writer]]
        ids = self.first[c]
        p = self.store.share[ids]
        xy, lengths = self.store.ink(rng.choice(ids, p=p / p.sum()), int(rng.integers(1 << 62)), 0, 1.15)
        return [s.astype(np.float64) for s in np.split(xy, np.cumsum(lengths)[:-1])]


def compose(text, hands, writer, rng):
    """Strokes of a line 100 high; gaps, sizes and heights are careless."""
    x, strokes, close = 0.0, [], rng.uniform(0.03, 0.14)
    rise, tall = rng.normal(0, 0.015), rng.uniform(0.93, 1.07)
    for c in text:
        if c == " ":
            x += rng.uniform(0.45, 0.9)
            continue
        ink = hands.write(c, writer, rng)
        points = np.concatenate(ink)
        low, high = points.min(0), points.max(0)
        bottom, top = (np.array(place_of(c)) + rng.normal(0, 0.04)) * tall
        size = np.maximum(high - low, 1e-3)
        k = FLAT[c] * rng.uniform(0.8, 1.2) / size[0] if c in FLAT else (top - bottom) * rng.uniform(0.9, 1.1) / size[1]
        k = min(k, 1.3 / size[0])
        middle = (bottom + top) / 2
        for s in ink:
            at = (s - (low + high) / 2) * k
            px = x + at[:, 0] + size[0] * k / 2
            py = -(middle - at[:, 1]) + rise * px
            strokes.append([[round(float(a) * 100, 1), round(float(b) * 100, 1)] for a, b in zip(px, py)])
        x += size[0] * k + max(0.02, close * rng.lognormal(0, 0.4))
    return strokes


def mixed(real, rng):
    """Mixed texts whose every character somebody wrote: pieces of the lines' texts, English words, numbers."""
    han = [d["label"] for d in map(json.loads, open(real / "han-lines-dev.jsonl", encoding="utf-8"))]
    words = [d["label"] for d in map(json.loads, open(real / "latin-words-dev.jsonl", encoding="utf-8"))]
    number = lambda: "".join(rng.choice(list("0123456789"), rng.integers(1, 5)))
    while True:
        a, b = rng.choice(han, 2)
        yield str(a)[:6] + str(rng.choice(words) if rng.random() < 0.6 else number()) + str(b)[:rng.integers(2, 6)] + (number() if rng.random() < 0.4 else "")


class OneHand(Hands):
    """Real Han characters and letters, one hand each; digits, of which there is no real ink, are synthetic."""

    def __init__(self, store, real):
        super().__init__(store, {})
        self.ink = {}
        for name in ("han-tomoe-dev", "latin-dev"):
            for label, strokes, _ in data.ink(real / f"{name}.jsonl"):
                self.ink.setdefault(label, []).append([np.array(s, np.float64) for s in strokes])

    def write(self, c, writer, rng):
        return self.ink[c][rng.integers(len(self.ink[c]))] if c in self.ink else super().write(c, writer, rng)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=pathlib.Path, required=True, help="folder of skeletons.pickle")
    p.add_argument("--library", type=pathlib.Path, required=True)
    p.add_argument("--omniglot", nargs="*", default=[])
    p.add_argument("--text", type=pathlib.Path, help="sentences to take texts from")
    p.add_argument("--real", type=pathlib.Path, help="folder of evaluation ink: compose mixed lines to measure on")
    p.add_argument("--lines", type=int, default=450)
    p.add_argument("--out", type=pathlib.Path, required=True, help="Ink-JSONL")
    args = p.parse_args()
    store = data.Store(pickle.loads((args.work / "skeletons.pickle").read_bytes()), data.load_library(args.library))
    letters = {(label, writer): strokes for path in args.omniglot for label, strokes, writer in data.ink(path)}
    writers, rng = sorted({w for _, w in letters}) or ["none"], np.random.default_rng(2027)
    level1 = [c for c in classes.gb2312(16, 55)]
    hands = OneHand(store, args.real) if args.real else Hands(store, letters)
    source = mixed(args.real, rng) if args.real else texts(rng, level1, phrases(args.text) if args.text else [])
    with open(args.out, "w", encoding="utf-8") as out:
        for text, _ in zip(source, range(args.lines)):
            sample = {"label": text, "kind": "line", "writer": "composed", "strokes": compose(text, hands, str(rng.choice(writers)), rng)}
            out.write(json.dumps(sample, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
