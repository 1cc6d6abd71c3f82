// 3×3 pooling padded by 1, and the weighted sum of several tensors.
#include "kernels.h"
#include "vectors.h"

namespace nk::NK_ISA {
namespace {

typedef float Half __attribute__((vector_size(2 * NK_LANES)));
typedef float Quarter __attribute__((vector_size(NK_LANES)));
template <class V> struct Of;
template <> struct Of<Vec> { typedef int32_t Mask __attribute__((vector_size(4 * NK_LANES))); typedef uint8_t Taps __attribute__((vector_size(NK_LANES))); };
template <> struct Of<Half> { typedef int32_t Mask __attribute__((vector_size(2 * NK_LANES))); typedef uint8_t Taps __attribute__((vector_size(NK_LANES / 2))); };
template <> struct Of<Quarter> { typedef int32_t Mask __attribute__((vector_size(NK_LANES))); typedef uint8_t Taps __attribute__((vector_size(NK_LANES / 4))); };
template <> struct Of<float> { typedef int32_t Mask; typedef uint8_t Taps; };

template <class V> inline __attribute__((always_inline)) V get(const float* p) { V v; __builtin_memcpy(&v, p, sizeof(V)); return v; }
template <class V> inline __attribute__((always_inline)) void put(float* p, V v) { __builtin_memcpy(p, &v, sizeof(V)); }

struct Range {
  int64_t low, high;
};

// Input positions that an output position reads, and output positions that read an input position; of one axis.
Range read_by(int64_t out, int64_t stride, int64_t size) {
  const int64_t first = out * stride - 1;
  return {first < 0 ? 0 : first, first + 3 > size ? size : first + 3};
}
Range readers(int64_t in, int64_t stride, int64_t outs) {
  const int64_t last = (in + 1) / stride + 1;
  return {in <= 1 ? 0 : (in - 2 + stride) / stride, last > outs ? outs : last};
}

template <class V, bool max>
inline __attribute__((always_inline)) void pool_at(const Pool& p, const float* x, Range rows, Range columns, int64_t top, int64_t left, float* y, uint8_t* taps) {
  using Mask = typename Of<V>::Mask;
  V best = {};
  Mask chosen = {};
  bool first = true;
  for (int64_t h = rows.low; h < rows.high; ++h)
    for (int64_t w = columns.low; w < columns.high; ++w) {
      const V v = get<V>(x + (h * p.width + w) * p.channels);
      if constexpr (!max) {
        best += v;
      } else {
        const int32_t tap = static_cast<int32_t>((h - top) * 3 + w - left);
        if (first) {
          best = v;
          chosen = Mask{} + tap;
        } else {
          const auto better = (v > best) | (v != v);
          chosen = better ? Mask{} + tap : chosen;
          best = better ? v : best;
        }
        first = false;
      }
    }
  if constexpr (max) {
    put(y, best);
    if constexpr (sizeof(V) == sizeof(float)) {
      *taps = static_cast<uint8_t>(chosen);
    } else {
      const auto small = __builtin_convertvector(chosen, typename Of<V>::Taps);
      __builtin_memcpy(taps, &small, sizeof small);
    }
  } else {
    put(y, best * (1.f / static_cast<float>((rows.high - rows.low) * (columns.high - columns.low))));
  }
}

// Calls `at` for all of `count` neighbours, as many at once as there are lanes: at(V{}, first).
template <class At>
inline __attribute__((always_inline)) void for_lanes(int64_t first, int64_t count, At at) {
  int64_t c = first;
  for (; c + kLanes <= count; c += kLanes) at(Vec{}, c);
  if (c + kLanes / 2 <= count) { at(Half{}, c); c += kLanes / 2; }
  if constexpr (kLanes > 4)
    if (c + kLanes / 4 <= count) { at(Quarter{}, c); c += kLanes / 4; }
  for (; c < count; ++c) at(float{}, c);
}

template <bool max>
void pool(const Pool& p, int64_t images, const float* x, float* y, uint8_t* taps) {
  const int64_t row = p.out_width * p.channels;
  for (int64_t n = 0; n < images; ++n, x += p.height * p.width * p.channels)
    for (int64_t oh = 0; oh < p.out_height; ++oh, y += row, taps += max ? row : 0) {
      const Range rows = read_by(oh, p.stride, p.height);
      const int64_t top = oh * p.stride - 1;
      const auto column = [&](int64_t ow) {
        const Range columns = read_by(ow, p.stride, p.width);
        const int64_t to = ow * p.channels;
        for_lanes(0, p.channels, [&](auto v, int64_t c) { pool_at<decltype(v), max>(p, x + c, rows, columns, top, ow * p.stride - 1, y + to + c, taps + to + c); });
      };
      if (p.stride > 1 || p.width < 3) {
        for (int64_t ow = 0; ow < p.out_width; ++ow) column(ow);
        continue;
      }
      // Between the edges all columns read three others, so lanes may run over several of them.
      column(0);
      for_lanes(p.channels, row - p.channels, [&](auto v, int64_t at) { pool_at<decltype(v), max>(p, x + at - p.channels, rows, {0, 3}, top, 0, y + at, taps + at); });
      column(p.out_width - 1);
    }
}

template <class V, bool max>
inline __attribute__((always_inline)) void unpool_at(const Pool& p, const float* g, const uint8_t* taps, Range rows, Range columns, int64_t h, int64_t w, const float* shares, float* grad_x) {
  V sum = {};
  int at = 0;
  for (int64_t oh = rows.low; oh < rows.high; ++oh)
    for (int64_t ow = columns.low; ow < columns.high; ++ow) {
      const int64_t from = (oh * p.out_width + ow) * p.channels;
      const V v = get<V>(g + from);
      if constexpr (!max) {
        sum += v * shares[at++];
      } else {
        const int32_t tap = static_cast<int32_t>((h - oh * p.stride + 1) * 3 + w - ow * p.stride + 1);
        if constexpr (sizeof(V) == sizeof(float)) {
          sum += taps[from] == tap ? v : 0.f;
        } else {
          typename Of<V>::Taps small;
          __builtin_memcpy(&small, taps + from, sizeof small);
          sum += __builtin_convertvector(small, typename Of<V>::Mask) == tap ? v : V{};
        }
      }
    }
  put(grad_x, sum);
}

template <bool max>
void unpool(const Pool& p, int64_t images, const float* g, const uint8_t* taps, float* grad_x) {
  const int64_t outs = p.out_height * p.out_width * p.channels, row = p.width * p.channels, edge = max ? 1 : 2; // columns whose windows are not all whole
  for (int64_t n = 0; n < images; ++n, g += outs, taps += max ? outs : 0)
    for (int64_t h = 0; h < p.height; ++h, grad_x += row) {
      const Range rows = readers(h, p.stride, p.out_height);
      const auto column = [&](int64_t w) {
        const Range columns = readers(w, p.stride, p.out_width);
        float shares[9];
        int at = 0;
        if (!max)
          for (int64_t oh = rows.low; oh < rows.high; ++oh)
            for (int64_t ow = columns.low; ow < columns.high; ++ow) {
              const Range a = read_by(oh, p.stride, p.height), b = read_by(ow, p.stride, p.width);
              shares[at++] = 1.f / static_cast<float>((a.high - a.low) * (b.high - b.low));
            }
        for_lanes(0, p.channels, [&](auto v, int64_t c) { unpool_at<decltype(v), max>(p, g + c, taps + c, rows, columns, h, w, shares, grad_x + w * p.channels + c); });
      };
      if (p.stride > 1 || p.width <= 2 * edge) {
        for (int64_t w = 0; w < p.width; ++w) column(w);
        continue;
      }
      float shares[9];
      int at = 0;
      for (int64_t oh = rows.low; oh < rows.high; ++oh)
        for (int k = 0; k < 3; ++k) {
          const Range a = read_by(oh, 1, p.height);
          shares[at++] = 1.f / static_cast<float>((a.high - a.low) * 3);
        }
      for (int64_t w = 0; w < edge; ++w) column(w);
      for_lanes(edge * p.channels, row - edge * p.channels, [&](auto v, int64_t at) {
        unpool_at<decltype(v), max>(p, g + at - p.channels, taps + at - p.channels, rows, {0, 3}, h, 1, shares, grad_x + at);
      });
      for (int64_t w = p.width - edge; w < p.width; ++w) column(w);
    }
}

void pool_any(const Pool& p, int64_t images, const float* x, float* y, uint8_t* taps) { taps != nullptr ? pool<true>(p, images, x, y, taps) : pool<false>(p, images, x, y, taps); }
void unpool_any(const Pool& p, int64_t images, const float* g, const uint8_t* taps, float* grad_x) {
  taps != nullptr ? unpool<true>(p, images, g, taps, grad_x) : unpool<false>(p, images, g, taps, grad_x);
}

constexpr int64_t kBlock = 2048;

void weighted_sum(int64_t parts, int64_t count, const float* const* x, const float* weights, float* y) {
  int64_t i = 0;
  for (; i + 4 * kLanes <= count; i += 4 * kLanes) {
    Vec sum[4] = {};
    for (int64_t k = 0; k < parts; ++k)
      for (int u = 0; u < 4; ++u) sum[u] += load(x[k] + i + u * kLanes) * weights[k];
    for (int u = 0; u < 4; ++u) store(y + i + u * kLanes, sum[u]);
  }
  for (; i < count; ++i) {
    float sum = 0;
    for (int64_t k = 0; k < parts; ++k) sum += x[k][i] * weights[k];
    y[i] = sum;
  }
}

void weighted_sum_gradients(int64_t parts, int64_t count, const float* g, const float* const* x, const float* weights, float* const* grad_x, double* products) {
  for (int64_t k = 0; k < parts; ++k) products[k] = 0;
  for (int64_t first = 0; first < count; first += kBlock) {
    const int64_t last = first + kBlock <= count ? first + kBlock : count;
    for (int64_t k = 0; k < parts; ++k) {
      const float *from = x[k], w = weights[k];
      float* to = grad_x[k];
      Vec sum[4] = {};
      int64_t i = first;
      for (; i + 4 * kLanes <= last; i += 4 * kLanes)
        for (int u = 0; u < 4; ++u) {
          const Vec v = load(g + i + u * kLanes);
          sum[u] += v * load(from + i + u * kLanes);
          if (to != nullptr) store(to + i + u * kLanes, v * w);
        }
      double product = 0;
      for (; i < last; ++i) {
        product += static_cast<double>(g[i]) * from[i];
        if (to != nullptr) to[i] = g[i] * w;
      }
      const Vec all = (sum[0] + sum[1]) + (sum[2] + sum[3]);
      for (int u = 0; u < kLanes; ++u) product += all[u];
      products[k] += product;
    }
  }
}

}  // namespace

extern const decltype(Kernels::pool) pool_images = pool_any;
extern const decltype(Kernels::unpool) unpool_images = unpool_any;
extern const decltype(Kernels::weighted_sum) sum_of = weighted_sum;
extern const decltype(Kernels::weighted_sum_gradients) sum_gradients = weighted_sum_gradients;

}  // namespace nk::NK_ISA
