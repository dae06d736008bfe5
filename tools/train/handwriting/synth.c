/* Synthetic handwriting: one skeleton in, one careless copy out, then its direction maps.
 *
 * Every sample has its own generator, seeded by (batch seed, place in the batch): a batch is the
 * same whatever thread makes it. Units: the skeleton's box is 1, y points down.
 */
#include <math.h>
#include <string.h>
#include "glyph.h"

enum { PATH_MAX = 3072 };

typedef struct { int n, strokes; P p[PATH_MAX]; int start[MAX_STROKES + 1]; } Path;

static void add(Path *o, P p) { if (o->n < PATH_MAX) o->p[o->n++] = p; }

static void cut_ends(Stroke *k, float share)
{
    int cut = (int)(share * (float)k->n);
    if (k->n - cut >= 3) k->n -= cut;
}

/* Quick pens do not lift: the way to the next stroke becomes ink, most likely when it is short. */
static void join(Glyph *g, const Writer *w, Path *o, Rng *r)
{
    o->n = o->strokes = 0;
    int joined = 0;
    for (int s = 0; s < g->n; s++) {
        Stroke *k = &g->s[s];
        int joins_next = 0;
        if (s + 1 < g->n) {
            P way = sub(g->s[s + 1].p[0], k->p[k->n - 1]);
            float gap = norm(way);
            joins_next = chance(r, w->join * (gap < 0.2f ? 1.6f : gap < 0.45f ? 0.8f : 0.25f));
            /* The last stroke of a box is written backwards when it goes on from the corner. */
            if (joins_next && w->kind == HAN && chance(r, 0.7f)) {
                Stroke *to = &g->s[s + 1];
                if (norm(sub(to->p[to->n - 1], k->p[k->n - 1])) < 0.5f * gap) reverse(to);
            }
            if (joins_next && chance(r, 0.5f)) cut_ends(k, uniform(r, 0, 0.15f));
        }
        if (!joined) o->start[o->strokes++] = o->n;
        int first = joined && k->n > 6 && chance(r, 0.5f) ? below(r, 1 + k->n / 7) : 0;
        if (joined && o->n > 0) {
            P a = o->p[o->n - 1], b = k->p[first], d = sub(b, a);
            float c = normal(r, 0.18f);
            P m = {(a.x + b.x) / 2 - d.y * c, (a.y + b.y) / 2 + d.x * c};
            for (int i = 1; i < 8; i++) {
                float u = (float)i / 8, v = 1 - u;
                add(o, (P){v * v * a.x + 2 * u * v * m.x + u * u * b.x, v * v * a.y + 2 * u * v * m.y + u * u * b.y});
            }
        }
        for (int i = first; i < k->n; i++) add(o, k->p[i]);
        joined = joins_next;
    }
    o->start[o->strokes] = o->n;
}

static void whole(Path *o, const Writer *w, Rng *r)
{
    float k = w->strength;
    float turn = normal(r, 0.06f * k), slant = normal(r, (w->kind == HAN ? 0.13f : 0.2f) * k), rise = normal(r, 0.05f * k);
    float aspect = expf(normal(r, (w->kind == HAN ? 0.13f : 0.2f) * k)), px = normal(r, 0.08f * k), py = normal(r, 0.08f * k);
    P grid[4][4];
    float sigma = uniform(r, 0.02f, 0.075f) * k;
    for (int i = 0; i < 16; i++) grid[i / 4][i % 4] = (P){normal(r, sigma), normal(r, sigma)};
    for (int i = 0; i < o->n; i++) {
        float u = clampf(o->p[i].x, 0, 1), v = clampf(o->p[i].y, 0, 1), a = 1 - u, b = 1 - v;
        float bu[4] = {a * a * a, 3 * a * a * u, 3 * a * u * u, u * u * u};
        float bv[4] = {b * b * b, 3 * b * b * v, 3 * b * v * v, v * v * v};
        float x = o->p[i].x - 0.5f, y = o->p[i].y - 0.5f;
        for (int j = 0; j < 16; j++) {
            float c = bv[j / 4] * bu[j % 4];
            x += grid[j / 4][j % 4].x * c;
            y += grid[j / 4][j % 4].y * c;
        }
        float p = 1 / clampf(1 + px * x + py * y, 0.7f, 1.4f);
        x *= p * aspect;
        y *= p;
        float sx = x - slant * y, sy = y + rise * x;
        o->p[i] = (P){0.5f + sx - turn * sy, 0.5f + sy + turn * sx};
    }
}

