"""Make the language model of the line reader: a word trigram model (ARPA) becomes one of characters, word lists a letter tree.

Only Python's own library, so that set-up can run it. The format: docs/formats/language-model.md.
"""
import argparse
import array
import collections
import hashlib
import json
import math
import pathlib
import struct

STEP = 1 / 12  # nats a unit; 255 units reach exp(-21)
BIGRAM, TRIGRAM = 0.86, 0.62  # interpolation weights, chosen on sentences.txt
MIDDLES = 4.6, 2.2  # usual nats of a Han character and of a letter in running text: what the line reader counts as neither good nor bad
# Share of running text that the words of each size of the lists have, roughly: sizes are frequency classes.
SIZES = {10: 0.6, 20: 0.2, 35: 0.16, 40: 0.04}
END = 0


def arpa(path):
    """(order, words, probability) of every n-gram of an ARPA file."""
    order = 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("\\"):
                order = int(line[1]) if line[1].isdigit() else 0
            elif order and "\t" in line:
                log, words = line.rstrip("\n").split("\t")[:2]
                yield order, words.split(" "), 10 ** float(log)


def counts(path, known):
    """Expected counts of characters, pairs and triples in one word of running text, within words and across their borders."""
    one, two, three = (collections.defaultdict(float) for _ in range(3))
    p, short = {}, {}
    for order, words, q in arpa(path):
        if not all(c in known for w in words for c in w):
            continue
        if order == 1:
            w = words[0]
            p[w] = q
            for i, c in enumerate(w):
                one[c] += q
                if i >= 1:
                    two[w[i - 1:i + 1]] += q
                if i >= 2:
                    three[w[i - 2:i + 1]] += q
        elif order == 2:
            a, b = words
            q *= p.get(a, 0)
            two[a[-1] + b[0]] += q
            if len(a) > 1:
                three[a[-2:] + b[0]] += q
            if len(b) > 1:
                three[a[-1] + b[:2]] += q
            else:
                short[a, b] = q
        else:
            a, b, c = words
            if len(b) == 1:
                three[a[-1] + b + c[0]] += q * short.get((a, b), 0)
    return one, two, three


class Model:
    """Fixed interpolation of relative frequencies; what is pruned is read one order lower."""

    def __init__(self, one, two, three, prune):
        total = sum(one.values())
        self.one = {c: math.log(n / total) for c, n in one.items() if n > 0}
        self.unknown = min(self.one.values())
        self.two, self.three = {}, {}
        of = collections.defaultdict(float)
        for pair, n in two.items():
            of[pair[0]] += n
        for pair, n in two.items():
            low = math.exp(self.one[pair[1]])
            log = math.log(BIGRAM * n / of[pair[0]] + (1 - BIGRAM) * low) if n > 0 else 0
            if n / total * abs(log - math.log((1 - BIGRAM) * low)) > prune:
                self.two[pair] = log
        of.clear()
        for triple, n in three.items():
            of[triple[:2]] += n
        for triple, n in three.items():
            if n <= 0 or triple[:2] not in self.two:
                continue
            low = self.after(triple[1], triple[2])
            log = math.log(TRIGRAM * n / of[triple[:2]] + (1 - TRIGRAM) * math.exp(low))
            if n / total * abs(log - low - math.log(1 - TRIGRAM)) > prune:
                self.three[triple] = log
        self.contexts = {t[:2] for t in self.three}

    def after(self, b, c):
        if b + c in self.two:
            return self.two[b + c]
        return self.one.get(c, self.unknown) + (math.log(1 - BIGRAM) if b in self.one else 0)

    def log(self, history, c):
        if len(history) == 2 and history in self.contexts:
            return self.three[history + c] if history + c in self.three else self.after(history[1], c) + math.log(1 - TRIGRAM)
        return self.after(history[-1], c) if history else self.one.get(c, self.unknown)


def letters(folder):
    """Words a-z with the share each has of running text."""
    share = {}
    for size, mass in SIZES.items():
        found = set()
        for kind in ("english-words", "american-words", "british-words"):
            file = folder / f"{kind}.{size}"
            if file.exists():
                found |= {w for w in file.read_text("latin-1").split() if w.isascii() and w.isalpha() and w.islower()}
        found -= share.keys()
        share.update(dict.fromkeys(sorted(found), mass / max(len(found), 1)))
    return share


