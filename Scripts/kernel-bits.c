// Runs every kernel on fixed numbers and prints one digest of all results. Equal digests on two
// machines, or at two levels of one, mean equal bits. Used by Scripts/check-arm.
//
// usage: kernel-bits [LEVEL]     0 plain C, 1 NEON, 2 AVX2, 3 AVX-512; the best by default
#include "CSenteKernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

enum { SIZE = 1 << 20, HALF = SIZE / 2 };
static float arena[SIZE + 64], weights[SIZE + 64], moments[SIZE + 64];
static uint64_t digest = 0xCBF29CE484222325u, state = 1;

static float draw(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (float)(int32_t)(state >> 32) * 0x1p-30f;
}

static void fill(void) {
  for (int i = 0; i < SIZE; i++) arena[i] = draw();
  for (int i = 0; i < SIZE; i++) weights[i] = draw();
  for (int i = 0; i < SIZE; i++) moments[i] = draw() * draw() + 4;
}

static void take(const float *x, int count) {
  const unsigned char *bytes = (const unsigned char *)x;
  for (size_t i = 0; i < (size_t)count * sizeof(float); i++) digest = (digest ^ bytes[i]) * 0x100000001B3u;
}

static void run(SenteCall *call, const SenteOperand *operands, const SenteStep *steps, int level) {
  float *bases[] = {arena, weights, moments};
  SenteCallList list = {call, 1, operands, steps, 0, 0};
  if (call->parts == 0) call->parts = 1;
  sente_run(&list, bases, level, 0);
}

static void products(int level) {
  static const int sizes[] = {1, 2, 5, 6, 7, 15, 16, 17, 48, 65, 130};
  for (int a = 0; a < 11; a++) for (int b = 0; b < 11; b++) for (int turned = 0; turned < 2; turned++) {
    int m = sizes[a], n = sizes[b], k = sizes[(a + 2 * b) % 11] + 256 * (a == 10);
    fill();
    SenteCall q = {.kind = SENTE_PRODUCT, .finish = (a + b) % 7, .m = m, .n = n, .k = k, .has_bias = b % 2};
    q.row_stride = turned ? 1 : k;
    q.column_stride = turned ? m : 1;
    q.batch = 1;
    q.rows_per_part = m;
    q.columns_per_part = n;
    q.packed = a == 10 && b > 5;
    q.b.base = 1;
    q.c.offset = HALF;
    q.d = (SenteRef){1, HALF};
    q.e = (SenteRef){2, 0};
    q.scratch.offset = HALF + (1 << 17);
    run(&q, 0, 0, level);
    take(arena + HALF, m * n);
  }
}

static void chains(int level) {
  for (int step = SENTE_ADD; step <= SENTE_SELECT; step++) for (int mode = SENTE_FULL; mode <= SENTE_STRIDED; mode++) {
    int count = 700 + step;
    fill();
    SenteOperand operands[4] = {{.mode = SENTE_FULL}, {.mode = mode, .period = 7, .value = 0.7f, .at = {1, 0}},
                                {.mode = SENTE_FULL, .at = {2, 0}}, {.mode = SENTE_FULL, .at = {0, HALF}}};
    static const int32_t dims[] = {100, 2, 2, 2}, strides[] = {1, 400, 100, 200};
    memcpy(operands[1].dims, dims, sizeof dims);
    memcpy(operands[1].strides, strides, sizeof strides);
    SenteStep steps[] = {{(uint8_t)step, 3, 0, 1, 2}};
    SenteCall q = {.kind = SENTE_CHAIN, .count = mode == SENTE_STRIDED ? 800 : count, .operands = 4, .steps = 1};
    q.rows_per_part = (int32_t)q.count;
    run(&q, operands, steps, level);
    for (int i = 0; i < q.count; i++) if (arena[HALF + i] != arena[HALF + i]) arena[HALF + i] = 0;  // NaN has many bits
    take(arena + HALF, (int)q.count);
  }
}

