// Batch normalisation over rows [rows, C]. The rows lie one behind the other, so a run of lcm(C, lanes) values is whole rows and whole
// vectors at once: values per channel are repeated to that period, and what is left behind the last period is done one by one.
#include "kernels.h"
#include "vectors.h"

namespace nk::NK_ISA {
namespace {

constexpr int64_t kBlock = 4096;   // floats that stay in the first cache between two looks at them

int64_t common(int64_t a, int64_t b) { return b == 0 ? a : common(b, a % b); }
int64_t period_of(int64_t channels) { return channels / common(channels, kLanes) * kLanes; }

// A channel's values, repeated; on the heap where there are many channels.
struct Repeated {
  float* values;
  float here[1024];
  Repeated(const float* from, int64_t channels, int64_t period) : values(period <= 1024 ? here : new float[period]) {
    for (int64_t i = 0; i < period; ++i) values[i] = from == nullptr ? 0 : from[i % channels];
  }
  ~Repeated() { if (values != here) delete[] values; }
  Repeated(const Repeated&) = delete;
  Repeated& operator=(const Repeated&) = delete;
};

inline __attribute__((always_inline)) Vec passed(Vec g, Vec z, Act act) {
  if (act != Act::None) g = z <= 0.f ? Vec{} : g;
  if (act == Act::ReLU6) g = z >= 6.f ? Vec{} : g;
  return g;
}

inline __attribute__((always_inline)) float passed(float g, float z, Act act) {
  return (act != Act::None && z <= 0.f) || (act == Act::ReLU6 && z >= 6.f) ? 0.f : g;
}

// Joins a block of `count` rows to `rows` rows already there.
inline __attribute__((always_inline)) void join(double& mean, double& squares, double rows, double block_mean, double block_squares, double count) {
  const double distance = block_mean - mean, all = rows + count;
  mean += distance * (count / all);
  squares += block_squares + distance * distance * (rows * count / all);
}

void moments(int64_t rows, int64_t channels, const float* x, double* mean, double* squares) {
  const int64_t period = period_of(channels), group = period / channels, periods = rows / group;
  const int64_t step = period >= kBlock / 8 ? 8 : kBlock / period;
  Repeated means(nullptr, channels, period), sums(nullptr, channels, period);
  for (int64_t c = 0; c < channels; ++c) mean[c] = squares[c] = 0;
  int64_t seen = 0;
  for (int64_t first = 0; first < periods; first += step) {
    const int64_t count = first + step <= periods ? step : periods - first;
    const float* block = x + first * period;
    for (int64_t i = 0; i < period; i += kLanes) {
      Vec sum = {}, other = {};
      int64_t r = 0;
      for (; r + 2 <= count; r += 2) {
        sum += load(block + r * period + i);
        other += load(block + (r + 1) * period + i);
      }
      if (r < count) sum += load(block + r * period + i);
      store(sums.values + i, sum + other);
    }
    for (int64_t c = 0; c < channels; ++c) {
      float sum = 0;
      for (int64_t i = c; i < period; i += channels) sum += sums.values[i];
      sum /= static_cast<float>(count * group);
      for (int64_t i = c; i < period; i += channels) means.values[i] = sum;
    }
    for (int64_t i = 0; i < period; i += kLanes) {
      const Vec center = load(means.values + i);
      Vec sum = {}, other = {};
      int64_t r = 0;
      for (; r + 2 <= count; r += 2) {
        const Vec a = load(block + r * period + i) - center, b = load(block + (r + 1) * period + i) - center;
        sum += a * a;
        other += b * b;
      }
      if (r < count) {
        const Vec a = load(block + r * period + i) - center;
        sum += a * a;
      }
      store(sums.values + i, sum + other);
    }
    for (int64_t c = 0; c < channels; ++c) {
      double sum = 0;
      for (int64_t i = c; i < period; i += channels) sum += sums.values[i];
      join(mean[c], squares[c], static_cast<double>(seen), means.values[c], sum, static_cast<double>(count * group));
    }
    seen += count * group;
  }
  for (int64_t r = periods * group; r < rows; ++r, ++seen)
    for (int64_t c = 0; c < channels; ++c) join(mean[c], squares[c], static_cast<double>(seen), x[r * channels + c], 0, 1);
}

template <Act act>
void affine_as(int64_t rows, int64_t channels, const float* x, const float* scale, const float* shift, float* y) {
  const int64_t period = period_of(channels), end = rows * channels / period * period;
  const Repeated a(scale, channels, period), b(shift, channels, period);
  for (int64_t at = 0; at < end; at += period)
    for (int64_t i = 0; i < period; i += kLanes) {
      Vec z = load(x + at + i) * load(a.values + i) + load(b.values + i);
      if (act != Act::None) z = rectified(z);
      if (act == Act::ReLU6) z = z > 6.f ? fill(6.f) : z;
      store(y + at + i, z);
    }
  for (int64_t i = end; i < rows * channels; ++i) {
    float z = x[i] * scale[i % channels] + shift[i % channels];
    if (act != Act::None) z = rectified(z);
    if (act == Act::ReLU6) z = z > 6.f ? 6.f : z;
    y[i] = z;
  }
}

template <Act act>
void sums_as(int64_t rows, int64_t channels, const float* grad, const float* x, const float* scale, const float* shift, const float* mean, double* sum, double* product) {
  const int64_t period = period_of(channels), periods = rows * channels / period, end = periods * period;
  const int64_t step = period >= kBlock / 16 ? 16 : kBlock / period;
  const Repeated a(scale, channels, period), b(shift, channels, period), m(mean, channels, period);
  Repeated g_sums(nullptr, channels, period), p_sums(nullptr, channels, period);
  for (int64_t c = 0; c < channels; ++c) sum[c] = product[c] = 0;
  for (int64_t first = 0; first < periods; first += step) {
    const int64_t last = first + step <= periods ? first + step : periods;
    for (int64_t i = 0; i < period; i += kLanes) {
      const Vec s = load(a.values + i), h = load(b.values + i), center = load(m.values + i);
      Vec gs = {}, ps = {};
      for (int64_t r = first; r < last; ++r) {
        const Vec v = load(x + r * period + i), g = passed(load(grad + r * period + i), v * s + h, act);
        gs += g;
        ps += g * (v - center);
      }
      store(g_sums.values + i, gs);
      store(p_sums.values + i, ps);
    }
    for (int64_t c = 0; c < channels; ++c) {
      float gs = 0, ps = 0;
      for (int64_t i = c; i < period; i += channels) {
        gs += g_sums.values[i];
        ps += p_sums.values[i];
      }
      sum[c] += gs;
      product[c] += ps;
    }
  }
  for (int64_t i = end; i < rows * channels; ++i) {
    const int64_t c = i % channels;
    const float g = passed(grad[i], x[i] * scale[c] + shift[c], act);
    sum[c] += g;
    product[c] += static_cast<double>(g) * (x[i] - mean[c]);
  }
}

template <Act act>
void input_as(int64_t rows, int64_t channels, const float* grad, const float* x, const float* scale, const float* shift, const float* slope, const float* offset, float* grad_x) {
  const int64_t period = period_of(channels), end = rows * channels / period * period;
  const Repeated a(scale, channels, period), b(shift, channels, period), s(slope, channels, period), o(offset, channels, period);
  for (int64_t at = 0; at < end; at += period)
    for (int64_t i = 0; i < period; i += kLanes) {
      const Vec v = load(x + at + i), k = load(a.values + i), g = passed(load(grad + at + i), v * k + load(b.values + i), act);
      store(grad_x + at + i, g * k - (v * load(s.values + i) + load(o.values + i)));
    }
  for (int64_t i = end; i < rows * channels; ++i) {
    const int64_t c = i % channels;
    grad_x[i] = passed(grad[i], x[i] * scale[c] + shift[c], act) * scale[c] - (x[i] * slope[c] + offset[c]);
  }
}

void affine_any(int64_t rows, int64_t channels, const float* x, const float* scale, const float* shift, Act act, float* y) {
  switch (act) {
    case Act::ReLU: return affine_as<Act::ReLU>(rows, channels, x, scale, shift, y);
    case Act::ReLU6: return affine_as<Act::ReLU6>(rows, channels, x, scale, shift, y);
    default: return affine_as<Act::None>(rows, channels, x, scale, shift, y);
  }
}

void sums_any(int64_t rows, int64_t channels, const float* grad, const float* x, const float* scale, const float* shift, const float* mean, Act act, double* sum, double* product) {
  switch (act) {
    case Act::ReLU: return sums_as<Act::ReLU>(rows, channels, grad, x, scale, shift, mean, sum, product);
    case Act::ReLU6: return sums_as<Act::ReLU6>(rows, channels, grad, x, scale, shift, mean, sum, product);
    default: return sums_as<Act::None>(rows, channels, grad, x, scale, shift, mean, sum, product);
  }
}

void input_any(int64_t rows, int64_t channels, const float* grad, const float* x, const float* scale, const float* shift, const float* slope, const float* offset, Act act, float* grad_x) {
  switch (act) {
    case Act::ReLU: return input_as<Act::ReLU>(rows, channels, grad, x, scale, shift, slope, offset, grad_x);
    case Act::ReLU6: return input_as<Act::ReLU6>(rows, channels, grad, x, scale, shift, slope, offset, grad_x);
    default: return input_as<Act::None>(rows, channels, grad, x, scale, shift, slope, offset, grad_x);
  }
}

}  // namespace

extern const decltype(Kernels::moments) norm_moments = moments;
extern const decltype(Kernels::affine) norm_affine = affine_any;
extern const decltype(Kernels::affine_sums) norm_sums = sums_any;
extern const decltype(Kernels::affine_input) norm_input = input_any;

}  // namespace nk::NK_ISA
