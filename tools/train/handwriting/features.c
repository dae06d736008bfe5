/* Direction maps of one character, from strokes to float[10][32][32].
 *
 * src/Device.Recognition/Handwriting/DirectionMapExtractor.cs repeats this file operation by
 * operation and must give the same bits. Therefore: float only, + - * / sqrtf and comparisons only,
 * one operation order, and no contraction (-ffp-contract=off).
 *
 * Formulas: bi-moment normalisation and decomposition into eight directions after Liu and Marukawa,
 * "Pseudo two-dimensional shape normalization methods for handwritten Chinese character
 * recognition" (2005); the aspect curve sqrt(R(2-R)) stands in for sqrt(sin(pi R/2)).
 */
#include <math.h>
#include <string.h>
#include "features.h"

enum {
    INK_POINTS = MAX_POINTS + 2 * MAX_STROKES, /* decimation keeps both ends of every stroke */
    PATH_STEPS = 2048,
    PATH_POINTS = PATH_STEPS + 2 * MAX_STROKES,
    CELLS = MAP_SIZE * MAP_SIZE,
    TIME_INK = 10, /* scratch plane: all ink, the divisor of the time plane */
    TIME_PLANE = 9,
    PEN_UP_PLANE = 8,
};

static const float LIMIT = 1e6f;       /* coordinates beyond are clamped */
static const float DOT = 0.02f;        /* strokes shorter than this share of the box are dots of this length */
static const float STEP = 0.015625f;   /* arc length between path points, share of the box */
static const float SQRT2 = 1.41421356f;
static const float INNER = 28.0f;      /* cells the normalised box spans */
static const float MARGIN = 1.5f;      /* cell coordinate of the box's lower edge */
static const float PEN_UP = 0.5f;
static const float TIME_START = 0.1f;  /* so that the first ink differs from no ink */
static const float BLUR_MID = 0.58f, BLUR_SIDE = 0.21f; /* a Gaussian of 0.7 cells, three taps */

typedef struct {
    float x[INK_POINTS], y[INK_POINTS];
    int start[MAX_STROKES + 1], strokes;
    float px[PATH_POINTS], py[PATH_POINTS];
    int pstart[MAX_STROKES + 1];
    unsigned char dot[MAX_STROKES];
    float planes[11 * CELLS], row[CELLS];
} Work;

static float clean(float v)
{
    if (!(v >= -LIMIT)) return v < 0.0f ? -LIMIT : 0.0f; /* NaN gives 0 */
    return v > LIMIT ? LIMIT : v;
}

static void take_ink(Work *w, const float *xy, const int *lengths, int strokes)
{
    int used = strokes < MAX_STROKES ? strokes : MAX_STROKES, total = 0, n = 0, from = 0;
    for (int s = 0; s < used; s++) total += lengths[s];
    int every = total <= MAX_POINTS ? 1 : (total + MAX_POINTS - 1) / MAX_POINTS;
    w->strokes = 0;
    for (int s = 0; s < used; s++) {
        int count = lengths[s];
        if (count <= 0) continue;
        w->start[w->strokes++] = n;
        for (int i = 0; i < count; i++) {
            if (i % every != 0 && i != count - 1) continue;
            w->x[n] = clean(xy[2 * (from + i)]);
            w->y[n] = clean(xy[2 * (from + i) + 1]);
            n++;
        }
        from += count;
    }
    w->start[w->strokes] = n;
}

/* To a box whose longer side is 1; a single place gives zeros. */
static void to_unit_box(Work *w)
{
    int n = w->start[w->strokes];
    float x0 = w->x[0], x1 = x0, y0 = w->y[0], y1 = y0;
    for (int i = 1; i < n; i++) {
        if (w->x[i] < x0) x0 = w->x[i];
        if (w->x[i] > x1) x1 = w->x[i];
        if (w->y[i] < y0) y0 = w->y[i];
        if (w->y[i] > y1) y1 = w->y[i];
    }
    float side = x1 - x0 > y1 - y0 ? x1 - x0 : y1 - y0;
    float scale = side > 1e-6f ? 1.0f / side : 0.0f;
    for (int i = 0; i < n; i++) {
        w->x[i] = (w->x[i] - x0) * scale;
        w->y[i] = (w->y[i] - y0) * scale;
    }
}

static float length_of(const Work *w, int s)
{
    float sum = 0.0f;
    for (int i = w->start[s] + 1; i < w->start[s + 1]; i++) {
        float dx = w->x[i] - w->x[i - 1], dy = w->y[i] - w->y[i - 1];
        sum += sqrtf(dx * dx + dy * dy);
    }
    return sum;
}

