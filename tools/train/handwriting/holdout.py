"""How well letters of writers never seen are read: small letter nets, each trained without some writers and read on them.

The shipped net is trained on all writers, so this says what its recipe does for a new hand, and says it cautiously: these
nets are smaller, know fewer hands and are trained for minutes.
"""
import argparse
import json
import math
import pathlib
import time

import numpy as np
import torch
from torch.nn import functional as F

import classes
import data
import evaluate
from net import Net
from train import PRIOR, SMOOTHING, WITHIN, Average, Loader, Scripts, groups


def writers(paths):
    """Writers by file, in the order of their names."""
    return {path: sorted({writer for _, _, writer in data.ink(path)}) for path in paths}


def train(store, args):
    net = Net(len(store.labels), width=tuple(args.width)).to(memory_format=torch.channels_last)
    best, average = torch.optim.AdamW(groups(net), lr=args.peak), Average(net)
    loader, scripts = Loader(store, 11), Scripts(store.labels)
    drawn = torch.from_numpy(np.log(loader.base)).float()
    for step in range(args.steps):
        f = step / args.steps
        loader.strength = 1.0 if f < 0.7 else 1.0 - 0.4 * (f - 0.7) / 0.3
        for g in best.param_groups:
            g["lr"] = args.peak * min(1, 20 * f) * (0.5 + 0.5 * math.cos(math.pi * f))
        maps, labels = loader.ready.get()
        logits = net(maps.contiguous(memory_format=torch.channels_last))[0] + drawn
        loss = F.cross_entropy(logits, labels, label_smoothing=SMOOTHING) + WITHIN * scripts.loss(logits, labels)
        best.zero_grad(set_to_none=True)
        loss.backward()
        best.step()
        average.update(net, step)
    loader.stop()
    net.load_state_dict(average.values)
    return net.eval()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--hanzi", type=pathlib.Path, required=True)
    p.add_argument("--library", type=pathlib.Path, required=True)
    p.add_argument("--svg", type=pathlib.Path, help="folder of single-line SVG fonts")
    p.add_argument("--omniglot", type=pathlib.Path, nargs="+", required=True)
    p.add_argument("--folds", type=int, default=3)
    p.add_argument("--steps", type=int, default=1000)
    p.add_argument("--peak", type=float, default=3e-3)
    p.add_argument("--width", type=int, nargs=4, default=(16, 32, 64, 128))
    p.add_argument("--out", type=pathlib.Path, required=True, help="figures as JSON")
    args = p.parse_args()
    torch.manual_seed(11)
    library, found = data.load_library(args.library), {}
    for fold in range(args.folds):
        begun = time.monotonic()
        out = [w for names in writers(args.omniglot).values() for w in names[fold::args.folds]]
        store = data.Store(data.build(args.hanzi, args.omniglot, [], args.svg, out, reject=0), library)
        net, prior = train(store, args), PRIOR * torch.from_numpy(np.log(store.priors())).float()
        for path in args.omniglot:
            allowed = classes.is_greek if "greek" in path.stem else classes.is_latin
            samples = [s for s in data.ink(path) if s[2] in out]
            maps = torch.from_numpy(np.stack([data.maps_of(library, strokes) for _, strokes, _ in samples]))
            r = evaluate.ranks(evaluate.logits_of(net, maps) + prior, store.labels, [label for label, _, _ in samples], allowed)
            for place, (label, _, writer) in zip(r, samples):
                found.setdefault(writer, []).append((label, int(place)))
        print(f"fold {fold + 1} of {args.folds}: {time.monotonic() - begun:.0f} s", flush=True)
        args.out.write_text(json.dumps(summary(found), ensure_ascii=False, indent=1))
    print(args.out.read_text())


def summary(found):
    share = lambda places: round(float(np.mean([p == 0 for _, p in places])), 4)
    result = {}
    for script in ("latin", "greek"):
        rows = {w: places for w, places in found.items() if script in w}
        every = [p for places in rows.values() for p in places]
        wrong = {}
        for label, place in every:
            wrong[label] = wrong.get(label, 0) + (place > 0)
        if every:
            result[script] = {"samples": len(every), "top1": share(every), "writers": {w: share(p) for w, p in sorted(rows.items())},
                              "misread": {c: n for c, n in sorted(wrong.items(), key=lambda x: -x[1]) if n}}
    return result


if __name__ == "__main__":
    main()
