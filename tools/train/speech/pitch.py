"""Pitch and the tone's features, the trainer's twin of PitchTracker.cs and ToneFeatures.cs."""
import numpy as np

HOP = 80            # samples of 8 kHz: 10 ms
WINDOW = 320        # 40 ms
SHORTEST, LONGEST = 16, 133  # lags: 500 .. 60 Hz
JUMP, BIAS = 4.0, 0.04
POINTS = 20

LAGS = np.arange(SHORTEST, LONGEST + 1)
_LOG = np.log2(LAGS)
_MOVE = (JUMP * np.abs(_LOG[:, None] - _LOG[None, :])).astype(np.float32)
_SHORT = (BIAS * (_LOG - _LOG[0])).astype(np.float32)


def halve(samples):
    """16 kHz to 8 kHz through the filter 1 3 3 1 / 8."""
    x = np.pad(np.asarray(samples, np.float32), (1, 3))
    n = len(samples) // 2
    return (x[0:2 * n:2] + 3 * x[1:2 * n + 1:2] + 3 * x[2:2 * n + 2:2] + x[3:2 * n + 3:2]) / 8


def track(samples):
    """log2 of the pitch in Hz, voicing (the normalised correlation, 0..1) and log10 energy, a value every 10 ms."""
    x = halve(samples)
    frames = (len(x) - WINDOW - LONGEST) // HOP + 1
    if frames < 1:
        return np.zeros((3, 0), np.float32)
    starts = np.arange(frames) * HOP
    view = np.lib.stride_tricks.sliding_window_view(x, WINDOW + LONGEST)[starts].astype(np.float32)
    size = 1024
    head = np.fft.rfft(view[:, :WINDOW], size, axis=1)
    cross = np.fft.irfft(np.conj(head) * np.fft.rfft(view, size, axis=1), size, axis=1)[:, SHORTEST:LONGEST + 1]
    square = np.concatenate([np.zeros((frames, 1)), np.cumsum(view.astype(np.float64) ** 2, axis=1)], axis=1)
    first = square[:, WINDOW]
    energy = square[:, WINDOW + SHORTEST:WINDOW + LONGEST + 1] - square[:, SHORTEST:LONGEST + 1]
    floor = WINDOW * 1.0
    ncc = (cross / np.sqrt((first[:, None] + floor) * (energy + floor))).astype(np.float32)
    cost = 1 - ncc + _SHORT
    total, back = cost[0], np.zeros((frames, len(LAGS)), np.int32)
    for t in range(1, frames):
        step = total[None, :] + _MOVE
        back[t] = np.argmin(step, axis=1)
        total = step[np.arange(len(LAGS)), back[t]] + cost[t]
    at = int(np.argmin(total))
    path = np.zeros(frames, np.int32)
    for t in range(frames - 1, -1, -1):
        path[t] = at
        at = back[t, at]
    log = np.zeros(frames, np.float32)
    for t, p in enumerate(path):
        shift = 0.0
        if 0 < p < len(LAGS) - 1:
            a, b, c = ncc[t, p - 1], ncc[t, p], ncc[t, p + 1]
            if a - 2 * b + c < 0:
                shift = min(max(0.5 * (a - c) / (a - 2 * b + c), -0.5), 0.5)
        log[t] = np.log2(8000 / (LAGS[p] + shift))
    voicing = np.clip(ncc[np.arange(frames), path], 0, 1)
    return np.stack([log, voicing, np.log10(first / WINDOW + 1).astype(np.float32)])


def features(tracked, start, end, median, before, after):
    """What the tone net sees of one syllable: frames start..end of a track. `before` and `after` are the neighbours' mean log pitch
    or None. The voiced part is what is voiced at least by half and within 30 dB of the syllable's loudest frame."""
    log, voicing, energy = (r[start:end] for r in tracked)
    if len(log) < 3:
        return np.zeros(3 * POINTS + 6, np.float32)
    voiced = (voicing > 0.5) & (energy > energy.max() - 3)
    kept = np.flatnonzero(voiced)
    if len(kept) < 3:
        kept = np.arange(len(log))
    first, last = kept[0], kept[-1]
    at = np.linspace(first, last, POINTS)
    contour = np.interp(at, kept, log[kept]) - median
    frames = np.arange(len(log))
    rest = [np.interp(at, frames, voicing), (np.interp(at, frames, energy) - energy.max())]
    near = [0 if before is None else before - median, before is not None, 0 if after is None else after - median, after is not None]
    return np.concatenate([contour * 2, *rest, [np.log2((last - first + 1) / 25), len(kept) / (last - first + 1)], near]).astype(np.float32)


def middle(tracked, start, end):
    """Mean log pitch of a syllable's voiced frames, or None."""
    log, voicing, _ = (r[start:end] for r in tracked)
    kept = log[voicing > 0.5]
    return float(kept.mean()) if len(kept) >= 3 else None


def median_of(tracked):
    voiced = tracked[0][tracked[1] > 0.5]
    return float(np.median(voiced)) if len(voiced) >= 3 else float(np.log2(150))
