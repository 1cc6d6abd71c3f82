using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The base of everything with weights: a tree of named parameters, buffers and children.</summary>
        /// <remarks>
        /// A class of one's own derives from <see cref="Module{T, TResult}"/>, keeps its layers in fields and calls
        /// <see cref="RegisterComponents"/> at the end of its constructor. A layer or parameter that is left out, as in a plain list,
        /// is an error as soon as the weights are asked for.
        /// </remarks>
        public partial class Module : IDisposable
        {
            private readonly string name;
            private readonly OrderedDictionary<string, Parameter> ownParameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> ownBuffers = [];
            private readonly OrderedDictionary<string, Module> ownChildren = [];
            private bool disposed;

            /// <summary>Registered as someone's child; a field that holds this module elsewhere is then a mere reference.</summary>
            internal bool HasParent { get; private set; }

            protected Module(string name) => this.name = name ?? throw new ArgumentNullException(nameof(name));

            /// <summary>In training mode (the default) or, after <see cref="eval"/>, not.</summary>
            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            /// <summary>Puts this module and all below into training mode, or out of it.</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach (Module child in ownChildren.Values)
                    child.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Drops the gradient of every parameter, or zeroes it.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (Parameter parameter in parameters())
                    parameter.clear_grad(set_to_none);
            }

            /// <summary>As <see cref="named_parameters"/>, without the names.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true)
            {
                RequireRegistered();
                var found = new List<Parameter>();
                Walk(null, recurse, new(ReferenceEqualityComparer.Instance), (_, module, seen) =>
                {
                    foreach (Parameter parameter in module.ownParameters.Values)
                    {
                        if (seen.Add(parameter))
                            found.Add(parameter);
                    }
                });
                return found;
            }

            /// <summary>Parameters in the order of registration, own before the children's; a shared one comes once, under its first name.</summary>
            /// <exception cref="InvalidOperationException">A layer or parameter of this module is in no registered place.</exception>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                RequireRegistered();
                var found = new List<(string, Parameter)>();
                Walk("", recurse, new(ReferenceEqualityComparer.Instance), (prefix, module, seen) =>
                {
                    foreach (var (key, parameter) in module.ownParameters)
                    {
                        if (seen.Add(parameter))
                            found.Add((prefix + key, parameter));
                    }
                });
                return found;
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true) => named_buffers(recurse).Select(entry => entry.buffer);

            /// <summary>Buffers in the order of registration, own before the children's.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var found = new List<(string, Tensor)>();
                Walk("", recurse, new(ReferenceEqualityComparer.Instance), (prefix, module, seen) =>
                {
                    foreach (var (key, buffer) in module.ownBuffers)
                    {
                        if ((include_nonpersistent || buffer.Persistent) && seen.Add(buffer.Tensor))
                            found.Add((prefix + key, buffer.Tensor));
                    }
                });
                return found;
            }

            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            public virtual IEnumerable<(string name, Module module)> named_children() => [.. ownChildren.Select(entry => (entry.Key, entry.Value))];

            /// <summary>All modules below this one, without itself.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <inheritdoc cref="modules"/>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                var found = new List<(string, Module)>();
                Walk("", true, new(ReferenceEqualityComparer.Instance), (prefix, module, _) =>
                {
                    if (module != this)
                        found.Add((prefix![..^1], module));
                });
                return found;
            }

            /// <summary>Calls the action on every module below, children first, then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (Module child in ownChildren.Values)
                    child.apply(fn);
                fn(this);
                return this;
            }

            public bool has_parameter(string target) => TryFind(target, out Module? module, out string last) && module.ownParameters.ContainsKey(last);

            public bool has_buffer(string target) => TryFind(target, out Module? module, out string last) && module.ownBuffers.ContainsKey(last);

            /// <summary>The parameter of this dotted name, null where there is none.</summary>
            public virtual Parameter? get_parameter(string target) =>
                TryFind(target, out Module? module, out string last) && module.ownParameters.TryGetValue(last, out Parameter? parameter) ? parameter : null;

            /// <summary>The buffer of this dotted name, null where there is none.</summary>
            public virtual Tensor? get_buffer(string target) =>
                TryFind(target, out Module? module, out string last) && module.ownBuffers.TryGetValue(last, out var buffer) ? buffer.Tensor : null;

            /// <summary>Frees the parameters, the buffers and all children.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || disposed)
                    return;
                disposed = true;
                foreach (Parameter parameter in ownParameters.Values)
                    parameter.Dispose();
                foreach (var (tensor, _) in ownBuffers.Values)
                    tensor.Dispose();
                foreach (Module child in ownChildren.Values)
                    child.Dispose();
            }

            // Names are put together only where a prefix is given.
            private void Walk(string? prefix, bool recurse, HashSet<object> seen, Action<string?, Module, HashSet<object>> visit)
            {
                if (!seen.Add(this))
                    return;
                visit(prefix, this, seen);
                if (!recurse)
                    return;
                foreach (var (key, child) in ownChildren)
                    child.Walk(prefix is null ? null : $"{prefix}{key}.", true, seen, visit);
            }

            private bool TryFind(string target, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Module? module, out string last)
            {
                ArgumentNullException.ThrowIfNull(target);
                string[] parts = target.Split('.');
                last = parts[^1];
                module = this;
                foreach (string part in parts.AsSpan(..^1))
                {
                    if (!module.ownChildren.TryGetValue(part, out module))
                        return false;
                }
                return true;
            }
        }
    }
}