/* Equal steps of about `step`, so that smoothing acts on length and not on points. */
static void resample(const Path *in, Path *o, float step)
{
    o->n = o->strokes = 0;
    for (int s = 0; s < in->strokes; s++) {
        const P *p = in->p + in->start[s];
        int n = in->start[s + 1] - in->start[s], i = 0;
        float l = stroke_length(p, n), passed = 0;
        int parts = (int)(l / step) + 1;
        o->start[o->strokes++] = o->n;
        add(o, p[0]);
        for (int k = 1; k < parts && n > 1; k++) {
            float goal = l * (float)k / (float)parts, d;
            while (d = norm(sub(p[i + 1], p[i])), passed + d < goal && i + 2 < n) { passed += d; i++; }
            float t = d > 0 ? (goal - passed) / d : 0;
            add(o, (P){p[i].x + (p[i + 1].x - p[i].x) * t, p[i].y + (p[i + 1].y - p[i].y) * t});
        }
        if (n > 1) add(o, p[n - 1]);
    }
    o->start[o->strokes] = o->n;
}

static void round_corners(Path *o, int times)
{
    for (int s = 0; s < o->strokes; s++)
        for (int t = 0; t < times; t++) {
            P before = o->p[o->start[s]];
            for (int i = o->start[s] + 1; i + 1 < o->start[s + 1]; i++) {
                P q = o->p[i];
                o->p[i].x = (before.x + 2 * q.x + o->p[i + 1].x) / 4;
                o->p[i].y = (before.y + 2 * q.y + o->p[i + 1].y) / 4;
                before = q;
            }
        }
}

/* Some devices report corners only: keep a point once the chord from the last kept one strays. */
static void thin(Path *o, float tolerance)
{
    int n = 0, from = 0;
    for (int s = 0; s < o->strokes; s++) {
        int a = from, b = o->start[s + 1];
        o->start[s] = n;
        from = b;
        int kept = a;
        P last = o->p[a];
        o->p[n++] = last;
        for (int i = a + 1; i < b; i++) {
            P d = sub(o->p[i], last);
            float l = norm(d), worst = 0;
            for (int j = kept + 1; j < i; j++) {
                P e = sub(o->p[j], last);
                float off = l > 1e-6f ? fabsf(e.x * d.y - e.y * d.x) / l : norm(e);
                if (off > worst) worst = off;
            }
            if (worst > tolerance) { kept = i - 1; last = o->p[i - 1]; o->p[n++] = last; }
        }
        if (b - a > 1) o->p[n++] = o->p[b - 1];
    }
    o->start[o->strokes] = o->n = n;
}

/* Mice and rulers: plain strokes that are nearly level or upright become exactly so. */
static void rule(Path *o)
{
    for (int s = 0; s < o->strokes; s++) {
        P *p = o->p + o->start[s];
        int n = o->start[s + 1] - o->start[s];
        P d = sub(p[n - 1], p[0]);
        if (norm(d) < 0.95f * stroke_length(p, n)) continue;
        float x = (p[0].x + p[n - 1].x) / 2, y = (p[0].y + p[n - 1].y) / 2;
        for (int i = 0; i < n; i++) {
            if (fabsf(d.y) < 0.15f * fabsf(d.x)) p[i].y = y;
            else if (fabsf(d.x) < 0.1f * fabsf(d.y)) p[i].x = x;
        }
    }
}

