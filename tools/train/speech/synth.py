"""Synthetic speech: espeak-ng in Mandarin (and other voices for the commands), one cache of clips with a manifest."""
import argparse
import json
import pathlib
import subprocess

import numpy as np
from scipy.signal import resample_poly

VARIANTS = ["", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7", "+f1", "+f2", "+f3", "+f4", "+f5", "+klatt", "+klatt2", "+klatt3", "+klatt4", "+steph", "+adam", "+iven", "+Annie", "+Andy"]


def espeak(text, voice, variant, speed, pitch, spread=50):
    """16 kHz int16 samples, trimmed of silence."""
    wav = subprocess.run(["espeak-ng", "-v", voice + variant, "-s", str(speed), "-p", str(pitch), "-P" if False else "-g", "0", "--stdout", text],
                         capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout
    rate = int.from_bytes(wav[24:28], "little")
    return trim(convert(np.frombuffer(wav[44:len(wav) // 2 * 2], "<i2"), rate))


def convert(pcm, rate):
    common = np.gcd(rate, 16_000)
    return np.clip(resample_poly(pcm.astype(np.float32), 16_000 // common, rate // common), -32768, 32767).astype(np.int16)


def trim(pcm, pad=800):
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > 200)
    return pcm[max(loud[0] - pad, 0):loud[-1] + pad] if len(loud) else pcm[:0]


class Writer:
    def __init__(self, path):
        self.path, self.rows, self.lengths = pathlib.Path(path), [], []
        self.raw = open(self.path.with_suffix(".i16"), "wb")

    def add(self, pcm, **row):
        if len(pcm) > 800:
            self.raw.write(pcm.tobytes())
            self.lengths.append(len(pcm))
            self.rows.append(row)

    def close(self):
        self.raw.close()
        self.path.with_suffix(".json").write_text(json.dumps(self.rows, ensure_ascii=False))
        np.save(self.path.with_suffix(".npy"), np.concatenate([[0], np.cumsum(self.lengths)]))


def mandarin(out, words, syllables, count, say):
    rng = np.random.default_rng(7)
    pairs = [line.split("\t") for line in pathlib.Path(words).read_text().splitlines() if "\t" in line]
    names = pathlib.Path(syllables).read_text().split()
    to = Writer(out)
    for n in range(count):
        variant, speed, pitch = VARIANTS[rng.integers(len(VARIANTS))], int(rng.integers(90, 190)), int(rng.integers(15, 90))
        if rng.random() < 0.5:
            text = names[rng.integers(len(names))] + str(rng.integers(1, 5))
            pcm = espeak(text.replace("v", "ü") if text[0] in "ln" else text, "cmn-latn-pinyin", variant, speed, pitch)
            to.add(pcm, pinyin=text, speaker="espeak" + variant)
        else:
            word, pinyin = pairs[rng.integers(len(pairs))]
            to.add(espeak(word, "cmn", variant, speed, pitch), pinyin=pinyin, speaker="espeak" + variant)
        if n % 500 == 499:
            say(f"espeak {n + 1} of {count}")
    to.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("--words", required=True)
    parser.add_argument("--syllables", required=True)
    parser.add_argument("--count", type=int, default=6000)
    args = parser.parse_args()
    mandarin(args.out, args.words, args.syllables, args.count, lambda s: print(s, flush=True))
