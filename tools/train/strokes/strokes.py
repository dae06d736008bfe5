#!/usr/bin/env python3
"""Makes the file of reference strokes (docs/formats/strokes.md) from the medians of hanzi-writer-data."""
import argparse
import hashlib
import json
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "handwriting"))
import classes  # noqa: E402

MAGIC, VERSION = b"DVST", 1
TOP, BOX, STEP = 900, 1024, 4  # the data's box: x 0..1024, y up from -124 to 900
TOLERANCE = 6
MOST_POINTS = 64
NOTICE = """Centre lines of the strokes of Chinese characters, from hanzi-writer-data 2.0.1, which derives from Arphic's fonts.
Changed in 2026 for Device: y turned downwards, points that change a line by less than 0.6 % of the box left out,
coordinates rounded to 1/256 of the box. Under the Arphic Public License, whose text is beside this file."""


def simplified(points, tolerance):
    """Ramer-Douglas-Peucker, over segments."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy

    def distance(p):
        t = max(0, min(1, ((p[0] - ax) * dx + (p[1] - ay) * dy) / length)) if length else 0
        return ((p[0] - ax - t * dx) ** 2 + (p[1] - ay - t * dy) ** 2) ** 0.5

    far = max(range(1, len(points) - 1), key=lambda i: distance(points[i]))
    if distance(points[far]) <= tolerance:
        return [points[0], points[-1]]
    return simplified(points[:far + 1], tolerance)[:-1] + simplified(points[far:], tolerance)


def step(value):
    return max(0, min(255, round(value / STEP)))


def stroke(median):
    path = simplified([(x, TOP - y) for x, y in median], TOLERANCE)
    points = [(step(x), step(y)) for x, y in path]
    points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    if len(points) == 1:
        points.append((min(255, points[0][0] + 1), points[0][1]) if points[0][0] < 255 else (254, points[0][1]))
    if len(points) > MOST_POINTS:
        raise ValueError(f"{len(points)} points in a stroke, at most {MOST_POINTS} expected")
    return bytes([len(points)]) + bytes(v for p in points for v in p)


def character(folder, char):
    medians = json.loads((folder / f"{char}.json").read_text(encoding="utf-8"))["medians"]
    return bytes([len(medians)]) + b"".join(stroke(m) for m in medians)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=pathlib.Path, help="folder of the package hanzi-writer-data")
    parser.add_argument("out", type=pathlib.Path, help="the file to write")
    parser.add_argument("--only", help="these characters alone, for a small test file")
    arguments = parser.parse_args()
    chars = sorted(set(arguments.only or classes.han(arguments.data)), key=ord)
    notice = NOTICE.encode()
    index, strokes = b"", b""
    for char in chars:
        index += struct.pack("<II", ord(char), len(strokes))
        strokes += character(arguments.data, char)
    body = MAGIC + struct.pack("<BBH", VERSION, 0, len(notice)) + notice + struct.pack("<II", len(chars), len(strokes)) + index + strokes
    arguments.out.write_bytes(body + hashlib.sha256(body).digest())
    print(f"{arguments.out}: {len(chars)} characters, {len(body) + 32} bytes", file=sys.stderr)


main()
