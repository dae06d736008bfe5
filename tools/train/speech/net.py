"""The acoustic net: openWakeWord's embedding trunk (Apache 2.0, by Google's speech_embedding) run fully convolutionally at
40 ms a step, our own view of all 48 bands beside it, residual convolutions over both, CTC over initials and finals."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as N

import features as F
import phones

CONTEXT = 26  # frames of 10 ms that a step needs on each side of its four


class Trunk(nn.Module):
    """The first 19 convolutions of embedding_model.onnx, without their window of 76 frames. Valid in time."""

    WIDTHS = [(1, 24), (24, 24), (24, 24)] + [(24, 48)] + [(48, 48)] * 3 + [(48, 72)] + [(72, 72)] * 3 + [(72, 96)] + [(96, 96)] * 7

    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleList()
        for i, (a, b) in enumerate(self.WIDTHS):
            kernel = (3, 3) if i == 0 else ((1, 3) if i in (1, 3, 5, 7, 9, 11, 13, 15, 17) else (3, 1))
            self.convs.append(nn.Conv2d(a, b, kernel, padding=(0, 1) if kernel[1] == 3 else 0))

    def load(self, path):
        import onnx
        from onnx import numpy_helper
        graph = onnx.load(path).graph
        weights = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        nodes = [n for n in graph.node if n.op_type == "Conv"]
        for conv, node in zip(self.convs, nodes):
            conv.weight.data = torch.tensor(weights[node.input[1]].copy())
            conv.bias.data = torch.tensor(weights[node.input[2]].copy())

    def run(self, x, first, last):
        for i in range(first, last):
            x = N.leaky_relu(self.convs[i](x), 0.2).clamp(min=-0.4)
            if i in (2, 10):
                x = N.max_pool2d(x, 2)
            elif i in (6, 14):
                x = N.max_pool2d(x, (1, 2))
        return x


class Block(nn.Module):
    def __init__(self, width, dropout):
        super().__init__()
        self.conv = nn.Conv1d(width, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm1d(width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        return x + self.drop(N.relu(self.norm(self.conv(x))))


class Acoustic(nn.Module):
    """Features [N, T, 48] with CONTEXT frames of silence or sound on both sides -> logits [N, (T - 52) / 4, classes]."""

    def __init__(self, width=192, blocks=4, dropout=0.1):
        super().__init__()
        self.trunk = Trunk()
        self.early = nn.Sequential(nn.Conv1d(F.BANDS * 4, 128, 3, padding=1, bias=False), nn.BatchNorm1d(128), nn.ReLU())
        self.mid = nn.Conv1d(288, 128, 1, bias=False)
        self.join = nn.Sequential(nn.BatchNorm1d(192 + 128 + 128), nn.Conv1d(192 + 128 + 128, width, 1, bias=False), nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(dropout))
        self.blocks = nn.Sequential(*[Block(width, dropout) for _ in range(blocks)])
        self.out = nn.Conv1d(width, len(phones.LABELS), 1)

    def forward(self, x):
        low = x[:, None, :, :F.LOW]
        with torch.no_grad():
            mid = self.trunk.run(low, 0, 11)                       # [N, 72, S + 8, 4]
        late = self.trunk.run(mid, 11, 19)                         # [N, 96, S, 2]
        a = late.transpose(2, 3).flatten(1, 2)
        b = self.mid(mid[:, :, 4:-4].transpose(2, 3).flatten(1, 2))
        own = (x[:, CONTEXT:-CONTEXT] - 6) / 2
        c = self.early(own.reshape(x.shape[0], -1, 4 * F.BANDS).transpose(1, 2))
        return self.out(self.blocks(self.join(torch.cat([a, b, c], 1)))).transpose(1, 2)


SYLLABLES = []


def score_syllables(log_probs, candidates):
    """log P(candidate | x) by CTC for label sequences of one or two labels. log_probs: T x C numpy; returns one score each."""
    T = len(log_probs)
    two = np.array([c if len(c) == 2 else (c[0], c[0]) for c in candidates])
    single = np.array([len(c) == 1 for c in candidates])
    blank = log_probs[:, 0]
    n = len(candidates)
    neg = np.full(n, -1e30)
    # states: blank, a, blank, b, blank; for one label only the last three are used (b)
    s = [np.where(single, -1e30, blank[0]), np.where(single, -1e30, log_probs[0, two[:, 0]]), np.where(single, blank[0], -1e30),
         np.where(single, log_probs[0, two[:, 1]], -1e30), neg.copy()]
    for t in range(1, T):
        la, lb = log_probs[t, two[:, 0]], log_probs[t, two[:, 1]]
        s = [s[0] + blank[t], np.logaddexp(s[0], s[1]) + la, np.logaddexp(s[1], s[2]) + blank[t],
             np.logaddexp(np.logaddexp(s[2], s[3]), np.where(single, -1e30, s[1])) + lb, np.logaddexp(s[3], s[4]) + blank[t]]
    return np.logaddexp(s[3], s[4])
