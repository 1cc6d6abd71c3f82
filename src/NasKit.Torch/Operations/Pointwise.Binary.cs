using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Functions of two or more elements at the same place.</summary>
public static partial class torch
{
    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);
    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);
    public static Tensor fmax(Tensor input, Tensor other) => input.fmax(other);
    public static Tensor fmin(Tensor input, Tensor other) => input.fmin(other);
    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);
    public static Tensor hypot(Tensor input, Tensor other) => input.hypot(other);
    public static Tensor logaddexp(Tensor input, Tensor other) => input.logaddexp(other);
    public static Tensor logaddexp2(Tensor input, Tensor other) => input.logaddexp2(other);
    public static Tensor xlogy(Tensor input, Tensor other) => input.xlogy(other);
    public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);
    public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);
    public static Tensor logical_xor(Tensor left, Tensor right) => left.logical_xor(right);
    public static Tensor bitwise_and(Tensor left, Tensor right) => left.bitwise_and(right);
    public static Tensor bitwise_or(Tensor left, Tensor right) => left.bitwise_or(right);
    public static Tensor bitwise_xor(Tensor left, Tensor right) => left.bitwise_xor(right);
    public static Tensor bitwise_left_shift(Tensor left, Tensor right) => left.bitwise_left_shift(right);
    public static Tensor bitwise_right_shift(Tensor left, Tensor right) => left.bitwise_right_shift(right);
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);
    public static Tensor clamp(Tensor input, Tensor? min, Tensor? max) => input.clamp(min, max);
    public static Tensor clamp_(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp_(min, max);
    public static Tensor clip(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);
    public static Tensor clamp_min(Tensor input, Scalar bound) => input.clamp_min(bound);
    public static Tensor clamp_max(Tensor input, Scalar bound) => input.clamp_max(bound);
    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);
    public static Tensor lerp(Tensor input, Tensor end, Scalar weight) => input.lerp(end, weight);
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);
    public static Tensor nan_to_num(Tensor input, double? nan = null, double? posinf = null, double? neginf = null) => input.nan_to_num(nan, posinf, neginf);
    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => tensor.isclose(other, rtol, atol, nanEqual);
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => tensor.allclose(target, rtol, atol, equal_nan);
    public static bool equal(Tensor tensor, Tensor target) => tensor.equal(target);
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => new Operator("where", "self").Call(condition, x, y);

    public partial class Tensor
    {
        public Tensor maximum(Tensor other) => new Operator("maximum").Call(this, other);
        public Tensor minimum(Tensor other) => new Operator("minimum").Call(this, other);
        public Tensor fmax(Tensor other) => new Operator("fmax").Call(this, other);
        public Tensor fmin(Tensor other) => new Operator("fmin").Call(this, other);
        public Tensor atan2(Tensor other) => new Operator("atan2").Call(this, other);
        public Tensor hypot(Tensor other) => new Operator("hypot").Call(this, other);
        public Tensor logaddexp(Tensor other) => new Operator("logaddexp").Call(this, other);
        public Tensor logaddexp2(Tensor other) => new Operator("logaddexp2").Call(this, other);
        public Tensor xlogy(Tensor other) => new Operator("xlogy", "Tensor").Call(this, other);
        public Tensor logical_and(Tensor other) => new Operator("logical_and").Call(this, other);
        public Tensor logical_and_(Tensor other) => new Operator("logical_and_").CallInto(this, other);
        public Tensor logical_or(Tensor other) => new Operator("logical_or").Call(this, other);
        public Tensor logical_or_(Tensor other) => new Operator("logical_or_").CallInto(this, other);
        public Tensor logical_xor(Tensor other) => new Operator("logical_xor").Call(this, other);
        public Tensor logical_xor_(Tensor other) => new Operator("logical_xor_").CallInto(this, other);
        public Tensor bitwise_and(Tensor other) => new Operator("bitwise_and", "Tensor").Call(this, other);
        public Tensor bitwise_and_(Tensor other) => new Operator("bitwise_and_", "Tensor").CallInto(this, other);
        public Tensor bitwise_or(Tensor other) => new Operator("bitwise_or", "Tensor").Call(this, other);
        public Tensor bitwise_or_(Tensor other) => new Operator("bitwise_or_", "Tensor").CallInto(this, other);
        public Tensor bitwise_xor(Tensor other) => new Operator("bitwise_xor", "Tensor").Call(this, other);
        public Tensor bitwise_xor_(Tensor other) => new Operator("bitwise_xor_", "Tensor").CallInto(this, other);
        public Tensor bitwise_left_shift(Tensor other) => new Operator("bitwise_left_shift", "Tensor").Call(this, other);
        public Tensor bitwise_left_shift_(Tensor other) => new Operator("bitwise_left_shift_", "Tensor").CallInto(this, other);
        public Tensor bitwise_right_shift(Tensor other) => new Operator("bitwise_right_shift", "Tensor").Call(this, other);
        public Tensor bitwise_right_shift_(Tensor other) => new Operator("bitwise_right_shift_", "Tensor").CallInto(this, other);
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => new Operator("clamp").Call(this, min, max);
        public Tensor clamp(Tensor? min, Tensor? max) => new Operator("clamp", "Tensor").Call(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => new Operator("clamp_").CallInto(this, min, max);
        public Tensor clamp_(Tensor? min, Tensor? max) => new Operator("clamp_", "Tensor").CallInto(this, min, max);
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_min(Scalar bound) => new Operator("clamp_min").Call(this, bound);
        public Tensor clamp_min_(Scalar bound) => new Operator("clamp_min_").CallInto(this, bound);
        public Tensor clamp_min(Tensor bound) => new Operator("clamp_min", "Tensor").Call(this, bound);
        public Tensor clamp_max(Scalar bound) => new Operator("clamp_max").Call(this, bound);
        public Tensor clamp_max_(Scalar bound) => new Operator("clamp_max_").CallInto(this, bound);
        public Tensor clamp_max(Tensor bound) => new Operator("clamp_max", "Tensor").Call(this, bound);
        public Tensor lerp(Tensor end, Tensor weight) => new Operator("lerp", "Tensor").Call(this, end, weight);
        public Tensor lerp(Tensor end, Scalar weight) => new Operator("lerp", "Scalar").Call(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => new Operator("lerp_", "Tensor").CallInto(this, end, weight);
        public Tensor lerp_(Tensor end, Scalar weight) => new Operator("lerp_", "Scalar").CallInto(this, end, weight);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => new Operator("addcmul").Call(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => new Operator("addcmul_").CallInto(this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => new Operator("addcdiv").Call(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => new Operator("addcdiv_").CallInto(this, tensor1, tensor2, value);
        public Tensor nan_to_num(double? nan = null, double? posinf = null, double? neginf = null) => new Operator("nan_to_num").Call(this, nan, posinf, neginf);
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => new Operator("isclose").Call(this, other, rtol, atol, nanEqual);
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => new Operator("allclose").CallBool(this, target, rtol, atol, equal_nan);
        public bool equal(Tensor target) => new Operator("equal").CallBool(this, target);
        public Tensor where(Tensor condition, Tensor y) => torch.where(condition, this, y);
    }
}
