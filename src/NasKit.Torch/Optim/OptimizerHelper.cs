using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What all optimizers share: groups, gradients, state.</summary>
public abstract partial class OptimizerHelper : Optimizer
{
    private readonly List<ParamGroup> groups = [];
    private readonly OptimizerOptions defaults;

    private protected OptimizerHelper(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        this.defaults = defaults;
        ArgumentNullException.ThrowIfNull(groups);
        foreach (ParamGroup group in groups)
            add_param_group(group);
        if (this.groups.Sum(group => group.List.Length) == 0)
            throw new ArgumentException($"{GetType().Name} got no parameters. Were the module's layers registered?", nameof(groups));
    }

    public override IEnumerable<ILearningRateController> ParamGroups => groups;

    internal IReadOnlyList<ParamGroup> Groups => groups;

    public override IEnumerable<Parameter> parameters() => groups.SelectMany(group => group.List);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A group of another optimizer, or a parameter that is already here.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        param_group.Options.Complete(defaults);
        if (!(param_group.LearningRate >= 0))
            throw new ArgumentOutOfRangeException(nameof(param_group), param_group.LearningRate, $"{GetType().Name}: the learning rate must be ≥ 0.");
        var known = new HashSet<Parameter>(parameters(), ReferenceEqualityComparer.Instance);
        foreach (Parameter parameter in param_group.List)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(param_group));
            if (!known.Add(parameter))
                throw new ArgumentException($"{GetType().Name}: a parameter of shape [{string.Join(", ", parameter.shape)}] came twice.", nameof(param_group));
        }
        if (param_group.InitialLearningRate == 0)
            param_group.InitialLearningRate = param_group.LearningRate;
        groups.Add(param_group);
    }

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using (enable_grad())
                loss = closure();
        }
        using (no_grad())
        using (NewDisposeScope())
        {
            foreach (ParamGroup group in groups)
            {
                Batch batch = Collect(group);
                if (batch.Parameters.Length > 0)
                    Update(group, batch);
            }
        }
        return loss;
    }

    public override void zero_grad()
    {
        foreach (ParamGroup group in groups)
        {
            foreach (Parameter parameter in group.List)
                parameter.clear_grad(setToNone: true);
        }
    }

    public StateDictionary state_dict()
    {
        var state = new StateDictionary();
        foreach (ParamGroup group in groups)
        {
            state.Options.Add(group.Options);
            for (int i = 0; i < group.List.Length; i++)
                state.State.Add(group.States[i] ??= NewState());
        }
        return state;
    }

    /// <summary>Everything a later process needs to go on with the same numbers, by name; the tensors are copies, and the caller's.</summary>
    /// <remarks>Extra member of this layer. Names: <c>group.0.LearningRate</c>, <c>state.3.step</c>, <c>state.3.momentum_buffer</c>, …</remarks>
    public Dictionary<string, Tensor> named_state()
    {
        var named = new Dictionary<string, Tensor>();
        using (no_grad())
        {
            int position = 0;
            for (int g = 0; g < groups.Count; g++)
            {
                AddOptions(named, g, groups[g].Options);
                foreach (OptimizerState? state in groups[g].States)
                {
                    if (state is not null)
                        AddState(named, position, state);
                    position++;
                }
            }
        }
        return named;
    }

    /// <summary>Takes back what <see cref="named_state"/> gave; what it does not name is as in a new optimizer.</summary>
    /// <exception cref="ArgumentException">A name that has no place here or a shape that does not fit; nothing was changed.</exception>
    public void load_named_state(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        OptimizerState?[][] fresh = [.. groups.Select(group => new OptimizerState?[group.List.Length])];
        var numbers = new List<(OptimizerOptions Options, string Name, double Value)>();
        try
        {
            foreach (var (name, value) in state)
                Restore(name, value, fresh, numbers);
        }
        catch
        {
            foreach (OptimizerState? made in fresh.SelectMany(states => states))
                made?.Clear();
            throw;
        }
        foreach (var (options, name, value) in numbers)
            options.Restore(name, value);
        for (int g = 0; g < groups.Count; g++)
        {
            for (int i = 0; i < fresh[g].Length; i++)
            {
                groups[g].States[i]?.Clear();
                groups[g].States[i] = fresh[g][i];
            }
        }
    }

    private protected abstract OptimizerState NewState();

    /// <summary>Changes the parameters of the batch; runs without gradients and in a dispose scope of its own.</summary>
    private protected abstract void Update(ParamGroup group, Batch batch);

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (ParamGroup group in groups)
        {
            foreach (OptimizerState? state in group.States)
                state?.Clear();
        }
    }

    private static void AddOptions(Dictionary<string, Tensor> named, int group, OptimizerOptions options)
    {
        foreach (var (name, value) in options.Numbers())
            named[$"group.{group}.{name}"] = tensor(value, ScalarType.Float64);
    }

    private static void AddState(Dictionary<string, Tensor> named, int position, OptimizerState state)
    {
        if (state.Steps > 0)
            named[$"state.{position}.step"] = tensor(state.Steps, ScalarType.Int64);
        foreach (var (name, value) in state.Tensors())
            named[$"state.{position}.{name}"] = value.clone();
    }

    private void Restore(string name, Tensor value, OptimizerState?[][] fresh, List<(OptimizerOptions, string, double)> numbers)
    {
        string[] parts = name.Split('.', 3);
        bool group = parts[0] == "group";
        if (parts.Length != 3 || (!group && parts[0] != "state") || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int position))
            throw new ArgumentException($"The state '{name}' has no place in {GetType().Name}.", nameof(name));
        if (group)
        {
            if (position >= groups.Count || !groups[position].Options.Numbers().Any(number => number.Name == parts[2]))
                throw new ArgumentException($"The state '{name}' has no place in {GetType().Name} with {groups.Count} parameter groups.", nameof(name));
            numbers.Add((groups[position].Options, parts[2], value.item<double>()));
            return;
        }
        int within = position, g = 0;
        while (g < groups.Count && within >= groups[g].List.Length)
            within -= groups[g++].List.Length;
        if (g == groups.Count)
            throw new ArgumentException($"The state '{name}' is of a parameter beyond the {parameters().Count()} of this {GetType().Name}.", nameof(name));
        OptimizerState state = fresh[g][within] ??= NewState();
        if (parts[2] == "step")
        {
            state.Steps = value.item<long>();
            return;
        }
        Parameter parameter = groups[g].List[within];
        if (!value.shape.AsSpan().SequenceEqual(parameter.shape))
            throw new ArgumentException($"The state '{name}' is [{string.Join(", ", value.shape)}], but its parameter is [{string.Join(", ", parameter.shape)}].", nameof(name));
        using (no_grad())
        {
            Tensor copy = parameter.detach().clone().copy_(value).DetachFromDisposeScope();
            if (!state.Restore(parts[2], copy))
            {
                copy.Dispose();
                throw new ArgumentException($"The state '{name}' has no place in {GetType().Name}.", nameof(name));
            }
        }
    }

    private Batch Collect(ParamGroup group)
    {
        var parameters = new List<Tensor>(group.List.Length);
        var gradients = new List<Tensor>(group.List.Length);
        var states = new List<OptimizerState>(group.List.Length);
        for (int i = 0; i < group.List.Length; i++)
        {
            if (group.List[i].grad is not { } gradient)
                continue;
            parameters.Add(group.List[i]);
            gradients.Add(gradient);
            states.Add(group.States[i] ??= NewState());
        }
        return new Batch([.. parameters], [.. gradients], [.. states]);
    }

    /// <summary>The parameters of a group that have a gradient, with it and their states.</summary>
    private protected readonly record struct Batch(Tensor[] Parameters, Tensor[] Gradients, OptimizerState[] States);
}
