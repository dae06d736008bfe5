"""Writes the golden file of features and pitch: what the C# port must give for the same samples."""
import pathlib
import struct
import sys

import numpy as np

import features as F
import pitch

t = np.arange(12_000) / 16_000
glide = 2 * np.pi * np.cumsum(120 + 160 * t) / 16_000
voice = sum(np.sin(k * glide) / k for k in range(1, 20)) * np.minimum(1, t * 8)
hiss = np.random.default_rng(3).normal(0, 0.02, len(t))
samples = (0.12 * voice + hiss).astype(np.float32)
samples[9_000:9_700] = 0
out = [struct.pack("<i", len(samples)), samples.tobytes()]
mel = F.log_mel(F.power(samples * np.float32(32_768))).astype(np.float32)
out += [struct.pack("<i", len(mel)), mel.tobytes()]
tracked = pitch.track(samples * np.float32(32_768)).astype(np.float32)
end = tracked.shape[1]
shape = pitch.features(tracked, 5, end - 5, pitch.median_of(tracked), None, 7.5)
out += [struct.pack("<i", end), tracked.tobytes(), struct.pack("<i", len(shape)), shape.tobytes()]
pathlib.Path(sys.argv[1]).write_bytes(b"".join(out))