static void reductions(int level) {
  static const int sizes[] = {1, 2, 15, 31, 32, 33, 64, 100, 313};
  for (int a = 0; a < 9; a++) for (int b = 0; b < 9; b++) {
    fill();
    SenteCall q = {.kind = SENTE_SUM, .m = 3, .k = sizes[a], .n = sizes[b], .rows_per_part = 3, .columns_per_part = sizes[b]};
    q.c.offset = HALF;
    run(&q, 0, 0, level);
    take(arena + HALF, 3 * sizes[b]);
    SenteCall d = {.kind = SENTE_MOMENTS, .k = sizes[a], .n = sizes[b], .columns_per_part = sizes[b], .c = {0, HALF}};
    run(&d, 0, 0, level);
    take(arena + HALF, 2 * sizes[b]);
    d.kind = SENTE_COLUMN_SUMS;
    d.b = d.d = (SenteRef){1, 0};
    run(&d, 0, 0, level);
    take(arena + HALF, 2 * sizes[b]);
    SenteCall l = {.kind = SENTE_LOG_SUM_EXP, .m = sizes[a], .n = sizes[b], .rows_per_part = sizes[a], .c = {0, HALF}};
    run(&l, 0, 0, level);
    take(arena + HALF, sizes[a]);
    SenteCall t = {.kind = SENTE_TRANSPOSE, .m = sizes[a], .n = sizes[b], .c = {0, HALF}};
    run(&t, 0, 0, level);
    take(arena + HALF, sizes[a] * sizes[b]);
  }
}

static const SenteWindow all[] = {
    // images, height, width, channels, high, wide, filters, down, across, step_down, step_across, top, left
    {2, 9, 8, 3, 3, 2, 5, 4, 7, 2, 1, 0, 0}, {1, 11, 11, 17, 3, 3, 33, 9, 9, 1, 1, 0, 0},
    {2, 20, 24, 4, 8, 8, 16, 4, 5, 4, 4, 0, 0}, {2, 10, 14, 9, 4, 4, 40, 4, 6, 2, 2, 0, 0},
    {3, 8, 9, 20, 3, 3, 18, 8, 9, 1, 1, 1, 1},
};

// Convolutions with their gradients; pooling.
static void windows(int level) {
  static const int kinds[] = {SENTE_CONVOLUTION, SENTE_MARGINS, SENTE_CONVOLUTION_DATA, SENTE_CONVOLUTION_WEIGHTS,
                              SENTE_PATCHES, SENTE_PATCHES_SUM, SENTE_POOL_INDICES};
  for (int a = 0; a < 5; a++) for (int i = 0; i < 7; i++) {
    SenteWindow w = all[a];
    int kind = kinds[i], depth = w.high * w.wide * w.channels, positions = w.images * w.down * w.across;
    int high = w.height + 2, wide = w.width + 3;
    fill();
    SenteCall q = {.kind = kind, .finish = a, .m = high, .n = wide, .has_bias = 1, .rows_per_part = 1 << 20, .window = w,
                   .a = {0, 0}, .b = {1, 0}, .c = {0, HALF}, .d = {1, HALF}, .e = {2, 0}, .scratch = {0, HALF + (1 << 17)}};
    run(&q, 0, 0, level);
    int results = positions * w.filters;
    switch (kind) {
      case SENTE_MARGINS: results = w.images * high * wide * w.channels; break;
      case SENTE_CONVOLUTION_DATA: case SENTE_PATCHES_SUM: results = w.images * w.height * w.width * w.channels; break;
      case SENTE_CONVOLUTION_WEIGHTS: results = depth * w.filters; break;
      case SENTE_PATCHES: results = positions * depth; break;
      case SENTE_POOL_INDICES: results = positions * w.channels; break;
    }
    take(arena + HALF, results);
  }
}

// The same by Winograd's filtering, from filters in float32 and in pairs of bfloat16.
static void winograd(int level) {
  for (int a = 1; a < 5; a++) for (int points = 4; points <= 6; points++) for (int packed = 0; packed < 2; packed++) {
    SenteWindow w = all[a];
    int depth = w.step_down * w.step_across * w.channels, filters = (w.filters + 15) / 16 * 16, block = 12;
    int wide = (depth + 30) / 16 * 16, squared = points * points;
    fill();
    SenteCall q = {.kind = SENTE_WINOGRAD_FILTERS, .finish = a + 2, .m = block, .n = wide, .k = depth, .has_bias = 1,
                   .packed = packed, .before = a == 1, .row_stride = w.channels * w.filters, .column_stride = w.filters,
                   .rows_per_part = 1 << 20, .window = w, .points = points, .a = {1, 0}, .b = {0, HALF}, .c = {0, HALF},
                   .d = {1, HALF}, .e = {2, 0}, .scratch = {0, HALF + (1 << 17)}};
    run(&q, 0, 0, level);
    take(arena + HALF, squared * (packed ? (depth + 1) / 2 : depth) * filters);
    q.kind = packed ? SENTE_WINOGRAD_PAIRS : SENTE_WINOGRAD;
    if (packed) q.n = (wide / 2 + 15) / 16 * 16;
    q.row_stride = block * wide + 16;
    q.column_stride = block * filters + 16;
    q.a = (SenteRef){0, 0};
    q.c = (SenteRef){1, HALF};
    q.has_bias = 0;
    run(&q, 0, 0, level);
    take(weights + HALF, w.images * w.down * w.across * w.filters);
    if (packed) continue;
    q.kind = SENTE_WINOGRAD_WEIGHTS;
    q.b = (SenteRef){1, HALF};
    q.c = (SenteRef){0, HALF};
    run(&q, 0, 0, level);
    q.kind = SENTE_WINOGRAD_WEIGHTS_SUM;
    q.before = 1;
    q.a = (SenteRef){0, HALF};
    q.c = (SenteRef){2, 0};
    run(&q, 0, 0, level);
    take(moments, w.high * w.wide * w.channels * w.filters);
  }
}

