using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Arithmetic and comparison: the C# operators, their methods and in-place twins.</summary>
public static partial class torch
{
    public enum RoundingMode
    {
        None, trunc, floor,
    }

    public partial class Tensor
    {
        private static readonly Operator Add = new("add", "Tensor");
        private static readonly Operator Sub = new("sub", "Tensor");
        private static readonly Operator Mul = new("mul", "Tensor");
        private static readonly Operator Div = new("div", "Tensor");
        private static readonly Operator Remainder = new("remainder", "Tensor");
        private static readonly Operator AddInto = new("add_", "Tensor");
        private static readonly Operator SubInto = new("sub_", "Tensor");
        private static readonly Operator MulInto = new("mul_", "Tensor");
        private static readonly Operator DivInto = new("div_", "Tensor");

        public static Tensor operator +(Tensor left, Tensor right) => Add.Call(left, right);
        public static Tensor operator +(Tensor left, Scalar right) => Add.Call(left, right);
        public static Tensor operator +(Scalar left, Tensor right) => Add.Call(left, right);
        public static Tensor operator +(Tensor left, int right) => Add.Call(left, right);
        public static Tensor operator +(int left, Tensor right) => Add.Call(left, right);
        public static Tensor operator +(Tensor left, long right) => Add.Call(left, right);
        public static Tensor operator +(long left, Tensor right) => Add.Call(left, right);
        public static Tensor operator +(Tensor left, float right) => Add.Call(left, right);
        public static Tensor operator +(float left, Tensor right) => Add.Call(left, right);
        public static Tensor operator +(Tensor left, double right) => Add.Call(left, right);
        public static Tensor operator +(double left, Tensor right) => Add.Call(left, right);

        public static Tensor operator -(Tensor left, Tensor right) => Sub.Call(left, right);
        public static Tensor operator -(Tensor left, Scalar right) => Sub.Call(left, right);
        public static Tensor operator -(Scalar left, Tensor right) => Sub.Call(left, right);
        public static Tensor operator -(Tensor left, int right) => Sub.Call(left, right);
        public static Tensor operator -(int left, Tensor right) => Sub.Call(left, right);
        public static Tensor operator -(Tensor left, long right) => Sub.Call(left, right);
        public static Tensor operator -(long left, Tensor right) => Sub.Call(left, right);
        public static Tensor operator -(Tensor left, float right) => Sub.Call(left, right);
        public static Tensor operator -(float left, Tensor right) => Sub.Call(left, right);
        public static Tensor operator -(Tensor left, double right) => Sub.Call(left, right);
        public static Tensor operator -(double left, Tensor right) => Sub.Call(left, right);

        public static Tensor operator *(Tensor left, Tensor right) => Mul.Call(left, right);
        public static Tensor operator *(Tensor left, Scalar right) => Mul.Call(left, right);
        public static Tensor operator *(Scalar left, Tensor right) => Mul.Call(left, right);
        public static Tensor operator *(Tensor left, int right) => Mul.Call(left, right);
        public static Tensor operator *(int left, Tensor right) => Mul.Call(left, right);
        public static Tensor operator *(Tensor left, long right) => Mul.Call(left, right);
        public static Tensor operator *(long left, Tensor right) => Mul.Call(left, right);
        public static Tensor operator *(Tensor left, float right) => Mul.Call(left, right);
        public static Tensor operator *(float left, Tensor right) => Mul.Call(left, right);
        public static Tensor operator *(Tensor left, double right) => Mul.Call(left, right);
        public static Tensor operator *(double left, Tensor right) => Mul.Call(left, right);

