"""Clips as they would sound from other speakers, in other rooms, through other microphones. All after the power spectrum."""
import numpy as np
from scipy.signal import resample_poly

import features as F

BANKS = {round(w, 2): F.bank(w) for w in np.arange(0.88, 1.14, 0.03)}
_WARPS = list(BANKS)


def samples(pcm, rng, speaker=None):
    """A virtual speaker: formants and pitch times 0.78..1.3. Returns samples and the hop that undoes the change of duration."""
    up = int(rng.integers(16, 27)) if speaker is None else speaker  # pitch and formants times 20/up
    x = pcm.astype(np.float32)
    return (x if up == 20 else resample_poly(x, up, 20).astype(np.float32)), up / 20


def spectrum(x, factor, rng, slow=(0.6, 1.35)):
    """Power spectrum at a duration of its own (hop of 160 means as recorded)."""
    tempo = np.exp(rng.uniform(np.log(slow[0]), np.log(slow[1])))  # > 1: faster
    return F.power(np.pad(x, 256), F.HOP * factor * tempo)


def noise(frames, level, rng):
    """Stationary noise of a random colour; level is its mean power over the bins."""
    f = np.maximum(np.arange(F.BINS), 2) / 40.0
    shape = f ** -rng.uniform(-0.2, 2.2)
    if rng.random() < 0.3:
        centre, width = rng.uniform(3, 200), rng.uniform(2, 40)
        shape = shape + shape.max() * rng.uniform(0, 1) * np.exp(-((np.arange(F.BINS) - centre) / width) ** 2)
    shape = (shape / shape.mean() * level).astype(np.float32)
    slow = np.exp(np.interp(np.arange(frames), np.linspace(0, max(frames, 1), 6), rng.normal(0, 0.5, 6)))[:, None]
    return rng.exponential(1.0, (frames, F.BINS)).astype(np.float32) * shape * slow.astype(np.float32)


def room(p, rng):
    """An exponential tail in the power domain."""
    decay = 10 ** (-6 * 0.01 / rng.uniform(0.15, 0.7))
    wet = rng.uniform(0.02, 0.35) * (1 - decay) * 3
    tail, out = np.zeros(p.shape[1], np.float32), p.copy()
    for t in range(len(p)):
        out[t] += wet * tail
        tail = tail * decay + p[t]
    return out


def whole(p, rng, hard=1.0):
    """From a power spectrum (frames x 257) with silence around it to features (frames x 48)."""
    loud = max(float(np.percentile(p.mean(axis=1), 90)), 1.0)
    p = p * np.float32(10 ** ((rng.uniform(45, 90) - 10 * np.log10(loud)) / 10))
    loud = max(float(np.percentile(p.mean(axis=1), 90)), 1.0)
    if rng.random() < 0.4 * hard:
        p = room(p, rng)
    if rng.random() < 0.75:
        p = p + noise(len(p), loud * 10 ** (-rng.uniform(3 if rng.random() < 0.3 else 12, 40) / 10), rng)
    elif rng.random() < 0.7:
        p = p + noise(len(p), rng.uniform(0.5, 20), rng)
    x = F.log_mel(p, BANKS[_WARPS[rng.integers(len(_WARPS))]])
    curve = np.interp(np.arange(F.BANDS), np.linspace(0, F.BANDS - 1, 6), rng.normal(0, 0.35 * hard, 6)) + np.linspace(-1, 1, F.BANDS) * rng.normal(0, 0.3 * hard)
    x = np.maximum(x + curve.astype(np.float32), F.SILENCE)
    if rng.random() < 0.12:
        x[:, 32:] = F.SILENCE + rng.random() * 0.5  # a narrow-band line
    for _ in range(2):
        if rng.random() < 0.5 * hard:
            at, width = rng.integers(F.BANDS), rng.integers(1, 6)
            x[:, at:at + width] = x[:, at:at + width].mean()
        if rng.random() < 0.4 * hard:
            at, width = rng.integers(len(x)), rng.integers(1, 7)
            x[at:at + width] = x[at:at + width].mean()
    return x.astype(np.float32)
