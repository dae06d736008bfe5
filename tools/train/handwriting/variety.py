"""More skeletons from those there are: blends of two hands, and ink that is no character."""
import numpy as np

STEPS = 32


def even(stroke, count=STEPS):
    p = np.asarray(stroke, np.float64)
    along = np.concatenate(([0], np.cumsum(np.hypot(*np.diff(p, axis=0).T)))) if len(p) > 1 else np.zeros(1)
    if along[-1] <= 0:
        return np.repeat(p[:1], count, 0)
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, p[:, k]) for k in (0, 1)], 1)


def alike(a, b):
    """Strokes in the same order, written the same way: else the blend is neither letter."""
    return all(np.hypot(*(p - q).T).mean() < 0.22 for p, q in zip(a, b))


def blends(hands, rng, most=40):
    """Between, and a little beyond, two hands of one letter that write it with the same strokes."""
    forms = [[even(s) for s in strokes] for strokes in hands]
    pairs = [(i, j) for i in range(len(forms)) for j in range(i) if len(forms[i]) == len(forms[j]) and alike(forms[i], forms[j])]
    rng.shuffle(pairs)
    out = []
    for i, j in pairs[:most]:
        share = rng.choice((-0.35, 0.35, 0.5, 0.65, 1.35))
        out.append([((1 - share) * p + share * q).astype(np.float32) for p, q in zip(forms[i], forms[j])])
    return out


def into(strokes, x0, y0, x1, y1):
    """Stretched into a box; flat shapes stay flat."""
    everything = np.concatenate(strokes)
    low, high = everything.min(0), everything.max(0)
    k = np.minimum((x1 - x0, y1 - y0) / np.maximum(high - low, 1e-6), 2.5 * (y1 - y0) / max(np.max(high - low), 1e-6))
    middle, centre = (low + high) / 2, np.array(((x0 + x1) / 2, (y0 + y1) / 2))
    return [((s - middle) * k + centre).astype(np.float32) for s in strokes]


def beside(a, b, rng):
    """Two neighbours taken for one; either may have lost the far half of its strokes."""
    cut = rng.random()
    if cut < 0.3 and len(a) > 3:
        a = a[len(a) // 2:]
    elif cut < 0.6 and len(b) > 3:
        b = b[:len(b) // 2 + 1]
    return into(a, 0.02, 0.1, 0.48, 0.9) + into(b, 0.52, 0.1, 0.98, 0.9)


def scribble(rng):
    strokes = []
    for _ in range(rng.integers(1, 4)):
        bends = rng.uniform(0.05, 0.95, (rng.integers(4, 12), 2))
        if rng.random() < 0.5:  # to and fro, as one crosses out
            bends[:, 0] = np.where(np.arange(len(bends)) % 2, 0.9, 0.1) + rng.normal(0, 0.05, len(bends))
            bends[:, 1] = np.linspace(0.3, 0.7, len(bends)) + rng.normal(0, 0.08, len(bends))
        strokes.append(even(bends, 60).astype(np.float32))
    return strokes


def rejects(classes, count, rng):
    """Ink that is no character: neighbours joined, first strokes, halves, scribbles. Yields (is it Han, strokes)."""
    han = [s for k, _, s in (c[0] for c in classes.values()) if k == 0]
    other = [s for c in classes.values() for k, _, s in c if k != 0]
    pick = lambda pool: pool[rng.integers(len(pool))]
    while count > 0:
        kind = rng.random()
        if kind < 0.35:
            made = True, beside(pick(han), pick(han), rng)
        elif kind < 0.5:
            made = True, beside(pick(han), pick(other), rng) if rng.random() < 0.5 else beside(pick(other), pick(han), rng)
        elif kind < 0.65:
            a, b = pick(other), pick(other)
            if len(a) + len(b) < 3:  # two plain strokes are too often a letter
                continue
            made = False, beside(a, b, rng)
        elif kind < 0.9:
            whole = pick(han)
            if len(whole) < 6:
                continue
            k = rng.integers(len(whole) // 2, len(whole) - 1)
            made = True, into(whole[:k] if rng.random() < 0.7 else whole[-k:], 0.1, 0.1, 0.9, 0.9)
        else:
            made = False, scribble(rng)
        count -= 1
        yield made
