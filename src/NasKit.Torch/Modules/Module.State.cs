using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private static readonly Operator copy_ = new("aten::copy_");
            private static readonly Operator setData_ = new("aten::set_data");

            /// <summary>Parameters and persistent buffers by dotted name: the tensors themselves, not copies.</summary>
            /// <param name="destination">Where to add them; a new dictionary where not given.</param>
            /// <param name="prefix">Put before every name, with a dot between.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                RequireRegistered();
                destination ??= [];
                AddState(destination, string.IsNullOrEmpty(prefix) ? "" : prefix + ".");
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers.</summary>
            /// <param name="source">Values by name, as <see cref="state_dict"/> gives them; another dtype or device is converted.</param>
            /// <param name="strict">Every name must be on both sides.</param>
            /// <param name="skip">Names to leave alone on both sides.</param>
            /// <returns>Names that the source lacks, and names that this module lacks.</returns>
            /// <exception cref="ArgumentException">Names missing or too many (when strict), or shapes that differ: all of them in one message, and nothing was changed.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(source);
                Dictionary<string, Tensor> own = state_dict();
                var skipped = new HashSet<string>(skip ?? []);
                List<string> missing = [.. own.Keys.Where(key => !source.ContainsKey(key) && !skipped.Contains(key))];
                List<string> unexpected = [.. source.Keys.Where(key => !own.ContainsKey(key) && !skipped.Contains(key))];
                List<string> misshapen = [.. own
                    .Where(entry => !skipped.Contains(entry.Key) && source.TryGetValue(entry.Key, out Tensor? value) && !value.shape.AsSpan().SequenceEqual(entry.Value.shape))
                    .Select(entry => $"{entry.Key} is [{string.Join(", ", entry.Value.shape)}] here but [{string.Join(", ", source[entry.Key].shape)}] there")];
                var problems = new List<string>();
                if (strict && missing.Count > 0)
                    problems.Add($"missing: {string.Join(", ", missing)}");
                if (strict && unexpected.Count > 0)
                    problems.Add($"unexpected: {string.Join(", ", unexpected)}");
                if (misshapen.Count > 0)
                    problems.Add($"of another shape: {string.Join("; ", misshapen)}");
                if (problems.Count > 0)
                    throw new ArgumentException($"The state does not fit {GetType().Name} ({string.Join("; ", problems)}). Nothing was loaded.", nameof(source));

                using (no_grad())
                {
                    foreach (var (key, tensor) in own)
                    {
                        if (!skipped.Contains(key) && source.TryGetValue(key, out Tensor? value))
                            copy_.CallVoid(tensor, value);
                    }
                }
                return (missing, unexpected);
            }

            private void AddState(Dictionary<string, Tensor> destination, string prefix)
            {
                foreach (var (key, parameter) in ownParameters)
                    destination.TryAdd(prefix + key, parameter);
                foreach (var (key, (buffer, persistent)) in ownBuffers)
                {
                    if (persistent)
                        destination.TryAdd(prefix + key, buffer);
                }
                foreach (var (key, child) in ownChildren)
                    child.AddState(destination, $"{prefix}{key}.");
            }

            // The tensors keep their identity and take new data, so that optimizers and fields go on holding them.
            internal void Convert(ScalarType? dtype, Device? device, bool nonBlocking)
            {
                if (dtype is { } wanted && !is_floating_point(wanted))
                    throw new ArgumentException($"The weights of a module are floating-point numbers; {wanted} is not such a dtype.", nameof(dtype));
                RequireRegistered();
                using (no_grad())
                using (NewDisposeScope())
                {
                    foreach (var (_, parameter) in named_parameters())
                    {
                        Convert(parameter, dtype, device, nonBlocking);
                        if (parameter.grad is { } gradient)
                            Convert(gradient, dtype, device, nonBlocking);
                    }
                    foreach (var (_, buffer) in named_buffers())
                        Convert(buffer, dtype, device, nonBlocking);
                }
            }

            private static void Convert(Tensor tensor, ScalarType? dtype, Device? device, bool nonBlocking)
            {
                ScalarType to = dtype is { } wanted && is_floating_point(tensor.dtype) ? wanted : tensor.dtype;
                Device where = device ?? tensor.device;
                if (to == tensor.dtype && where == tensor.device)
                    return;
                setData_.CallVoid(tensor, tensor.to(to, where, non_blocking: nonBlocking));
            }
        }
    }
}
