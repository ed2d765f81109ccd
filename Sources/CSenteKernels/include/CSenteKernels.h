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
  SENTE_PAIRS,        // b[k,n] of a product to bfloat16, neighbours along k in pairs; see pairs.inc
  SENTE_PAIR_PRODUCT, // the product from such b, a rounded to bfloat16 as well
  SENTE_TRANSPOSE,    // c[n,m] = a[m,n]
  SENTE_CHAIN,        // element-wise steps over `count` elements
  SENTE_SUM,          // c[m,n] = sum over k of a[m,k,n]
  SENTE_MOMENTS,      // c[2,n] = mean and variance of the columns of a[k,n]
  SENTE_COLUMN_SUMS,  // c[2,n] = sums over the rows of a[k,n] and of a (b[k,n] - d[n])
  SENTE_LOG_SUM_EXP,  // c[m] = log of the sum over n of exp(a[m,n])
  SENTE_PAD,          // c[m,before+k+after,n] = a[m,k,n] inside, 0 outside
  SENTE_PLACE,        // the same, and what is outside stays as it is
  SENTE_GATHER,       // c[m,k,n] = a[m,b[m,k],n], b integers; NaN where an index is out of range
  SENTE_SCATTER,      // c[m,count,n] = sum of b[m,k,n] by index a[m,k], in the order of k
  SENTE_TOP,          // c[m,k] = indices of the k largest of a[m,n], largest first, equal ones by index
  SENTE_RECURRENCE,   // c[m,t,n] = a[m,t,n] c[m,t-1,n] + b[m,t,n] over t < k; backwards if `before`
  SENTE_RANDOM,       // c[count] uniform in [0, 1); a: key and stream, `before`: number of the draw
  SENTE_CONVOLUTION,  // c = finish(convolution of a with b + d); see SenteWindow
  SENTE_MARGINS,      // c = images a with the window's margins around them
  SENTE_WINOGRAD,             // a convolution from filters transformed at points x points places; see winograd.inc
  SENTE_WINOGRAD_PAIRS,       // the same with tile products of bfloat16
  SENTE_WINOGRAD_FILTERS,     // c = transform of filters a, turned around if `before`, in pairs if `packed`
  SENTE_WINOGRAD_WEIGHTS,     // c = what tiles contribute to the filters' gradient; a convolved, b gradient
  SENTE_WINOGRAD_WEIGHTS_SUM, // c = gradient of the filters from what `before` parts contribute
  SENTE_BYTE_CONVOLUTION,     // a convolution of images and filters rounded to bytes; see bytes.inc
  SENTE_BYTE_FILTERS,         // c = filters a as it reads them
  SENTE_CONVOLUTION_DATA,     // c = gradient of the convolved; a gradient of the result, b turned filters
  SENTE_CONVOLUTION_WEIGHTS,  // c = gradient of the filters; a the convolved, b gradient of the result
  SENTE_PATCHES,      // c[images,down,across,high*wide*channels] = windows of a
  SENTE_PATCHES_SUM,  // c = sum of the windows a back into images
  SENTE_POOL_INDICES, // c[images,down,across,channels] = index in its image of a window's largest
  SENTE_NORM,         // c[1] = Euclidean norm of a[count]
  SENTE_ADAM,         // one step on weights a[count], gradient b, moments c, c + n, c + 2n; see optimize.inc
  SENTE_RMSPROP,
  SENTE_SGD,
  SENTE_ACCUMULATE,   // c[count] += b
  SENTE_AVERAGE,      // b[count] = (c + b) d[4], c = 0
  SENTE_ASSIGN,       // c[count] = a, if the step is taken
  SENTE_MOMENTUM,     // c[count] = momentum of the gradient b, scratch = direction to step in
  SENTE_NORMALIZE,    // c[count] = a / (e[0] + 1e-7)
  SENTE_COMBINE,      // c[count] = beta1 a + beta2 b
  SENTE_DESCEND,      // a[count] -= rate beta1 b
};

// Variants of optimizer steps, in `finish`.
enum { SENTE_NESTEROV = 1, SENTE_LARGEST = 2, SENTE_CENTERED = 4 };

