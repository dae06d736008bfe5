"""The tone net: from the pitch of a syllable to its tone. Single syllables as recorded; of words the syllables that the acoustic net finds."""
import json
import pathlib
import pickle

import numpy as np
import torch
from torch import nn
from torch.nn import functional as N

import audio
import net
import phones
import pitch
import train


def features(args, model, say):
    """(features, tone, speaker, is it alone) of every syllable that can be used; kept in a file."""
    cache = args.work / ("tone-words.pickle" if model else "tone-alone.pickle")
    if cache.exists():
        return pickle.loads(cache.read_bytes())
    clips = audio.load(args.data, args.work / "real")
    words = dict(line.split("\t") for line in (args.work / "words.tsv").read_text().splitlines() if "\t" in line)
    out = []
    chosen = [(i, r) for i, r in enumerate(clips.rows) if r["lang"] == "zh"]
    if model:
        many = [(i, r) for i, r in chosen if r["kind"] == "word" and 2 <= len(r["text"]) <= 4 and "儿" not in r["text"]]
        chosen = [many[k] for k in np.random.default_rng(4).permutation(len(many))[:args.words]]
    for n, (i, r) in enumerate(chosen):
        text = (r["text"] if r["kind"] == "pinyin" else words[r["text"]]).split()
        if any(t.startswith("_") or phones.split(t[:-1]) is None or t[-1] not in "12345" for t in text) or (model is None) != (len(text) == 1):
            continue
        tracked = pitch.track(clips.clip(i))
        median = pitch.median_of(tracked)
        if model is None:
            spans = [(0, tracked.shape[1])]
        else:
            spans = align(train.log_probs(model, train.features_with_context(clips.clip(i))), text)
            if spans is None:
                continue
        means = [pitch.middle(tracked, a, b) for a, b in spans]
        tones = sandhi([int(t[-1]) for t in text])
        for k, (a, b) in enumerate(spans):
            x = pitch.features(tracked, a, min(b, tracked.shape[1]), median, means[k - 1] if k else None, means[k + 1] if k + 1 < len(means) else None)
            if np.isfinite(x).all() and np.any(x):
                out.append((x, tones[k] - 1, r["speaker"], len(text) == 1))
        if n % 500 == 499:
            say(f"tone features {n + 1} of {len(chosen)}")
    cache.write_bytes(pickle.dumps(out))
    return out


def sandhi(tones):
    """A third tone before a third tone is said as a second one."""
    return [2 if t == 3 and k + 1 < len(tones) and tones[k + 1] == 3 else t for k, t in enumerate(tones)]


def align(logs, text, margin=4):
    """Frames of every syllable, as SyllableAlignment.cs finds them; None where they do not fit."""
    labels, of = [], []
    for k, t in enumerate(text):
        for p in phones.split(t[:-1]):
            labels.append(phones.ID[p])
            of.append(k)
    states = [0]
    for l in labels:
        states += [l, 0]
    T, S = len(logs), len(states)
    score = np.full(S, -1e30)
    score[0], score[1] = logs[0, 0], logs[0, labels[0]]
    back = np.zeros((T, S), np.int8)
    skip = np.array([s > 1 and s % 2 == 1 and states[s] != states[s - 2] for s in range(S)])
    for t in range(1, T):
        one = np.concatenate([[-1e30], score[:-1]])
        two = np.where(skip, np.concatenate([[-1e30, -1e30], score[:-2]]), -1e30)
        choice = np.stack([score, one, two])
        back[t] = choice.argmax(0)
        score = choice.max(0) + logs[t, states]
    at = S - 2 if score[-2] > score[-1] else S - 1
    if score[at] < -1e20:
        return None
    peaks = [[T, 0] for _ in text]
    for t in range(T - 1, -1, -1):
        if at % 2 == 1:
            k = of[at // 2]
            peaks[k] = [min(peaks[k][0], t), max(peaks[k][1], t + 1)]
        at -= back[t, at]
    spans = []
    for k, (a, b) in enumerate(peaks):
        start = max(0, a - margin) if k == 0 else spans[-1][1]
        end = min(T, b + margin) if k == len(peaks) - 1 else b + (peaks[k + 1][0] - b + 1) // 2
        spans.append((start, end))
    return [(4 * a, 4 * b) for a, b in spans]


def fit(x, y, steps=1500, seed=0):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(x.shape[1], 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 5))
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=0.01)
    x, y = torch.tensor(x), torch.tensor(y)
    P = pitch.POINTS
    for s in range(steps):
        for g in optimizer.param_groups:
            g["lr"] = 2e-3 * (1 - s / steps) + 1e-5
        pick = torch.randint(len(x), (64,))
        b = x[pick].clone()
        # Another voice: range and height of its pitch, its declination; curves of voicing and energy are sometimes not to be trusted.
        b[:, :P] = b[:, :P] * (0.6 + 0.9 * torch.rand(64, 1)) + 0.25 * torch.randn(64, 1) + 0.1 * torch.randn(64, 1) * torch.linspace(-1, 1, P) + 0.05 * torch.randn(64, P)
        b[:, P:3 * P] += 0.1 * torch.randn(64, 2 * P)
        b[:, 3 * P] += 0.5 * torch.randn(64)
        b[:, P:2 * P] *= (torch.rand(64, 1) > 0.3).float()
        b[:, 2 * P:3 * P] *= (torch.rand(64, 1) > 0.3).float()
        loss = N.cross_entropy(model(b), y[pick], label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()


@torch.no_grad()
def right(model, rows):
    """Share right among the four tones of syllables that stand alone."""
    rows = [r for r in rows if r[1] < 4 and r[3]]
    p = model(torch.tensor(np.stack([r[0] for r in rows])))[:, :4].argmax(1).numpy()
    return float((p == np.array([r[1] for r in rows])).mean()), len(rows)


def run(args, model, say):
    alone = features(args, None, say)
    words = features(args, model, say) if model else []
    def arrays(rows):
        return np.stack([r[0] for r in rows]), np.array([r[1] for r in rows])
    result = {}
    tan = [r for r in alone + words if r[2] == "tan"]
    result["wang"], result["wangCount"] = right(fit(*arrays(tan)), [r for r in alone if r[2] == "wang"])
    result["tan"], result["tanCount"] = right(fit(*arrays([r for r in alone if r[2] == "wang"])), [r for r in alone if r[2] == "tan"])
    say(f"tones of single syllables: on wang without wang {result['wang']:.4f} of {result['wangCount']}, on tan without tan {result['tan']:.4f} of {result['tanCount']}")
    final = fit(*arrays(alone + words), steps=2500)
    (args.work / "tone.json").write_text(json.dumps(result))
    torch.save(final, args.work / "tone.pt")
    return final, result
