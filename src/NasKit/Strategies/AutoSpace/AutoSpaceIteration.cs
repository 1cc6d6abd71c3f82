using NasKit.Spaces;

namespace NasKit.Strategies.AutoSpace;

/// <summary>What an iteration did in one layer.</summary>
/// <param name="Cells">The cells that stood side by side, the reference last where there is one, with the fitness that was written back.</param>
/// <param name="Weights">Their weights in the layer's sum at each step.</param>
/// <param name="Fitness">Fitness of the whole population afterwards, falling.</param>
/// <param name="Macs">Mean multiply-accumulates of the best cells, as many as are kept.</param>
/// <param name="Distance">Mean number of genes in which two cells of the population differ.</param>
public sealed record AutoSpaceLayer(IReadOnlyList<RatedCell> Cells, IReadOnlyList<IReadOnlyList<double>> Weights, IReadOnlyList<double> Fitness, double Macs, double Distance);

/// <summary>An iteration of AutoSpace.</summary>
/// <param name="Loss">Mean training loss of its steps.</param>
/// <param name="Layers">What it did, layer by layer.</param>
public sealed record AutoSpaceIteration(double Loss, IReadOnlyList<AutoSpaceLayer> Layers);
