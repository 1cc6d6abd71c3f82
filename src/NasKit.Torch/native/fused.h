// What the fused operators share: which tensors they take, and how work is cut into pieces.
#pragma once
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "kernels.h"

namespace nk {

constexpr auto kImages = at::MemoryFormat::ChannelsLast;

// Whether the kernels take these images; all else is computed by plain operators.
inline bool fits(const at::Tensor& x) {
  return x.dim() == 4 && x.numel() > 0 && x.scalar_type() == at::kFloat && x.is_cpu() && x.layout() == at::kStrided && !x.is_neg();
}

inline bool fits(const c10::optional<at::Tensor>& values, const at::Tensor& x) {
  return !values.has_value() || (values->scalar_type() == at::kFloat && values->is_cpu() && values->dim() == 1 && values->size(0) == x.size(1));
}

inline at::Tensor like_images(const at::Tensor& x, int64_t channels, int64_t height, int64_t width) {
  return at::empty({x.size(0), channels, height, width}, x.options().memory_format(kImages));
}

inline const float* data(const at::Tensor& t) { return t.defined() ? t.data_ptr<float>() : nullptr; }

// Cuts [0, count) into the same pieces whatever the number of threads is, so that sums over them do not depend on it.
constexpr int64_t kPieces = 8;
inline int64_t pieces_of(int64_t count, int64_t least) { return std::max<int64_t>(1, std::min(kPieces, count / std::max<int64_t>(1, least))); }

// body(piece, first, last) for each piece.
template <class F>
void for_pieces(int64_t count, int64_t pieces, const F& body) {
  at::parallel_for(0, pieces, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) body(i, count * i / pieces, count * (i + 1) / pieces);
  });
}

// Gradients that have gradients themselves: those of the plain operators, computed anew on the same inputs.
template <class F>
std::vector<at::Tensor> plain_gradients(const F& plain, const std::vector<at::Tensor>& inputs, const at::Tensor& grad) {
  std::vector<at::Tensor> own, asked;
  for (const auto& input : inputs) {
    own.push_back(input.defined() ? input.view_as(input) : input);
    if (own.back().defined() && own.back().requires_grad()) asked.push_back(own.back());
  }
  auto found = torch::autograd::grad({plain(own)}, asked, {grad}, true, true, true);
  std::vector<at::Tensor> result;
  size_t next = 0;
  for (const auto& input : own) result.push_back(input.defined() && input.requires_grad() ? found[next++] : at::Tensor());
  return result;
}

}  // namespace nk
