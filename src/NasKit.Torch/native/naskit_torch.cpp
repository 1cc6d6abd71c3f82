// The C interface of NasKit.Torch over libtorch: operators called by name with tagged arguments, and what the dispatcher does not cover
// (tensors from memory, metadata, autograd, generators, threads, devices). It keeps to the C++ API that libtorch 1.13 and 2.x share.
// No exception leaves an entry point: each returns -1 (or null) and keeps the message for nk_last_error.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/ScalarOps.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <dlfcn.h>
#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#define NK_API extern "C" __attribute__((visibility("default")))

namespace {

constexpr int kAbi = 1;

// The tags of NativeValue in C#; a value is one tag, a length for lists and strings, and eight bytes.
enum Tag : int32_t {
  kNone, kTensor, kInt, kDouble, kBool, kIntList, kDoubleList, kTensorList, kDType, kDevice, kString, kGenerator, kMemoryFormat, kDefault
};

struct Value {
  int32_t tag;
  int32_t count;
  union {
    int64_t integer;
    double number;
    void* pointer;
  };
};
static_assert(sizeof(Value) == 16, "NativeValue in C# has the same layout");

using TensorHandle = c10::TensorImpl*;
using OptionalTensor = std::decay_t<decltype(std::declval<const c10::IValue&>().toOptional<at::Tensor>())>;

// A training step frees and takes blocks of megabytes. By default the C library gives them back to the kernel, which clears their
// pages again at every step: a fifth of the step's time. As each heap keeps what it was given, there is one for each processor, where the C
// library would make eight.
[[maybe_unused]] const bool blocks_are_kept = [] {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
  mallopt(M_TOP_PAD, 64 << 20);
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
#endif
  return true;
}();

thread_local std::string last_error;
thread_local std::vector<void*> returned_list;

template <class F>
int64_t guarded(F&& body) noexcept {
  try {
    return body();
  } catch (const c10::Error& e) {
    last_error = e.what_without_backtrace();
  } catch (const std::exception& e) {
    last_error = e.what();
  } catch (...) {
    last_error = "an exception of unknown type";
  }
  return -1;
}

[[noreturn]] void fail(const std::string& message) { throw std::runtime_error(message); }

at::Tensor borrow(void* handle) {
  if (handle == nullptr) fail("a tensor without a value");
  auto* impl = static_cast<TensorHandle>(handle);
  c10::raw::intrusive_ptr::incref(impl);
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(impl));
}

at::Tensor borrow_or_undefined(void* handle) { return handle == nullptr ? at::Tensor() : borrow(handle); }

void* own(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

std::vector<at::Tensor> borrow_all(void* const* handles, int64_t count, bool allow_null) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; ++i) tensors.push_back(allow_null ? borrow_or_undefined(handles[i]) : borrow(handles[i]));
  return tensors;
}

c10::Device device_of(int64_t packed) {
  const auto type = static_cast<c10::DeviceType>(packed >> 8);
  const auto index = static_cast<int64_t>(static_cast<int8_t>(packed & 0xff));
  if ((packed >> 8) < 0 || (packed >> 8) > 127 || !c10::isValidDeviceType(type)) fail("a device type that libtorch does not know");
  if (index < -1) fail("a negative device index");
  return c10::Device(type, static_cast<c10::DeviceIndex>(index));
}

int64_t pack(c10::Device device) { return (static_cast<int64_t>(device.type()) << 8) | (static_cast<int64_t>(device.index()) & 0xff); }

c10::ScalarType dtype_of(int64_t code) {
  const bool known = (code >= 0 && code <= 7) || (code >= 9 && code <= 11) || code == 15;
  if (!known) fail("a dtype that this layer does not know: " + std::to_string(code));
  return static_cast<c10::ScalarType>(code);
}

// What a schema's argument takes, read once per operator.
enum class Kind { Tensor, Int, Double, Bool, Number, IntList, DoubleList, BoolList, NumberList, TensorList, OptionalTensorList, Device, String, Generator, Other };

