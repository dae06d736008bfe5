"""Top-k on labelled ink, any script, letters case-folded; also the figures of an exported model's maps."""
import math

import numpy as np
import torch

import data


def load(paths, library):
    sets = {}
    for path in paths:
        samples = list(data.ink(path))
        maps = np.stack([data.maps_of(library, strokes) for _, strokes, _ in samples])
        sets[path.stem] = (torch.from_numpy(maps), [label for label, _, _ in samples])
    return sets


def logits_of(net, maps):
    with torch.no_grad():
        return torch.cat([net(m.contiguous(memory_format=torch.channels_last))[0] for m in maps.split(128)])


def ranks(logits, labels, truth, allowed=None):
    """Place of the true text among the candidates, case variants counted once; 99 beyond the list. No character is no candidate."""
    allowed = [i for i, c in enumerate(labels) if c != data.REJECT and (allowed is None or allowed(c))]
    folded = [labels[i].casefold() for i in allowed]
    out = []
    for row, want in zip(logits[:, allowed].topk(min(30, len(allowed))).indices.tolist(), truth):
        names = list(dict.fromkeys(folded[i] for i in row))
        want = data.MERGED.get(want, want).casefold()
        out.append(names.index(want) if want in names else 99)
    return np.array(out)


def confidence(net, sets, temperature):
    """Mean probability of the first candidate, to be held against top-1."""
    top = lambda maps: torch.softmax(logits_of(net, maps) / temperature, 1).max(1)[0].mean()
    return {name: round(float(top(maps)), 4) for name, (maps, _) in sets.items()}


def wilson(right, samples):
    """95 % interval of a share, after Wilson."""
    z, p = 1.96, right / samples
    centre, half = p + z * z / (2 * samples), z * math.sqrt(p * (1 - p) / samples + z * z / (4 * samples * samples))
    return round((centre - half) / (1 + z * z / samples), 4), round((centre + half) / (1 + z * z / samples), 4)


def score(net, labels, sets, bias=0):
    figures = {}
    for name, (maps, truth) in sets.items():
        r = ranks(logits_of(net, maps) + bias, labels, truth)
        low, high = wilson(int((r < 1).sum()), len(r))
        figures[name] = {"samples": len(r), "low": low, "high": high, **{f"top{k}": round(float((r < k).mean()), 4) for k in (1, 5, 10)}}
    return figures
