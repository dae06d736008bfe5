"""Writes bundles: ONNX, manifest, card."""
import hashlib
import json

import torch

DATA_LICENCE = "weights under CC BY-SA 4.0, as the recordings they were trained on; the embedding underneath is Apache 2.0; see card.md"


def onnx(model, example, path, inputs, outputs, dynamic=None):
    torch.onnx.export(model.eval(), example, str(path), opset_version=13, input_names=inputs, output_names=outputs, dynamic_axes=dynamic or {})


def manifest(folder, name, version, kind, classes=None, temperature=1.0, **more):
    files = []
    for path in sorted(p for p in folder.iterdir() if p.name != "manifest.json" and p.is_file()):
        data = path.read_bytes()
        files.append({"path": path.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)})
    text = {"name": name, "version": version, "kind": kind, "files": files}
    if classes:
        text["classes"] = classes
    if temperature != 1.0:
        text["temperature"] = round(float(temperature), 4)
    (folder / "manifest.json").write_text(json.dumps({**text, **more}, ensure_ascii=False, indent=2) + "\n")


def card(title, lines, sources):
    return f"# {title}\n\n" + "\n".join(f"- {l}" for l in lines) + "\n\n## Data\n\n" + "\n".join(f"- {s}" for s in sources) + \
        "\n\nRecipe: `tools/train/speech/run`. The recordings themselves are not part of the bundle.\n"