struct Parameter {
  std::string name;
  Kind kind;
  bool optional;
  int64_t length;  // of a list of fixed length, else 1
  bool has_default;
  c10::IValue default_value;
};

// Throws where an operator would divide by zero, run for ever or leave its memory instead of complaining.
using Guard = void (*)(const torch::jit::Stack&);

struct Op {
  c10::OperatorHandle handle;
  std::vector<Parameter> parameters;
  Guard guard;
};

Kind kind_of(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::TensorType: return Kind::Tensor;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType:
    case c10::TypeKind::ScalarTypeType:
    case c10::TypeKind::LayoutType:
    case c10::TypeKind::MemoryFormatType: return Kind::Int;
    case c10::TypeKind::FloatType:
    case c10::TypeKind::SymFloatType: return Kind::Double;
    case c10::TypeKind::BoolType: return Kind::Bool;
    case c10::TypeKind::NumberType: return Kind::Number;
    case c10::TypeKind::DeviceObjType: return Kind::Device;
    case c10::TypeKind::StringType: return Kind::String;
    case c10::TypeKind::GeneratorType: return Kind::Generator;
    case c10::TypeKind::ListType: {
      const auto& element = *type.castRaw<c10::ListType>()->getElementType();
      if (element.kind() == c10::TypeKind::OptionalType) {
        return element.castRaw<c10::OptionalType>()->getElementType()->kind() == c10::TypeKind::TensorType ? Kind::OptionalTensorList : Kind::Other;
      }
      switch (kind_of(element)) {
        case Kind::Tensor: return Kind::TensorList;
        case Kind::Int: return Kind::IntList;
        case Kind::Double: return Kind::DoubleList;
        case Kind::Bool: return Kind::BoolList;
        case Kind::Number: return Kind::NumberList;
        default: return Kind::Other;
      }
    }
    default: return Kind::Other;
  }
}

Parameter parameter_of(const c10::Argument& argument) {
  c10::TypePtr type = argument.type();
  const bool optional = type->kind() == c10::TypeKind::OptionalType;
  if (optional) type = type->castRaw<c10::OptionalType>()->getElementType();
  const auto default_value = argument.default_value();
  return {argument.name(), kind_of(*type), optional, argument.N() ? static_cast<int64_t>(*argument.N()) : 1, default_value.has_value(),
          default_value.has_value() ? *default_value : c10::IValue()};
}

c10::Scalar scalar_of(const Value& value) {
  if (value.tag == kDouble) return c10::Scalar(value.number);
  if (value.tag == kBool) return c10::Scalar(value.integer != 0);
  return c10::Scalar(value.integer);
}

bool is_number(const Value& value) { return value.tag == kInt || value.tag == kDouble || value.tag == kBool; }

// A number where the schema has a tensor, as a "wrapped number" that does not widen the result's dtype. Beside a float32 tensor it is made
// float32 at once, which is what the kernels would convert it to; a conversion there costs as much as the operator itself.
at::Tensor wrapped_number(const Value& value, const Value* arguments, size_t count) {
  const auto scalar = scalar_of(value);
  for (size_t i = 0; i < count; ++i) {
    if (arguments[i].tag != kTensor || arguments[i].pointer == nullptr) continue;
    const auto* beside = static_cast<TensorHandle>(arguments[i].pointer);
    const double number = scalar.toDouble();
    if (beside->dtype() != caffe2::TypeMeta::Make<float>() || !beside->is_cpu() || value.tag == kBool || !(std::abs(number) <= std::numeric_limits<float>::max())) break;
    at::Tensor made = at::detail::scalar_tensor_static(scalar, at::kFloat, at::Device(at::kCPU));
    made.unsafeGetTensorImpl()->set_wrapped_number(true);
    return made;
  }
  return at::native::wrapped_scalar_tensor(scalar);
}

