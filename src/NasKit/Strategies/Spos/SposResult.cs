using NasKit.Spaces;
using NasKit.Supernets;

namespace NasKit.Strategies.Spos;

/// <summary>What single-path one-shot search leaves.</summary>
/// <param name="Supernet">The trained supernet; the caller's to dispose.</param>
/// <param name="Architecture">The path of highest accuracy, the earlier of equals.</param>
/// <param name="Accuracy">Its share of correctly classified held images, 0…1, with the weights it inherits.</param>
/// <param name="Trials">All paths that were scored, in order; the value of each is its accuracy.</param>
public sealed record SposResult(PathSupernet Supernet, Architecture Architecture, double Accuracy, IReadOnlyList<Trial> Trials);