/* Equal arc length inside each stroke; the step grows when a scribble would exceed PATH_STEPS. */
static void to_path(Work *w)
{
    float total = 0.0f, length[MAX_STROKES];
    for (int s = 0; s < w->strokes; s++) { length[s] = length_of(w, s); total += length[s]; }
    float step = total / (float)PATH_STEPS;
    if (step < STEP) step = STEP;
    int n = 0;
    for (int s = 0; s < w->strokes; s++) {
        w->pstart[s] = n;
        w->dot[s] = length[s] < DOT;
        int i = w->start[s], last = w->start[s + 1] - 1;
        w->px[n] = w->x[i]; w->py[n] = w->y[i]; n++;
        if (w->dot[s]) continue;
        int parts = (int)(length[s] / step) + 1;
        float each = length[s] / (float)parts, passed = 0.0f;
        for (int k = 1; k < parts; k++) {
            float goal = each * (float)k;
            float dx = 0.0f, dy = 0.0f, l = 0.0f;
            for (;;) {
                dx = w->x[i + 1] - w->x[i]; dy = w->y[i + 1] - w->y[i];
                l = sqrtf(dx * dx + dy * dy);
                if (passed + l >= goal || i + 1 == last) break;
                passed += l;
                i++;
            }
            float t = l > 0.0f ? (goal - passed) / l : 0.0f;
            if (t > 1.0f) t = 1.0f;
            w->px[n] = w->x[i] + dx * t; w->py[n] = w->y[i] + dy * t; n++;
        }
        w->px[n] = w->x[last]; w->py[n] = w->y[last]; n++;
    }
    w->pstart[w->strokes] = n;
}

/* Weighted sums of one axis: ink, first moment, or both one-sided second moments about a centre. */
typedef struct { float low, mid, high; } Bounds;

static Bounds bounds_of(const Work *w, const float *axis)
{
    float ink = 0.0f, first = 0.0f;
    for (int pass = 0;; pass++) {
        float mid = pass ? first / ink : 0.0f;
        float below = 0.0f, above = 0.0f, low = 0.0f, high = 0.0f;
        for (int s = 0; s < w->strokes; s++) {
            int a = w->pstart[s], b = w->pstart[s + 1];
            for (int i = a; i < b; i++) {
                float l = DOT, at = axis[i];
                if (!w->dot[s]) {
                    if (i + 1 == b) break;
                    float dx = w->px[i + 1] - w->px[i], dy = w->py[i + 1] - w->py[i];
                    l = sqrtf(dx * dx + dy * dy);
                    at = (axis[i] + axis[i + 1]) * 0.5f;
                }
                if (pass == 0) { ink += l; first += l * at; continue; }
                float d = at - mid;
                if (d < 0.0f) { below += l; low += l * (d * d); }
                else { above += l; high += l * (d * d); }
            }
        }
        if (pass == 0) continue;
        Bounds r;
        r.mid = mid;
        r.low = below > 0.0f ? mid - 2.0f * sqrtf(low / below) : mid;
        r.high = above > 0.0f ? mid + 2.0f * sqrtf(high / above) : mid;
        return r;
    }
}

/* Quadratic through (low, mid, high) -> (0, 1/2, 1), straight outside, then squeezed to `aspect`. */
static void normalise(float *axis, int n, Bounds b, float aspect)
{
    float span = b.high - b.low;
    if (!(span > 1e-4f)) {
        for (int i = 0; i < n; i++) axis[i] = 0.5f;
        return;
    }
    float m = (b.mid - b.low) / span, d = m * m - m;
    float bend = d < -1e-3f ? (0.5f - m) / d : 0.0f;
    if (bend > 0.8f) bend = 0.8f;   /* beyond 1 the curve would fold back */
    if (bend < -0.8f) bend = -0.8f;
    for (int i = 0; i < n; i++) {
        float u = (axis[i] - b.low) / span, v;
        if (u < 0.0f) v = (1.0f - bend) * u;
        else if (u > 1.0f) v = 1.0f + (1.0f + bend) * (u - 1.0f);
        else v = bend * (u * u) + (1.0f - bend) * u;
        axis[i] = 0.5f + (v - 0.5f) * aspect;
    }
}

static void spread(float *plane, float x, float y, float ink)
{
    float cx = MARGIN + INNER * x, cy = MARGIN + INNER * y, edge = (float)(MAP_SIZE - 1);
    cx = cx < 0.0f ? 0.0f : cx > edge ? edge : cx;
    cy = cy < 0.0f ? 0.0f : cy > edge ? edge : cy;
    int ix = (int)cx, iy = (int)cy;
    if (ix > MAP_SIZE - 2) ix = MAP_SIZE - 2;
    if (iy > MAP_SIZE - 2) iy = MAP_SIZE - 2;
    float fx = cx - (float)ix, fy = cy - (float)iy;
    float *p = plane + iy * MAP_SIZE + ix;
    float top = ink * (1.0f - fy), bottom = ink * fy;
    p[0] += top * (1.0f - fx);
    p[1] += top * fx;
    p[MAP_SIZE] += bottom * (1.0f - fx);
    p[MAP_SIZE + 1] += bottom * fx;
}

