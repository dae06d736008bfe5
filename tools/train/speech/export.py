"""The Mandarin bundle: acoustic net, tone net, syllables, lexicon, card, manifest."""
import argparse
import json
import pathlib
import shutil

import torch

import bundle
import features as F
import net
import phones
import tone


def lexicon(work, names):
    """The HSK words with their pinyin; ü as v. Words that end in a retroflex r are left out: it is part of the syllable before."""
    known = {tuple(phones.split(n)) for n in names}
    lines = []
    for line in (work / "words.tsv").read_text().splitlines():
        word, _, pinyin = line.partition("\t")
        parts = [phones.split(s[:-1]) for s in pinyin.split()]
        if parts and len(parts) == len(word) <= 8 and all(p and tuple(p) in known for p in parts) and (len(word) == 1 or not word.endswith("儿") or word in ("女儿", "婴儿")):
            lines.append(f"{word}\t{pinyin.replace('ü', 'v')}")
    return "\n".join(lines) + "\n", len(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--trunk", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--words", type=int, default=1500, help="words whose syllables teach tones")
    parser.add_argument("--final", default="mandarin")
    args = parser.parse_args()
    torch.set_num_threads(1)
    here = pathlib.Path(__file__).parent
    names = (here / "syllables.txt").read_text().split()
    net.SYLLABLES[:] = names
    model = net.Acoustic()
    saved = torch.load(args.work / f"{args.final}.pt")
    model.load_state_dict(saved["average"])
    model.eval()
    tones, tone_figures = tone.run(args, model if args.words else None, print)
    figures = json.loads((args.work / "loso.json").read_text())
    out = args.out / "mandarin"
    out.mkdir(parents=True, exist_ok=True)
    bundle.onnx(model, torch.full((1, 2 * net.CONTEXT + 40, F.BANDS), 3.0), out / "model.onnx", ["features"], ["logits"], {"features": {1: "frames"}, "logits": {1: "steps"}})
    bundle.onnx(tones, torch.zeros(2, 66), out / "tone.onnx", ["features"], ["logits"], {"features": {0: "syllables"}, "logits": {0: "syllables"}})
    (out / "labels.txt").write_text("\n".join(phones.LABELS) + "\n")
    shutil.copy(here / "syllables.txt", out / "syllables.txt")
    words, count = lexicon(args.work, names)
    (out / "lexicon.tsv").write_text(words)
    (out / "card.md").write_text(bundle.card("Mandarin initials, finals and tones", [
        f"Log-mel frames to initials and finals (CTC, a step every 40 ms), {sum(p.numel() for p in model.parameters()):,} weights: the trunk of openWakeWord's embedding run fully convolutionally, its last eight convolutions trained further, beside our own convolutions over all 48 bands. {saved['step']} steps of 32 clips ({saved['spent'] / 60:.1f} minutes of processor time) after those without wang it began from: far from trained out.",
        f"Toneless syllables on a voice never heard: trained without wang (`loso`), among {len(names)} syllables of wang: top-1 {100 * figures['one'][0]:.1f} %, top-5 {100 * figures['one'][1]:.1f} % of {figures['one'][2]}; with three rates added up as the product does: {100 * figures['three'][0]:.1f} % / {100 * figures['three'][1]:.1f} %. The shipped net has heard wang as well, so there is no figure of it on an unknown voice yet.",
        f"Tones of single syllables (four tones) by pitch: on wang without wang {100 * tone_figures['wang']:.1f} % of {tone_figures['wangCount']}, on tan without tan {100 * tone_figures['tan']:.1f} % of {tone_figures['tanCount']}.",
        f"Lexicon: {count} words of the HSK lists, all equally likely; there is no language model of words.",
        "Two people's read words are little: expect an unknown person, another microphone or fluent speech to be heard worse."],
        ["shtooka cmn-caen-tan by Yue Tan, by way of audio-cmn (CC BY-SA): 8,567 words", "audio-cmn, syllables by Chen Wang (CC BY-SA): 1,707 syllables",
         *(["espeak-ng (GPL-3 program; its output carries no licence of its own): Mandarin in 22 voices"] if (args.work / "espeak.npy").exists() else []),
         "openWakeWord embedding_model.onnx, after Google's speech_embedding (Apache 2.0): first weights of the trunk",
         "pinyin-pro (MIT): readings of the words"]))
    bundle.manifest(out, "mandarin", args.version, "speech-mandarin", classes="labels.txt", license=bundle.DATA_LICENCE, figures={"withoutWang": figures, "tones": tone_figures})


if __name__ == "__main__":
    main()
