"""Makes training shards without end: augmented clips after the fixed part of the trunk, kept in a ring of files.

A shard holds 192 clips: features (float16, T x 48), the trunk's middle output (float16, S+8 x 288), labels and the speaker. The oldest
shard goes when the ring is full, so that a slow machine re-uses clips and a fast one sees new ones."""
import argparse
import json
import os
import pathlib
import pickle
import time

import numpy as np
import torch

import audio
import augment
import features as F
import net
import phones

SHARD = 192


def labels_of(pinyin):
    out = []
    for syllable in pinyin.split():
        parts = phones.split(syllable[:-1])
        if parts is None:
            return None
        out += [phones.ID[p] for p in parts]
    return out


class Source:
    """Clips of one set with labels, and which of them are single syllables."""

    def __init__(self, clips, texts, speaker):
        keep = [(i, labels_of(t)) for i, t in enumerate(texts) if t]
        self.items = [(i, l) for i, l in keep if l]
        self.clips, self.speaker = clips, speaker

    def draw(self, rng):
        i, labels = self.items[rng.integers(len(self.items))]
        return self.clips.clip(i), labels


def sources(work, data):
    real = audio.load(data, work / "real")
    words = dict(line.split("\t") for line in (work / "words.tsv").read_text().splitlines() if "\t" in line)
    tan = [words[r["text"]] if r["speaker"] == "tan" and not (len(r["text"]) > 1 and r["text"].endswith("儿") and r["text"] not in ("女儿", "婴儿", "幼儿园")) else "" for r in real.rows]
    wang = [r["text"] if r["speaker"] == "wang" and not r["text"].startswith("_") else "" for r in real.rows]
    made = [Source(real, tan, "tan"), Source(real, wang, "wang")]
    if (work / "espeak.npy").exists():
        rows = json.loads((work / "espeak.json").read_text())
        made.append(Source(audio.Clips(np.memmap(work / "espeak.i16", np.int16, "r"), np.load(work / "espeak.npy"), rows), [r["pinyin"] for r in rows], "espeak"))
    return made


def clip(source, rng):
    """Features with the context that the net needs, and labels."""
    count = 1 if rng.random() < 0.7 else int(rng.integers(2, 4))
    up = None
    parts, labels = [], []
    for k in range(count):
        pcm, l = source.draw(rng)
        x, factor = augment.samples(pcm, rng, up)
        up = int(round(factor * 20))
        slow = (0.5, 1.3) if source.speaker == "tan" else (0.75, 1.8) if source.speaker == "wang" else (0.6, 1.4)
        parts.append(augment.spectrum(x, factor, rng, slow))
        parts.append(np.full((int(rng.exponential(12)) if rng.random() < 0.6 else 0, F.BINS), 1.0, np.float32))
        labels += l
    lead, tail = (int(rng.exponential(12)) for _ in range(2))
    body = np.concatenate([np.full((lead, F.BINS), 1.0, np.float32), *parts, np.full((tail, F.BINS), 1.0, np.float32)])[:420]
    x = augment.whole(body, rng)
    x = x[:len(x) - len(x) % 4 if len(x) >= 8 else len(x)]
    edge = np.full((net.CONTEXT, F.BANDS), F.SILENCE, np.float32)
    return np.concatenate([edge, x, edge]), labels


def shard(made, weights, trunk, rng):
    out = []
    for _ in range(SHARD):
        source = made[rng.choice(len(made), p=weights)]
        x, labels = clip(source, rng)
        steps = (len(x) - 2 * net.CONTEXT) // 4
        if steps < len(labels) + 1:
            continue
        out.append((x, labels, source.speaker))
    out.sort(key=lambda o: len(o[0]))
    made_items = []
    for at in range(0, len(out), 24):
        group = out[at:at + 24]
        longest = max(len(g[0]) for g in group)
        batch = np.full((len(group), longest, F.BANDS), F.SILENCE, np.float32)
        for i, g in enumerate(group):
            batch[i, :len(g[0])] = g[0]
        with torch.no_grad():
            mid = trunk.run(torch.from_numpy(batch[:, None, :, :F.LOW]), 0, 11).numpy()  # N, 72, S + 8, 4
        for i, (x, labels, speaker) in enumerate(group):
            steps = (len(x) - 2 * net.CONTEXT) // 4
            m = mid[i, :, :steps + 8].transpose(1, 0, 2).astype(np.float16)
            made_items.append((x[net.CONTEXT:net.CONTEXT + 4 * steps].astype(np.float16), m, labels, speaker))
    return made_items


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--trunk", required=True)
    parser.add_argument("--ring", type=int, default=60, help="shards kept")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--shards", type=int, default=0, help="stop after so many; 0 is never")
    args = parser.parse_args()
    torch.set_num_threads(1)
    trunk = net.Trunk()
    trunk.load(args.trunk)
    folder = args.work / "shards"
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng([args.seed, int(time.time())])
    end = time.monotonic() + args.minutes * 60
    weights, made = None, []
    number = max([int(f.stem) for f in folder.glob("*.pickle")] + [0])
    first = number
    while time.monotonic() < end and (args.shards == 0 or number - first < args.shards):
        if not made:
            made = sources(args.work, args.data)
            weights = np.array([0.76, 0.17, 0.07][:len(made)])
            weights /= weights.sum()
        number += 1
        start = time.monotonic()
        items = shard(made, weights, trunk, rng)
        temporary = folder / f".{number}"
        temporary.write_bytes(pickle.dumps(items, protocol=4))
        os.replace(temporary, folder / f"{number:06d}.pickle")
        for old in sorted(folder.glob("*.pickle"))[:-args.ring]:
            old.unlink(missing_ok=True)
        print(f"{time.strftime('%H:%M:%S')} shard {number}: {len(items)} clips in {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
