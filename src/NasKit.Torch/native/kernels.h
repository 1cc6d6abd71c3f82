// The kernels behind the fused operators, a table of them for each instruction set. All images lie as N, H, W, C without gaps, float32.
#pragma once
#include <cstdint>

namespace nk {

// A depthwise convolution with square kernel; relu: of the input, before it.
struct Depthwise {
  int64_t height, width, channels, out_height, out_width, kernel, stride, padding, dilation;
  bool relu;
};

enum class Act : int64_t { None = 0, ReLU = 1, ReLU6 = 2 };

// c [rows, columns] = a [rows, inner] · b [inner, columns]; a's element (i, k) is at i·a_row + k·a_column, the rows of b are b_row apart.
struct Product {
  int64_t rows, inner, columns, a_row, a_column, b_row;
};

// A pooling of 3×3 positions, those outside the image left out; stride 1 or 2.
struct Pool {
  int64_t height, width, channels, out_height, out_width, stride;
};

struct Kernels {
  // Floats that the three need in `scratch`; their contents do not matter.
  int64_t (*depthwise_scratch)(const Depthwise&);
  // weight, grad_weight: [k·k, C].
  void (*depthwise)(const Depthwise&, int64_t images, const float* x, const float* weight, float* y, float* scratch);
  void (*depthwise_input)(const Depthwise&, int64_t images, const float* grad, const float* x, const float* weight, float* grad_x, float* scratch);
  void (*depthwise_weight)(const Depthwise&, int64_t images, const float* grad, const float* x, float* grad_weight, float* scratch);

  // Of rows [rows, C]: mean and the sum of squared distances from it, both [C].
  void (*moments)(int64_t rows, int64_t channels, const float* x, double* mean, double* squares);
  // y = act(x·scale + shift).
  void (*affine)(int64_t rows, int64_t channels, const float* x, const float* scale, const float* shift, Act act, float* y);
  // With g the gradient behind the activation: Σ g and Σ g·(x − mean), both [C].
  void (*affine_sums)(int64_t rows, int64_t channels, const float* grad, const float* x, const float* scale, const float* shift, const float* mean, Act act,
                      double* sum, double* product);
  // grad_x = scale·g − slope·x − offset.
  void (*affine_input)(int64_t rows, int64_t channels, const float* grad, const float* x, const float* scale, const float* shift, const float* slope,
                       const float* offset, Act act, float* grad_x);
  void (*product)(const Product&, const float* a, const float* b, float* c);

  // The largest value, and which of the nine it was; the mean where there is no `taps`.
  void (*pool)(const Pool&, int64_t images, const float* x, float* y, uint8_t* taps);
  void (*unpool)(const Pool&, int64_t images, const float* grad, const uint8_t* taps, float* grad_x);

  // y = Σ weights[k]·x[k]; its gradients, those of the weights as sums in `products`; no gradient where grad_x[k] is null.
  void (*weighted_sum)(int64_t parts, int64_t count, const float* const* x, const float* weights, float* y);
  void (*weighted_sum_gradients)(int64_t parts, int64_t count, const float* grad, const float* const* x, const float* weights, float* const* grad_x, double* products);
};

// Those of the widest instruction set that this processor has.
const Kernels& kernels();

}  // namespace nk
