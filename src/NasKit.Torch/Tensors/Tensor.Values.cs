using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>Reading a tensor's numbers.</summary>
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements in the processor's memory.</summary>
        /// <exception cref="ArgumentException">The elements are not of this type.</exception>
        /// <exception cref="InvalidOperationException">The tensor is on another device.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged => new(this);

        /// <summary>The one element.</summary>
        /// <exception cref="ArgumentException">The element is not of this type.</exception>
        /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
        public T item<T>() where T : unmanaged
        {
            var type = (ScalarType)Info(nameof(item)).DType;
            if (TypeOf<T>() != type)
            {
                throw new ArgumentException($"item<{typeof(T).Name}>({Describe()}): the element is {type}. Read that type, or use ToSingle, ToDouble, ToInt64 …, which convert.");
            }
            var value = ToScalar();
            return (T)(object)(type switch
            {
                ScalarType.Byte => (byte)value.ToInt64(),
                ScalarType.Int8 => (sbyte)value.ToInt64(),
                ScalarType.Int16 => (short)value.ToInt64(),
                ScalarType.Int32 => (int)value.ToInt64(),
                ScalarType.Int64 => value.ToInt64(),
                ScalarType.Bool => value.ToBoolean(),
                ScalarType.Float16 => (object)(Half)value.ToDouble(),
                ScalarType.Float32 => value.ToSingle(),
                _ => value.ToDouble(),
            });
        }

        /// <summary>The one element as a number.</summary>
        /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
        public Scalar ToScalar()
        {
            var count = numel();
            return count == 1 ? new Operator("item").CallScalar(this) : throw new InvalidOperationException($"item({Describe()}): expected one element, not {count}. Take mean(), sum() or an index first.");
        }

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();
        public static explicit operator byte(Tensor value) => checked((byte)value.ToInt64());
        public static explicit operator short(Tensor value) => checked((short)value.ToInt64());
    }
}

/// <summary>The one element of a tensor as a .NET number, whatever its dtype.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();
    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    /// <summary>The array as a tensor of the same elements.</summary>
    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool requires_grad = false) where T : unmanaged =>
        torch.Made<T>(rawArray, dimensions, null, null, requires_grad);

    public static torch.Tensor ToTensor(this float value) => torch.tensor(value);
    public static torch.Tensor ToTensor(this double value) => torch.tensor(value);
    public static torch.Tensor ToTensor(this int value) => torch.tensor(value);
    public static torch.Tensor ToTensor(this long value) => torch.tensor(value);
    public static torch.Tensor ToTensor(this bool value) => torch.tensor(value);
}
