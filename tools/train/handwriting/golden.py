"""Write the golden file of the direction maps: synthetic ink and the maps features.c makes of it.

Layout, little endian: "DMAP", i32 version 1, i32 samples; each sample: i32 strokes, i32 points of each
stroke, f32 x, y of each point, f32 maps[10][32][32].
"""
import argparse
import pathlib
import struct

import numpy as np

import data

# Edge cases first: one point, all points equal, straight lines both ways, two dots, a tiny far-off shape.
EDGES = [
    [[(3, 4)]],
    [[(5, 5)] * 4],
    [[(0, 10), (50, 10), (100, 10)]],
    [[(7, 0), (7, 90)]],
    [[(0, 0)], [(10, 0)]],
    [[(1000.001, 1000.002), (1000.003, 1000.001)], [(1000.002, 1000.0)]],
]
TEXTS = "永语照一口国赢福的我aegQ7380？，@"


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--hanzi", type=pathlib.Path, required=True)
    p.add_argument("--library", type=pathlib.Path, required=True)
    p.add_argument("output", type=pathlib.Path)
    args = p.parse_args()
    library = data.load_library(args.library)
    classes = data.build(args.hanzi, chars=[c for c in TEXTS if ord(c) >= 0x4E00 and ord(c) < 0xA000], reject=0)
    store = data.Store({c: classes[c] for c in TEXTS}, library)
    inks = [[np.array(s, np.float32) for s in edge] for edge in EDGES]
    for i, c in enumerate(TEXTS):
        xy, lengths = store.ink(int(np.argmax(store.owner == i)), 2026, i)
        inks.append(np.split(xy, np.cumsum(lengths)[:-1]))
    out = struct.pack("<4sii", b"DMAP", 1, len(inks))
    for strokes in inks:
        out += struct.pack(f"<{1 + len(strokes)}i", len(strokes), *(len(s) for s in strokes))
        out += np.concatenate(strokes).astype("<f4").tobytes() + data.maps_of(library, strokes).astype("<f4").tobytes()
    args.output.write_bytes(out)


main()
