"""Heads over the frozen embedding: digits, commands, wake words. Embeds augmented clips, trains, measures on voices never heard, exports."""
import argparse
import json
import pathlib
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as N

import audio
import augment
import bundle
import commands
import features as F
import net

STEPS = 16
FRAMES = 76 + 8 * (STEPS - 1)


class Embedder:
    """The whole frozen network, run over a window at once: equal to windows of 76 frames every 8."""

    def __init__(self, path):
        import onnx
        from onnx import numpy_helper
        self.trunk = net.Trunk()
        self.trunk.load(path)
        graph = onnx.load(path).graph
        weights = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        last = [n for n in graph.node if n.op_type == "Conv"][-1]
        self.last = torch.tensor(weights[last.input[1]].copy())

    @torch.no_grad()
    def __call__(self, x):
        out = [N.conv2d(N.max_pool2d(self.trunk.run(torch.from_numpy(x[i:i + 16, None, :, :F.LOW].copy()), 0, 19), 2), self.last) for i in range(0, len(x), 16)]
        return torch.cat(out)[:, :, :, 0].transpose(1, 2).numpy()  # N, steps, 96


def trimmed(pcm):
    blocks = len(pcm) // 160
    if blocks < 2:
        return pcm
    energy = (pcm[:blocks * 160].astype(np.float64).reshape(blocks, 160) ** 2).sum(1)
    loud = np.flatnonzero(energy >= energy.max() * 1e-3)
    return pcm[max(0, loud[0] - 8) * 160:min(len(pcm), (loud[-1] + 9) * 160)]


def window(pcm, rng=None, end=False, virtual=True):
    """Features of one window: the clip in its middle, or ending 0..300 ms before its end. Without rng: as the product hears it."""
    pcm = trimmed(pcm)
    if rng is None:
        length = (FRAMES - 1) * F.HOP + F.FRAME
        if len(pcm) > length:
            at = (len(pcm) - length) // 2
            pcm = pcm[at:at + length]
        x = np.zeros(length, np.float32)
        at = (length - len(pcm)) // 2
        x[at:at + len(pcm)] = pcm
        return F.of(x)
    x, factor = augment.samples(pcm, rng, None if virtual and rng.random() < 0.8 else 20)
    p = augment.spectrum(x, factor, rng, (0.8, 1.25))
    if len(p) > FRAMES:
        at = rng.integers(len(p) - FRAMES + 1) if not end else len(p) - FRAMES
        p = p[at:at + FRAMES]
    free = FRAMES - len(p)
    lead = max(0, free - int(rng.integers(0, 30))) if end else int(np.clip(free / 2 + rng.normal(0, 8), 0, free))
    quiet = np.full((FRAMES, F.BINS), 1.0, np.float32)
    quiet[lead:lead + len(p)] = p[:FRAMES - lead]
    return augment.whole(quiet, rng)


class Head(nn.Module):
    """Two convolutions over the steps, attention and maximum pooling, softmax."""

    def __init__(self, classes, width=128, dropout=0.3):
        super().__init__()
        self.norm = nn.BatchNorm1d(96)
        self.one = nn.Conv1d(96, width, 3, padding=1)
        self.two = nn.Conv1d(width, width, 3, padding=1)
        self.look = nn.Conv1d(width, 1, 1)
        self.drop = nn.Dropout(dropout)
        self.out = nn.Linear(2 * width, classes)

    def forward(self, x):
        h = N.relu(self.one(self.drop(self.norm(x.transpose(1, 2)))))
        h = h + N.relu(self.two(self.drop(h)))
        weight = torch.softmax(self.look(h), 2)
        return self.out(self.drop(torch.cat([(h * weight).sum(2), h.amax(2)], 1)))


