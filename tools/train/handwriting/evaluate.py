"""Top-k on labelled ink, any script, letters case-folded; also the figures of an exported model's maps."""
import numpy as np
import torch

import data


def load(paths, library):
    sets = {}
    for path in paths:
        samples = list(data.ink(path))
        maps = np.stack([data.maps_of(library, strokes) for _, strokes in samples])
        sets[path.stem] = (torch.from_numpy(maps), [label for label, _ in samples])
    return sets


def logits_of(net, maps):
    with torch.no_grad():
        return torch.cat([net(m.contiguous(memory_format=torch.channels_last))[0] for m in maps.split(128)])


def ranks(logits, labels, truth):
    """Place of the true text among the candidates, case variants counted once; 99 beyond the list."""
    folded = [c.casefold() for c in labels]
    out = []
    for row, want in zip(logits.topk(30).indices.tolist(), truth):
        names = list(dict.fromkeys(folded[i] for i in row))
        want = data.MERGED.get(want, want).casefold()
        out.append(names.index(want) if want in names else 99)
    return np.array(out)


def confidence(net, sets, temperature):
    """Mean probability of the first candidate, to be held against top-1."""
    top = lambda maps: torch.softmax(logits_of(net, maps) / temperature, 1).max(1)[0].mean()
    return {name: round(float(top(maps)), 4) for name, (maps, _) in sets.items()}


def score(net, labels, sets):
    figures = {}
    for name, (maps, truth) in sets.items():
        r = ranks(logits_of(net, maps), labels, truth)
        figures[name] = {"samples": len(r), **{f"top{k}": round(float((r < k).mean()), 4) for k in (1, 5, 10)}}
    return figures
