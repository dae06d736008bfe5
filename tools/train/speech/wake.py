"""The wake words: a head that listens all the time. Measured as the product listens: a score every 80 ms, several in succession."""
import json

import numpy as np
import torch

import audio
import bundle
import commands
import features as F
import heads
import synth

WORDS = {"hey-spark": ("en", "hey spark"), "ni-hao-xing-huo": ("zh", "你好星火")}
NEAR = {"en": ["hey mark", "hey park", "hey sparky", "a spark", "hay stack", "spark", "hey", "hey sport", "they bark", "hey siri", "okay spark plug", "hey shark"],
        "zh": ["你好", "星火", "你好星星", "你好小火", "您好先生", "你好世界", "星期五", "你和我", "拟好信号", "你好清火", "你号信佛", "很好星座"]}
CROSSINGS, THRESHOLD, QUIET = 3, 0.5, 19


def make(args, say):
    rng = np.random.default_rng(23)
    made = {}
    for side, variants, times in (("train", commands.ESPEAK_TRAIN, 3), ("test", commands.ESPEAK_TEST, 5)):
        path = args.work / f"wake-{side}"
        if not path.with_suffix(".npy").exists():
            to = synth.Writer(path)
            accents = list(commands.ENGLISH)
            for label, (locale, text) in list(WORDS.items()) + [("<reject>", (l, t)) for l, ts in NEAR.items() for t in ts]:
                for variant in variants if label != "<reject>" else rng.permutation(variants)[:6]:
                    for _ in range(times if label != "<reject>" else 1):
                        voice = "cmn" if locale == "zh" else accents[rng.integers(len(accents))]
                        to.add(synth.espeak(text, voice, variant, int(rng.integers(110, 190)), int(rng.integers(20, 85))), label=label, text=text, voice="espeak" + variant)
                if locale == "en":
                    for voice in commands.FLITE[side]:
                        to.add(commands.flite(text, voice), label=label, text=text, voice="flite-" + voice)
            to.close()
            say(f"wake-{side}: {len(to.rows)} clips")
        rows = json.loads(path.with_suffix(".json").read_text())
        made[side] = audio.Clips(np.memmap(path.with_suffix(".i16"), np.int16, "r"), np.load(path.with_suffix(".npy")), rows)
    return made


def stream(embedder, pcm):
    """Embeddings of long sound, a step every 80 ms, as the product's stream gives them."""
    x = F.of(pcm)
    out, block = [], 8 * 200
    for at in range(0, len(x) - 75, block):
        part = x[at:at + block + 68]
        part = part[:len(part) - (len(part) - 76) % 8]
        if len(part) >= 76:
            out.append(embedder(part[None])[0])
    return np.concatenate(out)


def wakes(head, steps, classes):
    """Scores in succession above the threshold, by label: the steps at which it wakes."""
    if len(steps) < heads.STEPS:
        return []
    p = heads.probabilities(head, np.lib.stride_tricks.sliding_window_view(steps, heads.STEPS, axis=0).transpose(0, 2, 1).copy())
    out, run, last, until = [], 0, -1, 0
    for t, row in enumerate(p):
        best = int(row[:classes - 1].argmax())
        run = 0 if row[best] < THRESHOLD else run + 1 if best == last else 1
        last = best
        if run >= CROSSINGS and t >= until:
            out.append((t, best))
            run, until = 0, t + QUIET
    return out


