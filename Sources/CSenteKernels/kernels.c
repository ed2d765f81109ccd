#include "CSenteKernels.h"
#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

#if defined(__x86_64__)
#include <immintrin.h>
#define W 16
#define VECTORS 4
#define NAME(x) JOIN(x, _pairs)
#define LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define DOT(sum, x, y) (vf)_mm512_dpbf16_ps((__m512)(sum), (__m512bh)(x), (__m512bh)(y))
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512bf16,fma"))), apply_to = function)
#define ROUNDED(to, x) _mm256_storeu_si256((__m256i *)(to), (__m256i)_mm512_cvtneps_pbh((__m512)(x)))
#include "vector.inc"
#include "product.inc"
#include "pairs.inc"
#include "winograd.inc"
#include "vector-end.inc"
#undef ROUNDED
#undef TILE
#undef TILES
#pragma clang attribute pop
#undef NAME

#define NAME(x) JOIN(x, _bytes)
#define DOT(sum, x, y) (vi)_mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(x), (__m512i)(y))
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni,fma"))), apply_to = function)
#include "vector.inc"
#include "finished.inc"
#include "bytes.inc"
#include "vector-end.inc"
#pragma clang attribute pop
#undef NAME

#define NAME(x) JOIN(x, _avx512)
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma"))), apply_to = function)
#include "level.inc"
#pragma clang attribute pop
#undef W
#undef VECTORS
#undef NAME
#undef LOW
#undef HIGH

#define W 8
#define VECTORS 2
#define NAME(x) JOIN(x, _avx2)
#define LOW 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH 4, 12, 5, 13, 6, 14, 7, 15
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "level.inc"
#pragma clang attribute pop
#undef W
#undef VECTORS
#undef NAME
#undef LOW
#undef HIGH
#endif

// The rest of the world: NEON where it is part of the base instruction set, else plain C, in which a
// fused multiply-add may be a call of fmaf: slow, and the same bits.
#define W 4
#if defined(__aarch64__)
#define VECTORS 4
#else
#define VECTORS 2
#endif
#define NAME(x) JOIN(x, _base)
#define LOW 0, 4, 1, 5
#define HIGH 2, 6, 3, 7
#include "level.inc"

int32_t sente_best_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("fma")) return 0;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512dq")) return 3;
  return __builtin_cpu_supports("avx2") ? 2 : 0;
#elif defined(__aarch64__)
  return 1;
#else
  return 0;
#endif
}

int32_t sente_has_pairs(void) {
#if defined(__x86_64__)
  return sente_best_level() == 3 && __builtin_cpu_supports("avx512bf16") != 0;
#else
  return 0;
#endif
}

int32_t sente_has_bytes(void) {
#if defined(__x86_64__)
  return sente_best_level() == 3 && __builtin_cpu_supports("avx512vnni") != 0;
#else
  return 0;
#endif
}

void sente_run(const SenteCallList *list, float *const *bases, int32_t level, int32_t skips_settled) {
#if defined(__x86_64__)
  if (level == 3) { run_avx512(list, bases, skips_settled); return; }
  if (level == 2) { run_avx2(list, bases, skips_settled); return; }
#endif
  (void)level;
  run_base(list, bases, skips_settled);
}

void sente_run_part(const SenteCallList *list, int32_t call, int32_t part, float *const *bases, int32_t level) {
  const SenteCall *q = list->calls + call;
#if defined(__x86_64__)
  if (level == 3) { part_avx512(list, q, part, bases); return; }
  if (level == 2) { part_avx2(list, q, part, bases); return; }
#endif
  (void)level;
  part_base(list, q, part, bases);
}

double sente_peak_work(int64_t rounds, int32_t level) {
#if defined(__x86_64__)
  if (level == 3) return peak_avx512(rounds);
  if (level == 2) return peak_avx2(rounds);
#endif
  (void)level;
  return peak_base(rounds);
}
