// naskit::highway: a node of a recurrent cell, whose plain operators cost more to call than to compute.
#include "fused.h"

namespace nk {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

enum class Carried : int64_t { ReLU = 0, Sigmoid = 1, Tanh = 2, Identity = 3 };

at::Tensor carried_of(const at::Tensor& g, Carried kind) {
  switch (kind) {
    case Carried::ReLU: return g.relu();
    case Carried::Sigmoid: return g.sigmoid();
    case Carried::Tanh: return g.tanh();
    default: return g;
  }
}

at::Tensor stacked(at::TensorList sources) { return sources.size() == 1 ? sources[0].unsqueeze(0) : at::stack(sources); }

// values: n sources [N, H], weights [n, H, 2H], perhaps what is added to the gates [N, 2H].
at::Tensor gates_of(at::TensorList values, const at::Tensor& s, size_t n) {
  const at::Tensor gates = at::bmm(s, values[n]);
  return values.size() > n + 1 ? gates + values[n + 1] : gates;
}

at::Tensor plain_highway(at::TensorList values, size_t n, Carried kind) {
  const at::Tensor s = stacked(values.slice(0, n));
  const auto halves = gates_of(values, s, n).chunk(2, -1);
  return at::lerp(s, carried_of(halves[1], kind), halves[0].sigmoid()).mean(0);
}

struct Highway : torch::autograd::Function<Highway> {
  static Variable forward(AutogradContext* context, at::TensorList values, int64_t n, int64_t kind) {
    const at::Tensor s = stacked(values.slice(0, n));
    const auto halves = gates_of(values, s, n).chunk(2, -1);
    const at::Tensor open = halves[0].sigmoid(), carried = carried_of(halves[1], static_cast<Carried>(kind));
    variable_list kept(values.vec());
    kept.insert(kept.end(), {s, open, carried});
    context->save_for_backward(kept);
    context->saved_data["n"] = n;
    context->saved_data["kind"] = kind;
    const at::Tensor y = at::lerp(s, carried, open);
    return n == 1 ? y.squeeze(0) : y.mean(0);
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    const size_t n = context->saved_data["n"].toInt(), count = saved.size() - 3;
    const auto kind = static_cast<Carried>(context->saved_data["kind"].toInt());
    variable_list results(count + 2); // and none for the two numbers
    if (at::GradMode::is_enabled()) {
      const auto found = plain_gradients([&](const auto& own) { return plain_highway(own, n, kind); }, variable_list(saved.begin(), saved.begin() + count), grads[0]);
      std::copy(found.begin(), found.end(), results.begin());
      return results;
    }
    const at::Tensor &s = saved[count], &open = saved[count + 1], &carried = saved[count + 2], &weight = saved[n];
    const at::Tensor g = (n == 1 ? grads[0] : grads[0] / static_cast<double>(n)).unsqueeze(0);
    const at::Tensor through = g * open; // [n, N, H]
    at::Tensor inner;
    switch (kind) {
      case Carried::ReLU: inner = at::threshold_backward(through, carried, 0); break;
      case Carried::Sigmoid: inner = at::sigmoid_backward(through, carried); break;
      case Carried::Tanh: inner = at::tanh_backward(through, carried); break;
      default: inner = through;
    }
    const at::Tensor gates = at::cat({at::sigmoid_backward(g * (carried - s), open), inner}, -1);
    const at::Tensor sources = at::baddbmm(g - through, gates, weight.transpose(1, 2));
    for (size_t i = 0; i < n; ++i) results[i] = sources.select(0, i);
    if (context->needs_input_grad(n)) results[n] = at::bmm(s.transpose(1, 2), gates);
    if (count > n + 1) results[n + 1] = n == 1 ? gates.squeeze(0) : gates.sum(0);
    return results;
  }
};

at::Tensor highway(at::TensorList sources, const at::Tensor& weight, const c10::optional<at::Tensor>& added, int64_t kind) {
  TORCH_CHECK(!sources.empty() && weight.dim() == 3 && weight.size(0) == static_cast<int64_t>(sources.size()), "a highway takes a matrix for each source and at least one, not ", sources.size(), " sources and weights ", weight.sizes());
  TORCH_CHECK(kind >= 0 && kind <= 3, "there is no activation ", kind);
  const int64_t size = weight.size(1);
  TORCH_CHECK(weight.size(2) == 2 * size, "the weights of a highway are [n, H, 2H], not ", weight.sizes());
  for (const auto& source : sources)
    TORCH_CHECK(source.dim() == 2 && source.size(1) == size && source.size(0) == sources[0].size(0), "the sources of a highway are [N, ", size, "], not ", source.sizes());
  std::vector<at::Tensor> values(sources.vec());
  values.push_back(weight);
  if (added.has_value()) {
    TORCH_CHECK(added->dim() == 2 && added->size(0) == sources[0].size(0) && added->size(1) == 2 * size, "what is added to the gates of a highway is [N, 2H], not ", added->sizes());
    values.push_back(*added);
  }
  return Highway::apply(at::TensorList(values), static_cast<int64_t>(sources.size()), kind);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(naskit, library) {
  library.def("highway(Tensor[] sources, Tensor weight, Tensor? added, int kind) -> Tensor", highway);
}

}  // namespace nk
