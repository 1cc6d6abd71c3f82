using System.Collections;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other.</summary>
    public class Sequential : Module<Tensor, Tensor>, IReadOnlyList<Module<Tensor, Tensor>>
    {
        private readonly List<Module<Tensor, Tensor>> steps = [];

        public Sequential(params Module<Tensor, Tensor>[] modules) : this((IEnumerable<Module<Tensor, Tensor>>)modules)
        {
        }

        public Sequential(IEnumerable<Module<Tensor, Tensor>> modules) : base(nameof(Sequential))
        {
            ArgumentNullException.ThrowIfNull(modules);
            foreach (Module<Tensor, Tensor> module in modules)
                append(module);
        }

        public Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) : this((IEnumerable<(string, Module<Tensor, Tensor>)>)modules)
        {
        }

        public Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) : base(nameof(Sequential))
        {
            ArgumentNullException.ThrowIfNull(modules);
            foreach (var (name, module) in modules)
                append(name, module);
        }

        public int Count => steps.Count;

        public Module<Tensor, Tensor> this[int index] => steps[index];

        /// <summary>Adds a step under its position as name.</summary>
        public Sequential append(Module<Tensor, Tensor> module) => append(steps.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

        public Sequential append(string name, Module<Tensor, Tensor> module)
        {
            register_module(name, module);
            steps.Add(module);
            return this;
        }

        /// <summary>Runs the steps. Each result between two steps is freed once the next step has run; a hook that keeps one keeps an alias of it.</summary>
        public override Tensor forward(Tensor input)
        {
            Tensor x = input;
            foreach (Module<Tensor, Tensor> step in steps)
            {
                Tensor next = step.call(x);
                if (!ReferenceEquals(x, input) && !ReferenceEquals(x, next))
                    x.Dispose();
                x = next;
            }
            return ReferenceEquals(x, input) ? input.alias() : x;
        }

        public IEnumerator<Module<Tensor, Tensor>> GetEnumerator() => steps.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules);

            public static Modules.Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules);

            public static Modules.Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());
        }
    }
}