/* Directions run clockwise from +x in steps of 45 degrees (y points down). */
static void draw_segment(Work *w, int i, float time)
{
    float dx = (w->px[i + 1] - w->px[i]) * INNER, dy = (w->py[i + 1] - w->py[i]) * INNER;
    float x = (w->px[i] + w->px[i + 1]) * 0.5f, y = (w->py[i] + w->py[i + 1]) * 0.5f;
    float ax = dx < 0.0f ? -dx : dx, ay = dy < 0.0f ? -dy : dy;
    float major = ax > ay ? ax : ay, minor = ax > ay ? ay : ax;
    int straight = ax > ay ? (dx < 0.0f ? 4 : 0) : (dy < 0.0f ? 6 : 2);
    int diagonal = dy < 0.0f ? (dx < 0.0f ? 5 : 7) : (dx < 0.0f ? 3 : 1);
    spread(w->planes + straight * CELLS, x, y, major - minor);
    spread(w->planes + diagonal * CELLS, x, y, SQRT2 * minor);
    float ink = sqrtf(dx * dx + dy * dy);
    spread(w->planes + TIME_PLANE * CELLS, x, y, ink * time);
    spread(w->planes + TIME_INK * CELLS, x, y, ink);
}

static void draw_ink(Work *w)
{
    int n = w->pstart[w->strokes];
    float span = 1.0f - TIME_START;
    for (int s = 0; s < w->strokes; s++) {
        int a = w->pstart[s], b = w->pstart[s + 1];
        if (w->dot[s]) {
            float ink = DOT * INNER, time = TIME_START + span * ((float)a / (float)n);
            for (int k = 0; k < 8; k++) spread(w->planes + k * CELLS, w->px[a], w->py[a], ink * 0.125f);
            spread(w->planes + TIME_PLANE * CELLS, w->px[a], w->py[a], ink * time);
            spread(w->planes + TIME_INK * CELLS, w->px[a], w->py[a], ink);
            continue;
        }
        for (int i = a; i + 1 < b; i++) draw_segment(w, i, TIME_START + span * ((float)i / (float)n));
    }
}

static void draw_pen_up(Work *w)
{
    for (int s = 1; s < w->strokes; s++) {
        int a = w->pstart[s] - 1, b = w->pstart[s];
        float dx = w->px[b] - w->px[a], dy = w->py[b] - w->py[a];
        float l = sqrtf(dx * dx + dy * dy);
        int parts = l < 8.0f ? (int)(l * 64.0f) + 1 : 512;
        float each = l * INNER * PEN_UP / (float)parts;
        for (int k = 0; k < parts; k++) {
            float t = ((float)k + 0.5f) / (float)parts;
            spread(w->planes + PEN_UP_PLANE * CELLS, w->px[a] + dx * t, w->py[a] + dy * t, each);
        }
    }
}

static void blur(float *plane, float *row)
{
    const int end = MAP_SIZE - 1;
    for (int y = 0; y < MAP_SIZE; y++) {
        const float *p = plane + y * MAP_SIZE;
        float *q = row + y * MAP_SIZE;
        q[0] = p[0] * BLUR_MID + p[1] * BLUR_SIDE;
        for (int x = 1; x < end; x++) q[x] = p[x] * BLUR_MID + (p[x - 1] + p[x + 1]) * BLUR_SIDE;
        q[end] = p[end] * BLUR_MID + p[end - 1] * BLUR_SIDE;
    }
    for (int x = 0; x < MAP_SIZE; x++) {
        plane[x] = row[x] * BLUR_MID + row[MAP_SIZE + x] * BLUR_SIDE;
        plane[end * MAP_SIZE + x] = row[end * MAP_SIZE + x] * BLUR_MID + row[(end - 1) * MAP_SIZE + x] * BLUR_SIDE;
    }
    for (int i = MAP_SIZE; i < end * MAP_SIZE; i++)
        plane[i] = row[i] * BLUR_MID + (row[i - MAP_SIZE] + row[i + MAP_SIZE]) * BLUR_SIDE;
}

void direction_maps(const float *xy, const int *lengths, int strokes, float *maps)
{
    static _Thread_local Work work;
    Work *w = &work;
    memset(maps, 0, sizeof(float) * MAP_FLOATS);
    take_ink(w, xy, lengths, strokes);
    if (w->strokes == 0) return;
    to_unit_box(w);
    to_path(w);
    Bounds bx = bounds_of(w, w->px), by = bounds_of(w, w->py);
    float width = bx.high - bx.low, height = by.high - by.low;
    float ratio = width > height ? height / width : height > 0.0f ? width / height : 1.0f;
    float aspect = sqrtf(ratio * (2.0f - ratio));
    int n = w->pstart[w->strokes];
    normalise(w->px, n, bx, width < height ? aspect : 1.0f);
    normalise(w->py, n, by, width < height ? 1.0f : aspect);
    memset(w->planes, 0, sizeof w->planes);
    draw_ink(w);
    draw_pen_up(w);
    for (int p = 0; p <= TIME_INK; p++) blur(w->planes + p * CELLS, w->row);
    for (int i = 0; i < TIME_PLANE * CELLS; i++) maps[i] = sqrtf(w->planes[i]);
    const float *time = w->planes + TIME_PLANE * CELLS, *ink = w->planes + TIME_INK * CELLS;
    for (int i = 0; i < CELLS; i++) maps[TIME_PLANE * CELLS + i] = time[i] / sqrtf(ink[i] + 1e-6f);
}