// What happens to a finished element of a product, after the bias.
enum {
  SENTE_PLAIN, SENTE_TANH, SENTE_RELU,
  SENTE_TIMES_TANH_GRADIENT, SENTE_TIMES_RELU_GRADIENT, SENTE_PLUS, SENTE_PLUS_RELU,  // these read e
};

// Steps of a chain.
enum {
  SENTE_ADD, SENTE_SUBTRACT, SENTE_MULTIPLY, SENTE_DIVIDE, SENTE_MAXIMUM, SENTE_MINIMUM,
  SENTE_GREATER, SENTE_EQUAL, SENTE_TANH_GRADIENT, SENTE_RELU_GRADIENT,
  SENTE_NEGATE, SENTE_EXP, SENTE_LOG, SENTE_TANH_STEP, SENTE_SQRT, SENTE_RELU_STEP, SENTE_ABSOLUTE,
  SENTE_COPY, SENTE_SELECT, SENTE_TO_INTEGER, SENTE_FROM_INTEGER,
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
  SENTE_BYTES,     // byte e of memory, as a number
};

// Rows of b that a packed product copies together; its scratch holds depth x columns of a part.
enum { SENTE_PACKED_DEPTH = 512 };
// Rows of a that a product of pairs rounds together.
enum { SENTE_PAIR_ROWS_AT_ONCE = 48 };
enum { SENTE_BLOCK = 256, SENTE_REGISTERS = 24, SENTE_OPERANDS = 96, SENTE_PADDING = 16 };

typedef struct { int32_t base, offset; } SenteRef;

typedef struct {
  int32_t mode, slot, period;
  float value;
  SenteRef at;
  int32_t dims[4], strides[4];
} SenteOperand;

typedef struct { uint8_t step, to, a, b, c; } SenteStep;  // indices into the chain's operands

// Windows moved over images, channels last: a[images,height,width,channels], filters
// [high,wide,channels,filters], results [images,down,across,filters]. The first window starts `top` rows above
// an image and `left` columns beside it; what is outside counts as 0.
typedef struct {
  int32_t images, height, width, channels, high, wide, filters, down, across, step_down, step_across, top, left;
} SenteWindow;

typedef struct {
  int32_t kind, finish;
  int32_t m, n, k;                // extents; a chain uses `count`
  int32_t row_stride, column_stride;  // of a, in a product
  int32_t before, after;          // of a pad
  int32_t has_bias, packed;
  int32_t turned;                 // b is [n,k] in memory; the product is then a packed one
  int32_t rows_per_part, columns_per_part, scratch_per_part;
  int32_t batch, a_batch, b_batch, c_batch;  // products side by side, and how far apart they lie
  SenteWindow window;
  int32_t points;                 // of Winograd's transforms, along one axis
  int32_t settled;                // depends on weights alone: done once for each state of theirs
  int32_t parts;                  // pieces that may run at the same time; cut by shape alone
  int64_t count;
  SenteRef a, b, c, d, e, scratch;
  int32_t operand, operands, step, steps;      // ranges of a chain
  float beta1, beta2, epsilon, inside, clip, decay;    // of an optimizer; `inside` is an epsilon within a root
} SenteCall;

typedef struct {
  const SenteCall *calls;
  int32_t count;
  const SenteOperand *operands;
  const SenteStep *steps;
  int32_t has_pairs;  // the processor multiplies pairs of bfloat16, and may be asked to
  int32_t has_bytes;  // the same of bytes
} SenteCallList;

// Instruction sets: 0 plain C, 1 NEON, 2 AVX2 with FMA, 3 AVX-512. The best that this processor has.
int32_t sente_best_level(void);
// Whether the best level has an instruction for products of pairs of bfloat16.
int32_t sente_has_pairs(void);
// The same for products of bytes.
int32_t sente_has_bytes(void);
// Runs all calls in order, or all but the settled ones, with the kernels of a level that is at most the best.
void sente_run(const SenteCallList *list, float *const *bases, int32_t level, int32_t skips_settled);
// Runs one part of one call; the parts of a call may run at the same time.
void sente_run_part(const SenteCallList *list, int32_t call, int32_t part, float *const *bases, int32_t level);

// Multiply-adds a second at peak, by dependent-free fused multiply-adds in registers: runs `rounds`
// rounds and returns the number of floating-point operations done. The caller takes the time.
double sente_peak_work(int64_t rounds, int32_t level);
