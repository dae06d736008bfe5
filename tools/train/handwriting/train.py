"""Train the character net on synthetic ink for a given time; run again to go on from the last checkpoint."""
import argparse
import json
import math
import os
import pathlib
import pickle
import queue
import threading
import time

import numpy as np
import torch
from torch.nn import functional as F

import classes
import data
import evaluate
from net import Net

BATCH, WARM, DECAY = 256, 0.03, 0.05
SMOOTHING, EASY, SKIP = 0.1, 0.8, 0.8
STALL = 3.0  # s; a step that took longer was kept waiting by others, and must not use up the schedule
WITHIN = 0.5  # weight of the loss among the classes of a letter's own script
PRIOR = 0.44  # score for each unit of a class's log prior; the temperature with which the scores are probabilities


class Loader:
    """One thread that keeps a few batches ready; the C library releases the interpreter."""

    def __init__(self, store, seed):
        self.store, self.seed, self.strength = store, seed, 1.0
        self.hard = np.ones(len(store.labels))
        self.base = store.base_weights()
        self.ready, self.over = queue.Queue(6), False
        threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        rng = np.random.default_rng(self.seed)
        while not self.over:
            p = (self.base * self.hard)[self.store.owner] * self.store.share
            ids = rng.choice(len(p), BATCH, p=p / p.sum())
            maps = self.store.maps(ids, int(rng.integers(1 << 62)), self.strength)
            self.ready.put((torch.from_numpy(maps), torch.from_numpy(self.store.owner[ids])))


    def stop(self):
        self.over = True
        while not self.ready.empty():
            self.ready.get()


class Scripts:
    """The classes that a reading limited to one script chooses from, and the loss among them."""

    def __init__(self, labels):
        han, latin, greek = (np.array([f(c) for c in labels]) for f in (classes.is_han, classes.is_latin, classes.is_greek))
        digit = np.array([c in "0123456789" for c in labels])
        other = ~(han | latin | greek | digit) & np.array([c != classes.REJECT for c in labels])
        self.groups = []
        for owners, among in ((latin, latin), (greek, greek), (digit, digit), (other, ~han & ~np.array([c == classes.REJECT for c in labels]))):
            if owners.any():
                place = np.full(len(labels), -1)
                place[among] = np.arange(among.sum())
                self.groups.append((torch.from_numpy(owners), torch.from_numpy(np.where(among)[0]), torch.from_numpy(place)))

    def loss(self, logits, labels):
        total = logits.new_zeros(())
        for owners, among, place in self.groups:
            rows = owners[labels]
            if rows.any():
                total = total + F.cross_entropy(logits[rows][:, among], place[labels[rows]], label_smoothing=SMOOTHING, reduction="sum")
        return total / len(labels)


class Average:
    """Exponential average of weights and normalisation statistics, quick at first."""

    def __init__(self, net):
        self.values = {k: v.detach().clone() for k, v in net.state_dict().items()}

    def update(self, net, step):
        keep = min(0.999, (1 + step) / (10 + step))
        with torch.no_grad():
            for k, v in net.state_dict().items():
                if v.is_floating_point():
                    self.values[k].lerp_(v, 1 - keep)
                else:
                    self.values[k].copy_(v)


def schedule(f, peak):
    """Rate and distortion at the run's fraction f: warm-up, cosine; milder ink towards the end."""
    rate = peak * (f / WARM if f < WARM else 0.5 + 0.5 * math.cos(math.pi * (f - WARM) / (1 - WARM)))
    return rate, 1.0 if f < 0.7 else 1.0 - 0.4 * (f - 0.7) / 0.3


def groups(net):
    flat = [p for p in net.parameters() if p.ndim < 2]
    deep = [p for p in net.parameters() if p.ndim >= 2]
    return [{"params": deep, "weight_decay": DECAY}, {"params": flat, "weight_decay": 0.0}]


def skeletons(args):
    """Reading 7,000 JSON files and smoothing them takes a minute; keep the result."""
    kept = args.work / "skeletons.pickle"
    if not kept.exists():
        chars = classes.han(args.hanzi)[:args.classes or None]
        kept.write_bytes(pickle.dumps(data.build(args.hanzi, args.omniglot, chars, args.svg, args.leave_out)))
    return pickle.loads(kept.read_bytes())


