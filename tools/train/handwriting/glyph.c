/* What one hand does to a skeleton before the pen moves: serifs, hooks, components, strokes, order.
 * Units: the skeleton's box is 1, y points down.
 */
#include <math.h>
#include <string.h>
#include "glyph.h"

uint64_t next(Rng *r)
{
    uint64_t z = (r->state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

float uniform(Rng *r, float a, float b) { return a + (b - a) * (float)(next(r) >> 40) * (1.0f / 16777216.0f); }
int chance(Rng *r, float p) { return uniform(r, 0, 1) < p; }
int below(Rng *r, int n) { return (int)(next(r) % (uint64_t)n); }

/* Bounded, which is wanted: no freak strokes. */
float normal(Rng *r, float sigma)
{
    float sum = 0;
    for (int i = 0; i < 4; i++) sum += uniform(r, -1, 1);
    return sum * 0.866f * sigma;
}

float clampf(float v, float a, float b) { return v < a ? a : v > b ? b : v; }
P sub(P a, P b) { return (P){a.x - b.x, a.y - b.y}; }
float norm(P a) { return sqrtf(a.x * a.x + a.y * a.y); }

float stroke_length(const P *p, int n)
{
    float l = 0;
    for (int i = 1; i < n; i++) l += norm(sub(p[i], p[i - 1]));
    return l;
}

static float turn_cos(P a, P b, P c)
{
    P u = sub(b, a), v = sub(c, b);
    float l = norm(u) * norm(v);
    return l > 1e-9f ? (u.x * v.x + u.y * v.y) / l : 1;
}

void take(const Store *st, int id, Glyph *g)
{
    g->n = 0;
    for (int s = st->glyph_start[id]; s < st->glyph_start[id + 1] && g->n < MAX_STROKES; s++) {
        Stroke *out = &g->s[g->n++];
        int a = st->stroke_start[s], n = st->stroke_start[s + 1] - a;
        out->n = n < STROKE_POINTS ? n : STROKE_POINTS;
        memcpy(out->p, st->points + 2 * a, sizeof(P) * (size_t)out->n);
    }
}

/* Print shapes start with a serif and end in a hook; pens mostly skip the first and often the second. */
void trim(Glyph *g, const Writer *w, Rng *r)
{
    for (int s = 0; s < g->n; s++) {
        Stroke *k = &g->s[s];
        float total = stroke_length(k->p, k->n), tail = 0, head = 0;
        if (chance(r, w->drop_hook)) {
            for (int i = k->n - 2; i >= 2; i--) {
                tail += norm(sub(k->p[i + 1], k->p[i]));
                if (tail > 0.2f || tail > 0.4f * total) break;
                if (turn_cos(k->p[i - 2], k->p[i], k->p[i + 2 < k->n ? i + 2 : k->n - 1]) < 0.5f) { k->n = i + 1; break; }
            }
        }
        if (!chance(r, 0.85f)) continue;
        for (int i = 1; i + 2 < k->n; i++) {
            head += norm(sub(k->p[i], k->p[i - 1]));
            if (head > 0.1f || head > 0.3f * total) break;
            if (turn_cos(k->p[i >= 2 ? i - 2 : 0], k->p[i], k->p[i + 2]) < 0.85f) {
                k->n -= i;
                memmove(k->p, k->p + i, sizeof(P) * (size_t)k->n);
                break;
            }
        }
    }
}

static void swap_strokes(Glyph *g, int a, int b)
{
    Stroke t = g->s[a];
    g->s[a] = g->s[b];
    g->s[b] = t;
}

void reverse(Stroke *k)
{
    for (int i = 0; i < k->n / 2; i++) { P t = k->p[i]; k->p[i] = k->p[k->n - 1 - i]; k->p[k->n - 1 - i] = t; }
}

/* Letters have no school order that all hands share: their strokes come in any, more often than those of Han characters. */
void reorder(Glyph *g, int kind, Rng *r)
{
    int free = kind != HAN;
    if (chance(r, free ? 0.05f : 0)) reverse(&g->s[below(r, g->n)]);
    if (g->n < 2) return;
    if (chance(r, free ? 0.2f : 0.12f)) { int i = below(r, g->n - 1); swap_strokes(g, i, i + 1); }
    if (g->n > 3 && chance(r, 0.03f)) {
        int from = below(r, g->n - 2), m = 3 + below(r, g->n - from - 2);
        for (int i = m - 1; i > 0; i--) swap_strokes(g, from + i, from + below(r, i + 1));
    }
    if (chance(r, 0.03f)) reverse(&g->s[below(r, g->n)]);
    if (g->n >= 8 && chance(r, 0.03f)) { /* a forgotten short stroke; fewer strokes make another character too easily */
        int i = below(r, g->n);
        if (stroke_length(g->s[i].p, g->s[i].n) < 0.2f) {
            memmove(&g->s[i], &g->s[i + 1], sizeof(Stroke) * (size_t)(g->n - i - 1));
            g->n--;
        }
    }
}

/* The pen lifts at the sharpest corner of a long stroke; what follows may begin from its other end. */
void break_stroke(Glyph *g, Rng *r)
{
    int s = below(r, g->n), at = -1;
    Stroke *k = &g->s[s];
    if (k->n < 10 || g->n >= MAX_STROKES) return;
    float sharpest = 0.6f;
    for (int i = 3; i + 3 < k->n; i++) {
        float t = turn_cos(k->p[i - 2], k->p[i], k->p[i + 2]);
        if (t < sharpest) { sharpest = t; at = i; }
    }
    if (at < 0) return;
    memmove(&g->s[s + 1], &g->s[s], sizeof(Stroke) * (size_t)(g->n - s));
    g->n++;
    Stroke *rest = &g->s[s + 1];
    g->s[s].n = at + 1;
    rest->n -= at;
    memmove(rest->p, rest->p + at, sizeof(P) * (size_t)rest->n);
    if (chance(r, 0.25f)) reverse(rest);
}

static void box(const Glyph *g, int a, int b, P *lo, P *hi)
{
    *lo = (P){1e9f, 1e9f};
    *hi = (P){-1e9f, -1e9f};
    for (int s = a; s < b; s++)
        for (int i = 0; i < g->s[s].n; i++) {
            P p = g->s[s].p[i];
            if (p.x < lo->x) lo->x = p.x;
            if (p.y < lo->y) lo->y = p.y;
            if (p.x > hi->x) hi->x = p.x;
            if (p.y > hi->y) hi->y = p.y;
        }
}

static void move_part(Glyph *g, int a, int b, float k, Rng *r)
{
    P lo, hi;
    box(g, a, b, &lo, &hi);
    float cx = (lo.x + hi.x) / 2, cy = (lo.y + hi.y) / 2;
    float sx = clampf(expf(normal(r, 0.09f * k)), 0.75f, 1.3f), sy = clampf(expf(normal(r, 0.09f * k)), 0.75f, 1.3f);
    float t = normal(r, 0.045f * k), dx = normal(r, 0.03f * k), dy = normal(r, 0.03f * k);
    for (int s = a; s < b; s++)
        for (int i = 0; i < g->s[s].n; i++) {
            P *p = &g->s[s].p[i];
            float x = (p->x - cx) * sx, y = (p->y - cy) * sy;
            p->x = cx + x - t * y + dx;
            p->y = cy + y + t * x + dy;
        }
}

/* Strokes [a,b) fall into two parts where the gap between the boxes before and after is widest. */
void components(Glyph *g, int a, int b, int depth, float k, Rng *r)
{
    int best = -1;
    float widest = -0.06f;
    for (int c = a + 1; c < b; c++) {
        P lo1, hi1, lo2, hi2;
        box(g, a, c, &lo1, &hi1);
        box(g, c, b, &lo2, &hi2);
        float gx = lo2.x - hi1.x, gy = lo2.y - hi1.y, gap = gx > gy ? gx : gy;
        if (gap > widest) { widest = gap; best = c; }
    }
    if (best < 0) return;
    move_part(g, a, best, k, r);
    move_part(g, best, b, k, r);
    if (depth > 0) {
        components(g, a, best, depth - 1, k * 0.7f, r);
        components(g, best, b, depth - 1, k * 0.7f, r);
    }
}

/* People draw plain strokes straighter than print does. */
static void straighten(Stroke *o, float total, float share)
{
    P a = o->p[0], along = sub(o->p[o->n - 1], a);
    if (norm(along) < 0.9f * total) return;
    for (int i = 1; i + 1 < o->n; i++) {
        float u = (float)i / (float)(o->n - 1);
        o->p[i].x += share * (a.x + along.x * u - o->p[i].x);
        o->p[i].y += share * (a.y + along.y * u - o->p[i].y);
    }
}

/* Joined hands start a letter from the baseline and leave it towards the next one. */
void lead(Glyph *g, Rng *r)
{
    Stroke *k = &g->s[0];
    if (k->n < 4 || k->n > STROKE_POINTS - 12) return;
    if (chance(r, 0.6f)) {
        P to = k->p[0], from = {to.x - uniform(r, 0.1f, 0.4f), to.y + uniform(r, 0, 0.5f)}, bow = {normal(r, 0.06f), normal(r, 0.06f)};
        memmove(k->p + 6, k->p, sizeof(P) * (size_t)k->n);
        k->n += 6;
        for (int i = 0; i < 6; i++) {
            float u = (float)i / 6, b = 4 * u * (1 - u);
            k->p[i] = (P){from.x + (to.x - from.x) * u + bow.x * b, from.y + (to.y - from.y) * u + bow.y * b};
        }
    }
    if (g->n > 1 || !chance(r, 0.6f)) return;
    P from = k->p[k->n - 1], to = {from.x + uniform(r, 0.1f, 0.35f), from.y - uniform(r, -0.05f, 0.3f)}, bow = {normal(r, 0.05f), 0.05f};
    for (int i = 1; i <= 6; i++) {
        float u = (float)i / 6, b = 4 * u * (1 - u);
        k->p[k->n++] = (P){from.x + (to.x - from.x) * u + bow.x * b, from.y + (to.y - from.y) * u + bow.y * b};
    }
}

void strokes(Glyph *g, const Writer *w, Rng *r)
{
    float k = w->own;
    for (int s = 0; s < g->n; s++) {
        Stroke *o = &g->s[s];
        float total = stroke_length(o->p, o->n), done = 0;
        if (chance(r, 0.35f)) straighten(o, total, uniform(r, 0.3f, 1));
        /* Dots and short falls turn most: upright, slanting or flat is a matter of taste. */
        float loose = w->kind == HAN ? 0.22f * clampf((0.35f - total) / 0.35f, 0, 1) : 0;
        float t = normal(r, (0.055f + loose) * k), scale = clampf(expf(normal(r, 0.1f * k)), 0.75f, 1.3f);
        float bend = normal(r, 0.04f * k) * total;
        float e = 0.015f * k, dx = normal(r, 0.022f * k), dy = normal(r, 0.022f * k);
        P from = {normal(r, e), normal(r, e)}, to = {normal(r, e), normal(r, e)}, mid = {0, 0};
        for (int i = 0; i < o->n; i++) { mid.x += o->p[i].x / (float)o->n; mid.y += o->p[i].y / (float)o->n; }
        P along = sub(o->p[o->n - 1], o->p[0]);
        float l = norm(along);
        P side = l > 1e-4f ? (P){-along.y / l, along.x / l} : (P){0, 0};
        P before = o->p[0];
        for (int i = 0; i < o->n; i++) {
            P q = o->p[i];
            done += norm(sub(q, before));
            before = q;
            float u = total > 0 ? done / total : 0, arc = 4 * u * (1 - u) * bend;
            float x = (q.x - mid.x) * scale, y = (q.y - mid.y) * scale;
            o->p[i].x = mid.x + x - t * y + dx + side.x * arc + from.x * (1 - u) * (1 - u) + to.x * u * u;
            o->p[i].y = mid.y + y + t * x + dy + side.y * arc + from.y * (1 - u) * (1 - u) + to.y * u * u;
        }
    }
}