def fit(x, y, classes, epochs, weights=None, seed=1):
    torch.manual_seed(seed)
    head = Head(classes)
    optimizer = torch.optim.AdamW(head.parameters(), 2e-3, weight_decay=0.02)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    steps = max(1, epochs * len(x) // 64)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps, pct_start=0.1)
    generator = np.random.default_rng(seed)
    for _ in range(steps):
        pick = torch.from_numpy(generator.integers(len(x), size=64))
        batch = x[pick]
        batch = batch + 0.1 * torch.randn_like(batch) * batch.std()
        loss = N.cross_entropy(head(batch), y[pick], weight=weights, label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return head.eval()


@torch.no_grad()
def probabilities(head, x):
    return torch.softmax(torch.cat([head(torch.from_numpy(x[i:i + 256])) for i in range(0, len(x), 256)]), 1).numpy()


def embed(embedder, clips, picks, copies, seed, end=False, cache=None, say=print):
    """Embeddings of augmented copies: (len(picks) * copies, STEPS, 96); copies = 0 gives the clean windows."""
    if cache and cache.exists():
        return np.load(cache)
    rng = np.random.default_rng(seed)
    rows, pending = [], []
    total = max(copies, 1) * len(picks)
    for n, i in enumerate(np.tile(picks, max(copies, 1))):
        pending.append(window(clips.clip(i), rng if copies else None, end))
        if len(pending) == 64 or n == total - 1:
            rows.append(embedder(np.stack(pending)))
            pending = []
        if n % 1000 == 999:
            say(f"  embedded {n + 1} of {total}")
    out = np.concatenate(rows).astype(np.float32)
    if cache:
        np.save(cache, out)
    return out


def export(head, out, name, version, labels, card, extra=None, temperature=1.0):
    """The bundle: model.onnx, labels.txt, card.md and whatever is given."""
    out.mkdir(parents=True, exist_ok=True)
    bundle.onnx(head, torch.zeros(1, STEPS, 96), out / "model.onnx", ["embeddings"], ["logits"])
    (out / "labels.txt").write_text("\n".join(labels) + "\n")
    (out / "card.md").write_text(card)
    for file, text in (extra or {}).items():
        (out / file).write_text(text)
    bundle.manifest(out, name, version, "speech-keywords", classes="labels.txt", temperature=temperature, license=bundle.DATA_LICENCE)


WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def digits(args, embedder, say):
    clips = audio.load(args.data, args.work / "real", say)
    rows = [i for i, r in enumerate(clips.rows) if r["kind"] == "digit"]
    y = np.array([WORDS.index(clips.rows[i]["text"]) for i in rows])
    who = np.array([clips.rows[i]["speaker"] for i in rows])
    x = embed(embedder, clips, rows, args.copies, 3, cache=args.work / "digits.npy", say=say)
    clean = embed(embedder, clips, rows, 0, 0, cache=args.work / "digits-clean.npy", say=say)
    # What is no digit: Mandarin words by the one recorded voice and synthetic sentences are near enough to speech of any kind.
    other = [i for i, r in enumerate(clips.rows) if r["kind"] == "word"][::9][:900]
    nx = embed(embedder, clips, other, 1, 4, cache=args.work / "digits-other.npy", say=say)
    speakers, figures = sorted(set(who)), {}
    for held in speakers:
        keep, own = np.tile(who != held, args.copies), who != held
        head = fit(np.concatenate([x[keep], clean[own], nx]), np.concatenate([np.tile(y, args.copies)[keep], y[own], np.full(len(nx), 10)]), 11, args.epochs)
        p = probabilities(head, clean[who == held])
        right = float((p.argmax(1) == y[who == held]).mean())
        figures[held] = right
        say(f"digits without {held}: {right:.4f} of {int((who == held).sum())}")
    head = fit(np.concatenate([x, clean, nx]), np.concatenate([np.tile(y, args.copies), y, np.full(len(nx), 10)]), 11, args.epochs)
    mean = float(np.mean(list(figures.values())))
    say(f"digits, each speaker left out in turn: {mean:.4f}")
    card = bundle.card("Spoken English digits", [
        f"zero to nine and <reject>, over {STEPS} embeddings (2 s) of openWakeWord's frozen network; {sum(p.numel() for p in head.parameters()):,} weights.",
        f"Each of the four speakers left out in turn (500 recordings each, clean): mean {100 * mean:.2f} % right; " + ", ".join(f"{k} {100 * v:.1f} %" for k, v in figures.items()) + ".",
        "The head in this bundle is trained on all four."],
        ["Free Spoken Digit Dataset (CC BY-SA 4.0): speakers george, jackson, lucas, nicolas", "audio-cmn / shtooka cmn-caen-tan by Yue Tan (CC BY-SA): as what is no digit"])
    export(head, args.out / "digits-en", "digits-en", args.version, WORDS + ["<reject>"], card)
    statistics(args, np.concatenate([clean, nx]))


def statistics(args, x):
    """What embeddings are like on the whole: the bundle that enrolled phrases are compared with."""
    out = args.out / "phrases"
    out.mkdir(parents=True, exist_ok=True)
    flat = x.reshape(-1, 96)
    text = {"mean": [round(float(v), 4) for v in flat.mean(0)], "deviation": [round(float(v), 4) for v in flat.std(0)]}
    (out / "statistics.json").write_text(json.dumps(text) + "\n")
    (out / "card.md").write_text(bundle.card("Statistics of the speech embedding", [
        "Mean and deviation of each of the 96 numbers of openWakeWord's embedding; a phrase of one's own is compared with others after they are taken away.",
        f"From {len(flat):,} embeddings of spoken English digits and Mandarin words."],
        ["Free Spoken Digit Dataset (CC BY-SA 4.0)", "shtooka cmn-caen-tan by Yue Tan (CC BY-SA)"]))
    bundle.manifest(out, "phrases", args.version, "speech-phrases", license=bundle.DATA_LICENCE)


def locale_sets(args, locale, say):
    """Training and test clips of a grammar: its phrases, near misses, other speech."""
    rng = np.random.default_rng(17)
    phrases = [(c["id"], p) for c in commands.grammar(locale)["commands"] for p in c["phrases"]]
    other = [("<reject>", t) for t in "|".join(commands.OTHER[locale].split("\n")).split("|")]
    near = [("<reject>", t) for t in commands.near_misses([p for _, p in phrases], rng, locale)]
    half = rng.permutation(len(other))
    sides = {"train": (phrases, [other[i] for i in half[::2]] + near, args.voices, max(1, args.voices // 4)),
             "test": (phrases, [other[i] for i in half[1::2]], max(2, args.voices // 3), max(1, args.voices // 6))}
    made = {}
    for side, (yes, no, many, few) in sides.items():
        for name, texts, count in (("yes", yes, many), ("no", no, few)):
            path = args.work / f"commands-{locale}-{side}-{name}"
            if not path.with_suffix(".npy").exists():
                commands.make(path, locale, texts, side == "test", count, rng, say, festival_too=name == "yes" or side == "test")
            rows = json.loads(path.with_suffix(".json").read_text())
            made[side, name] = audio.Clips(np.memmap(path.with_suffix(".i16"), np.int16, "r"), np.load(path.with_suffix(".npy")), rows)
    return [i for i, _ in phrases], made


def command_heads(args, embedder, say):
    for locale in args.locales:
        ids, made = locale_sets(args, locale, say)
        labels = sorted(set(ids)) + ["<reject>"]
        def of(clips):
            return np.array([labels.index(r["label"]) for r in clips.rows])
        xs, ys = [], []
        for name, copies in (("yes", args.copies), ("no", 2)):
            clips = made["train", name]
            xs.append(embed(embedder, clips, np.arange(len(clips)), copies, 5, cache=args.work / f"commands-{locale}-{name}-x.npy", say=say))
            ys.append(np.tile(of(clips), copies))
        real = audio.load(args.data, args.work / "real")
        rows = [i for i, r in enumerate(real.rows) if r["kind"] in ("word", "digit") and r["text"] not in commands.texts(locale)]
        rows = [rows[i] for i in np.random.default_rng(8).permutation(len(rows))[:args.other]]
        xs.append(embed(embedder, real, rows, 1, 6, cache=args.work / f"commands-{locale}-real-x.npy", say=say))
        ys.append(np.full(len(rows), labels.index("<reject>")))
        head = fit(np.concatenate(xs), np.concatenate(ys), len(labels), args.epochs)
        yes, no = made["test", "yes"], made["test", "no"]
        py = probabilities(head, embed(embedder, yes, np.arange(len(yes)), 0, 0, cache=args.work / f"commands-{locale}-ty.npy", say=say))
        pn = probabilities(head, embed(embedder, no, np.arange(len(no)), 0, 0, cache=args.work / f"commands-{locale}-tn.npy", say=say))
        truth, best = of(yes), None
        for threshold in np.arange(0.3, 0.96, 0.05):
            taken = (py.argmax(1) == truth) & (py.max(1) >= threshold)
            refused = (pn.argmax(1) == len(labels) - 1) | (pn.max(1) < threshold)
            best = best or (threshold, taken.mean(), refused.mean()) if refused.mean() >= 0.95 else best
            say(f"commands-{locale} at {threshold:.2f}: {taken.mean():.4f} of {len(yes)} right, {refused.mean():.4f} of {len(no)} others refused")
        half = (py.argmax(1) == truth) & (py.max(1) >= 0.5)
        refused = (pn.argmax(1) == len(labels) - 1) | (pn.max(1) < 0.5)
        by = {}
        for r, ok in zip(yes.rows, half):
            by.setdefault(r["voice"], []).append(ok)
        card = bundle.card(f"Spoken commands ({locale})", [
            f"{len(labels) - 1} commands of grammar.json and <reject>, over {STEPS} embeddings (2 s) of openWakeWord's frozen network.",
            f"Synthetic voices never trained on, at a threshold of 0.5: {100 * half.mean():.1f} % of {len(yes)} commands right, {100 * refused.mean():.1f} % of {len(no)} other sentences (none of them trained on) refused.",
            "By voice: " + ", ".join(f"{v} {100 * np.mean(k):.0f} %" for v, k in sorted(by.items())) + ".",
            "No person's voice has said these commands yet: the figures are of synthetic voices, and people are harder."],
            ["espeak-ng (as a program; its output carries no licence of its own)"] + (["flite voices kal16, awb, rms, slt and festival voices kal, ked (CMU, free use), cmu_us_slt_arctic_hts"] if locale == "en" else [])
            + ["as other speech: Free Spoken Digit Dataset (CC BY-SA 4.0), shtooka cmn-caen-tan (CC BY-SA)"])
        grammar = (commands.GRAMMARS / f"{locale}.json").read_text()
        export(head, args.out / f"commands-{locale}", f"commands-{locale}", args.version, labels, card, {"grammar.json": grammar})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["digits", "commands", "wake"])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--trunk", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--voices", type=int, default=18, help="synthetic voices of each command; fewer of other speech and in the test")
    parser.add_argument("--locales", nargs="+", default=["en", "zh"])
    parser.add_argument("--other", type=int, default=1500, help="recordings of other speech that teach the commands what is none")
    args = parser.parse_args()
    torch.set_num_threads(1)
    log = open(args.work / f"{args.what}.log", "a", buffering=1)
    def say(text):
        log.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    embedder = Embedder(args.trunk)
    if args.what == "wake":
        import wake
        wake.run(args, embedder, say)
    else:
        {"digits": digits, "commands": command_heads}[args.what](args, embedder, say)


if __name__ == "__main__":
    main()