class Run:
    def __init__(self, args):
        self.args, self.library = args, data.load_library(args.library)
        self.store = data.Store(skeletons(args), self.library)
        self.net = Net(len(self.store.labels)).to(memory_format=torch.channels_last)
        self.average = Average(self.net)
        self.best = torch.optim.AdamW(groups(self.net), lr=args.peak)
        self.elapsed, self.step, self.seen, self.trained = 0.0, 0, 0, 0
        self.errors = np.full(len(self.store.labels), 0.5)
        self.path = args.work / "checkpoint.pt"
        if args.fix_front:
            for part in (self.net.stem, self.net.stages[0]):
                part.requires_grad_(False)
        self.scripts, self.prior = Scripts(self.store.labels), PRIOR * torch.from_numpy(np.log(self.store.priors())).float()
        if self.path.exists():
            self.resume()
        elif args.start:
            self.start()
        self.loader = Loader(self.store, 1 + self.step)
        self.drawn = torch.from_numpy(np.log(self.loader.base)).float()

    def start(self):
        """The trunk and the known classes of an earlier net; a new class begins at the mean of a few of its samples."""
        c = torch.load(self.args.start)
        values, old = dict(c["average"]), {label: i for i, label in enumerate(c["labels"])}
        rows = self.net.classes.detach().clone()
        trunk = Net(len(old))
        trunk.load_state_dict(values)
        length = values["classes"].norm(dim=1).mean()
        fresh = [i for i, label in enumerate(self.store.labels) if label not in old]
        for i, label in enumerate(self.store.labels):
            if label in old:
                rows[i] = values["classes"][old[label]]
        p, rng = self.store.share, np.random.default_rng(3)
        for part in (fresh[i:i + 32] for i in range(0, len(fresh), 32)):
            ids = np.concatenate([rng.choice(np.where(self.store.owner == i)[0], 8, p=p[self.store.owner == i] / p[self.store.owner == i].sum())
                                  for i in part])
            with torch.no_grad():
                e = trunk.eval().embedding(torch.from_numpy(self.store.maps(ids, int(rng.integers(1 << 62)))))
            rows[part] = F.normalize(e.view(len(part), 8, -1).mean(1)) * length
        values["classes"] = rows
        self.net.load_state_dict(values)
        self.average = Average(self.net)
        self.log(f"started from {self.args.start.parent.name}: {len(old)} classes known, {len(fresh)} new")

    def resume(self):
        c = torch.load(self.path)
        if c["labels"] != self.store.labels:
            self.add_classes(c)
        self.net.load_state_dict(c["net"])
        self.average.values, self.errors = c["average"], c["errors"]
        self.best.load_state_dict(c["optimiser"])
        self.elapsed, self.step, self.seen, self.trained = c["elapsed"], c["step"], c["seen"], c["trained"]
        self.log(f"resumed at {self.elapsed / 60:.1f} min")

    def add_classes(self, c):
        """Fit an older checkpoint to more classes: known rows keep their values, new ones start afresh."""
        old = {label: i for i, label in enumerate(c["labels"])}
        known = [(i, old[label]) for i, label in enumerate(self.store.labels) if label in old]
        to, of = (torch.tensor(k) for k in zip(*known))
        fresh = self.net.classes.detach()

        def rows(start, values):
            out = start.clone()
            out[to] = values[of]
            return out

        deep = [id(p) for p in groups(self.net)[0]["params"]]
        moments = c["optimiser"]["state"][deep.index(id(self.net.classes))]
        for name in ("exp_avg", "exp_avg_sq"):
            moments[name] = rows(torch.zeros_like(fresh), moments[name])
        for part in ("net", "average"):
            c[part]["classes"] = rows(fresh, c[part]["classes"])
        errors = np.full(len(self.store.labels), 0.5)
        errors[to.numpy()] = c["errors"][of.numpy()]
        c["errors"] = errors

    def save(self):
        part = self.path.with_suffix(".part")
        torch.save({"net": self.net.state_dict(), "average": self.average.values, "optimiser": self.best.state_dict(),
                    "elapsed": self.elapsed, "step": self.step, "seen": self.seen, "trained": self.trained,
                    "errors": self.errors, "labels": self.store.labels, "minutes": self.args.minutes}, part)
        os.replace(part, self.path)

    def log(self, text):
        with open(self.args.work / "train.log", "a") as f:
            f.write(f"{time.strftime('%H:%M:%S')} {text}\n")

    def front(self, maps):
        """With a fixed front nobody goes back through it, so it is computed once for choosing and training alike."""
        if not self.args.fix_front:
            return maps
        self.net.eval()
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.args.bf16):
            maps = self.net.front(maps.contiguous(memory_format=torch.channels_last))
        self.net.train()
        return maps

    def scores(self, x):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.args.bf16):
            e = self.net.back(x) if self.args.fix_front else self.net.embedding(x)
        # How often a class is drawn is no fact about ink: it is added here, and the prior of notes when reading.
        return self.net.scores(e) + self.drawn

    def keep(self, x, labels):
        """DropSample: what the net is sure of costs a forward pass only."""
        self.net.eval()
        with torch.no_grad():
            logits = self.scores(x)
        self.net.train()
        sure = F.softmax(logits, 1).gather(1, labels[:, None])[:, 0] > EASY
        wrong = (logits.argmax(1) != labels).numpy()
        self.count(labels.numpy(), wrong)
        chosen = ~sure | (torch.rand(len(labels)) > SKIP)
        return x[chosen], labels[chosen], 1 - wrong.mean()

    def count(self, labels, wrong):
        for c, w in zip(labels, wrong):
            self.errors[c] += 0.05 * (w - self.errors[c])
        if self.step % 50 == 0:
            self.loader.hard = 0.5 + 0.5 * np.minimum(self.errors / max(self.errors.mean(), 1e-3), 4)
            self.drawn = torch.from_numpy(np.log(self.loader.base * self.loader.hard)).float()

    def batch(self, f):
        """Whole batches while most is hard; later, batches filled with what is left."""
        chunks, labels, total, right = [], [], 0, []
        while total < BATCH:
            m, l = self.loader.ready.get()
            self.seen += len(l)
            m = self.front(m)
            if f > (0.02 if self.args.start else 0.12):
                m, l, ok = self.keep(m, l)
                right.append(ok)
            chunks.append(m)
            labels.append(l)
            total += len(l)
        return torch.cat(chunks)[:BATCH].contiguous(memory_format=torch.channels_last), torch.cat(labels)[:BATCH], right

    def go(self):
        limit, next_save, next_eval = self.args.minutes * 60, 240.0, self.args.evaluate * 60
        sets = evaluate.load(self.args.dev, self.library)
        self.net.train()
        losses, rights, clock = [], [], time.monotonic()
        next_save += self.elapsed
        next_eval += self.elapsed
        while self.elapsed < limit:
            rate, self.loader.strength = schedule(self.elapsed / limit, self.args.peak)
            for g in self.best.param_groups:
                g["lr"] = rate
            maps, labels, right = self.batch(self.elapsed / limit)
            logits = self.scores(maps)
            loss = F.cross_entropy(logits, labels, label_smoothing=SMOOTHING) + WITHIN * self.scripts.loss(logits, labels)
            self.best.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
            self.best.step()
            self.step += 1
            self.trained += len(labels)
            self.average.update(self.net, self.step)
            losses.append(loss.item())
            rights += right or [(logits.argmax(1) == labels).float().mean().item()]
            now = time.monotonic()
            self.elapsed, clock = self.elapsed + min(now - clock, STALL), now
            if self.step % 100 == 0:
                self.log(f"{self.elapsed / 60:.1f} min step {self.step} seen {self.seen} trained {self.trained} "
                         f"rate {rate:.5f} loss {np.mean(losses):.3f} right {np.mean(rights):.3f}")
                losses, rights = [], []
            if self.elapsed > next_save:
                self.save()
                next_save = self.elapsed + 240
            if self.elapsed > next_eval:
                self.report(sets)
                next_eval = self.elapsed + self.args.evaluate * 60
                clock = time.monotonic()
        self.save()
        self.report(sets)

    def report(self, sets):
        shadow = Net(len(self.store.labels)).to(memory_format=torch.channels_last)
        shadow.load_state_dict(self.average.values)
        self.log(json.dumps(evaluate.score(shadow.eval(), self.store.labels, sets, self.prior), ensure_ascii=False))


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=pathlib.Path, required=True, help="checkpoints and train.log")
    p.add_argument("--hanzi", type=pathlib.Path, required=True, help="folder of hanzi-writer-data's JSON files")
    p.add_argument("--library", type=pathlib.Path, required=True, help="the compiled synth.c and features.c")
    p.add_argument("--omniglot", nargs="*", default=[], help="Omniglot ink (ink-JSONL) to train letters on")
    p.add_argument("--svg", type=pathlib.Path, help="folder of single-line SVG fonts (EMS*.svg)")
    p.add_argument("--start", type=pathlib.Path, help="checkpoint of an earlier net to begin from")
    p.add_argument("--leave-out", nargs="*", default=[], help="writers whose ink is not trained on")
    p.add_argument("--fix-front", action="store_true", help="leave the first convolutions as they are: a third less work")
    p.add_argument("--peak", type=float, default=2.5e-3, help="highest learning rate; 1e-3 after --start")
    p.add_argument("--dev", type=pathlib.Path, nargs="*", default=[], help="labelled ink to report on")
    p.add_argument("--minutes", type=float, default=90)
    p.add_argument("--evaluate", type=float, default=10, help="minutes between reports")
    p.add_argument("--classes", type=int, default=0, help="only the first N Han characters (trial)")
    p.add_argument("--threads", type=int, default=2)
    args = p.parse_args()
    args.bf16 = "avx512_bf16" in pathlib.Path("/proc/cpuinfo").read_text()
    return args


if __name__ == "__main__":
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(7)
    options.work.mkdir(parents=True, exist_ok=True)
    Run(options).go()
