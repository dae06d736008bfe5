"""The character net: residual 3x3 convolutions, pooling with a weight per place, cosine head."""
import torch
from torch import nn
from torch.nn import functional as F

EMBEDDING = 256
PARTS = 4  # pooled views a channel; with one, all places of a stroke would have to share a weight


def conv(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o))


class Stage(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.first, self.second = conv(i, o), conv(o, o)

    def forward(self, x):
        x = F.relu(self.first(F.max_pool2d(x, 2)))
        return F.relu(x + self.second(x))


class Net(nn.Module):
    def __init__(self, classes, planes=10, width=(32, 64, 128, 256)):
        super().__init__()
        self.stem = conv(planes, width[0])
        self.stages = nn.Sequential(*(Stage(a, b) for a, b in zip(width, width[1:])))
        self.place = nn.Parameter(torch.full((PARTS, width[-1], 4, 4), 1 / 16) + 0.03 * torch.randn(PARTS, width[-1], 4, 4))
        self.embed = nn.Linear(PARTS * width[-1], EMBEDDING, bias=False)
        self.embed_norm = nn.BatchNorm1d(EMBEDDING)
        self.classes = nn.Parameter(torch.randn(classes, EMBEDDING) * EMBEDDING ** -0.5)
        self.scale = nn.Parameter(torch.tensor(20.0).log())

    def front(self, maps):
        """The part that sees strokes rather than characters; it may stay as it was when classes are added."""
        return self.stages[0](F.relu(self.stem(maps)))

    def back(self, x):
        for stage in self.stages[1:]:
            x = stage(x)
        x = x.float().flatten(2).unsqueeze(1) * self.place.flatten(2)
        return F.normalize(self.embed_norm(self.embed(x.sum(-1).flatten(1)).float()))

    def embedding(self, maps):
        return self.back(self.front(maps))

    def prototypes(self):
        return F.normalize(self.classes) * self.scale.exp()

    def scores(self, embedding):
        with torch.autocast("cpu", enabled=False):
            return embedding @ self.prototypes().t()

    def forward(self, maps):
        e = self.embedding(maps)
        return self.scores(e), e