def tree(words):
    """Nodes in breadth-first order: letter (0 ends a word), logarithm of its share after the letters before, first child."""
    letter, log, first, level = bytearray([END]), [0.0], array.array("I"), [("", sorted(words.items()))]
    while level:
        following = []
        for prefix, below in level:
            first.append(len(letter))
            children, all_of = {}, sum(n for _, n in below)
            for w, n in below:
                children.setdefault(w[len(prefix)] if len(w) > len(prefix) else "", []).append((w, n))
            for c, of in sorted(children.items()):
                letter.append(ord(c) if c else END)
                log.append(math.log(sum(n for _, n in of) / all_of))
                following.append((prefix + c, of if c else []))
        level = following
    first.append(len(letter))
    return letter, log, first


def byte(log):
    return max(0, min(255, round(-log / STEP)))


def grouped(keys, index, contexts):
    """Where the keys of each context begin, and their last characters."""
    begin, last = array.array("I", [0]), array.array("H")
    per = collections.defaultdict(list)
    for key in keys:
        per[key[:-1]].append(key)
    ordered = []
    for context in contexts:
        ordered += sorted(per.get(context, []), key=lambda k: index[k[-1]])
        begin.append(len(ordered))
    last.extend(index[k[-1]] for k in ordered)
    return ordered, begin, last


def write(model, words, path):
    characters = sorted(model.one)
    index = {c: i for i, c in enumerate(characters)}
    two, first_two, next_two = grouped(model.two, index, characters)
    three, first_three, next_three = grouped(model.three, index, two)
    letter, log, first = tree(words)
    out = bytearray(struct.pack("<8sIIIIffffff16x", b"DVNGRAM1", len(characters), len(two), len(three), len(letter), STEP,
                                math.log(1 - BIGRAM), math.log(1 - TRIGRAM), model.unknown, *MIDDLES))
    sections = [array.array("H", map(ord, characters)), bytes(byte(model.one[c]) for c in characters),
                first_two, next_two, bytes(byte(model.two[k]) for k in two),
                first_three, next_three, bytes(byte(model.three[k]) for k in three),
                bytes(letter), bytes(map(byte, log)), first]
    for section in sections:
        out += section.tobytes() if isinstance(section, array.array) else section
        out += bytes(-len(out) % 4)
    path.write_bytes(out)
    return f"{len(characters)} characters, {len(two)} pairs, {len(three)} triples, {len(letter)} letters, {len(out)} bytes"


def perplexity(model, path):
    total, n = 0.0, 0
    for line in path.read_text("utf-8").splitlines():
        history = ""
        for c in "" if line.startswith("#") else line:
            if not "一" <= c <= "鿿":
                history = ""
                continue
            total, n, history = total + model.log(history[-2:], c), n + 1, history + c
    return math.exp(-total / max(n, 1)), n


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--arpa", type=pathlib.Path, required=True, help="word trigram model of libime")
    p.add_argument("--words", type=pathlib.Path, required=True, help="folder of SCOWL's lists")
    p.add_argument("--labels", type=pathlib.Path, required=True, help="classes of the character model: no others are kept")
    p.add_argument("--text", type=pathlib.Path, help="sentences to measure perplexity on")
    p.add_argument("--prune", type=float, default=1.2e-7, help="least weighted change of a logarithm worth keeping")
    p.add_argument("--licence", type=pathlib.Path, action="append", default=[], help="files to put beside the model")
    p.add_argument("--out", type=pathlib.Path, required=True, help="bundle folder")
    args = p.parse_args()
    known = {c for c in args.labels.read_text("utf-8").split("\n") if "一" <= c <= "鿿"}
    model = Model(*counts(args.arpa, known), args.prune)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "manifest.json").unlink(missing_ok=True)  # written last: a bundle cut short is none
    size = write(model, letters(args.words), args.out / "language.ngram")
    print(size)
    if args.text:
        print("perplexity a Han character %.1f (%d)" % perplexity(model, args.text))
    names = ["language.ngram"]
    for file in args.licence:
        (args.out / file.name).write_bytes(file.read_bytes())
        names.append(file.name)
    entry = lambda raw, name: {"path": name, "sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
    manifest = {"name": "language", "version": "1.0.0", "kind": "language-ngram",
                "files": [entry((args.out / name).read_bytes(), name) for name in names],
                "license": "LGPL-2.1-or-later (n-grams, from libime 1.0.16), SCOWL's terms (English words)", "holds": size}
    (args.out / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
