"""Recordings as 16 kHz mono int16, decoded once into one cache file (wav and mp3 through libsndfile)."""
import ctypes
import ctypes.util
import json
import pathlib

import numpy as np
from scipy.signal import resample_poly

RATE = 16_000


class _Info(ctypes.Structure):
    _fields_ = [("frames", ctypes.c_int64), ("samplerate", ctypes.c_int), ("channels", ctypes.c_int),
                ("format", ctypes.c_int), ("sections", ctypes.c_int), ("seekable", ctypes.c_int)]


def _library():
    lib = ctypes.CDLL(ctypes.util.find_library("sndfile") or "libsndfile.so.1")
    lib.sf_open.restype = ctypes.c_void_p
    lib.sf_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(_Info)]
    lib.sf_readf_float.restype = ctypes.c_int64
    lib.sf_readf_float.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
    lib.sf_close.argtypes = [ctypes.c_void_p]
    return lib


_LIB = None


def read(path):
    """One file as float32 -1..1 at 16 kHz, channels averaged."""
    global _LIB
    _LIB = _LIB or _library()
    info = _Info()
    handle = _LIB.sf_open(str(path).encode(), 0x10, ctypes.byref(info))
    if not handle:
        raise OSError(f"{path}: libsndfile cannot read it")
    data = np.empty((info.frames, info.channels), np.float32)
    got = _LIB.sf_readf_float(handle, data.ctypes.data, info.frames)
    _LIB.sf_close(handle)
    mono = data[:got].mean(axis=1)
    if info.samplerate != RATE:
        common = np.gcd(info.samplerate, RATE)
        mono = resample_poly(mono, RATE // common, info.samplerate // common).astype(np.float32)
    return mono


def manifest(folder):
    return [json.loads(line) for line in (pathlib.Path(folder) / "manifest.jsonl").read_text().splitlines()]


class Clips:
    """Clips of one cache file: samples end to end, with offsets; `rows` are the manifest's lines."""

    def __init__(self, samples, offsets, rows):
        self.samples, self.offsets, self.rows = samples, offsets, rows

    def __len__(self):
        return len(self.rows)

    def clip(self, i):
        return self.samples[self.offsets[i]:self.offsets[i + 1]]


def load(folder, cache, say=print):
    """Decodes every file of the manifest, or maps the cache of an earlier run."""
    cache = pathlib.Path(cache)
    rows = manifest(folder)
    raw, index = cache.with_suffix(".i16"), cache.with_suffix(".npy")
    if not index.exists():
        lengths = []
        with open(raw, "wb") as out:
            for n, row in enumerate(rows):
                pcm = np.clip(np.rint(read(pathlib.Path(folder) / row["audio"]) * 32767), -32768, 32767).astype(np.int16)
                lengths.append(len(pcm))
                out.write(pcm.tobytes())
                if n % 1000 == 999:
                    say(f"decoded {n + 1} of {len(rows)}")
        np.save(index, np.concatenate([[0], np.cumsum(lengths)]))
    return Clips(np.memmap(raw, np.int16, "r"), np.load(index), rows)
