using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Gradients: accumulated in leaves by <c>backward</c>, or returned by <c>autograd.grad</c>.</summary>
public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>The gradients of the outputs with respect to the inputs, in the inputs' order.</summary>
        /// <param name="outputs">What is differentiated.</param>
        /// <param name="inputs">With respect to what; each requires grad.</param>
        /// <param name="grad_outputs">The vector of the vector-Jacobian product; needed where an output has more than one element.</param>
        /// <param name="retain_graph">Keeps the graph for another pass.</param>
        /// <param name="create_graph">Makes the gradients differentiable.</param>
        /// <param name="allow_unused">Gives null for an input the outputs do not depend on, instead of throwing.</param>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            ArgumentNullException.ThrowIfNull(outputs);
            ArgumentNullException.ThrowIfNull(inputs);
            using var from = new HandleList(outputs, "autograd.grad");
            using var to = new HandleList(inputs, "autograd.grad");
            using var weights = new HandleList(grad_outputs, "autograd.grad");
            var results = new nint[inputs.Count];
            fixed (nint* fromFirst = from.Handles, toFirst = to.Handles, weightsFirst = weights.Handles, resultsFirst = results)
            {
                if (NativeMethods.nk_grad(fromFirst, from.Handles.Length, toFirst, to.Handles.Length, weightsFirst, weights.Handles.Length, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, resultsFirst) < 0)
                {
                    throw Operator.Failure("autograd.grad", NativeMethods.LastError(), [from.Argument, to.Argument, weights.Argument]);
                }
            }
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle));
        }

        /// <summary>Adds the gradients of the tensors to the leaves they were computed from.</summary>
        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            using var from = new HandleList(tensors, "backward");
            using var to = new HandleList(inputs, "backward");
            using var weights = new HandleList(grad_tensors, "backward");
            fixed (nint* fromFirst = from.Handles, toFirst = to.Handles, weightsFirst = weights.Handles)
            {
                if (NativeMethods.nk_backward(fromFirst, from.Handles.Length, weightsFirst, weights.Handles.Length, toFirst, to.Handles.Length, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0) < 0)
                {
                    throw Operator.Failure("backward", NativeMethods.LastError(), [from.Argument, weights.Argument, to.Argument]);
                }
            }
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Throws where a backward pass makes NaN, and tells which operator did.</summary>
        public static IDisposable detect_anomaly(bool check_nan = true) => set_detect_anomaly(true, check_nan);

        public static IDisposable set_detect_anomaly(bool mode, bool check_nan = true)
        {
            var before = NativeMethods.nk_get_anomaly_mode();
            NativeMethods.nk_set_anomaly_mode(mode ? 1 : 0, check_nan ? 1 : 0);
            return new Restored(() => NativeMethods.nk_set_anomaly_mode(before, 1));
        }
    }

    public partial class Tensor
    {
        /// <summary>The gradient that backward passes accumulated; null if there is none. A new object each time, over the same memory.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint found;
                var status = NativeMethods.nk_get_grad(Acquire(nameof(grad)), &found);
                Release();
                NativeError.Check(status, nameof(grad));
                return found == 0 ? null : new Tensor(found);
            }

            set
            {
                using var pair = new HandleList([this, value], nameof(grad));
                if (NativeMethods.nk_set_grad(pair.Handles[0], pair.Handles[1]) < 0)
                {
                    throw Operator.Failure(nameof(grad), NativeMethods.LastError(), [this, value]);
                }
            }
        }

        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph || create_graph, create_graph, inputs);

        public Tensor detach() => new Operator("detach").Call(this);
        public Tensor detach_() => new Operator("detach_").CallInto(this);
        public void retain_grad() => new Operator("retain_grad").CallVoid(this);
    }
}