c10::IValue tensor_list_of(const Value& value, bool allow_null) {
  auto* const* handles = static_cast<void* const*>(value.pointer);
  if (allow_null) {
    c10::List<OptionalTensor> list;
    list.reserve(value.count);
    for (int32_t i = 0; i < value.count; ++i) list.push_back(handles[i] == nullptr ? OptionalTensor() : OptionalTensor(borrow(handles[i])));
    return list;
  }
  c10::List<at::Tensor> list;
  list.reserve(value.count);
  for (int32_t i = 0; i < value.count; ++i) list.push_back(borrow(handles[i]));
  return list;
}

// One argument as the schema wants it. A kind that does not fit is an error here, since the kernels take it on trust.
c10::IValue boxed(const Value& value, const Parameter& parameter, const Value* arguments, size_t count) {
  const auto* integers = static_cast<const int64_t*>(value.pointer);
  const auto* numbers = static_cast<const double*>(value.pointer);
  if (value.tag == kDefault && parameter.has_default) return parameter.default_value;
  if (value.tag == kNone || value.tag == kDefault || (value.tag == kTensor && value.pointer == nullptr)) {
    if (parameter.optional) return c10::IValue();
    fail("argument '" + parameter.name + "' is missing");
  }
  switch (parameter.kind) {
    case Kind::Tensor:
      if (value.tag == kTensor) return borrow(value.pointer);
      if (is_number(value)) return wrapped_number(value, arguments, count);
      break;
    case Kind::Int:
      if (value.tag == kInt) return value.integer;
      if (value.tag == kDType) return static_cast<int64_t>(dtype_of(value.integer));
      if (value.tag == kMemoryFormat && value.integer >= 0 && value.integer <= 3) return value.integer;
      break;
    case Kind::Double:
      if (value.tag == kDouble) return value.number;
      if (value.tag == kInt) return static_cast<double>(value.integer);
      break;
    case Kind::Bool:
      if (value.tag == kBool) return value.integer != 0;
      break;
    case Kind::Number:
      if (is_number(value)) return c10::IValue(scalar_of(value));
      break;
    case Kind::IntList:
      if (value.tag == kIntList) return c10::IValue(std::vector<int64_t>(integers, integers + value.count));
      if (value.tag == kInt) return c10::IValue(std::vector<int64_t>(parameter.length, value.integer));
      break;
    case Kind::DoubleList:
      if (value.tag == kDoubleList) return c10::IValue(std::vector<double>(numbers, numbers + value.count));
      break;
    case Kind::BoolList:
      if (value.tag == kIntList) {
        c10::List<bool> list;
        for (int32_t i = 0; i < value.count; ++i) list.push_back(integers[i] != 0);
        return list;
      }
      break;
    case Kind::NumberList:
      if (value.tag == kDoubleList) {
        c10::impl::GenericList list(c10::NumberType::get());
        for (int32_t i = 0; i < value.count; ++i) list.push_back(c10::IValue(numbers[i]));
        return list;
      }
      break;
    case Kind::TensorList:
      if (value.tag == kTensorList) return tensor_list_of(value, false);
      break;
    case Kind::OptionalTensorList:
      if (value.tag == kTensorList) return tensor_list_of(value, true);
      break;
    case Kind::Device:
      if (value.tag == kDevice) return device_of(value.integer);
      break;
    case Kind::String:
      if (value.tag == kString) return std::string(static_cast<const char*>(value.pointer), value.count);
      break;
    case Kind::Generator:
      if (value.tag == kGenerator) return *static_cast<at::Generator*>(value.pointer);
      break;
    case Kind::Other: break;
  }
  fail("argument '" + parameter.name + "' is of another kind than the operator takes");
}

constexpr int64_t kLargestFactor = int64_t{1} << 24;

void check_groups(const c10::IValue& weight, const c10::IValue& groups) {
  const auto& w = weight.toTensor();
  if (w.dim() > 0 && (groups.toInt() < 1 || groups.toInt() > std::max<int64_t>(1, w.size(0)))) fail("groups must be at least 1 and at most the weight's first size");
}

