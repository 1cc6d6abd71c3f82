using System.Collections;
using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>A list of modules that its owner trains and saves; the names are the positions.</summary>
    public class ModuleList<T> : Module, IList<T> where T : Module
    {
        private readonly List<T> items = [];

        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>))
        {
            ArgumentNullException.ThrowIfNull(modules);
            foreach (T module in modules)
                Add(module);
        }

        public int Count => items.Count;

        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => items[index];
            set
            {
                items[index] = value;
                Renumber();
            }
        }

        public void Add(T item)
        {
            register_module(items.Count.ToString(CultureInfo.InvariantCulture), item);
            items.Add(item);
        }

        public void append(T module) => Add(module);

        public void extend(IEnumerable<T> modules)
        {
            ArgumentNullException.ThrowIfNull(modules);
            foreach (T module in modules)
                Add(module);
        }

        public void Insert(int index, T item)
        {
            items.Insert(index, item);
            Renumber();
        }

        public bool Remove(T item)
        {
            bool removed = items.Remove(item);
            Renumber();
            return removed;
        }

        public void RemoveAt(int index)
        {
            items.RemoveAt(index);
            Renumber();
        }

        public void Clear()
        {
            items.Clear();
            Renumber();
        }

        public bool Contains(T item) => items.Contains(item);

        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

        public int IndexOf(T item) => items.IndexOf(item);

        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private void Renumber()
        {
            ClearChildren();
            for (int i = 0; i < items.Count; i++)
                register_module(i.ToString(CultureInfo.InvariantCulture), items[i]);
        }
    }

    /// <summary>Named modules that their owner trains and saves, in the order they were added.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1710", Justification = "The name is PyTorch's.")]
    public class ModuleDict<T> : Module, IReadOnlyDictionary<string, T> where T : Module
    {
        private readonly OrderedDictionary<string, T> items = [];

        public ModuleDict(params (string name, T module)[] modules) : base(nameof(ModuleDict<T>))
        {
            ArgumentNullException.ThrowIfNull(modules);
            foreach (var (name, module) in modules)
                Add(name, module);
        }

        public int Count => items.Count;

        public IEnumerable<string> Keys => items.Keys;

        public IEnumerable<T> Values => items.Values;

        public T this[string key] => items[key];

        public void Add(string key, T value)
        {
            register_module(key, value);
            items.Add(key, value);
        }

        public void Add((string name, T module) item) => Add(item.name, item.module);

        public bool ContainsKey(string key) => items.ContainsKey(key);

        public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) => items.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A list of parameters that its owner trains and saves; the names are the positions.</summary>
    public class ParameterList : Module, IReadOnlyList<Parameter>
    {
        private readonly List<Parameter> items = [];

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList))
        {
            ArgumentNullException.ThrowIfNull(parameters);
            foreach (Parameter parameter in parameters)
                Add(parameter);
        }

        public int Count => items.Count;

        public Parameter this[int index] => items[index];

        public void Add(Parameter item)
        {
            register_parameter(items.Count.ToString(CultureInfo.InvariantCulture), item);
            items.Add(item);
        }

        public IEnumerator<Parameter> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Named parameters that their owner trains and saves, in the order they were added.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1710", Justification = "The name is PyTorch's.")]
    public class ParameterDict : Module, IReadOnlyDictionary<string, Parameter>
    {
        private readonly OrderedDictionary<string, Parameter> items = [];

        public ParameterDict(params (string name, Parameter parameter)[] parameters) : base(nameof(ParameterDict))
        {
            ArgumentNullException.ThrowIfNull(parameters);
            foreach (var (name, parameter) in parameters)
                Add(name, parameter);
        }

        public int Count => items.Count;

        public IEnumerable<string> Keys => items.Keys;

        public IEnumerable<Parameter> Values => items.Values;

        public Parameter this[string key] => items[key];

        public void Add(string key, Parameter value)
        {
            register_parameter(key, value);
            items.Add(key, value);
        }

        public bool ContainsKey(string key) => items.ContainsKey(key);

        public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Parameter value) => items.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, Parameter>> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

            public static Modules.ModuleDict<T> ModuleDict<T>(params (string name, T module)[] modules) where T : Module => new(modules);

            public static Modules.ParameterList ParameterList(params Modules.Parameter[] parameters) => new(parameters);

            public static Modules.ParameterDict ParameterDict(params (string name, Modules.Parameter parameter)[] parameters) => new(parameters);
        }
    }
}