static void device(Path *o, const Writer *w, Rng *r)
{
    if (chance(r, 0.25f)) thin(o, uniform(r, 0.004f, 0.03f));
    float grid = chance(r, 0.5f) ? powf(10, uniform(r, -3, -1.7f)) : 0;
    float tremor = chance(r, 0.3f) ? 0 : w->tremor;
    for (int i = 0; i < o->n; i++) {
        P *p = &o->p[i];
        p->x += normal(r, tremor);
        p->y += normal(r, tremor);
        if (grid > 0) { p->x = roundf(p->x / grid) * grid; p->y = roundf(p->y / grid) * grid; }
    }
}

static void write_character(const Store *st, int id, Rng *r, float strength, Path *out)
{
    static _Thread_local Glyph g;
    static _Thread_local Path raw;
    float haste = uniform(r, 0, 1);
    Writer w = {.strength = strength * uniform(r, 0.5f, 1.45f), .kind = st->kind[id], .tremor = uniform(r, 0, 0.004f) * strength};
    int lower = w.kind == LOWER || w.kind == INK_LOWER;
    if (w.kind == INK_LOWER) w.kind = INK;
    w.own = w.strength * (w.kind == HAN ? 1 : w.kind == INK ? 0.55f : 0.8f);
    w.join = w.kind == HAN ? 0.7f * haste * haste : w.kind == INK ? 0.08f * haste : 0.2f * haste;
    w.round = (w.kind == HAN ? 0.045f : 0.03f) * haste * uniform(r, 0, 1);
    w.drop_hook = w.kind == HAN ? uniform(r, 0, 1) : 0;
    take(st, id, &g);
    if (w.kind == HAN) trim(&g, &w, r);
    else if (chance(r, 0.08f)) break_stroke(&g, r);
    if (lower && chance(r, w.kind == INK ? 0.15f : 0.3f)) lead(&g, r);
    if (w.kind != INK || chance(r, 0.5f)) reorder(&g, w.kind, r);
    if (w.kind == HAN) components(&g, 0, g.n, 1, w.strength, r);
    strokes(&g, &w, r);
    join(&g, &w, &raw, r);
    whole(&raw, &w, r);
    resample(&raw, out, 0.02f);
    float steps = w.round / 0.02f;
    round_corners(out, (int)(2 * steps * steps + 0.5f));
    if (chance(r, 0.12f)) rule(out);
    device(out, &w, r);
}

static Rng seeded(uint64_t seed, int place)
{
    Rng r = {seed * 0xD1342543DE82EF95ull + (uint64_t)place};
    next(&r);
    return r;
}

/* Ink only. xy holds PATH_MAX points, lengths MAX_STROKES; returns the number of strokes. */
int synth_ink(const Store *st, int id, uint64_t seed, int place, float strength, float *xy, int *lengths)
{
    static _Thread_local Path path;
    Rng r = seeded(seed, place);
    write_character(st, id, &r, strength, &path);
    memcpy(xy, path.p, sizeof(P) * (size_t)path.n);
    for (int s = 0; s < path.strokes; s++) lengths[s] = path.start[s + 1] - path.start[s];
    return path.strokes;
}

/* Maps of ids[0..n). Pen-up and time planes are blank in `drop` of the samples: order must not be needed. */
void synth_batch(const Store *st, const int *ids, int n, uint64_t seed, float strength, float drop, float *maps)
{
    static _Thread_local float xy[2 * PATH_MAX];
    int lengths[MAX_STROKES];
    for (int i = 0; i < n; i++) {
        float *out = maps + (size_t)i * MAP_FLOATS;
        int count = synth_ink(st, ids[i], seed, i, strength, xy, lengths);
        direction_maps(xy, lengths, count, out);
        Rng r = seeded(~seed, i);
        if (chance(&r, drop)) memset(out + 8 * MAP_SIZE * MAP_SIZE, 0, sizeof(float) * 2 * MAP_SIZE * MAP_SIZE);
    }
}
