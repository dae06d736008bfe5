"""Single-line fonts as skeletons: Hershey faces, and the SVG fonts drawn for plotters in Debian's inkscape package."""
import pathlib
import re
from xml.etree import ElementTree

import numpy as np

HERSHEY = pathlib.Path("/usr/share/hershey-fonts")
FACES = ("futural", "rowmans", "scripts", "cursive")
GREEK = dict(zip("CDGHKNPRUWX" + "abcdefghijklmnopqrstuvwx", "ΓΔΗΘΛΞΠΣΦΨΩ" + "αβγδεζηθικλμνξοπρστυφχψω"))  # in face greeks
SIGNS = dict(zip("!&'?@^_bdeghyz|", "±≤≥≠≡∝∞√⊂∪∩∈∥⊥∠"))  # in face mathlow


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


def hershey_glyphs():
    """Face name, class and strokes of every glyph of use."""
    for face in (*FACES, "greeks", "mathlow"):
        for char, points in hershey(face).items():
            if face in ("scripts", "cursive") and not char.isalpha():  # doubled strokes
                continue
            label = {"greeks": GREEK, "mathlow": SIGNS}.get(face, {}).get(char, char if face in FACES else None)
            if label and points:
                yield face, label, points


def svg_glyphs(folder):
    """The same of the single-line SVG fonts in a folder: paths of M and L only, y up."""
    for path in sorted(folder.glob("EMS*.svg")):
        for glyph in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}glyph"):
            label, d = glyph.get("unicode", ""), glyph.get("d")
            if len(label) != 1 or not d:
                continue
            strokes = []
            for kind, x, y in re.findall(r"([ML])?\s*(-?[\d.]+)[\s,]+(-?[\d.]+)", d):
                if kind == "M" or not strokes:
                    strokes.append([])
                strokes[-1].append((float(x), -float(y)))
            yield path.stem, label, strokes


def sharp(points):
    """Curves are chains of short chords: only a strong turn is a corner."""
    p = np.asarray(points, np.float64)
    if len(p) < 3:
        return ()
    d = np.diff(p, axis=0)
    turn = (d[:-1] * d[1:]).sum(1) / np.maximum(np.hypot(*d[:-1].T) * np.hypot(*d[1:].T), 1e-9)
    return {i + 1 for i in np.where(turn < 0.4)[0]}