// The sizes are multiplied without a look at what a number can hold.
void check_repeats(const c10::IValue& self, const c10::IValue& repeats) {
  constexpr int64_t most = int64_t{1} << 40;
  int64_t largest = 0;
  if (repeats.isInt()) {
    largest = repeats.toInt();
  } else if (const auto& counts = repeats.toTensor(); counts.numel() > 0 && c10::isIntegralType(counts.scalar_type(), false)) {
    largest = counts.max().item<int64_t>();
  }
  if (largest > most || largest > most / std::max<int64_t>(1, self.isTensor() ? self.toTensor().numel() : 1)) fail("repeats give more than 2^40 elements");
}

// The last place a view reaches is computed without a look at what a number can hold.
void check_reach(const c10::IValue& sizes, const c10::IValue& strides, const c10::IValue& offset) {
  constexpr __int128 most = __int128{1} << 48;
  const auto size = sizes.toIntVector(), stride = strides.toIntVector();
  __int128 reach = offset.isNone() ? 0 : offset.toInt();
  bool within = reach <= most;
  for (size_t i = 0; i < size.size() && i < stride.size(); ++i) {
    reach += static_cast<__int128>(size[i]) * stride[i];
    within = within && reach <= most;
  }
  if (!within) fail("the view reaches beyond the tensor's memory");
}

// A state of no layers is read as though it had them.
void check_states(const c10::IValue& states, const c10::IValue& layers, const c10::IValue& bidirectional) {
  const int64_t rows = layers.toInt() < 1 || layers.toInt() > kLargestFactor ? -1 : layers.toInt() * (bidirectional.toBool() ? 2 : 1);
  for (const at::Tensor& state : states.toTensorVector()) {
    if (state.dim() > 0 && state.size(0) != rows) fail("the first size of a state must be the number of layers times directions, and layers at least 1");
  }
}

// The scales, one behind the other at the end of the arguments, say where to read and are not held against the sizes.
void check_scales(const torch::jit::Stack& stack) {
  if (!stack[0].isTensor() || !stack[1].isIntList()) return;
  const auto& input = stack[0].toTensor();
  const auto sizes = stack[1].toIntVector();
  const size_t count = sizes.size();
  if (stack.size() < 2 + count || input.dim() != static_cast<int64_t>(2 + count)) return;
  for (size_t i = 0; i < count; ++i) {
    const auto& scale = stack[stack.size() - count + i];
    if (!scale.isDouble() || !(scale.toDouble() > 0)) continue;  // then the sizes alone decide
    const double last = (static_cast<double>(sizes[i]) - 0.5) / scale.toDouble() - 0.5, size = static_cast<double>(input.size(2 + i));
    if (!(last < size - 0.25)) fail("the scale factor does not take the input's size " + std::to_string(input.size(2 + i)) + " to the output's " + std::to_string(sizes[i]));
  }
}

Guard guard_of(const std::string& name) {
  if (name == "aten::pixel_shuffle" || name == "aten::pixel_unshuffle")
    return [](const torch::jit::Stack& stack) {
      if (stack[1].toInt() < 1 || stack[1].toInt() > kLargestFactor) fail("the factor must be at least 1 and at most 2^24");
    };
  if (name == "aten::conv1d" || name == "aten::conv2d" || name == "aten::conv_transpose2d")
    return [](const torch::jit::Stack& stack) { check_groups(stack[1], stack[6]); };
  if (name == "aten::repeat_interleave")
    return [](const torch::jit::Stack& stack) { if (stack.size() > 3) check_repeats(stack[0], stack[1]); };
  if (name == "aten::lstm")
    return [](const torch::jit::Stack& stack) { if (stack[1].isTensorList() && stack[4].isInt()) check_states(stack[1], stack[4], stack[7]); };
  if (name.rfind("aten::upsample_", 0) == 0 || name.rfind("aten::_upsample_", 0) == 0) return check_scales;
  if (name == "aten::as_strided")
    return [](const torch::jit::Stack& stack) { check_reach(stack[1], stack[2], stack[3]); };
  if (name == "aten::linalg_matrix_power")
    return [](const torch::jit::Stack& stack) {
      if (stack[1].toInt() == std::numeric_limits<int64_t>::min()) fail("the exponent is too far below zero");
    };
  return nullptr;
}

