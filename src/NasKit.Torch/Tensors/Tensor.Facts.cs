using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>What a tensor is: shape, strides, element type, place, and its part in autograd.</summary>
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sizes of the dimensions; a new array each time.</summary>
        public unsafe long[] shape
        {
            get
            {
                var handle = Acquire(nameof(shape));
                var sizes = new long[NativeMethods.nk_dim(handle)];
                fixed (long* first = sizes)
                {
                    var status = NativeMethods.nk_sizes(handle, first);
                    Release();
                    NativeError.Check(status, nameof(shape));
                }
                return sizes;
            }
        }

        public long ndim => dim();
        public long NumberOfElements => numel();
        public long ElementSize => Info(nameof(ElementSize)).ElementSize;
        public ScalarType dtype => (ScalarType)Info(nameof(dtype)).DType;
        public Device device => Device.Unpack(Info(nameof(device)).Device);
        public DeviceType device_type => device.type;
        public int device_index => device.index;
        public bool is_cpu => device_type == DeviceType.CPU;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_leaf => Info(nameof(is_leaf)).IsLeaf != 0;

        public bool requires_grad
        {
            get => Info(nameof(requires_grad)).RequiresGrad != 0;
            set
            {
                var status = NativeMethods.nk_set_requires_grad(Acquire(nameof(requires_grad)), value ? 1 : 0);
                var failure = status < 0 ? Operator.Failure(nameof(requires_grad), NativeMethods.LastError(), [this]) : null;
                Release();
                if (failure != null)
                {
                    throw failure;
                }
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public long dim()
        {
            var dimensions = NativeMethods.nk_dim(Acquire(nameof(dim)));
            Release();
            return dimensions;
        }

        public long numel() => Info(nameof(numel)).Elements;
        public long[] size() => shape;
        public long size(int dim) => shape[Wrapped(dim, nameof(size))];
        public long element_size() => ElementSize;
        public long stride(int dim) => stride()[Wrapped(dim, nameof(stride))];
        public bool is_contiguous() => Info(nameof(is_contiguous)).IsContiguous != 0;
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_same_size(Tensor other) => shape.AsSpan().SequenceEqual(other.shape);

        /// <summary>How many elements lie between neighbours along each dimension.</summary>
        public unsafe long[] stride()
        {
            var handle = Acquire(nameof(stride));
            var strides = new long[NativeMethods.nk_dim(handle)];
            fixed (long* first = strides)
            {
                var status = NativeMethods.nk_strides(handle, first);
                Release();
                NativeError.Check(status, nameof(stride));
            }
            return strides;
        }

        internal unsafe TensorInfo Info(string operation)
        {
            TensorInfo info;
            var status = NativeMethods.nk_info(Acquire(operation), &info);
            Release();
            NativeError.Check(status, operation);
            return info;
        }

        /// <summary>Shape and dtype as error messages show them.</summary>
        internal string Describe() => IsInvalid ? "disposed" : $"[{string.Join(", ", shape)}] {dtype}";

        private long Wrapped(long dim, string operation)
        {
            var dimensions = this.dim();
            return dim >= -dimensions && dim < dimensions
                ? (dim + dimensions) % dimensions
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"{operation}({Describe()}): a tensor of {dimensions} dimensions has none of this number.");
        }
    }

    public static bool is_tensor(object obj) => obj is Tensor;
    public static long numel(Tensor input) => input.numel();
    public static bool is_floating_point(Tensor input) => input.is_floating_point();
}