// Convolutions of bytes, signed and not, with one panel of filters and with two.
static void bytes(int level) {
  static const SenteWindow windows[] = {{3, 6, 7, 32, 3, 3, 68, 6, 7, 1, 1, 1, 1}, {2, 5, 5, 20, 2, 3, 20, 4, 3, 1, 1, 0, 0}};
  for (int a = 0; a < 2; a++) for (int finish = SENTE_PLAIN; finish <= SENTE_PLUS_RELU; finish++) {
    SenteWindow w = windows[a];
    fill();
    if (finish % 2) for (int i = 0; i < HALF; i++) if (arena[i] < 0) arena[i] = 0;
    SenteCall q = {.kind = SENTE_BYTE_FILTERS, .finish = finish, .has_bias = 1, .rows_per_part = w.images, .window = w,
                   .a = {1, 0}, .b = {0, HALF}, .c = {0, HALF}, .d = {1, HALF}, .e = {2, 0}, .scratch = {0, HALF + (1 << 17)}};
    run(&q, 0, 0, level);
    q.kind = SENTE_BYTE_CONVOLUTION;
    q.a = (SenteRef){0, 0};
    q.c = (SenteRef){2, HALF};
    run(&q, 0, 0, level);
    take(moments + HALF, w.images * w.down * w.across * w.filters);
  }
}

static void pairs(int level) {
  static const int sizes[] = {1, 2, 5, 15, 16, 33, 70};
  for (int a = 0; a < 7; a++) for (int b = 0; b < 7; b++) for (int turned = 0; turned < 2; turned++) {
    int m = sizes[a], n = sizes[b], k = sizes[(a + 2 * b) % 7];
    fill();
    SenteCall q = {.kind = SENTE_PAIRS, .m = m, .n = n, .k = k, .batch = 1, .rows_per_part = m, .a = {1, 0}, .c = {0, HALF}};
    run(&q, 0, 0, level);
    q.kind = SENTE_PAIR_PRODUCT;
    q.row_stride = turned ? 1 : k;
    q.column_stride = turned ? m : 1;
    q.a = (SenteRef){0, 0};
    q.b = (SenteRef){0, HALF};
    q.c = (SenteRef){2, 0};
    q.scratch.offset = HALF + (1 << 17);
    run(&q, 0, 0, level);
    take(moments, m * n);
  }
}

static void optimizers(int level) {
  for (int kind = SENTE_NORM; kind <= SENTE_DESCEND; kind++) for (int variant = 0; variant <= SENTE_CENTERED; variant++) {
    fill();
    arena[HALF] = 1e-3f;
    arena[HALF + 1] = 1.1f;
    arena[HALF + 2] = 1e-2f;
    arena[HALF + 3] = 2;
    arena[HALF + 4] = 0.25f;
    SenteCall q = {.kind = kind, .finish = variant, .count = 4704, .n = 4704, .rows_per_part = 4704, .beta1 = 0.9f,
                   .beta2 = 0.999f, .epsilon = 1e-5f, .inside = variant * 1e-3f, .clip = 0.5f, .decay = 0.01f,
                   .a = {kind == SENTE_NORM ? 0 : 1, 0}, .d = {0, HALF}, .e = {0, HALF + 3}, .scratch = {0, HALF + 16}};
    q.c = kind == SENTE_NORM ? (SenteRef){0, HALF + 8} : (SenteRef){2, 0};
    run(&q, 0, 0, level);
    take(arena, 4704);
    take(arena + HALF, 16 + 4704);
    take(weights, 4704);
    take(moments, 3 * 4704);
  }
}

int main(int count, char **arguments) {
  int level = count > 1 ? atoi(arguments[1]) : sente_best_level();
  products(level);
  chains(level);
  reductions(level);
  windows(level);
  winograd(level);
  bytes(level);
  pairs(level);
  optimizers(level);
  printf("%016llx\n", (unsigned long long)digest);
  return 0;
}
