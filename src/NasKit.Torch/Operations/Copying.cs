using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Copies, conversions of element type and device, and filling in place.</summary>
public static partial class torch
{
    public static Tensor clone(Tensor input) => input.clone();

    public partial class Tensor
    {
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Moved(null, device, copy, disposeAfter, non_blocking);
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Moved(null, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Moved(null, new Device(device), copy, disposeAfter, non_blocking);
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Moved(type, null, copy, disposeAfter, non_blocking);
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Moved(type, device, copy, disposeAfter, non_blocking);
        public Tensor to(Tensor other, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Moved(other.dtype, other.device, copy, disposeAfter, non_blocking);
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false) => to(type, copy, disposeAfter);
        public Tensor type(ScalarType type) => to(type);
        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor cpu() => to(CPU);
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @short() => to(ScalarType.Int16);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor @bool() => to(ScalarType.Bool);

        /// <summary>A copy with memory of its own; gradients flow through it.</summary>
        public Tensor clone() => new Operator("clone").Call(this);

        /// <summary>A new object over the same memory.</summary>
        public Tensor alias() => new Operator("alias").Call(this);
        public Tensor contiguous() => new Operator("contiguous").Call(this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => new Operator("copy_").CallInto(this, source, nonBlocking);
        public Tensor fill_(Scalar value) => new Operator("fill_", "Scalar").CallInto(this, value);
        public Tensor fill_(Tensor value) => new Operator("fill_", "Tensor").CallInto(this, value);
        public Tensor zero_() => new Operator("zero_").CallInto(this);

        /// <summary>Makes this tensor another view of the source's memory.</summary>
        public Tensor set_(Tensor source) => new Operator("set_", "source_Tensor").CallInto(this, source);

        public Tensor new_zeros(params long[] size) => new Operator("new_zeros").Call(this, size);
        public Tensor new_ones(params long[] size) => new Operator("new_ones").Call(this, size);
        public Tensor new_empty(params long[] size) => new Operator("new_empty").Call(this, size);
        public Tensor new_full(long[] size, Scalar value) => new Operator("new_full").Call(this, size, value);

        public Tensor normal_(double mean = 0.0, double stddev = 1.0, Generator? generator = null) => new Operator("normal_").CallInto(this, mean, stddev, generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) => new Operator("uniform_").CallInto(this, from, to, generator);
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => new Operator("exponential_").CallInto(this, lambda, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => new Operator("bernoulli_", "float").CallInto(this, p, generator);
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => new Operator("bernoulli_", "Tensor").CallInto(this, p, generator);
        public Tensor random_(long from, long to, Generator? generator = null) => new Operator("random_", "from").CallInto(this, from, to, generator);
        public Tensor geometric_(double p, Generator? generator = null) => new Operator("geometric_").CallInto(this, p, generator);
        public Tensor log_normal_(double mean = 1.0, double stddev = 2.0, Generator? generator = null) => new Operator("log_normal_").CallInto(this, mean, stddev, generator);
        public Tensor cauchy_(double median = 0.0, double sigma = 1.0, Generator? generator = null) => new Operator("cauchy_").CallInto(this, median, sigma, generator);
        public Tensor bernoulli(Generator? generator = null) => torch.bernoulli(this, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) => torch.multinomial(this, num_samples, replacement, generator);

        /// <summary>What is asked for already is returned as it is: the same object, unless a copy is wanted.</summary>
        private Tensor Moved(ScalarType? type, Device? device, bool copy, bool disposeAfter, bool non_blocking)
        {
            var info = Info("to");
            if (!copy && (type is null || (long)type == info.DType) && (device is null || device.Packed == info.Device))
            {
                return this;
            }
            var moved = new Operator("_to_copy").Call(this, type, Arg.None, device, Arg.None, non_blocking);
            if (disposeAfter)
            {
                Dispose();
            }
            return moved;
        }
    }
}
