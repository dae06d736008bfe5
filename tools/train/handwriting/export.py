"""Turn a checkpoint into the model bundle: int8 weights, float arithmetic, figures measured on the rounded net."""
import argparse
import hashlib
import json
import pathlib
import pickle
import shutil
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional as F

import classes
import data
import evaluate
from train import PRIOR
from net import EMBEDDING, PARTS, Net

TRAINED = "Trained {minutes} minutes on two CPU cores shared with other work, {seen} synthetic samples drawn, {trained} of them with a backward pass."
EXTENDED = """The net itself and its first 3,914 classes are those of version 1.0.0 (trained {minutes} minutes, {seen} synthetic samples drawn, {trained}
with a backward pass), on the skeletons and letters of that version. The other classes were added without training (`extend.py`): each is the mean
of the embeddings of 32 synthetic samples, with a handicap, the same for all, that leaves the reading of the first classes as it was."""
HERE = pathlib.Path(__file__).resolve().parent


def fold(weight, norm):
    """Batch normalisation into the weights and a bias."""
    k = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return (weight * k.reshape(-1, *[1] * (weight.ndim - 1))).detach().numpy(), (norm.bias - norm.running_mean * k).detach().numpy()


def round8(weight):
    """int8 a row, with the clipping that leaves the least square error."""
    flat = weight.reshape(len(weight), -1)
    top = np.maximum(np.abs(flat).max(1), 1e-12)
    best, error = top / 127, np.full(len(flat), np.inf)
    for clip in np.linspace(0.7, 1, 13):
        scale = top * clip / 127
        q = np.clip(np.rint(flat / scale[:, None]), -127, 127)
        e = ((q * scale[:, None] - flat) ** 2).sum(1)
        best, error = np.where(e < error, scale, best), np.minimum(e, error)
    q = np.clip(np.rint(flat / best[:, None]), -127, 127).astype(np.int8)
    return q.reshape(weight.shape), best.astype(np.float32)


