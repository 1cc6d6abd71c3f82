// Depthwise convolutions. An image is first copied into rows with zeros at both ends, one row for each remainder of the column by the
// stride; then each tap of the kernel is one contiguous run, whatever stride and dilation are, and every loop is over whole vectors:
// few channels fill a vector with several pixels, odd numbers of channels are filled up.
#include "kernels.h"
#include "vectors.h"

namespace nk::NK_ISA {
namespace {

constexpr int64_t kMostTaps = 512;

int64_t above(int64_t value, int64_t multiple) { return (value + multiple - 1) / multiple * multiple; }
int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }
int64_t up(int64_t a, int64_t b) { return a <= 0 ? 0 : (a + b - 1) / b; }  // ⌈a / b⌉, from 0 on

struct Plan {
  Depthwise d;
  int64_t channels;    // filled up
  int64_t tile;        // one weight of every channel, repeated to a whole vector
  int64_t reach;       // columns by which the last tap looks ahead
  int64_t x_columns, x_row, x_image;
  int64_t g_columns, g_row, g_image;
  int64_t line;        // one row of results
  int64_t taps;
};

Plan plan(const Depthwise& d) {
  Plan p{};
  p.d = d;
  p.channels = d.channels;
  if (d.channels >= kLanes) p.channels = above(d.channels, kLanes);
  else for (p.channels = 1; p.channels < d.channels;) p.channels *= 2;
  p.tile = most(p.channels, kLanes);
  p.reach = (d.kernel - 1) * d.dilation / d.stride;
  p.x_columns = most(d.out_width + p.reach, up(d.width + d.padding, d.stride)) + 1;
  p.x_row = above(p.x_columns * p.channels, kLanes) + p.tile;
  p.x_image = d.height * d.stride * p.x_row;
  // Gradients are read up to `reach` columns before the first and as far behind the last as the input goes.
  p.g_columns = most(d.out_width, up(d.width + d.padding, d.stride) + 1) + 2 * p.reach;
  p.g_row = above(p.g_columns * p.channels, kLanes) + p.tile;
  p.g_image = d.out_height * p.g_row;
  p.line = above(most(d.out_width, d.width) * p.channels, kLanes) + 8 * p.tile;
  p.taps = d.kernel * d.kernel;
  return p;
}

void clear(float* p, int64_t count) {
  for (int64_t i = 0; i < count; ++i) p[i] = 0;
}

// A row [width, C] into its places, from column `left` on.
void spread(const Plan& p, const float* from, int64_t width, int64_t left, int64_t stride, int64_t row, bool relu, float* to) {
  const int64_t c = p.d.channels;
  if (stride == 1 && p.channels == c) {
    float* at = to + left * c;
    if (relu) for (int64_t i = 0; i < width * c; ++i) at[i] = rectified(from[i]);
    else for (int64_t i = 0; i < width * c; ++i) at[i] = from[i];
    return;
  }
  for (int64_t w = 0; w < width; ++w) {
    float* at = to + (w + left) % stride * row + (w + left) / stride * p.channels;
    const float* source = from + w * c;
    if (relu) for (int64_t i = 0; i < c; ++i) at[i] = rectified(source[i]);
    else for (int64_t i = 0; i < c; ++i) at[i] = source[i];
  }
}

void spread_input(const Plan& p, const float* x, float* to) {
  for (int64_t h = 0; h < p.d.height; ++h)
    spread(p, x + h * p.d.width * p.d.channels, p.d.width, p.d.padding, p.d.stride, p.x_row, p.d.relu, to + h * p.d.stride * p.x_row);
}

void spread_gradient(const Plan& p, const float* g, float* to) {
  for (int64_t h = 0; h < p.d.out_height; ++h)
    spread(p, g + h * p.d.out_width * p.d.channels, p.d.out_width, p.reach, 1, p.g_row, false, to + h * p.g_row);
}

// [k·k, C] to [k·k, tile], or as it is where that is the same.
const float* spread_weight(const Plan& p, const float* weight, float* to) {
  if (p.tile == p.d.channels) return weight;
  for (int64_t t = 0; t < p.taps; ++t)
    for (int64_t i = 0; i < p.tile; ++i) {
      const int64_t c = i % p.channels;
      to[t * p.tile + i] = c < p.d.channels ? weight[t * p.d.channels + c] : 0;
    }
  return to;
}

template <int Width>
inline __attribute__((always_inline)) void weigh(const float* const* in, const float* const* weight, int64_t taps, int64_t tile, int64_t at, int64_t c, float* out) {
  Vec sum[Width] = {};
  for (int64_t t = 0; t < taps; ++t) {
    const Vec w = load(weight[t] + c);
    const float* from = in[t] + at + c;
    for (int u = 0; u < Width; ++u) sum[u] += w * load(from + u * tile);
  }
  for (int u = 0; u < Width; ++u) store(out + at + c + u * tile, sum[u]);
}

// out[i] = Σ_t in[t][i]·weight[t][i mod tile] for i below `count`, and on to the end of the last tile.
void weigh_row(const float* const* in, const float* const* weight, int64_t taps, int64_t tile, int64_t count, float* out) {
  const int64_t end = above(count, tile);
  for (int64_t c = 0; c < tile; c += kLanes) {
    int64_t at = 0;
    for (; at + 8 * tile <= end; at += 8 * tile) weigh<8>(in, weight, taps, tile, at, c, out);
    if (at + 4 * tile <= end) { weigh<4>(in, weight, taps, tile, at, c, out); at += 4 * tile; }
    if (at + 2 * tile <= end) { weigh<2>(in, weight, taps, tile, at, c, out); at += 2 * tile; }
    if (at < end) weigh<1>(in, weight, taps, tile, at, c, out);
  }
}

// Whether any output column reads a column of the image through this tap.
bool column_counts(const Depthwise& d, int64_t kw) {
  const int64_t first = kw * d.dilation - d.padding, last = first + (d.out_width - 1) * d.stride;
  return last >= 0 && first < d.width && up(-first, d.stride) * d.stride + first < d.width;
}

int64_t scratch_size(const Depthwise& d) {
  const Plan p = plan(d);
  return p.x_image + p.g_image + p.line + p.taps * p.tile + p.tile * 8;
}

void forward(const Depthwise& d, int64_t images, const float* x, const float* weight, float* y, float* scratch) {
  const Plan p = plan(d);
  float* rows = scratch;
  float* line = rows + p.x_image;
  const float* taps = spread_weight(p, weight, line + p.line);
  clear(rows, p.x_image);
  const float *in[kMostTaps], *with[kMostTaps];
  const int64_t count = d.out_width * d.channels;
  const bool direct = p.channels == d.channels && count % p.tile == 0;
  for (int64_t n = 0; n < images; ++n) {
    spread_input(p, x + n * d.height * d.width * d.channels, rows);
    for (int64_t oh = 0; oh < d.out_height; ++oh) {
      int64_t used = 0;
      for (int64_t kh = 0; kh < d.kernel; ++kh) {
        const int64_t h = oh * d.stride + kh * d.dilation - d.padding;
        if (h < 0 || h >= d.height) continue;
        for (int64_t kw = 0; kw < d.kernel; ++kw) {
          if (!column_counts(d, kw)) continue;
          in[used] = rows + (h * d.stride + kw * d.dilation % d.stride) * p.x_row + kw * d.dilation / d.stride * p.channels;
          with[used++] = taps + (kh * d.kernel + kw) * p.tile;
        }
      }
      float* out = y + (n * d.out_height + oh) * count;
      weigh_row(in, with, used, p.tile, d.out_width * p.channels, direct ? out : line);
      if (!direct)
        for (int64_t w = 0; w < d.out_width; ++w)
          for (int64_t c = 0; c < d.channels; ++c) out[w * d.channels + c] = line[w * p.channels + c];
    }
  }
}

void input_gradient(const Depthwise& d, int64_t images, const float* grad, const float* x, const float* weight, float* grad_x, float* scratch) {
  const Plan p = plan(d);
  float* rows = scratch;
  float* line = rows + p.g_image;
  const float* taps = spread_weight(p, weight, line + p.line);
  clear(rows, p.g_image);
  const float *in[kMostTaps], *with[kMostTaps];
  for (int64_t n = 0; n < images; ++n) {
    spread_gradient(p, grad + n * d.out_height * d.out_width * d.channels, rows);
    for (int64_t h = 0; h < d.height; ++h) {
      const int64_t row = (n * d.height + h) * d.width * d.channels;
      for (int64_t remainder = 0; remainder < d.stride; ++remainder) {
        const int64_t first = (remainder + d.stride - d.padding % d.stride) % d.stride;  // the first column of this remainder
        if (first >= d.width) continue;
        const int64_t columns = up(d.width - first, d.stride), from = (first + d.padding) / d.stride;
        int64_t used = 0;
        for (int64_t kh = 0; kh < d.kernel; ++kh) {
          const int64_t at = h + d.padding - kh * d.dilation, oh = at / d.stride;
          if (at < 0 || at % d.stride != 0 || oh >= d.out_height) continue;
          for (int64_t kw = 0; kw < d.kernel; ++kw) {
            if (kw * d.dilation % d.stride != remainder || !column_counts(d, kw)) continue;
            in[used] = rows + oh * p.g_row + (p.reach + from - kw * d.dilation / d.stride) * p.channels;
            with[used++] = taps + (kh * d.kernel + kw) * p.tile;
          }
        }
        weigh_row(in, with, used, p.tile, columns * p.channels, line);
        if (d.stride == 1 && p.channels == d.channels) {
          const int64_t count = d.width * d.channels;
          if (d.relu) for (int64_t i = 0; i < count; ++i) grad_x[row + i] = x[row + i] <= 0 ? 0 : line[i];
          else for (int64_t i = 0; i < count; ++i) grad_x[row + i] = line[i];
          continue;
        }
        for (int64_t j = 0; j < columns; ++j) {
          const int64_t to = row + (first + j * d.stride) * d.channels;
          const float* result = line + j * p.channels;
          if (d.relu) for (int64_t c = 0; c < d.channels; ++c) grad_x[to + c] = x[to + c] <= 0 ? 0 : result[c];
          else for (int64_t c = 0; c < d.channels; ++c) grad_x[to + c] = result[c];
        }
      }
    }
  }
}

// The taps kw, kw + 1, … of one kernel row: sums over all output rows in [low, high) that it takes part in.
template <int Width>
void correlate(const Plan& p, const float* x, const float* g, int64_t kh, int64_t kw, int64_t low, int64_t high, float* sums) {
  const Depthwise& d = p.d;
  int64_t offset[Width];
  for (int u = 0; u < Width; ++u) offset[u] = (kw + u) * d.dilation % d.stride * p.x_row + (kw + u) * d.dilation / d.stride * p.channels;
  const int64_t count = d.out_width * p.channels;
  for (int64_t c = 0; c < p.tile; c += kLanes) {
    Vec sum[Width];
    for (int u = 0; u < Width; ++u) sum[u] = load(sums + u * p.tile + c);
    for (int64_t oh = low; oh < high; ++oh) {
      const float* from = x + (oh * d.stride + kh * d.dilation - d.padding) * d.stride * p.x_row + c;
      const float* row = g + oh * p.g_row + p.reach * p.channels + c;
      for (int64_t i = 0; i < count; i += p.tile) {
        const Vec v = load(row + i);
        for (int u = 0; u < Width; ++u) sum[u] += v * load(from + offset[u] + i);
      }
    }
    for (int u = 0; u < Width; ++u) store(sums + u * p.tile + c, sum[u]);
  }
}

void weight_gradient(const Depthwise& d, int64_t images, const float* grad, const float* x, float* grad_weight, float* scratch) {
  const Plan p = plan(d);
  float* rows = scratch;
  float* gradients = rows + p.x_image;
  float* sums = gradients + p.g_image;
  clear(scratch, p.x_image + p.g_image + p.taps * p.tile);
  for (int64_t n = 0; n < images; ++n) {
    spread_input(p, x + n * d.height * d.width * d.channels, rows);
    spread_gradient(p, grad + n * d.out_height * d.out_width * d.channels, gradients);
    for (int64_t kh = 0; kh < d.kernel; ++kh) {
      const int64_t low = up(d.padding - kh * d.dilation, d.stride);
      const int64_t high = least(d.out_height, up(d.height + d.padding - kh * d.dilation, d.stride));
      for (int64_t kw = 0; kw < d.kernel;) {
        float* to = sums + (kh * d.kernel + kw) * p.tile;
        if (!column_counts(d, kw)) { ++kw; continue; }
        int64_t run = 1;
        while (run < 5 && kw + run < d.kernel && column_counts(d, kw + run)) ++run;
        switch (run) {
          case 5: correlate<5>(p, rows, gradients, kh, kw, low, high, to); break;
          case 4: correlate<4>(p, rows, gradients, kh, kw, low, high, to); break;
          case 3: correlate<3>(p, rows, gradients, kh, kw, low, high, to); break;
          case 2: correlate<2>(p, rows, gradients, kh, kw, low, high, to); break;
          default: correlate<1>(p, rows, gradients, kh, kw, low, high, to);
        }
        kw += run;
      }
    }
  }
  for (int64_t t = 0; t < p.taps; ++t)
    for (int64_t c = 0; c < d.channels; ++c) {
      float sum = 0;
      for (int64_t i = c; i < p.tile; i += p.channels) sum += sums[t * p.tile + i];
      grad_weight[t * d.channels + c] = sum;
    }
}

}  // namespace

extern const decltype(Kernels::depthwise_scratch) depthwise_scratch = scratch_size;
extern const decltype(Kernels::depthwise) depthwise = forward;
extern const decltype(Kernels::depthwise_input) depthwise_input = input_gradient;
extern const decltype(Kernels::depthwise_weight) depthwise_weight = weight_gradient;

}  // namespace nk::NK_ISA
