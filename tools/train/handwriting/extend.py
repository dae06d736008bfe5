"""Add classes to a net without training it: its front, its embedding and its known classes stay, a new class is the mean of its samples.

Cheap (a quarter of an hour of one core even when that core is shared) and safe (what the net read, it reads as before, but
for the new rivals); training on from such a net reads the new classes better. Leaves a checkpoint that export.py takes.
"""
import argparse
import pathlib
import pickle

import numpy as np
import torch
from torch.nn import functional as F

import classes
import data
from net import Net
from train import PRIOR

SAMPLES, STRENGTH = 32, 0.9
STEPS = (0, -0.5, -1, -1.5, -2, -2.5, -3, -4, -5, -6)


def embeddings(net, store, ids, strength, rng):
    out = []
    for part in np.split(ids, range(512, len(ids), 512)):
        maps = torch.from_numpy(store.maps(part, int(rng.integers(1 << 62)), strength, drop=0.2))
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            out.append(net.embedding(maps).float())
    return torch.cat(out)


def drawn(store, weight, count, rng):
    p = weight[store.owner] * store.share
    return rng.choice(len(p), count, p=p / p.sum())


def handicap(net, store, rows, new, rng, heat):
    """What every new class gives way by: the offset with the least loss when old and new come as often as in notes."""
    likely = store.priors()
    losses = {}
    for of in (~new, new):
        ids = drawn(store, likely * of, 2500, rng)
        z = net.scale.exp() * embeddings(net, store, ids, 1.0, rng) @ rows.t()
        truth, share = torch.from_numpy(store.owner[ids]), float(likely[of].sum() / likely.sum())
        for step in STEPS:
            offset = torch.from_numpy(np.where(new, PRIOR * np.log(likely) + step, 0)).float()
            losses[step] = losses.get(step, 0) + share * F.cross_entropy((z + offset) / heat, truth).item()
    return min(losses, key=losses.get), losses


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--start", type=pathlib.Path, required=True, help="checkpoint of the net to extend")
    p.add_argument("--work", type=pathlib.Path, required=True, help="folder of skeletons.pickle; extended.pt is written here")
    p.add_argument("--library", type=pathlib.Path, required=True)
    p.add_argument("--step", type=float, help="what new classes give way by, instead of fitting it on synthetic ink; below 0")
    p.add_argument("--heat", type=float, required=True, help="temperature of the net to extend")
    args = p.parse_args()
    start = torch.load(args.start)
    old = {label: i for i, label in enumerate(start["labels"])}
    skeletons = pickle.loads((args.work / "skeletons.pickle").read_bytes())
    skeletons.pop(classes.REJECT, None)  # no mean stands for all that is no character
    store, rng = data.Store(skeletons, data.load_library(args.library)), np.random.default_rng(3)
    net = Net(len(old)).to(memory_format=torch.channels_last)
    net.load_state_dict(start["average"])
    net.eval()
    new = np.array([label not in old for label in store.labels])
    rows = torch.zeros(len(store.labels), net.classes.shape[1])
    known = F.normalize(net.classes.detach())
    for i in np.where(~new)[0]:
        rows[i] = known[old[store.labels[i]]]
    of = [np.where(store.owner == i)[0] for i in np.where(new)[0]]
    ids = np.concatenate([rng.choice(k, SAMPLES, p=store.share[k] / store.share[k].sum()) for k in of])
    rows[torch.from_numpy(np.where(new)[0])] = F.normalize(embeddings(net, store, ids, STRENGTH, rng).view(len(of), SAMPLES, -1).mean(1))
    step, losses = (args.step, {}) if args.step is not None else handicap(net, store, rows, new, rng, args.heat)
    print("offset", step, losses)
    average = dict(start["average"], classes=rows)
    bias = np.where(new, PRIOR * np.log(store.priors()) + step, 0).astype(np.float32)
    torch.save({**{k: start[k] for k in ("elapsed", "seen", "trained")}, "average": average, "labels": store.labels, "bias": bias},
               args.work / "extended.pt")


if __name__ == "__main__":
    main()
