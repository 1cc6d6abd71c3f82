// Matrix products with few columns or a short inner size, as pointwise convolutions have: no packing but of what does not fill a vector.
#include "kernels.h"
#include "vectors.h"

namespace nk::NK_ISA {
namespace {

constexpr int64_t kDeep = 256;                         // inner steps between two writes of a sum
constexpr int64_t kWide = 2 * kLanes;                  // columns at a time
constexpr int64_t kHigh = NK_LANES == 16 ? 8 : 4;      // rows at a time
constexpr int64_t kRowBlock = 128;

typedef float Half __attribute__((vector_size(2 * NK_LANES)));

// `High` rows of `Count` vectors each: to += a·b, or = where it is the first part.
template <class V, int High, int Count>
inline __attribute__((always_inline)) void tile(const Product& p, const float* a, const float* b, int64_t stride, int64_t deep, bool first, float* to, int64_t to_stride) {
  constexpr int64_t lanes = sizeof(V) / sizeof(float);
  V sum[High][Count] = {};
  for (int64_t k = 0; k < deep; ++k) {
    V row[Count];
    for (int j = 0; j < Count; ++j) __builtin_memcpy(&row[j], b + k * stride + j * lanes, sizeof(V));
    for (int i = 0; i < High; ++i)
      for (int j = 0; j < Count; ++j) sum[i][j] += row[j] * a[i * p.a_row + k * p.a_column];
  }
  for (int i = 0; i < High; ++i)
    for (int j = 0; j < Count; ++j) {
      float* place = to + i * to_stride + j * lanes;
      V before = {};
      if (!first) __builtin_memcpy(&before, place, sizeof(V));
      before += sum[i][j];
      __builtin_memcpy(place, &before, sizeof(V));
    }
}

template <class V, int Count>
void columns(const Product& p, const float* a, const float* b, int64_t stride, int64_t deep, int64_t rows, bool first, float* to, int64_t to_stride) {
  int64_t i = 0;
  for (; i + kHigh <= rows; i += kHigh) tile<V, kHigh, Count>(p, a + i * p.a_row, b, stride, deep, first, to + i * to_stride, to_stride);
  if (i + 4 <= rows) { tile<V, 4, Count>(p, a + i * p.a_row, b, stride, deep, first, to + i * to_stride, to_stride); i += 4; }
  for (; i < rows; ++i) tile<V, 1, Count>(p, a + i * p.a_row, b, stride, deep, first, to + i * to_stride, to_stride);
}

void multiply(const Product& p, const float* a, const float* b, float* c) {
  float packed[kDeep * kLanes], line[kRowBlock * kLanes];
  for (int64_t depth = 0; depth < p.inner || depth == 0; depth += kDeep) {
    const int64_t deep = depth + kDeep <= p.inner ? kDeep : p.inner - depth;
    const bool first = depth == 0;
    for (int64_t block = 0; block < p.rows; block += kRowBlock) {
      const int64_t rows = block + kRowBlock <= p.rows ? kRowBlock : p.rows - block;
      const float* from = a + block * p.a_row + depth * p.a_column;
      for (int64_t j = 0; j < p.columns;) {
        const float* panel = b + depth * p.b_row + j;
        float* to = c + block * p.columns + j;
        const int64_t left = p.columns - j;
        if (left >= kWide) {
          columns<Vec, 2>(p, from, panel, p.b_row, deep, rows, first, to, p.columns);
          j += kWide;
        } else if (left >= kLanes) {
          columns<Vec, 1>(p, from, panel, p.b_row, deep, rows, first, to, p.columns);
          j += kLanes;
        } else if (left == kLanes / 2) {
          columns<Half, 1>(p, from, panel, p.b_row, deep, rows, first, to, p.columns);
          j += left;
        } else {
          for (int64_t k = 0; k < deep; ++k)
            for (int64_t i = 0; i < kLanes; ++i) packed[k * kLanes + i] = i < left ? panel[k * p.b_row + i] : 0;
          columns<Vec, 1>(p, from, packed, kLanes, deep, rows, true, line, kLanes);
          for (int64_t r = 0; r < rows; ++r)
            for (int64_t i = 0; i < left; ++i) to[r * p.columns + i] = first ? line[r * kLanes + i] : to[r * p.columns + i] + line[r * kLanes + i];
          j += left;
        }
      }
    }
  }
}

}  // namespace

extern const decltype(Kernels::product) product = multiply;

}  // namespace nk::NK_ISA