void unbox(c10::IValue&& value, Value& result) {
  result = Value{};
  if (value.isTensor()) {
    result.pointer = own(std::move(value).toTensor());
    result.tag = result.pointer == nullptr ? kNone : kTensor;
  } else if (value.isTensorList()) {
    auto tensors = std::move(value).toTensorVector();
    returned_list.clear();
    for (auto& tensor : tensors) returned_list.push_back(own(std::move(tensor)));
    result.tag = kTensorList;
    result.count = static_cast<int32_t>(returned_list.size());
    result.pointer = returned_list.data();
  } else if (value.isInt()) {
    result.tag = kInt;
    result.integer = value.toInt();
  } else if (value.isDouble()) {
    result.tag = kDouble;
    result.number = value.toDouble();
  } else if (value.isBool()) {
    result.tag = kBool;
    result.integer = value.toBool() ? 1 : 0;
  } else if (!value.isNone()) {
    fail("a result of kind " + value.tagKind() + ", which this layer does not carry");
  }
}

}  // namespace

NK_API int32_t nk_abi() { return kAbi; }
NK_API const char* nk_last_error() { return last_error.c_str(); }
NK_API const char* nk_version() { return TORCH_VERSION; }

// ---- operators

NK_API void* nk_operator(const char* name, const char* overload) {
  void* found = nullptr;
  guarded([&]() -> int64_t {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!handle.has_value()) fail("libtorch " TORCH_VERSION " has no such operator");
    auto op = std::make_unique<Op>(Op{*handle, {}, guard_of(handle->schema().name())});
    for (const auto& argument : handle->schema().arguments()) op->parameters.push_back(parameter_of(argument));
    found = op.release();  // kept for the life of the process, as the dispatcher's own entries are
    return 0;
  });
  return found;
}

// Returns the number of results, of which at most `capacity` are written.
NK_API int32_t nk_call(void* op_handle, const Value* arguments, int32_t count, Value* results, int32_t capacity) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    const Op& op = *static_cast<Op*>(op_handle);
    const size_t expected = op.parameters.size();
    if (static_cast<size_t>(count) > expected) fail("takes " + std::to_string(expected) + " arguments, not " + std::to_string(count));
    torch::jit::Stack stack;
    stack.reserve(expected + 4);
    const Value absent{kDefault, 0, {0}};
    const size_t given = static_cast<size_t>(count);
    for (size_t i = 0; i < expected; ++i) stack.push_back(boxed(i < given ? arguments[i] : absent, op.parameters[i], arguments, given));
    if (op.guard != nullptr) op.guard(stack);
    op.handle.callBoxed(&stack);
    for (size_t i = 0; i < stack.size() && i < static_cast<size_t>(capacity); ++i) unbox(std::move(stack[i]), results[i]);
    return static_cast<int64_t>(stack.size());
  }));
}

// ---- tensors

struct Info {
  int64_t dimensions, elements, element_size, dtype, device;
  void* data;
  int32_t requires_grad, is_leaf, is_contiguous, is_channels_last;
};

NK_API void* nk_tensor(const void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype, int64_t device) {
  void* made = nullptr;
  guarded([&]() -> int64_t {
    at::Tensor tensor = at::empty(at::IntArrayRef(sizes, dimensions), at::TensorOptions().dtype(dtype_of(dtype)).device(at::kCPU));
    if (tensor.nbytes() > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    const auto target = device_of(device);
    made = own(target.is_cpu() ? std::move(tensor) : tensor.to(target));
    return 0;
  });
  return made;
}

NK_API void nk_free(void* tensor) {
  if (tensor != nullptr) guarded([&]() -> int64_t {
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<TensorHandle>(tensor));
    return 0;
  });
}

