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

import data
import evaluate
from net import EMBEDDING, PARTS, Net

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


def build(net, classes):
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
    g.add("Gemm", [x, g.weight("classes.w", net.prototypes().detach().numpy())], "logits", transB=1)
    value = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", *shape])
    graph = helper.make_graph(g.nodes, "handwriting", [value("maps", 10, 32, 32)],
                              [value("logits", classes), value("embedding", EMBEDDING)], g.constants)
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
        return e @ self.w["classes.w"].t(), e


def temperature(net, store):
    """By likelihood on fresh synthetic ink, as the classes are drawn in training, at the distortion training ends with."""
    p = store.base_weights()[store.owner] * store.share
    ids = np.random.default_rng(99).choice(len(p), 6000, p=p / p.sum())
    maps = torch.from_numpy(store.maps(ids, 12345, 0.8, drop=0.0))
    logits, truth = evaluate.logits_of(net, maps), torch.from_numpy(store.owner[ids])
    grid = np.geomspace(0.2, 3, 60)
    losses = [F.cross_entropy(logits / t, truth).item() for t in grid]
    return round(float(grid[int(np.argmin(losses))]), 3), round(float((logits.argmax(1) == truth).float().mean()), 4)


def entry(path):
    raw = path.read_bytes()
    return {"path": path.name, "sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}


def card(version, figures, facts):
    rows = [f"| {name} | {f['samples']} | " + " | ".join(f"{100 * f[k]:.1f} %" for k in ("top1", "top5", "top10", "confidence")) + " |"
            for name, f in figures.items()]
    text = (HERE / "card.template.md").read_text("utf-8")
    for key, value in {"version": version, "figures": "\n".join(rows), **facts}.items():
        text = text.replace("{" + key + "}", str(value))
    return text


def better(new, old):
    mean = lambda f: np.mean([s["top1"] for s in f.values()]) if f else 0.0
    return mean(new) > mean(old)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=pathlib.Path, required=True)
    p.add_argument("--hanzi", type=pathlib.Path, required=True)
    p.add_argument("--library", type=pathlib.Path, required=True)
    p.add_argument("--dev", type=pathlib.Path, nargs="*", default=[])
    p.add_argument("--version", required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    args = p.parse_args()
    library = data.load_library(args.library)
    checkpoint = torch.load(args.work / "checkpoint.pt")
    labels = checkpoint["labels"]
    store = data.Store(pickle.loads((args.work / "skeletons.pickle").read_bytes()), library)
    assert store.labels == labels, "skeletons and checkpoint have different classes"
    net = Net(len(labels))
    net.load_state_dict(checkpoint["average"])
    model, rounded = build(net.eval(), len(labels))
    sets = evaluate.load(args.dev, library)
    figures = evaluate.score(rounded, labels, sets)
    heat, synthetic = temperature(rounded, store)
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
    facts = {"classes": len(labels), "bytes": f"{size:,}", "minutes": f"{checkpoint['elapsed'] / 60:.0f}", "temperature": heat,
             "seen": f"{checkpoint['seen']:,}", "trained": f"{checkpoint['trained']:,}", "synthetic": f"{100 * synthetic:.1f} %"}
    (args.out / "card.md").write_text(card(args.version, figures, facts), "utf-8")
    content = {
        "name": "handwriting", "version": args.version, "kind": "handwriting-characters",
        "files": [entry(args.out / f) for f in ("model.onnx", "labels.txt", "card.md", "LICENSE-ARPHIC.txt")],
        "input": {"name": "maps", "type": "float32", "shape": ["N", 10, 32, 32], "maps": "DirectionMaps", "mapsVersion": 1},
        "outputs": {"logits": ["N", len(labels)], "embedding": ["N", EMBEDDING]},
        "classes": "labels.txt", "temperature": heat,
        "merged": data.MERGED, "drawn": {c: round(float(w), 3) for c, w in zip(labels, store.base_weights()) if w != 1},
        "license": "Arphic Public License (stroke skeletons), LICENSE-ARPHIC.txt; see card.md for every source",
        "figures": figures,
    }
    manifest.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(json.dumps(figures), f"temperature {heat}, synthetic {synthetic}, {size:,} bytes")


if __name__ == "__main__":
    main()
