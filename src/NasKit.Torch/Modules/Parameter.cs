using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module trains.</summary>
    public sealed class Parameter : Tensor
    {
        /// <param name="data">The values. Its handle passes to the parameter, and the tensor object becomes empty.</param>
        /// <param name="requires_grad">Collects a gradient; only floating-point numbers can.</param>
        public Parameter(Tensor data, bool requires_grad = true) : base(TakeOver(data))
        {
            if (this.requires_grad != requires_grad)
                this.requires_grad = requires_grad;
        }

        /// <summary>Registered by a module; a field that holds this parameter elsewhere is then a mere reference.</summary>
        internal bool HasOwner { get; set; }

        internal void clear_grad(bool setToNone)
        {
            if (setToNone)
            {
                grad = null;
                return;
            }
            using Tensor? gradient = grad;
            if (gradient is null)
                return;
            using (no_grad())
                gradient.detach_().zero_();
        }

        private static nint TakeOver(Tensor data)
        {
            ArgumentNullException.ThrowIfNull(data);
            if (data.is_leaf)
                return data.TakeHandle();
            using Tensor leaf = data.detach();
            data.Dispose();
            return leaf.TakeHandle();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Parameter(Tensor, bool)"/>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