// One more owner of the same tensor.
NK_API void nk_retain(void* tensor) { c10::raw::intrusive_ptr::incref(static_cast<TensorHandle>(tensor)); }

NK_API int32_t nk_info(void* tensor, Info* info) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    const at::Tensor t = borrow(tensor);
    const bool strided = t.layout() == c10::kStrided;
    *info = Info{t.dim(), t.numel(), static_cast<int64_t>(t.element_size()), static_cast<int64_t>(t.scalar_type()), pack(t.device()),
                 strided && t.has_storage() ? t.data_ptr() : nullptr, t.requires_grad(), t.is_leaf(), strided && t.is_contiguous(),
                 strided && t.dim() == 4 && t.is_contiguous(at::MemoryFormat::ChannelsLast)};
    return 0;
  }));
}

NK_API int32_t nk_dim(void* tensor) { return static_cast<int32_t>(static_cast<TensorHandle>(tensor)->dim()); }

NK_API int32_t nk_sizes(void* tensor, int64_t* sizes) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    const auto values = borrow(tensor).sizes();
    std::copy(values.begin(), values.end(), sizes);
    return 0;
  }));
}

NK_API int32_t nk_strides(void* tensor, int64_t* strides) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    const auto t = borrow(tensor);
    const auto values = t.strides();
    std::copy(values.begin(), values.end(), strides);
    return 0;
  }));
}

NK_API int32_t nk_set_requires_grad(void* tensor, int32_t value) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    const at::Tensor t = borrow(tensor);
    if (!t.is_leaf() && value == 0) fail("only a leaf's requires_grad can be changed; detach() gives a tensor without history");
    t.set_requires_grad(value != 0);
    return 0;
  }));
}

// The gradient as a new handle in `grad`, null where there is none.
NK_API int32_t nk_get_grad(void* tensor, void** grad) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    const at::Tensor t = borrow(tensor);
    *grad = own(t.is_leaf() || t.retains_grad() ? t.grad() : at::Tensor());
    return 0;
  }));
}

NK_API int32_t nk_set_grad(void* tensor, void* grad) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    const at::Tensor t = borrow(tensor), g = borrow_or_undefined(grad);
    if (g.defined() && (g.sizes() != t.sizes() || g.scalar_type() != t.scalar_type() || g.device() != t.device()))
      fail("a gradient must have its tensor's shape, dtype and device");
    t.mutable_grad() = g;
    return 0;
  }));
}

// ---- autograd

NK_API int32_t nk_backward(void* const* tensors, int32_t tensor_count, void* const* grads, int32_t grad_count, void* const* inputs,
                           int32_t input_count, int32_t retain_graph, int32_t create_graph) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    torch::autograd::backward(borrow_all(tensors, tensor_count, false), borrow_all(grads, grad_count, true), retain_graph != 0,
                              create_graph != 0, borrow_all(inputs, input_count, false));
    return 0;
  }));
}

NK_API int32_t nk_grad(void* const* outputs, int32_t output_count, void* const* inputs, int32_t input_count, void* const* grads,
                       int32_t grad_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** results) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    auto found = torch::autograd::grad(borrow_all(outputs, output_count, false), borrow_all(inputs, input_count, false),
                                       borrow_all(grads, grad_count, true), retain_graph != 0, create_graph != 0, allow_unused != 0);
    if (found.size() != static_cast<size_t>(input_count)) fail("another number of gradients than inputs");
    for (size_t i = 0; i < found.size(); ++i) results[i] = own(std::move(found[i]));
    return 0;
  }));
}

