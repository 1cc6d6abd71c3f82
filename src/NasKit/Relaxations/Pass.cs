namespace NasKit.Relaxations;

/// <summary>One run of the network that a relaxation asks for, in plain numbers.</summary>
/// <param name="Weights">Weights, decision by decision.</param>
/// <param name="Active">Options of each decision that run.</param>
/// <param name="Path">The option of each decision that has weight 1 where all others have 0.</param>
/// <param name="Differentiates">Whether the gradient with regard to the weights is needed.</param>
/// <param name="Training">Share of this pass in the gradient of the network's weights; 0 trains nothing.</param>
internal sealed record Pass(double[] Weights, int[][] Active, int[]? Path, bool Differentiates, double Training);

/// <summary>Runs a pass.</summary>
/// <param name="pass">What to run.</param>
/// <param name="gradient">Where the gradient with regard to the weights is put if the pass asks for it: 0 where an option did not run.</param>
/// <returns>The loss.</returns>
internal delegate double PassLoss(Pass pass, double[] gradient);

/// <summary>What one estimate found out, in plain numbers.</summary>
/// <param name="Gradient">Estimated gradient of the logits, decision by decision.</param>
/// <param name="Loss">Mean loss of the training passes.</param>
/// <param name="Paths">Sampled options of every sample.</param>
/// <param name="Pass">The training pass, the last of several.</param>
/// <param name="WeightGradient">Gradient with regard to its weights.</param>
internal sealed record PlainEstimate(double[] Gradient, double Loss, int[][] Paths, Pass Pass, double[]? WeightGradient);
