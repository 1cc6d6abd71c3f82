// The kernels of one instruction set.
#include "kernels.h"

namespace nk::NK_ISA {

extern const decltype(Kernels::depthwise_scratch) depthwise_scratch;
extern const decltype(Kernels::depthwise) depthwise;
extern const decltype(Kernels::depthwise_input) depthwise_input;
extern const decltype(Kernels::depthwise_weight) depthwise_weight;
extern const decltype(Kernels::moments) norm_moments;
extern const decltype(Kernels::affine) norm_affine;
extern const decltype(Kernels::affine_sums) norm_sums;
extern const decltype(Kernels::affine_input) norm_input;
extern const decltype(Kernels::product) product;
extern const decltype(Kernels::pool) pool_images;
extern const decltype(Kernels::unpool) unpool_images;
extern const decltype(Kernels::weighted_sum) sum_of;
extern const decltype(Kernels::weighted_sum_gradients) sum_gradients;

Kernels table() {
  return {depthwise_scratch, depthwise, depthwise_input, depthwise_weight, norm_moments, norm_affine, norm_sums, norm_input, product, pool_images, unpool_images, sum_of, sum_gradients};
}

}  // namespace nk::NK_ISA