NK_API int32_t nk_get_grad_mode() { return at::GradMode::is_enabled() ? 1 : 0; }
NK_API void nk_set_grad_mode(int32_t enabled) { at::GradMode::set_enabled(enabled != 0); }
NK_API void* nk_begin_inference(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
NK_API void nk_end_inference(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
NK_API int32_t nk_is_inference() { return c10::InferenceMode::is_enabled() ? 1 : 0; }
NK_API int32_t nk_get_anomaly_mode() { return torch::autograd::AnomalyMode::is_enabled() ? 1 : 0; }
NK_API void nk_set_anomaly_mode(int32_t enabled, int32_t check_nan) { torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0); }

// ---- random numbers

// A generator of its own on `device` (made), or the device's default one.
NK_API void* nk_generator(int64_t device, int32_t make) {
  void* generator = nullptr;
  guarded([&]() -> int64_t {
    const auto& fallback = at::globalContext().defaultGenerator(device_of(device));
    std::unique_ptr<at::Generator> held;
    if (make) {
      at::Generator source = fallback;
      std::lock_guard<std::mutex> lock(source.mutex());
      held = std::make_unique<at::Generator>(source.clone());
    } else {
      held = std::make_unique<at::Generator>(fallback);
    }
    generator = held.release();
    return 0;
  });
  return generator;
}

NK_API void nk_free_generator(void* generator) { delete static_cast<at::Generator*>(generator); }

NK_API int32_t nk_generator_seed(void* generator, int32_t set, uint64_t* seed) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    if (set) g.set_current_seed(*seed);
    else *seed = g.current_seed();
    return 0;
  }));
}

NK_API int32_t nk_generator_state(void* generator, void** state) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    *state = own(g.get_state());
    return 0;
  }));
}

NK_API int32_t nk_set_generator_state(void* generator, void* state) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    auto& g = *static_cast<at::Generator*>(generator);
    const at::Tensor saved = borrow(state);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_state(saved);
    return 0;
  }));
}

NK_API int32_t nk_manual_seed(uint64_t seed) {
  return static_cast<int32_t>(guarded([&]() -> int64_t { at::manual_seed(seed); return 0; }));
}

// ---- settings and devices

// Gives the blocks that are kept for the next step back to the system.
NK_API void nk_release_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

NK_API int32_t nk_get_threads() { return at::get_num_threads(); }
NK_API int32_t nk_set_threads(int32_t count) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    at::set_num_threads(count);
    // libtorch does not tell OpenBLAS, which takes every core for each product: two trainings side by side then wait for each other.
    static const auto set_blas = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (set_blas) set_blas(count);
    return 0;
  }));
}
NK_API int32_t nk_flush_denormals(int32_t on) {
  return static_cast<int32_t>(guarded([&]() -> int64_t { return at::globalContext().setFlushDenormal(on != 0) ? 1 : 0; }));
}
NK_API int32_t nk_get_default_dtype() { return static_cast<int32_t>(c10::get_default_dtype_as_scalartype()); }
NK_API int32_t nk_set_default_dtype(int32_t dtype) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    const auto type = dtype_of(dtype);
    if (!c10::isFloatingType(type)) fail("only a floating-point dtype can be the default");
    c10::set_default_dtype(c10::scalarTypeToTypeMeta(type));
    return 0;
  }));
}
NK_API int32_t nk_get_deterministic() { return at::globalContext().deterministicAlgorithms() ? 1 : 0; }
NK_API void nk_set_deterministic(int32_t on, int32_t warn_only) { at::globalContext().setDeterministicAlgorithms(on != 0, warn_only != 0); }
NK_API int32_t nk_cuda_count() {
  return static_cast<int32_t>(guarded([&]() -> int64_t { return static_cast<int64_t>(torch::cuda::device_count()); }));
}
NK_API int32_t nk_cuda_synchronize(int64_t index) {
  return static_cast<int32_t>(guarded([&]() -> int64_t { torch::cuda::synchronize(index); return 0; }));
}
NK_API int32_t nk_cuda_seed(uint64_t seed, int32_t all) {
  return static_cast<int32_t>(guarded([&]() -> int64_t {
    if (all) torch::cuda::manual_seed_all(seed);
    else torch::cuda::manual_seed(seed);
    return 0;
  }));
}
