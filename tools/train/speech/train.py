"""Trains the acoustic net from the ring of shards that generate.py makes. Goes on from its checkpoint."""
import argparse
import copy
import json
import math
import pathlib
import pickle
import time

import numpy as np
import torch
from torch.nn import functional as N

import audio
import features as F
import net
import phones


class Head(torch.nn.Module):
    """The trained part of the net, over what a shard holds."""

    def __init__(self, acoustic):
        super().__init__()
        self.net = acoustic

    def forward(self, x, mid):
        a = self.net
        late = a.trunk.run(mid, 11, 19)
        steps = late.shape[2]
        one = late.transpose(2, 3).reshape(len(x), 192, steps)
        two = a.mid(mid[:, :, 4:4 + steps].transpose(2, 3).reshape(len(x), 288, steps))
        own = (x - 6) / 2
        three = a.early(own.reshape(len(x), steps, 4 * F.BANDS).transpose(1, 2))
        return a.out(a.blocks(a.join(torch.cat([one, two, three], 1)))).transpose(1, 2)


def batch(items):
    longest = max(len(i[0]) for i in items)
    x = np.full((len(items), longest, F.BANDS), F.SILENCE, np.float32)
    mid = np.zeros((len(items), longest // 4 + 8, 72, 4), np.float32)
    for k, (f, m, _, _) in enumerate(items):
        x[k, :len(f)] = f
        mid[k, :len(m)] = m
        mid[k, len(m):] = m[-1]
    lengths = torch.tensor([len(i[0]) // 4 for i in items])
    labels = torch.tensor([p for i in items for p in i[2]])
    counts = torch.tensor([len(i[2]) for i in items])
    return torch.from_numpy(x), torch.from_numpy(mid).permute(0, 2, 1, 3), lengths, labels, counts


def mask(x, mid, rng):
    """SpecAugment on what the shard holds: time steps of both views, channels of the middle one."""
    for k in range(len(x)):
        if rng.random() < 0.5:
            at, width = rng.integers(mid.shape[2]), rng.integers(1, 4)
            mid[k, :, at:at + width] = mid[k].mean(dim=1, keepdim=True)
        if rng.random() < 0.5:
            at = rng.integers(x.shape[1])
            x[k, at:at + rng.integers(2, 10)] = x[k].mean(dim=0, keepdim=True)
        if rng.random() < 0.4:
            at = rng.integers(F.BANDS)
            x[k, :, at:at + rng.integers(1, 8)] = x[k].mean()


def wang(work, data):
    """The held-out voice: features and the syllable of every recording."""
    clips = audio.load(data, work / "real")
    names = {tuple(phones.split(s)): s for s in net.SYLLABLES}
    out = []
    for i, r in enumerate(clips.rows):
        if r["speaker"] == "wang" and not r["text"].startswith("_"):
            parts = phones.split(r["text"][:-1])
            if parts and tuple(parts) in names:
                out.append((i, names[tuple(parts)]))
    return clips, out


def features_with_context(pcm, factor=20):
    from scipy.signal import resample_poly
    x = pcm.astype(np.float32)
    if factor != 20:
        x = resample_poly(x, factor, 20).astype(np.float32)
    f = F.log_mel(F.power(np.pad(x, 256), F.HOP * factor / 20))
    f = f[:len(f) - len(f) % 4]
    edge = np.full((net.CONTEXT, F.BANDS), F.SILENCE, np.float32)
    return np.concatenate([edge, f, edge])


@torch.no_grad()
def log_probs(model, feats):
    return N.log_softmax(model(torch.from_numpy(feats)[None]), -1)[0].numpy()


def evaluate(model, clips, rows, warps=(20,)):
    table = [(s, [phones.ID[p] for p in phones.split(s)]) for s in net.SYLLABLES]
    at = {s: i for i, (s, _) in enumerate(table)}
    candidates = [c for _, c in table]
    one = five = 0
    wrong = {}
    for i, syllable in rows:
        scores = sum(net.score_syllables(log_probs(model, features_with_context(clips.clip(i), w)), candidates) for w in warps)
        order = np.argsort(-scores)[:5]
        one += order[0] == at[syllable]
        five += at[syllable] in order
        if order[0] != at[syllable]:
            key = (syllable, table[order[0]][0])
            wrong[key] = wrong.get(key, 0) + 1
    return one / len(rows), five / len(rows), wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--trunk", required=True)
    parser.add_argument("--name", default="mandarin")
    parser.add_argument("--without", default="wang", help="speaker left out, or none")
    parser.add_argument("--start", help="checkpoint of another run to begin from")
    parser.add_argument("--minutes", type=float, default=40, help="of processor time")
    parser.add_argument("--test", type=int, default=0, help="recordings of the held-out voice in the last measurement; 0 is all")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--peak", type=float, default=2e-3)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    net.SYLLABLES[:] = (pathlib.Path(__file__).parent / "syllables.txt").read_text().split()
    model = net.Acoustic()
    model.trunk.load(args.trunk)
    head = Head(model)
    fixed = [p for c in model.trunk.convs[:11] for p in c.parameters()]
    for p in fixed:
        p.requires_grad_(False)
    slow = [p for c in model.trunk.convs[11:] for p in c.parameters()]
    fast = [p for n, p in model.named_parameters() if not n.startswith("trunk")]
    optimizer = torch.optim.AdamW([{"params": slow, "scale": 0.2}, {"params": fast, "scale": 1.0}], lr=args.peak, weight_decay=0.02)
    average = copy.deepcopy(model)
    path = args.work / f"{args.name}.pt"
    step, spent, best = 0, 0.0, 0.0
    if path.exists():
        saved = torch.load(path)
        model.load_state_dict(saved["model"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        step, spent = saved["step"], saved["spent"]
    elif args.start:
        model.load_state_dict(torch.load(args.start)["average"])
        average.load_state_dict(model.state_dict())
    log = open(args.work / f"{args.name}.log", "a", buffering=1)
    def say(text):
        log.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    rng = np.random.default_rng(step + 11)
    folder = args.work / "shards"
    clips, rows = wang(args.work, args.data)
    dev = [rows[i] for i in np.random.default_rng(5).permutation(len(rows))[:300]]
    loaded, losses, last, saved_at = {}, [], time.process_time(), time.monotonic()
    total = args.minutes * 60
    while spent < total:
        if step % 20 == 0 or not loaded:
            names = sorted(folder.glob("*.pickle"))
            for f in names:
                if f.name not in loaded:
                    try:
                        loaded[f.name] = [i for i in pickle.loads(f.read_bytes()) if i[3] != args.without]
                    except (OSError, EOFError):
                        pass
            for gone in set(loaded) - {f.name for f in names}:
                del loaded[gone]
            pool = [i for s in loaded.values() for i in s]
            if len(pool) < 400:
                time.sleep(5)
                continue
        share = spent / total
        rate = args.peak * min(1, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * share) + 0.01)
        for g in optimizer.param_groups:
            g["lr"] = rate * g["scale"]
        start = rng.integers(len(pool), size=args.batch * 3)
        drawn = sorted((pool[i] for i in start), key=lambda i: len(i[0]))
        third = rng.integers(3) * args.batch
        x, mid, lengths, labels, counts = batch(drawn[third:third + args.batch])
        mask(x, mid, rng)
        model.train()
        logits = head(x, mid)
        loss = N.ctc_loss(N.log_softmax(logits, -1).transpose(0, 1), labels, lengths, counts, zero_infinity=True)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(slow + fast, 4.0)
        optimizer.step()
        step += 1
        keep = min(0.998, step / (step + 20))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), model.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.mul_(keep).add_(b, alpha=1 - keep)
                else:
                    a.copy_(b)
        # Processor time, not the clock's: on a busy machine the schedule waits.
        now, used = time.monotonic(), time.process_time()
        spent += used - last
        last = used
        losses.append(float(loss))
        if step % 50 == 0:
            say(f"step {step} spent {spent:.0f} s pool {len(pool)} rate {rate:.5f} loss {np.mean(losses[-50:]):.4f}")
        if step % 400 == 0:
            average.eval()
            one, five, _ = evaluate(average, clips, dev[:150])
            say(f"  wang (150 of {len(rows)}): top1 {one:.3f} top5 {five:.3f}")
            last = time.process_time()
        if now - saved_at > 60 or spent >= total:
            torch.save({"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent": spent}, path.with_suffix(".tmp"))
            path.with_suffix(".tmp").replace(path)
            saved_at = now
    average.eval()
    result = {}
    tested = rows if args.test == 0 else [rows[i] for i in np.random.default_rng(6).permutation(len(rows))[:args.test]]
    for name, warps in (("one", (20,)), ("three", (18, 20, 22))):
        one, five, wrong = evaluate(average, clips, tested, warps)
        result[name] = [one, five, len(tested)]
        say(f"wang, {len(tested)} recordings, {name} warps: top1 {one:.4f} top5 {five:.4f}; most frequent: {sorted(wrong.items(), key=lambda w: -w[1])[:12]}")
    (args.work / f"{args.name}.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main()