class Graph:
    def __init__(self):
        self.nodes, self.constants, self.rounded = [], [], {}

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name, value):
        q, scale = round8(value)
        self.rounded[name] = torch.from_numpy(q.astype(np.float32) * scale.reshape(-1, *[1] * (q.ndim - 1)))
        inputs = [self.constant(f"{name}.q", q), self.constant(f"{name}.s", scale), self.constant(f"{name}.z", np.zeros(len(q), np.int8))]
        return self.add("DequantizeLinear", inputs, name, axis=0)

    def add(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def convolve(self, x, name, layer):
        w, b = fold(layer[0].weight, layer[1])
        return self.add("Conv", [x, self.weight(f"{name}.w", w), self.constant(f"{name}.b", b)], name,
                        kernel_shape=[3, 3], pads=[1, 1, 1, 1])


def build(net, count, prior):
    g = Graph()
    x = g.add("Relu", [g.convolve("maps", "stem", net.stem)], "stem.r")
    for i, stage in enumerate(net.stages):
        x = g.add("MaxPool", [x], f"pool{i}", kernel_shape=[2, 2], strides=[2, 2])
        x = g.add("Relu", [g.convolve(x, f"first{i}", stage.first)], f"first{i}.r")
        y = g.convolve(x, f"second{i}", stage.second)
        x = g.add("Relu", [g.add("Add", [x, y], f"sum{i}")], f"stage{i}")
    width = net.place.shape[1]
    x = g.add("Reshape", [x, g.constant("cells", np.array([-1, 1, width, 16]))], "cells.x")
    x = g.add("Mul", [x, g.constant("place", net.place.detach().flatten(2).numpy())], "placed")
    x = g.add("ReduceSum", [x, g.constant("last", np.array([3]))], "pooled", keepdims=0)
    x = g.add("Reshape", [x, g.constant("flat", np.array([-1, PARTS * width]))], "pooled.x")
    w, b = fold(net.embed.weight, net.embed_norm)
    x = g.add("Gemm", [x, g.weight("embed.w", w), g.constant("embed.b", b)], "embedded", transB=1)
    x = g.add("Div", [x, g.add("ReduceL2", [x], "norm", axes=[1], keepdims=1)], "embedding")
    g.add("Gemm", [x, g.weight("classes.w", net.prototypes().detach().numpy()), g.constant("prior.b", prior)], "logits", transB=1)
    value = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", *shape])
    graph = helper.make_graph(g.nodes, "handwriting", [value("maps", 10, 32, 32)],
                              [value("logits", count), value("embedding", EMBEDDING)], g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="tools/train/handwriting")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model, Rounded(g, net)


class Rounded(torch.nn.Module):
    """The exported arithmetic, for measuring: folded, with the weights as int8 keeps them."""

    def __init__(self, graph, net):
        super().__init__()
        self.w, self.place = graph.rounded, net.place.detach()
        self.b = {c.name: torch.from_numpy(numpy_helper.to_array(c).copy()) for c in graph.constants if c.name.endswith(".b")}
        self.depth = len(net.stages)

    def convolve(self, x, name):
        return F.conv2d(x, self.w[f"{name}.w"], self.b[f"{name}.b"], padding=1)

    def forward(self, maps):
        x = F.relu(self.convolve(maps, "stem"))
        for i in range(self.depth):
            x = F.relu(self.convolve(F.max_pool2d(x, 2), f"first{i}"))
            x = F.relu(x + self.convolve(x, f"second{i}"))
        x = (x.flatten(2).unsqueeze(1) * self.place.flatten(2)).sum(-1).flatten(1)
        e = F.normalize(F.linear(x, self.w["embed.w"], self.b["embed.b"]))
        return e @ self.w["classes.w"].t() + self.b["prior.b"], e


def fresh(store, net, count, seed, strength):
    """Scores of new synthetic characters, drawn as likely as the prior says, and their classes. No reject samples."""
    weight = store.priors() * np.array([c != classes.REJECT for c in store.labels])
    p = weight[store.owner] * store.share
    ids = np.random.default_rng(seed).choice(len(p), count, p=p / p.sum())
    maps = torch.from_numpy(store.maps(ids, seed, strength, drop=0.0))
    return evaluate.logits_of(net, maps), torch.from_numpy(store.owner[ids])


def temperature(net, store, count):
    """By likelihood on fresh synthetic ink, at the distortion training ends with."""
    logits, truth = fresh(store, net, count, 12345, 0.8)
    grid = np.geomspace(0.2, 3, 60)
    losses = [F.cross_entropy(logits / t, truth).item() for t in grid]
    return round(float(grid[int(np.argmin(losses))]), 3), round(float((logits.argmax(1) == truth).float().mean()), 4)


def by_level(net, store, count):
    """Share of fresh synthetic ink read right, by level of the list; the rarer levels have no real ink here."""
    p, share = store.share, {}
    for level in (1, 2, None):
        of = np.array([classes.is_han(c) and classes.LEVEL.get(c) == level for c in store.labels])[store.owner]
        if of.any():
            ids = np.random.default_rng(level).choice(np.where(of)[0], max(count // 3, 300), p=p[of] / p[of].sum())
            r = evaluate.logits_of(net, torch.from_numpy(store.maps(ids, 777, 0.8, drop=0.0)))
            share[level] = float((r.argmax(1) == torch.from_numpy(store.owner[ids])).float().mean())
    return share


def rejection(net, store, heat, sets):
    """Ink that is no character against characters: how much of either the reject class takes, and the energy that keeps 99 %."""
    if classes.REJECT not in store.labels:
        return None
    reject = store.labels.index(classes.REJECT)
    none = np.random.default_rng(8).choice(np.where(store.owner == reject)[0], 1500)
    bad = evaluate.logits_of(net, torch.from_numpy(store.maps(none, 4242, 0.8, drop=0.0))) / heat
    taken = lambda z: float((torch.softmax(z, 1)[:, reject] > 0.5).float().mean())
    others = [i for i in range(len(store.labels)) if i != reject]
    energy = lambda z: torch.logsumexp(z[:, others], 1)
    good = fresh(store, net, 4000, 4243, 0.8)[0] / heat
    floor = float(energy(good).quantile(0.01))
    real = {name: evaluate.logits_of(net, maps) / heat for name, (maps, _) in sets.items()}
    return {"nonCharactersRejected": round(taken(bad), 4), "charactersRejected": round(taken(good), 4),
            "realRejected": {name: round(taken(z), 4) for name, z in real.items()}, "energy": round(floor, 3),
            "nonCharactersBelowEnergy": round(float((energy(bad) < floor).float().mean()), 4),
            "realBelowEnergy": {name: round(float((energy(z) < floor).float().mean()), 4) for name, z in real.items()}}


def entry(path):
    raw = path.read_bytes()
    return {"path": path.name, "sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}


def card(version, figures, facts):
    rows = [f"| {name} | {f['samples']} | {100 * f['top1']:.1f} % ({100 * f['low']:.1f} .. {100 * f['high']:.1f}) | "
            + " | ".join(f"{100 * f[k]:.1f} %" for k in ("top5", "top10", "confidence")) + " |" for name, f in figures.items()]
    text = (HERE / "card.template.md").read_text("utf-8")
    for key, value in {"version": version, "figures": "\n".join(rows), **facts}.items():
        text = text.replace("{" + key + "}", str(value))
    return text


def levels_text(share):
    names = {1: "GB 2312 level 1", 2: "level 2", None: "beyond"}
    return ", ".join(f"{names[k]} {100 * v:.1f} %" for k, v in share.items())


def holdout_text(path):
    if not path or not path.exists():
        return "not measured for this version."
    rows = []
    for script, f in json.loads(path.read_text("utf-8")).items():
        low, high = evaluate.wilson(round(f["top1"] * f["samples"]), f["samples"])
        each = ", ".join(f"{name[-2:]}: {100 * v:.0f}" for name, v in f["writers"].items())
        rows.append(f"- {script}: {f['samples']} samples, {100 * f['top1']:.1f} % ({100 * low:.1f} .. {100 * high:.1f}); by writer {each}.")
    return "\n".join(rows)


def reject_text(f):
    if not f:
        return "There is no reject class."
    share = lambda d: ", ".join(f"{name} {100 * v:.1f} %" for name, v in d.items())
    return (f"`<reject>` takes more than half the probability of {100 * f['nonCharactersRejected']:.1f} % of synthetic ink that is no character (neighbours "
            f"joined, parts, scribbles), of {100 * f['charactersRejected']:.1f} % of synthetic characters, and of real ones: {share(f['realRejected'])}. "
            f"Energy (logarithm of the sum of the characters' exponentials) below {f['energy']}, which 1 % of synthetic characters have, is found in "
            f"{100 * f['nonCharactersBelowEnergy']:.1f} % of ink that is no character; of real characters: {share(f['realBelowEnergy'])}.")


def better(new, old):
    """No set worse than before by more than one sample, and the mean not lower, or more classes at an equal mean."""
    if not old:
        return True
    shared = [k for k in new if k in old]
    kept = all(new[k]["top1"] >= old[k]["top1"] - 1.01 / new[k]["samples"] for k in shared)
    return kept and np.mean([new[k]["top1"] for k in shared]) >= np.mean([old[k]["top1"] for k in shared])


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=pathlib.Path, required=True)
    p.add_argument("--hanzi", type=pathlib.Path, required=True)
    p.add_argument("--library", type=pathlib.Path, required=True)
    p.add_argument("--dev", type=pathlib.Path, nargs="*", default=[])
    p.add_argument("--checkpoint", default="checkpoint.pt", help="in the work folder; extended.pt is what extend.py made")
    p.add_argument("--samples", type=int, default=6000, help="synthetic characters to fit the temperature and measure levels on")
    p.add_argument("--holdout", type=pathlib.Path, help="figures of holdout.py, for the card")
    p.add_argument("--version", required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    args = p.parse_args()
    library = data.load_library(args.library)
    checkpoint = torch.load(args.work / args.checkpoint)
    labels = checkpoint["labels"]
    skeletons = pickle.loads((args.work / "skeletons.pickle").read_bytes())
    store = data.Store({c: s for c, s in skeletons.items() if c != classes.REJECT or c in labels}, library)
    assert store.labels == labels, "skeletons and checkpoint have different classes"
    net = Net(len(labels))
    net.load_state_dict(checkpoint["average"])
    prior = checkpoint.get("bias", (PRIOR * np.log(store.priors())).astype(np.float32))
    model, rounded = build(net.eval(), len(labels), prior)
    sets = evaluate.load(args.dev, library)
    figures = evaluate.score(rounded, labels, sets)
    heat, synthetic = temperature(rounded, store, args.samples)
    for name, mean in evaluate.confidence(rounded, sets, heat).items():
        figures[name]["confidence"] = mean
    manifest = args.out / "manifest.json"
    if manifest.exists() and not better(figures, json.loads(manifest.read_text("utf-8"))["figures"]):
        sys.exit(f"not better than the bundle in {args.out}, which stays: {figures}")
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, args.out / "model.onnx")
    (args.out / "labels.txt").write_text("".join(c + "\n" for c in labels), "utf-8")
    shutil.copy(args.hanzi / "ARPHICPL.TXT", args.out / "LICENSE-ARPHIC.txt")
    size = (args.out / "model.onnx").stat().st_size
    levels = by_level(rounded, store, args.samples)
    reject = rejection(rounded, store, heat, sets)
    facts = {"method": EXTENDED if "bias" in checkpoint else TRAINED, "classes": len(labels), "han": f"{sum(map(classes.is_han, labels)):,}", "levels": levels_text(levels), "reject": reject_text(reject),
             "rejects": ", and one class of ink that is no character (`<reject>`)" if reject else "",
             "holdout": holdout_text(args.holdout), "bytes": f"{size:,}", "minutes": f"{checkpoint['elapsed'] / 60:.0f}", "temperature": heat,
             "seen": f"{checkpoint['seen']:,}", "trained": f"{checkpoint['trained']:,}", "synthetic": f"{100 * synthetic:.1f} %"}
    (args.out / "card.md").write_text(card(args.version, figures, facts), "utf-8")
    content = {
        "name": "handwriting", "version": args.version, "kind": "handwriting-characters",
        "files": [entry(args.out / f) for f in ("model.onnx", "labels.txt", "card.md", "LICENSE-ARPHIC.txt")],
        "input": {"name": "maps", "type": "float32", "shape": ["N", 10, 32, 32], "maps": "DirectionMaps", "mapsVersion": 1},
        "outputs": {"logits": ["N", len(labels)], "embedding": ["N", EMBEDDING]},
        "classes": "labels.txt", "temperature": heat, "reject": reject,
        "merged": classes.MERGED, "prior": {c: round(float(b), 3) for c, b in zip(labels, prior) if b},
        "license": "Arphic Public License (stroke skeletons), LICENSE-ARPHIC.txt; see card.md for every source",
        "figures": figures,
    }
    manifest.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(json.dumps(figures), f"temperature {heat}, synthetic {synthetic}, {size:,} bytes")


if __name__ == "__main__":
    main()