        public static Tensor operator /(Tensor left, Tensor right) => Div.Call(left, right);
        public static Tensor operator /(Tensor left, Scalar right) => Div.Call(left, right);
        public static Tensor operator /(Scalar left, Tensor right) => Div.Call(left, right);
        public static Tensor operator /(Tensor left, int right) => Div.Call(left, right);
        public static Tensor operator /(int left, Tensor right) => Div.Call(left, right);
        public static Tensor operator /(Tensor left, long right) => Div.Call(left, right);
        public static Tensor operator /(long left, Tensor right) => Div.Call(left, right);
        public static Tensor operator /(Tensor left, float right) => Div.Call(left, right);
        public static Tensor operator /(float left, Tensor right) => Div.Call(left, right);
        public static Tensor operator /(Tensor left, double right) => Div.Call(left, right);
        public static Tensor operator /(double left, Tensor right) => Div.Call(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Remainder.Call(left, right);
        public static Tensor operator %(Tensor left, Scalar right) => Remainder.Call(left, right);
        public static Tensor operator %(Scalar left, Tensor right) => Remainder.Call(left, right);
        public static Tensor operator %(Tensor left, int right) => Remainder.Call(left, right);
        public static Tensor operator %(int left, Tensor right) => Remainder.Call(left, right);
        public static Tensor operator %(Tensor left, long right) => Remainder.Call(left, right);
        public static Tensor operator %(long left, Tensor right) => Remainder.Call(left, right);
        public static Tensor operator %(Tensor left, float right) => Remainder.Call(left, right);
        public static Tensor operator %(float left, Tensor right) => Remainder.Call(left, right);
        public static Tensor operator %(Tensor left, double right) => Remainder.Call(left, right);
        public static Tensor operator %(double left, Tensor right) => Remainder.Call(left, right);

        public static Tensor operator -(Tensor value) => new Operator("neg").Call(value);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => new Operator("eq", "Scalar").Call(left, right);
        public static Tensor operator ==(Scalar left, Tensor right) => new Operator("eq", "Scalar").Call(right, left);
        public static Tensor operator ==(Tensor left, int right) => new Operator("eq", "Scalar").Call(left, right);
        public static Tensor operator ==(int left, Tensor right) => new Operator("eq", "Scalar").Call(right, left);
        public static Tensor operator ==(Tensor left, long right) => new Operator("eq", "Scalar").Call(left, right);
        public static Tensor operator ==(long left, Tensor right) => new Operator("eq", "Scalar").Call(right, left);
        public static Tensor operator ==(Tensor left, float right) => new Operator("eq", "Scalar").Call(left, right);
        public static Tensor operator ==(float left, Tensor right) => new Operator("eq", "Scalar").Call(right, left);
        public static Tensor operator ==(Tensor left, double right) => new Operator("eq", "Scalar").Call(left, right);
        public static Tensor operator ==(double left, Tensor right) => new Operator("eq", "Scalar").Call(right, left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => new Operator("ne", "Scalar").Call(left, right);
        public static Tensor operator !=(Scalar left, Tensor right) => new Operator("ne", "Scalar").Call(right, left);
        public static Tensor operator !=(Tensor left, int right) => new Operator("ne", "Scalar").Call(left, right);
        public static Tensor operator !=(int left, Tensor right) => new Operator("ne", "Scalar").Call(right, left);
        public static Tensor operator !=(Tensor left, long right) => new Operator("ne", "Scalar").Call(left, right);
        public static Tensor operator !=(long left, Tensor right) => new Operator("ne", "Scalar").Call(right, left);
        public static Tensor operator !=(Tensor left, float right) => new Operator("ne", "Scalar").Call(left, right);
        public static Tensor operator !=(float left, Tensor right) => new Operator("ne", "Scalar").Call(right, left);
        public static Tensor operator !=(Tensor left, double right) => new Operator("ne", "Scalar").Call(left, right);
        public static Tensor operator !=(double left, Tensor right) => new Operator("ne", "Scalar").Call(right, left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => new Operator("lt", "Scalar").Call(left, right);
        public static Tensor operator <(Scalar left, Tensor right) => new Operator("gt", "Scalar").Call(right, left);
        public static Tensor operator <(Tensor left, int right) => new Operator("lt", "Scalar").Call(left, right);
        public static Tensor operator <(int left, Tensor right) => new Operator("gt", "Scalar").Call(right, left);
        public static Tensor operator <(Tensor left, long right) => new Operator("lt", "Scalar").Call(left, right);
        public static Tensor operator <(long left, Tensor right) => new Operator("gt", "Scalar").Call(right, left);
        public static Tensor operator <(Tensor left, float right) => new Operator("lt", "Scalar").Call(left, right);
        public static Tensor operator <(float left, Tensor right) => new Operator("gt", "Scalar").Call(right, left);
        public static Tensor operator <(Tensor left, double right) => new Operator("lt", "Scalar").Call(left, right);
        public static Tensor operator <(double left, Tensor right) => new Operator("gt", "Scalar").Call(right, left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => new Operator("le", "Scalar").Call(left, right);
        public static Tensor operator <=(Scalar left, Tensor right) => new Operator("ge", "Scalar").Call(right, left);
        public static Tensor operator <=(Tensor left, int right) => new Operator("le", "Scalar").Call(left, right);
        public static Tensor operator <=(int left, Tensor right) => new Operator("ge", "Scalar").Call(right, left);
        public static Tensor operator <=(Tensor left, long right) => new Operator("le", "Scalar").Call(left, right);
        public static Tensor operator <=(long left, Tensor right) => new Operator("ge", "Scalar").Call(right, left);
        public static Tensor operator <=(Tensor left, float right) => new Operator("le", "Scalar").Call(left, right);
        public static Tensor operator <=(float left, Tensor right) => new Operator("ge", "Scalar").Call(right, left);
        public static Tensor operator <=(Tensor left, double right) => new Operator("le", "Scalar").Call(left, right);
        public static Tensor operator <=(double left, Tensor right) => new Operator("ge", "Scalar").Call(right, left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => new Operator("gt", "Scalar").Call(left, right);
        public static Tensor operator >(Scalar left, Tensor right) => new Operator("lt", "Scalar").Call(right, left);
        public static Tensor operator >(Tensor left, int right) => new Operator("gt", "Scalar").Call(left, right);
        public static Tensor operator >(int left, Tensor right) => new Operator("lt", "Scalar").Call(right, left);
        public static Tensor operator >(Tensor left, long right) => new Operator("gt", "Scalar").Call(left, right);
        public static Tensor operator >(long left, Tensor right) => new Operator("lt", "Scalar").Call(right, left);
        public static Tensor operator >(Tensor left, float right) => new Operator("gt", "Scalar").Call(left, right);
        public static Tensor operator >(float left, Tensor right) => new Operator("lt", "Scalar").Call(right, left);
        public static Tensor operator >(Tensor left, double right) => new Operator("gt", "Scalar").Call(left, right);
        public static Tensor operator >(double left, Tensor right) => new Operator("lt", "Scalar").Call(right, left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => new Operator("ge", "Scalar").Call(left, right);
        public static Tensor operator >=(Scalar left, Tensor right) => new Operator("le", "Scalar").Call(right, left);
        public static Tensor operator >=(Tensor left, int right) => new Operator("ge", "Scalar").Call(left, right);
        public static Tensor operator >=(int left, Tensor right) => new Operator("le", "Scalar").Call(right, left);
        public static Tensor operator >=(Tensor left, long right) => new Operator("ge", "Scalar").Call(left, right);
        public static Tensor operator >=(long left, Tensor right) => new Operator("le", "Scalar").Call(right, left);
        public static Tensor operator >=(Tensor left, float right) => new Operator("ge", "Scalar").Call(left, right);
        public static Tensor operator >=(float left, Tensor right) => new Operator("le", "Scalar").Call(right, left);
        public static Tensor operator >=(Tensor left, double right) => new Operator("ge", "Scalar").Call(left, right);
        public static Tensor operator >=(double left, Tensor right) => new Operator("le", "Scalar").Call(right, left);

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        public static Tensor operator ~(Tensor value) => new Operator("bitwise_not").Call(value);

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
