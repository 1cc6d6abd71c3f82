// naskit::convolution: depthwise and pointwise convolutions of images that lie as N, H, W, C.
#include "fused.h"

namespace nk {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

constexpr int64_t kMostKernel = 16;

at::Tensor joined(const at::Tensor& parts) { return !parts.defined() ? parts : parts.size(0) == 1 ? parts[0] : parts.sum(0); }

at::Tensor plain_depthwise(const at::Tensor& x, const at::Tensor& weight, int64_t stride, int64_t padding, int64_t dilation, bool relu) {
  return at::conv2d(relu ? at::relu(x) : x, weight, {}, {stride, stride}, {padding, padding}, {dilation, dilation}, x.size(1));
}

at::Tensor taps_of(const at::Tensor& weight) { return weight.flatten(1).t().contiguous(); }  // [k·k, C]

Depthwise shape_of(const at::Tensor& x, const at::Tensor& weight, int64_t stride, int64_t padding, int64_t dilation, bool relu) {
  const int64_t reach = (weight.size(2) - 1) * dilation + 1;
  return {x.size(2), x.size(3), x.size(1), (x.size(2) + 2 * padding - reach) / stride + 1, (x.size(3) + 2 * padding - reach) / stride + 1,
          weight.size(2), stride, padding, dilation, relu};
}

struct DepthwiseConvolution : torch::autograd::Function<DepthwiseConvolution> {
  static Variable forward(AutogradContext* context, const Variable& input, const Variable& weight, int64_t stride, int64_t padding, int64_t dilation, bool relu) {
    const at::Tensor x = input.contiguous(kImages), w = taps_of(weight);
    const Depthwise d = shape_of(x, weight, stride, padding, dilation, relu);
    at::Tensor y = like_images(x, d.channels, d.out_height, d.out_width);
    const int64_t from = d.height * d.width * d.channels, to = d.out_height * d.out_width * d.channels;
    for_pieces(x.size(0), pieces_of(x.size(0), 1), [&](int64_t, int64_t first, int64_t last) {
      std::vector<float> scratch(kernels().depthwise_scratch(d));
      kernels().depthwise(d, last - first, data(x) + first * from, data(w), y.data_ptr<float>() + first * to, scratch.data());
    });
    context->save_for_backward({input, weight});
    context->saved_data["numbers"] = std::vector<int64_t>{stride, padding, dilation, relu ? 1 : 0};
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    const auto n = context->saved_data["numbers"].toIntVector();
    if (at::GradMode::is_enabled()) {
      auto found = plain_gradients([&](const auto& own) { return plain_depthwise(own[0], own[1], n[0], n[1], n[2], n[3] != 0); }, {saved[0], saved[1]}, grads[0]);
      return {found[0], found[1], {}, {}, {}, {}};
    }
    const at::Tensor x = saved[0].contiguous(kImages), w = taps_of(saved[1]), g = grads[0].contiguous(kImages);
    const Depthwise d = shape_of(x, saved[1], n[0], n[1], n[2], n[3] != 0);
    const int64_t from = d.height * d.width * d.channels, to = d.out_height * d.out_width * d.channels, pieces = pieces_of(x.size(0), 1);
    at::Tensor grad_x = context->needs_input_grad(0) ? like_images(x, d.channels, d.height, d.width) : at::Tensor();
    at::Tensor parts = context->needs_input_grad(1) ? at::empty({pieces, d.kernel * d.kernel, d.channels}, w.options()) : at::Tensor();
    for_pieces(x.size(0), pieces, [&](int64_t i, int64_t first, int64_t last) {
      std::vector<float> scratch(kernels().depthwise_scratch(d));
      if (grad_x.defined())
        kernels().depthwise_input(d, last - first, data(g) + first * to, data(x) + first * from, data(w), grad_x.data_ptr<float>() + first * from, scratch.data());
      if (parts.defined())
        kernels().depthwise_weight(d, last - first, data(g) + first * to, data(x) + first * from, parts.data_ptr<float>() + i * w.numel(), scratch.data());
    });
    return {grad_x, parts.defined() ? joined(parts).t().contiguous().view_as(saved[1]) : parts, {}, {}, {}, {}};
  }
};

at::Tensor plain_pointwise(const at::Tensor& x, const at::Tensor& weight) { return at::conv2d(x, weight); }

// Images that lie as N, H, W, C as a matrix [N·H·W, C] over the same memory.
at::Tensor rows_of(const at::Tensor& images) { return images.permute({0, 2, 3, 1}).view({-1, images.size(1)}); }

// Above this many weights (4 MB) a product pays for the packing that the library's own does. Below, where that knows the processor the two are equally fast.
constexpr int64_t kLargest = 1 << 20;

struct PointwiseConvolution : torch::autograd::Function<PointwiseConvolution> {
  static Variable forward(AutogradContext* context, const Variable& input, const Variable& weight) {
    context->save_for_backward({input, weight});
    const at::Tensor x = input.contiguous(kImages);
    const int64_t from = x.size(1), to = weight.size(0), rows = x.numel() / from;
    at::Tensor y = like_images(x, to, x.size(2), x.size(3));
    if (weight.numel() > kLargest) {
      at::Tensor result = rows_of(y);
      at::mm_out(result, rows_of(x), weight.flatten(1).t());
      return y;
    }
    const at::Tensor turned = weight.flatten(1).t().contiguous();  // [C, K]
    for_pieces(rows, pieces_of(rows, 64), [&](int64_t, int64_t first, int64_t last) {
      kernels().product({last - first, from, to, from, 1, to}, data(x) + first * from, data(turned), y.data_ptr<float>() + first * to);
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    if (at::GradMode::is_enabled()) return plain_gradients([](const auto& own) { return plain_pointwise(own[0], own[1]); }, saved, grads[0]);
    const at::Tensor x = saved[0].contiguous(kImages), w = saved[1].contiguous(), g = grads[0].contiguous(kImages);
    const int64_t from = x.size(1), to = w.size(0), rows = x.numel() / from, pieces = pieces_of(rows, 64);
    at::Tensor grad_x = context->needs_input_grad(0) ? like_images(x, from, x.size(2), x.size(3)) : at::Tensor();
    if (w.numel() > kLargest) {
      at::Tensor rows_x = grad_x.defined() ? rows_of(grad_x) : grad_x;
      if (grad_x.defined()) at::mm_out(rows_x, rows_of(g), w.flatten(1));
      return {grad_x, context->needs_input_grad(1) ? at::mm(rows_of(g).t(), rows_of(x)).view_as(w) : at::Tensor()};
    }
    at::Tensor parts = context->needs_input_grad(1) ? at::empty({pieces, to, from, 1, 1}, w.options()) : at::Tensor();
    for_pieces(rows, pieces, [&](int64_t i, int64_t first, int64_t last) {
      if (grad_x.defined()) kernels().product({last - first, to, from, to, 1, from}, data(g) + first * to, data(w), grad_x.data_ptr<float>() + first * from);
      if (parts.defined()) kernels().product({to, last - first, from, 1, to, from}, data(g) + first * to, data(x) + first * from, parts.data_ptr<float>() + i * w.numel());
    });
    return {grad_x, joined(parts)};
  }
};

// A convolution without bias; the two kinds above where x and weight are such, else the library's.
at::Tensor convolution(const at::Tensor& x, const at::Tensor& weight, int64_t stride, int64_t padding, int64_t dilation, int64_t groups, bool relu) {
  TORCH_CHECK(x.dim() == 4 && weight.dim() == 4, "a convolution takes images [N, C, H, W] and weights [K, C / groups, k, k], not ", x.sizes(), " and ", weight.sizes());
  TORCH_CHECK(stride > 0 && dilation > 0 && padding >= 0 && groups > 0, "stride, dilation and groups must be positive and padding not negative");
  const int64_t channels = x.size(1), kernel = weight.size(2);
  const bool plain = !fits(x) || weight.numel() == 0 || weight.scalar_type() != at::kFloat || !weight.is_cpu() || weight.size(3) != kernel;
  if (!plain && groups == channels && weight.size(0) == channels && weight.size(1) == 1 && kernel <= kMostKernel && stride <= kMostKernel && dilation <= kMostKernel) {
    const int64_t reach = (kernel - 1) * dilation + 1;
    if (padding < reach && x.size(2) + 2 * padding >= reach && x.size(3) + 2 * padding >= reach)
      return DepthwiseConvolution::apply(x, weight, stride, padding, dilation, relu);
  }
  const at::Tensor input = relu ? at::relu(x) : x;
  if (!plain && groups == 1 && kernel == 1 && padding == 0 && weight.size(1) == channels)
    return PointwiseConvolution::apply(stride == 1 ? input : input.slice(2, 0, c10::nullopt, stride).slice(3, 0, c10::nullopt, stride), weight);
  return at::conv2d(input, weight, {}, {stride, stride}, {padding, padding}, {dilation, dilation}, groups);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(naskit, library) {
  library.def("convolution(Tensor x, Tensor weight, int stride, int padding, int dilation, int groups, bool relu) -> Tensor", convolution);
}

}  // namespace nk
