"""Makes the bundle beside this file: a network of a kilobyte that tells a handful of classes by the directions of their ink.

It has the interface of the real one, so that tests of loading, batching and line reading need no training.
Run with Debian's python3-onnx: python3 make_tiny.py
"""
import hashlib
import json
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

HERE = pathlib.Path(__file__).resolve().parent
PLANES, EMBEDDING = 10, 256
RIGHT, DOWN_RIGHT, DOWN, DOWN_LEFT, LEFT, UP = 0, 1, 2, 3, 4, 6
FLAT = {RIGHT: 120, DOWN: -120, DOWN_RIGHT: -60, DOWN_LEFT: -60, LEFT: -120}
TALL = {DOWN: 120, RIGHT: -120, DOWN_RIGHT: -60, DOWN_LEFT: -60, LEFT: -120}
CROSS = {RIGHT: 80, DOWN: 80, LEFT: -120, DOWN_RIGHT: -60, DOWN_LEFT: -60}
SLANTS = {DOWN_RIGHT: 80, DOWN_LEFT: 80, RIGHT: -90, DOWN: -90, LEFT: -120}
RING = {LEFT: 120, UP: 120}
CLASSES = {
    "一": (FLAT, 0), "-": (FLAT, -0.3), "1": (TALL, 0), "l": (TALL, -0.1), "I": (TALL, -0.2), "十": (CROSS, 0), "t": (CROSS, -0.5),
    "x": (SLANTS, 0), "×": (SLANTS, -0.3), "o": (RING, -0.2), "0": (RING, -0.2), "O": (RING, -0.2), "口": (RING, 0), "，": ({DOWN_LEFT: 60}, -1),
    "α": ({}, -4),
}


def constant(name, value):
    return numpy_helper.from_array(np.ascontiguousarray(value), name)


def model():
    weights = np.zeros((PLANES, len(CLASSES)), np.float32)
    for i, (planes, _) in enumerate(CLASSES.values()):
        for plane, weight in planes.items():
            weights[plane, i] = weight
    bias = np.array([b for _, b in CLASSES.values()], np.float32)
    nodes = [
        helper.make_node("ReduceMean", ["maps"], ["mean"], axes=[2, 3], keepdims=0),
        helper.make_node("Gemm", ["mean", "weights", "bias"], ["logits"]),
        helper.make_node("Pad", ["mean", "pads"], ["embedding"]),
    ]
    value = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", *shape])
    graph = helper.make_graph(
        nodes, "tiny", [value("maps", PLANES, 32, 32)], [value("logits", len(CLASSES)), value("embedding", EMBEDDING)],
        [constant("weights", weights), constant("bias", bias), constant("pads", np.array([0, 0, 0, EMBEDDING - PLANES]))])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    made.ir_version = 8
    checker.check_model(made)
    return made


def main():
    save(model(), HERE / "model.onnx")
    (HERE / "labels.txt").write_text("".join(c + "\n" for c in CLASSES), "utf-8")
    files = []
    for name in ("model.onnx", "labels.txt"):
        raw = (HERE / name).read_bytes()
        files.append({"path": name, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()})
    manifest = {"name": "tiny", "version": "1", "kind": "handwriting-characters", "files": files, "classes": "labels.txt", "temperature": 1.0}
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
