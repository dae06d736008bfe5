"""Log-mel features of 48 bands, the trainer's twin of LogMel.cs.

Frame t covers samples 160 t .. 160 t + 511, windowed by a Hann window of 400 centred in them. Samples are in int16 range.
Bands 0..31 are openWakeWord's (Slaney mel, area norm, 60..3,800 Hz), bands 32..47 continue in the same way from 3,600 to
7,800 Hz. A value is log10 of the band's power, at least 0 (a power of 1), plus 2.
"""
import numpy as np

HOP, FRAME, BINS, RATE = 160, 512, 257, 16_000
LOW, HIGH = 32, 16
BANDS = LOW + HIGH
SILENCE = 2.0  # the feature of digital silence

WINDOW = np.zeros(FRAME)
WINDOW[56:456] = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
WINDOW32 = WINDOW.astype(np.float32)


def _to_mel(f):
    return np.where(f < 1000, f * 3 / 200, 15 + np.log(np.maximum(f, 1e-9) / 1000) * 27 / np.log(6.4))


def _to_hertz(m):
    return np.where(m < 15, m * 200 / 3, 1000 * np.exp((m - 15) * np.log(6.4) / 27))


def _bank(low, high, bands, warp):
    edges = _to_hertz(np.linspace(_to_mel(np.float64(low)), _to_mel(np.float64(high)), bands + 2)) * warp
    f = np.arange(BINS)[:, None] * RATE / FRAME
    up = (f - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - f) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(up, down)) * (2 / (edges[2:] - edges[:-2]))


def bank(warp=1.0):
    """257 x 48 weights; a warp moves every band's edges by that factor."""
    return np.concatenate([_bank(60, 3800, LOW, warp), _bank(3600, 7800, HIGH, min(warp, 1.02))], axis=1).astype(np.float32)


BANK = bank()


def frames_of(samples, hop=float(HOP)):
    """Frames x 512 of samples, at a hop that may be a fraction."""
    count = int((len(samples) - FRAME) / hop) + 1
    if count < 1:
        return np.zeros((0, FRAME), np.float32)
    starts = np.rint(np.arange(count) * hop).astype(np.int64)
    starts = starts[starts + FRAME <= len(samples)]
    return np.lib.stride_tricks.sliding_window_view(samples, FRAME)[starts]


def power(samples, hop=float(HOP)):
    """Power spectrum, frames x 257."""
    spectrum = np.fft.rfft(frames_of(samples, hop) * WINDOW32, axis=1)
    return (spectrum.real ** 2 + spectrum.imag ** 2).astype(np.float32)


def log_mel(spectrum, weights=BANK):
    return np.log10(np.maximum(spectrum @ weights, 1.0)) + 2


def of(samples):
    """Features of int16-range samples: frames x 48."""
    return log_mel(power(np.asarray(samples, np.float32)))
