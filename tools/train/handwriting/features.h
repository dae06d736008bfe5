#ifndef DEVICE_FEATURES_H
#define DEVICE_FEATURES_H

enum { MAP_PLANES = 10, MAP_SIZE = 32, MAP_FLOATS = MAP_PLANES * MAP_SIZE * MAP_SIZE, MAX_STROKES = 64, MAX_POINTS = 4096 };

/* xy: interleaved points, y down, any unit. lengths: points of each stroke. maps: MAP_FLOATS values.
 * Thread-safe. Ink past MAX_STROKES strokes is ignored; past MAX_POINTS points every stroke keeps
 * each n-th point and its last. */
void direction_maps(const float *xy, const int *lengths, int strokes, float *maps);

#endif
