using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Arithmetic and comparison by name, and their in-place twins.</summary>
public static partial class torch
{
    public static Tensor add(Tensor left, Tensor right) => left.add(right);
    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);
    public static Tensor add(Tensor left, Scalar right) => left.add(right);
    public static Tensor add_(Tensor left, Tensor right) => left.add_(right);
    public static Tensor add_(Tensor left, Scalar right) => left.add_(right);
    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);
    public static Tensor sub(Tensor left, Tensor right, Scalar alpha) => left.sub(right, alpha);
    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);
    public static Tensor sub_(Tensor left, Tensor right) => left.sub_(right);
    public static Tensor sub_(Tensor left, Scalar right) => left.sub_(right);
    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);
    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);
    public static Tensor mul_(Tensor left, Tensor right) => left.mul_(right);
    public static Tensor mul_(Tensor left, Scalar right) => left.mul_(right);
    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);
    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);
    public static Tensor div_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);
    public static Tensor div_(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);
    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);
    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);
    public static Tensor fmod(Tensor left, Tensor right) => left.fmod(right);
    public static Tensor fmod(Tensor left, Scalar right) => left.fmod(right);
    public static Tensor floor_divide(Tensor left, Tensor right) => left.floor_divide(right);
    public static Tensor floor_divide(Tensor left, Scalar right) => left.floor_divide(right);
    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);
    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);
    public static Tensor pow(Scalar left, Tensor exponent) => new Operator("pow", "Scalar").Call(left, exponent);
    public static Tensor eq(Tensor left, Tensor right) => left.eq(right);
    public static Tensor eq(Tensor left, Scalar right) => left.eq(right);
    public static Tensor ne(Tensor left, Tensor right) => left.ne(right);
    public static Tensor ne(Tensor left, Scalar right) => left.ne(right);
    public static Tensor lt(Tensor left, Tensor right) => left.lt(right);
    public static Tensor lt(Tensor left, Scalar right) => left.lt(right);
    public static Tensor le(Tensor left, Tensor right) => left.le(right);
    public static Tensor le(Tensor left, Scalar right) => left.le(right);
    public static Tensor gt(Tensor left, Tensor right) => left.gt(right);
    public static Tensor gt(Tensor left, Scalar right) => left.gt(right);
    public static Tensor ge(Tensor left, Tensor right) => left.ge(right);
    public static Tensor ge(Tensor left, Scalar right) => left.ge(right);

    public partial class Tensor
    {
        public Tensor add(Tensor target) => Add.Call(this, target);
        public Tensor add(Tensor target, Scalar alpha) => Add.Call(this, target, alpha);
        public Tensor add(Scalar scalar) => Add.Call(this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Add.Call(this, scalar, alpha);
        public Tensor add_(Tensor target) => AddInto.CallInto(this, target);
        public Tensor add_(Tensor target, Scalar alpha) => AddInto.CallInto(this, target, alpha);
        public Tensor add_(Scalar scalar) => AddInto.CallInto(this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => AddInto.CallInto(this, scalar, alpha);
        public Tensor sub(Tensor target) => Sub.Call(this, target);
        public Tensor sub(Tensor target, Scalar alpha) => Sub.Call(this, target, alpha);
        public Tensor sub(Scalar scalar) => Sub.Call(this, scalar);
        public Tensor sub(Scalar scalar, Scalar alpha) => Sub.Call(this, scalar, alpha);
        public Tensor sub_(Tensor target) => SubInto.CallInto(this, target);
        public Tensor sub_(Tensor target, Scalar alpha) => SubInto.CallInto(this, target, alpha);
        public Tensor sub_(Scalar scalar) => SubInto.CallInto(this, scalar);
        public Tensor sub_(Scalar scalar, Scalar alpha) => SubInto.CallInto(this, scalar, alpha);
        public Tensor mul(Tensor target) => Mul.Call(this, target);
        public Tensor mul(Scalar scalar) => Mul.Call(this, scalar);
        public Tensor mul_(Tensor target) => MulInto.CallInto(this, target);
        public Tensor mul_(Scalar scalar) => MulInto.CallInto(this, scalar);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Div.Call(this, target) : new Operator("div", "Tensor_mode").Call(this, target, rounding_mode.ToString());
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Div.Call(this, target) : new Operator("div", "Scalar_mode").Call(this, target, rounding_mode.ToString());
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? DivInto.CallInto(this, target) : new Operator("div_", "Tensor_mode").CallInto(this, target, rounding_mode.ToString());
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? DivInto.CallInto(this, target) : new Operator("div_", "Scalar_mode").CallInto(this, target, rounding_mode.ToString());
        public Tensor remainder(Tensor other) => new Operator("remainder", "Tensor").Call(this, other);
        public Tensor remainder(Scalar other) => new Operator("remainder", "Scalar").Call(this, other);
        public Tensor remainder_(Tensor other) => new Operator("remainder_", "Tensor").CallInto(this, other);
        public Tensor remainder_(Scalar other) => new Operator("remainder_", "Scalar").CallInto(this, other);
        public Tensor fmod(Tensor other) => new Operator("fmod", "Tensor").Call(this, other);
        public Tensor fmod(Scalar other) => new Operator("fmod", "Scalar").Call(this, other);
        public Tensor fmod_(Tensor other) => new Operator("fmod_", "Tensor").CallInto(this, other);
        public Tensor fmod_(Scalar other) => new Operator("fmod_", "Scalar").CallInto(this, other);
        public Tensor floor_divide(Tensor other) => new Operator("floor_divide", "").Call(this, other);
        public Tensor floor_divide(Scalar other) => new Operator("floor_divide", "Scalar").Call(this, other);
        public Tensor floor_divide_(Tensor other) => new Operator("floor_divide_", "Tensor").CallInto(this, other);
        public Tensor floor_divide_(Scalar other) => new Operator("floor_divide_", "Scalar").CallInto(this, other);
        public Tensor pow(Tensor exponent) => new Operator("pow", "Tensor_Tensor").Call(this, exponent);
        public Tensor pow(Scalar exponent) => new Operator("pow", "Tensor_Scalar").Call(this, exponent);
        public Tensor pow_(Tensor exponent) => new Operator("pow_", "Tensor").CallInto(this, exponent);
        public Tensor pow_(Scalar exponent) => new Operator("pow_", "Scalar").CallInto(this, exponent);
        public Tensor eq(Tensor target) => new Operator("eq", "Tensor").Call(this, target);
        public Tensor eq(Scalar target) => new Operator("eq", "Scalar").Call(this, target);
        public Tensor eq_(Tensor target) => new Operator("eq_", "Tensor").CallInto(this, target);
        public Tensor eq_(Scalar target) => new Operator("eq_", "Scalar").CallInto(this, target);
        public Tensor ne(Tensor target) => new Operator("ne", "Tensor").Call(this, target);
        public Tensor ne(Scalar target) => new Operator("ne", "Scalar").Call(this, target);
        public Tensor ne_(Tensor target) => new Operator("ne_", "Tensor").CallInto(this, target);
        public Tensor ne_(Scalar target) => new Operator("ne_", "Scalar").CallInto(this, target);
        public Tensor lt(Tensor target) => new Operator("lt", "Tensor").Call(this, target);
        public Tensor lt(Scalar target) => new Operator("lt", "Scalar").Call(this, target);
        public Tensor lt_(Tensor target) => new Operator("lt_", "Tensor").CallInto(this, target);
        public Tensor lt_(Scalar target) => new Operator("lt_", "Scalar").CallInto(this, target);
        public Tensor le(Tensor target) => new Operator("le", "Tensor").Call(this, target);
        public Tensor le(Scalar target) => new Operator("le", "Scalar").Call(this, target);
        public Tensor le_(Tensor target) => new Operator("le_", "Tensor").CallInto(this, target);
        public Tensor le_(Scalar target) => new Operator("le_", "Scalar").CallInto(this, target);
        public Tensor gt(Tensor target) => new Operator("gt", "Tensor").Call(this, target);
        public Tensor gt(Scalar target) => new Operator("gt", "Scalar").Call(this, target);
        public Tensor gt_(Tensor target) => new Operator("gt_", "Tensor").CallInto(this, target);
        public Tensor gt_(Scalar target) => new Operator("gt_", "Scalar").CallInto(this, target);
        public Tensor ge(Tensor target) => new Operator("ge", "Tensor").Call(this, target);
        public Tensor ge(Scalar target) => new Operator("ge", "Scalar").Call(this, target);
        public Tensor ge_(Tensor target) => new Operator("ge_", "Tensor").CallInto(this, target);
        public Tensor ge_(Scalar target) => new Operator("ge_", "Scalar").CallInto(this, target);
    }
}
