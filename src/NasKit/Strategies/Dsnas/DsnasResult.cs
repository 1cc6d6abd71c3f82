using NasKit.Spaces;
using NasKit.Supernets;

namespace NasKit.Strategies.Dsnas;

/// <summary>What a run of DSNAS leaves: a network that needs no retraining, and how it came about.</summary>
/// <param name="Supernet">The network; the path of <see cref="Architecture"/> is trained to its end. The caller's to dispose.</param>
/// <param name="Architecture">The architecture that was found.</param>
/// <param name="Epochs">The search, epoch by epoch.</param>
/// <param name="Losses">Training loss of every step, of search and child.</param>
public sealed record DsnasResult(MixtureSupernet Supernet, Architecture Architecture, IReadOnlyList<DsnasEpoch> Epochs, IReadOnlyList<double> Losses);
