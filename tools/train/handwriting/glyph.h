#ifndef DEVICE_GLYPH_H
#define DEVICE_GLYPH_H

#include <stdint.h>
#include "features.h"

enum { STROKE_POINTS = 64, HAN = 0, LATIN = 1, INK = 2, LOWER = 3, INK_LOWER = 4 };

typedef struct { float x, y; } P;
typedef struct { int n; P p[STROKE_POINTS]; } Stroke;
typedef struct { int n; Stroke s[MAX_STROKES]; } Glyph;
typedef struct { uint64_t state; } Rng;

/* Every skeleton, as flat arrays that the caller keeps alive. */
typedef struct {
    const float *points;      /* x, y of every point of every skeleton */
    const int *stroke_start;  /* first point of each stroke, and one past the last */
    const int *glyph_start;   /* first stroke of each skeleton, and one past the last */
    const unsigned char *kind;
} Store;

/* What stays the same while one person writes one character. */
typedef struct { float strength, own, join, round, drop_hook, tremor; int kind; } Writer;

uint64_t next(Rng *r);
float uniform(Rng *r, float a, float b);
int chance(Rng *r, float p);
int below(Rng *r, int n);
float normal(Rng *r, float sigma); /* bounded at about 3.4 sigma */

float clampf(float v, float a, float b);
P sub(P a, P b);
float norm(P a);
float stroke_length(const P *p, int n);

void take(const Store *st, int id, Glyph *g);
void trim(Glyph *g, const Writer *w, Rng *r);
void lead(Glyph *g, Rng *r);
void reverse(Stroke *k);
void reorder(Glyph *g, int kind, Rng *r);
void break_stroke(Glyph *g, Rng *r);
void components(Glyph *g, int a, int b, int depth, float k, Rng *r);
void strokes(Glyph *g, const Writer *w, Rng *r);

#endif
