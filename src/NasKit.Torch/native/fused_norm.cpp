// naskit::batch_norm: normalisation by the batch, scale, shift and activation in two readings of the images; its gradient in two more.
#include "fused.h"

namespace nk {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;
using OptionalTensor = c10::optional<at::Tensor>;

at::Tensor plain(const at::Tensor& x, const OptionalTensor& weight, const OptionalTensor& bias, double epsilon, Act act) {
  at::Tensor y = at::batch_norm(x, weight, bias, {}, {}, true, 0, epsilon, false);
  return act == Act::ReLU ? at::relu(y) : act == Act::ReLU6 ? at::hardtanh(y, 0, 6) : y;
}

struct BatchNorm : torch::autograd::Function<BatchNorm> {
  static Variable forward(AutogradContext* context, const Variable& input, const OptionalTensor& weight, const OptionalTensor& bias, double epsilon, int64_t act) {
    const at::Tensor x = input.contiguous(kImages);
    const int64_t channels = x.size(1), rows = x.numel() / channels, pieces = pieces_of(rows, std::max<int64_t>(1, (1 << 15) / channels));
    std::vector<double> means(pieces * channels), squares(pieces * channels);
    for_pieces(rows, pieces, [&](int64_t i, int64_t first, int64_t last) {
      kernels().moments(last - first, channels, data(x) + first * channels, &means[i * channels], &squares[i * channels]);
    });
    const at::Tensor numbers = at::empty({4, channels}, x.options().memory_format(at::MemoryFormat::Contiguous));  // scale, shift, mean, 1/deviation
    const at::Tensor w = weight.has_value() ? weight->contiguous() : at::Tensor(), b = bias.has_value() ? bias->contiguous() : at::Tensor();
    float *scale = numbers.data_ptr<float>(), *shift = scale + channels, *mean = shift + channels, *inverse = mean + channels;
    for (int64_t c = 0; c < channels; ++c) {
      double m = 0, s = 0;
      for (int64_t i = 0; i < pieces; ++i) {
        const double before = static_cast<double>(rows * i / pieces), count = static_cast<double>(rows * (i + 1) / pieces) - before;
        const double distance = means[i * channels + c] - m;
        m += distance * (count / (before + count));
        s += squares[i * channels + c] + distance * distance * (before * count / (before + count));
      }
      const double deviation = 1 / std::sqrt(s / static_cast<double>(rows) + epsilon), factor = (w.defined() ? data(w)[c] : 1.0) * deviation;
      mean[c] = static_cast<float>(m);
      inverse[c] = static_cast<float>(deviation);
      scale[c] = static_cast<float>(factor);
      shift[c] = static_cast<float>((b.defined() ? data(b)[c] : 0.0) - m * factor);
    }
    at::Tensor y = like_images(x, channels, x.size(2), x.size(3));
    for_pieces(rows, pieces, [&](int64_t, int64_t first, int64_t last) {
      kernels().affine(last - first, channels, data(x) + first * channels, scale, shift, static_cast<Act>(act), y.data_ptr<float>() + first * channels);
    });
    context->save_for_backward({input, weight.value_or(at::Tensor()), bias.value_or(at::Tensor()), numbers});
    context->saved_data["epsilon"] = epsilon;
    context->saved_data["act"] = act;
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    const auto act = static_cast<Act>(context->saved_data["act"].toInt());
    if (at::GradMode::is_enabled()) {
      const double epsilon = context->saved_data["epsilon"].toDouble();
      auto found = plain_gradients([&](const auto& own) { return plain(own[0], own[1], own[2], epsilon, act); }, {saved[0], saved[1], saved[2]}, grads[0]);
      return {found[0], found[1], found[2], {}, {}};
    }
    const at::Tensor x = saved[0].contiguous(kImages), g = grads[0].contiguous(kImages);
    const int64_t channels = x.size(1), rows = x.numel() / channels, pieces = pieces_of(rows, std::max<int64_t>(1, (1 << 15) / channels));
    const float *scale = data(saved[3]), *shift = scale + channels, *mean = shift + channels, *inverse = mean + channels;
    std::vector<double> sums(pieces * channels), products(pieces * channels);
    for_pieces(rows, pieces, [&](int64_t i, int64_t first, int64_t last) {
      kernels().affine_sums(last - first, channels, data(g) + first * channels, data(x) + first * channels, scale, shift, mean, act, &sums[i * channels], &products[i * channels]);
    });
    at::Tensor grad_weight = saved[1].defined() ? at::empty({channels}, saved[1].options()) : at::Tensor();
    at::Tensor grad_bias = saved[2].defined() ? at::empty({channels}, saved[2].options()) : at::Tensor();
    std::vector<float> slope(channels), offset(channels);
    for (int64_t c = 0; c < channels; ++c) {
      double sum = 0, product = 0;
      for (int64_t i = 0; i < pieces; ++i) {
        sum += sums[i * channels + c];
        product += products[i * channels + c];
      }
      const double n = static_cast<double>(rows), k = scale[c] * product * inverse[c] * inverse[c] / n;
      slope[c] = static_cast<float>(k);
      offset[c] = static_cast<float>(scale[c] * sum / n - k * mean[c]);
      if (grad_weight.defined()) grad_weight.data_ptr<float>()[c] = static_cast<float>(product * inverse[c]);
      if (grad_bias.defined()) grad_bias.data_ptr<float>()[c] = static_cast<float>(sum);
    }
    at::Tensor grad_x;
    if (context->needs_input_grad(0)) {
      grad_x = like_images(x, channels, x.size(2), x.size(3));
      for_pieces(rows, pieces, [&](int64_t, int64_t first, int64_t last) {
        kernels().affine_input(last - first, channels, data(g) + first * channels, data(x) + first * channels, scale, shift, slope.data(), offset.data(), act,
                               grad_x.data_ptr<float>() + first * channels);
      });
    }
    return {grad_x, grad_weight, grad_bias, {}, {}};
  }
};

at::Tensor batch_norm(const at::Tensor& x, const OptionalTensor& weight, const OptionalTensor& bias, double epsilon, int64_t act) {
  TORCH_CHECK(act >= 0 && act <= 2, "an activation is 0, 1 or 2, not ", act);
  TORCH_CHECK(x.dim() >= 2 && x.numel() != x.size(1), "the variance needs more than one value a channel, not ", x.sizes());
  for (const auto* values : {&weight, &bias})
    TORCH_CHECK(!values->has_value() || ((*values)->dim() == 1 && (*values)->size(0) == x.size(1)), "scale and shift are of ", x.size(1), " channels, not ", (*values)->sizes());
  if (!fits(x) || !fits(weight, x) || !fits(bias, x)) return plain(x, weight, bias, epsilon, static_cast<Act>(act));
  return BatchNorm::apply(x, weight, bias, epsilon, act);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(naskit, library) {
  library.def("batch_norm(Tensor x, Tensor? weight, Tensor? bias, float epsilon, int activation) -> Tensor", batch_norm);
}

}  // namespace nk
