namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The memory of the elements, in row-major order; good for as long as the tensor is kept.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not on the processor, not contiguous, or larger than a span.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Info(nameof(bytes));
                if (!is_cpu || info.IsContiguous == 0)
                    throw new InvalidOperationException($"bytes: the tensor must be contiguous and on the processor, but it is {Describe()}. Take cpu().contiguous() first.");
                long length = checked(info.Elements * info.ElementSize);
                if (length > int.MaxValue)
                    throw new InvalidOperationException($"bytes: the tensor has {length} bytes, more than a span can.");
                return new Span<byte>(info.Data, (int)length);
            }
        }
    }
}
