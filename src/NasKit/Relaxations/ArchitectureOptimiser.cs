namespace NasKit.Relaxations;

/// <summary>How the logits of an architecture distribution follow their gradient.</summary>
public abstract record ArchitectureOptimiser
{
    private protected ArchitectureOptimiser()
    {
    }

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    internal abstract void Validate();

    /// <summary>Begins with a distribution, without any memory.</summary>
    internal abstract ArchitectureDescent Start(ArchitectureDistribution policy);
}

/// <summary>An optimiser at work on one distribution.</summary>
internal abstract class ArchitectureDescent
{
    /// <summary>Descends along an estimate.</summary>
    /// <param name="estimate">The estimate.</param>
    public abstract void Step(GradientEstimate estimate);

    public virtual void Exchange(StateExchange state)
    {
    }
}
