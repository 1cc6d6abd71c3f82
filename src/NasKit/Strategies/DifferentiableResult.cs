using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;

namespace NasKit.Strategies;

/// <summary>What a differentiable search leaves.</summary>
/// <param name="Supernet">The trained supernet; the caller's to dispose.</param>
/// <param name="Distribution">The distribution over architectures.</param>
/// <param name="Architecture">What was derived from it.</param>
/// <param name="Epochs">Where it stood after each epoch.</param>
/// <param name="Losses">Training loss of every step.</param>
public sealed record DifferentiableResult(
    MixtureSupernet Supernet, ArchitectureDistribution Distribution, Architecture Architecture, IReadOnlyList<SearchEpoch> Epochs, IReadOnlyList<double> Losses);