def run(args, embedder, say):
    made = make(args, say)
    labels = list(WORDS) + ["<reject>"]
    rows = made["train"].rows
    yes = [i for i, r in enumerate(rows) if r["label"] != "<reject>"]
    no = [i for i, r in enumerate(rows) if r["label"] == "<reject>"]
    xs = [heads.embed(embedder, made["train"], yes, 2 * args.copies, 31, end=True, cache=args.work / "wake-yes.npy", say=say),
          heads.embed(embedder, made["train"], no, 4, 32, end=True, cache=args.work / "wake-no.npy", say=say)]
    ys = [np.tile([labels.index(rows[i]["label"]) for i in yes], 2 * args.copies), np.full(len(no) * 4, len(WORDS))]
    # Speech of any kind, at any place in the window; and the wake words' own beginnings.
    real = audio.load(args.data, args.work / "real")
    other = [i for i, r in enumerate(real.rows) if r["speaker"] in ("tan", "george", "jackson")][::4][:2200]
    xs += [heads.embed(embedder, real, other, 1, 33, cache=args.work / "wake-other.npy", say=say)]
    ys += [np.full(len(other), len(WORDS))]
    x, y = np.concatenate(xs).astype(np.float32), np.concatenate(ys)
    early = x[y < len(WORDS)]
    x = np.concatenate([x, np.concatenate([np.repeat(early[:, :1], 8, 1), early[:, :-8]], 1)])
    y = np.concatenate([y, np.full(len(early), len(WORDS))])
    head = heads.fit(x, y, len(labels), args.epochs, weights=torch.tensor([1.0] * len(WORDS) + [3.0]))
    rng = np.random.default_rng(9)
    test = made["test"]
    said = {l: [0, 0] for l in WORDS}
    hush = lambda n: rng.normal(0, 6, n).astype(np.float32)  # a quiet room
    for i, r in enumerate(test.rows):
        if r["label"] in WORDS:
            pcm = np.concatenate([hush(40_000), test.clip(i).astype(np.float32) + hush(len(test.clip(i))), hush(8_000)])
            heard = [b for _, b in wakes(head, stream(embedder, pcm), len(labels))]
            said[r["label"]][0] += 1
            said[r["label"]][1] += labels.index(r["label"]) in heard
    false, seconds = {}, {}
    def listen(name, clips, picks):
        parts = []
        for i in picks:
            parts += [clips.clip(i).astype(np.float32), hush(int(rng.integers(1_000, 6_000)))]
        pcm = np.concatenate(parts)
        pcm = pcm + hush(len(pcm))
        false[name], seconds[name] = len(wakes(head, stream(embedder, pcm), len(labels))), len(pcm) / 16_000
        say(f"wake: {false[name]} false in {seconds[name]:.0f} s of {name}")
    listen("syllables of wang", real, [i for i, r in enumerate(real.rows) if r["speaker"] == "wang"])
    listen("digits of lucas and nicolas", real, [i for i, r in enumerate(real.rows) if r["speaker"] in ("lucas", "nicolas")])
    listen("near misses by synthetic test voices", test, [i for i, r in enumerate(test.rows) if r["label"] == "<reject>"])
    for locale in ("en", "zh"):
        path = args.work / f"commands-{locale}-test-no"
        if path.with_suffix(".npy").exists():
            rows = json.loads(path.with_suffix(".json").read_text())
            clips = audio.Clips(np.memmap(path.with_suffix(".i16"), np.int16, "r"), np.load(path.with_suffix(".npy")), rows)
            listen(f"sentences by synthetic test voices ({locale})", clips, range(len(rows)))
    noise = np.cumsum(rng.normal(0, 60, 16_000 * 600))
    noise = (noise - np.convolve(noise, np.ones(2_000) / 2_000, "same")).astype(np.float32) + rng.normal(0, 200, len(noise)).astype(np.float32)
    false["noise"], seconds["noise"] = len(wakes(head, stream(embedder, noise), len(labels))), len(noise) / 16_000
    hours = sum(seconds.values()) / 3600
    say(f"wake: {said}, {sum(false.values())} false in {hours:.2f} h")
    card = bundle.card("Wake words", [
        "hey spark and 你好星火 (ni hao xing huo), and <reject>, over 16 embeddings (2 s) of openWakeWord's frozen network; a score every 80 ms, three in succession above 0.5 wake.",
        "Synthetic voices never trained on, after silence: " + ", ".join(f"{l}: {h} of {n} heard" for l, (n, h) in said.items()) + ".",
        f"False wakes: {sum(false.values())} in {hours:.2f} h (" + ", ".join(f"{n}: {false[n]} in {s / 60:.1f} min" for n, s in seconds.items()) + "). None of this was trained on.",
        "So short a test says little about a false wake in ten hours, and no person has said these words to it yet."],
        ["espeak-ng, flite (as programs)", "as other speech: shtooka cmn-caen-tan by Yue Tan (CC BY-SA), Free Spoken Digit Dataset: george, jackson (CC BY-SA 4.0)"])
    heads.export(head, args.out / "wake-words", "wake-words", args.version, labels, card)
