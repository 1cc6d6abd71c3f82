// Chooses the kernels for this processor, once.
#include "kernels.h"

namespace nk {

namespace plain { Kernels table(); }
#ifdef NK_X86
namespace avx2 { Kernels table(); }
namespace avx512 { Kernels table(); }
#endif

const Kernels& kernels() {
  static const Kernels chosen = [] {
#ifdef NK_X86
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) return avx512::table();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2::table();
#endif
    return plain::table();
  }();
  return chosen;
}

}  // namespace nk
