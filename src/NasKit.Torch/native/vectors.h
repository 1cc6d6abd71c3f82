// Vectors as wide as the instruction set that a file is compiled for. Every kernel file is compiled once for each set, into a namespace
// NK_ISA of its own; it includes nothing but this and kernels.h, so that no inline function of another header is shared between them.
#pragma once
#include <cstdint>

#if defined(__AVX512F__)
#define NK_LANES 16
#elif defined(__AVX2__)
#define NK_LANES 8
#else
#define NK_LANES 4
#endif

namespace nk::NK_ISA {

constexpr int64_t kLanes = NK_LANES;
typedef float Vec __attribute__((vector_size(4 * NK_LANES)));
typedef float Unaligned __attribute__((vector_size(4 * NK_LANES), aligned(4), may_alias));

static inline __attribute__((always_inline)) Vec load(const float* p) { return *reinterpret_cast<const Unaligned*>(p); }
static inline __attribute__((always_inline)) void store(float* p, Vec v) { *reinterpret_cast<Unaligned*>(p) = v; }
static inline __attribute__((always_inline)) Vec fill(float f) { return f - Vec{}; }

// max(0, v) that keeps NaN.
static inline __attribute__((always_inline)) Vec rectified(Vec v) { return v < 0.f ? Vec{} : v; }
static inline __attribute__((always_inline)) float rectified(float v) { return v < 0.f ? 0.f : v; }

}  // namespace nk::NK_ISA
