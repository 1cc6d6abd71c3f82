// naskit::pool and naskit::weighted_sum: what cells of DARTS have beside convolutions and normalisations.
#include "fused.h"

namespace nk {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

at::Tensor plain_pool(const at::Tensor& x, int64_t stride, bool max) {
  return max ? at::max_pool2d(x, {3, 3}, {stride, stride}, {1, 1}) : at::avg_pool2d(x, {3, 3}, {stride, stride}, {1, 1}, false, false);
}

Pool shape_of(const at::Tensor& x, int64_t stride) { return {x.size(2), x.size(3), x.size(1), (x.size(2) - 1) / stride + 1, (x.size(3) - 1) / stride + 1, stride}; }

struct Pooling : torch::autograd::Function<Pooling> {
  static Variable forward(AutogradContext* context, const Variable& input, int64_t stride, bool max) {
    const at::Tensor x = input.contiguous(kImages);
    const Pool p = shape_of(x, stride);
    at::Tensor y = like_images(x, p.channels, p.out_height, p.out_width);
    const at::Tensor taps = max ? at::empty({y.numel()}, x.options().dtype(at::kByte)) : at::Tensor();
    const int64_t from = x.numel() / x.size(0), to = y.numel() / x.size(0);
    for_pieces(x.size(0), pieces_of(x.size(0), 1), [&](int64_t, int64_t first, int64_t last) {
      kernels().pool(p, last - first, data(x) + first * from, y.data_ptr<float>() + first * to, max ? taps.data_ptr<uint8_t>() + first * to : nullptr);
    });
    context->save_for_backward({input, taps});
    context->saved_data["stride"] = stride;
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    const int64_t stride = context->saved_data["stride"].toInt();
    const bool max = saved[1].defined();
    if (at::GradMode::is_enabled()) {
      auto found = plain_gradients([&](const auto& own) { return plain_pool(own[0], stride, max); }, {saved[0]}, grads[0]);
      return {found[0], {}, {}};
    }
    const at::Tensor g = grads[0].contiguous(kImages);
    const Pool p = shape_of(saved[0], stride);
    at::Tensor grad_x = like_images(g, p.channels, p.height, p.width);
    const int64_t from = grad_x.numel() / g.size(0), to = g.numel() / g.size(0);
    for_pieces(g.size(0), pieces_of(g.size(0), 1), [&](int64_t, int64_t first, int64_t last) {
      kernels().unpool(p, last - first, data(g) + first * to, max ? saved[1].data_ptr<uint8_t>() + first * to : nullptr, grad_x.data_ptr<float>() + first * from);
    });
    return {grad_x, {}, {}};
  }
};

at::Tensor pool(const at::Tensor& x, int64_t stride, bool max) {
  TORCH_CHECK(x.dim() == 4, "a pooling takes images [N, C, H, W], not ", x.sizes());
  TORCH_CHECK(stride > 0, "the stride must be positive");
  return !fits(x) || stride > 2 ? plain_pool(x, stride, max) : Pooling::apply(x, stride, max);
}

at::Tensor plain_sum(at::TensorList parts, at::TensorList weights) {
  at::Tensor sum = parts[0] * weights[0];
  for (size_t i = 1; i < parts.size(); ++i) sum = sum + parts[i] * weights[i];
  return sum;
}

// The numbers of scalars, as the kernels take them.
std::vector<float> numbers_of(at::TensorList weights) {
  std::vector<float> numbers;
  for (const auto& weight : weights) numbers.push_back(*weight.data_ptr<float>());
  return numbers;
}

struct WeightedSum : torch::autograd::Function<WeightedSum> {
  // values: n parts, then n weights.
  static Variable forward(AutogradContext* context, at::TensorList values) {
    const size_t n = values.size() / 2;
    std::vector<at::Tensor> parts;
    std::vector<const float*> from;
    for (const auto& part : values.slice(0, n)) {
      parts.push_back(part.contiguous(kImages));
      from.push_back(data(parts.back()));
    }
    const auto weights = numbers_of(values.slice(n));
    at::Tensor y = like_images(parts[0], parts[0].size(1), parts[0].size(2), parts[0].size(3));
    const int64_t count = y.numel();
    for_pieces(count, pieces_of(count, 1 << 14), [&](int64_t, int64_t first, int64_t last) {
      std::vector<const float*> here(from);
      for (auto& p : here) p += first;
      kernels().weighted_sum(n, last - first, here.data(), weights.data(), y.data_ptr<float>() + first);
    });
    context->save_for_backward(values.vec());
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    const size_t n = saved.size() / 2;
    if (at::GradMode::is_enabled())
      return plain_gradients([&](const auto& own) { return plain_sum(at::TensorList(own).slice(0, n), at::TensorList(own).slice(n)); }, saved, grads[0]);
    const at::Tensor g = grads[0].contiguous(kImages);
    const int64_t count = g.numel(), pieces = pieces_of(count, 1 << 14);
    variable_list results(2 * n);
    std::vector<at::Tensor> parts;
    std::vector<const float*> from;
    std::vector<float*> to;
    for (size_t k = 0; k < n; ++k) {
      parts.push_back(saved[k].contiguous(kImages));
      from.push_back(data(parts.back()));
      if (context->needs_input_grad(k)) results[k] = like_images(g, g.size(1), g.size(2), g.size(3));
      to.push_back(results[k].defined() ? results[k].data_ptr<float>() : nullptr);
    }
    const auto weights = numbers_of(at::TensorList(saved).slice(n));
    std::vector<double> products(pieces * n);
    for_pieces(count, pieces, [&](int64_t i, int64_t first, int64_t last) {
      std::vector<const float*> here(from);
      std::vector<float*> there(to);
      for (auto& p : here) p += first;
      for (auto& p : there) p = p == nullptr ? p : p + first;
      kernels().weighted_sum_gradients(n, last - first, data(g) + first, here.data(), weights.data(), there.data(), &products[i * n]);
    });
    for (size_t k = 0; k < n; ++k) {
      if (!context->needs_input_grad(n + k)) continue;
      double product = 0;
      for (int64_t i = 0; i < pieces; ++i) product += products[i * n + k];
      results[n + k] = at::full_like(saved[n + k], product);
    }
    return results;
  }
};

at::Tensor weighted_sum(at::TensorList parts, at::TensorList weights) {
  TORCH_CHECK(!parts.empty() && parts.size() == weights.size(), "a weighted sum takes as many weights as parts and at least one, not ", parts.size(), " parts and ", weights.size(), " weights");
  bool fast = true;
  for (size_t i = 0; i < parts.size(); ++i) {
    TORCH_CHECK(parts[i].sizes() == parts[0].sizes(), "the parts of a weighted sum have one shape, not ", parts[0].sizes(), " and ", parts[i].sizes());
    TORCH_CHECK(weights[i].numel() == 1 && weights[i].dim() == 0, "the weights of a sum are scalars, not ", weights[i].sizes());
    fast = fast && fits(parts[i]) && weights[i].scalar_type() == at::kFloat && weights[i].is_cpu();
  }
  if (!fast) return plain_sum(parts, weights);
  std::vector<at::Tensor> values(parts.vec());
  values.insert(values.end(), weights.begin(), weights.end());
  return WeightedSum::apply(at::TensorList(values));
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(naskit, library) {
  library.def("pool(Tensor x, int stride, bool max) -> Tensor", pool);
  library.def("weighted_sum(Tensor[] parts, Tensor[] weights) -> Tensor", weighted_sum);
}

}  // namespace nk
