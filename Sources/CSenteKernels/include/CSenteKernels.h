// Kernels of a compiled program.
//
// A program is a flat list of calls. Every operand is (base, offset) into a few float buffers: base 0
// is the program's arena, the others are weights and optimizer states. Kernels allocate nothing, keep
// nothing, never write outside the tensors they are told to write, and may read up to 15 floats past
// the end of a tensor (buffers are padded for that).
//
// Same bits on every instruction set: each sum has one written order, each multiply-add is an explicit
// fused one or none at all, and contraction by the compiler is off.
#pragma once
#include <stdint.h>

enum {
  SENTE_PRODUCT,      // c[m,n] = finish(a[m,k] b[k,n] + d[n]); a by strides (row, column)
  SENTE_TRANSPOSE,    // c[n,m] = a[m,n]
  SENTE_CHAIN,        // element-wise steps over `count` elements
  SENTE_SUM,          // c[m,n] = sum over k of a[m,k,n]
  SENTE_LOG_SUM_EXP,  // c[m] = log of the sum over n of exp(a[m,n])
  SENTE_PAD,          // c[m,before+k+after,n] = a[m,k,n] inside, 0 outside
  SENTE_NORM,         // c[1] = Euclidean norm of a[count]
  SENTE_ADAM,         // one step on a[count]; see SenteOptimizerCall
  SENTE_SGD,
};

// What happens to a finished element of a product, after the bias.
enum { SENTE_PLAIN, SENTE_TANH, SENTE_RELU, SENTE_TIMES_TANH_GRADIENT, SENTE_TIMES_RELU_GRADIENT };

// Steps of a chain.
enum {
  SENTE_ADD, SENTE_SUBTRACT, SENTE_MULTIPLY, SENTE_DIVIDE, SENTE_MAXIMUM, SENTE_MINIMUM,
  SENTE_GREATER, SENTE_EQUAL, SENTE_TANH_GRADIENT, SENTE_RELU_GRADIENT,
  SENTE_NEGATE, SENTE_EXP, SENTE_LOG, SENTE_TANH_STEP, SENTE_SQRT, SENTE_RELU_STEP, SENTE_ABSOLUTE,
  SENTE_COPY, SENTE_SELECT,
};

// How an operand of a chain is found at flat index e.
enum {
  SENTE_REGISTER,  // a block register
  SENTE_FULL,      // x[e]
  SENTE_SCALAR,    // x[0]
  SENTE_ROW,       // x[e % period]
  SENTE_COLUMN,    // x[e / period]
  SENTE_CONSTANT,  // value
  SENTE_INDEX,     // e % period
  SENTE_STRIDED,   // sum of coordinate * stride, coordinates of e in `dims`
};

// Rows of b that a packed product copies together; its scratch holds depth x columns of a part.
enum { SENTE_PACKED_DEPTH = 512 };
enum { SENTE_BLOCK = 256, SENTE_REGISTERS = 24, SENTE_OPERANDS = 96, SENTE_PADDING = 16 };

typedef struct { int32_t base, offset; } SenteRef;

typedef struct {
  int32_t mode, slot, period;
  float value;
  SenteRef at;
  int32_t dims[4], strides[4];
} SenteOperand;

typedef struct { uint8_t step, to, a, b, c; } SenteStep;  // indices into the chain's operands

typedef struct {
  int32_t kind, finish;
  int32_t m, n, k;                // extents; a chain uses `count`
  int32_t row_stride, column_stride;  // of a, in a product
  int32_t before, after;          // of a pad
  int32_t has_bias, packed;
  int32_t rows_per_part, columns_per_part, scratch_per_part;
  int32_t parts;                  // pieces that may run at the same time; cut by shape alone
  int64_t count;
  SenteRef a, b, c, d, e, scratch;
  int32_t operand, operands, step, steps;      // ranges of a chain
  float beta1, beta2, epsilon, clip, decay;    // of an optimizer
} SenteCall;

typedef struct {
  const SenteCall *calls;
  int32_t count;
  const SenteOperand *operands;
  const SenteStep *steps;
} SenteCallList;

// Instruction sets: 0 plain C, 1 NEON, 2 AVX2 with FMA, 3 AVX-512. The best that this processor has.
int32_t sente_best_level(void);
// Runs all calls in order, with the kernels of a level that is at most the best.
void sente_run(const SenteCallList *list, float *const *bases, int32_t level);
// Runs one part of one call; the parts of a call may run at the same time.
void sente_run_part(const SenteCallList *list, int32_t call, int32_t part, float *const *bases, int32_t level);

// Multiply-adds a second at peak, by dependent-free fused multiply-adds in registers: runs `rounds`
// rounds and returns the number of floating-point operations done. The caller takes the time.
double sente_peak_work(int64_t rounds, int32_t level);
