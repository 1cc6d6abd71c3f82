using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>The options of a parameter group. What is null has the optimizer's value.</summary>
public abstract class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    /// <summary>Fills what is null from the optimizer's own options.</summary>
    internal abstract void Complete(OptimizerOptions defaults);

    /// <summary>All options as numbers, for exact saving.</summary>
    internal abstract IEnumerable<(string Name, double Value)> Numbers();

    /// <summary>Takes an option back from a number.</summary>
    internal abstract void Restore(string name, double value);
}

/// <summary>What an optimizer remembers of one parameter: a number of steps and named tensors.</summary>
public abstract class OptimizerState
{
    /// <summary>Named tensors that exist; a name that is not there has none yet.</summary>
    internal abstract IEnumerable<(string Name, Tensor Value)> Tensors();

    /// <summary>Puts a copy of a saved tensor in its place; false where there is no such name.</summary>
    internal abstract bool Restore(string name, Tensor value);

    /// <summary>Steps so far, where the optimizer counts them.</summary>
    internal virtual long Steps { get => 0; set { } }

    internal abstract void Clear();
}

/// <summary>Parameters that share their options.</summary>
public abstract class ParamGroup : ILearningRateController
{
    private protected ParamGroup(IEnumerable<Parameter> parameters, OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        List = [.. parameters];
        States = new OptimizerState?[List.Length];
        Options = options;
    }

    public IEnumerable<Parameter> Parameters => List;

    public OptimizerOptions Options { get; }

    public double LearningRate
    {
        get => Options.LearningRate!.Value;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }

    internal Parameter[] List { get; }

    internal OptimizerState?[] States { get; }
}

/// <inheritdoc cref="ParamGroup"/>
public abstract class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions, new()
{
    private protected ParamGroup(IEnumerable<Parameter> parameters, TOptions? options) : base(parameters, options ?? new TOptions()) => Settings = (TOptions)Options;

    internal TOptions Settings { get; }
}
