namespace NasKit.Relaxations;

/// <summary>From architecture logits to the network that runs, and from its loss to a gradient of the logits.</summary>
/// <remarks>
/// An <see cref="IRelaxation"/> is given logits (one row a decision, one column an option), a loss of a <see cref="Mixture"/>, and a generator; it runs
/// the loss as often as it must, trains the network's weights by the way, and answers with a <see cref="GradientEstimate"/>. The estimators:
/// deterministic weights (<see cref="SoftmaxRelaxation"/>, <see cref="SigmoidRelaxation"/>), continuous samples (<see cref="ConcreteRelaxation"/>,
/// <see cref="LaxRelaxation"/>), one-hot samples with a borrowed gradient (<see cref="StraightThroughRelaxation"/>, <see cref="BinaryGateRelaxation"/>,
/// <see cref="DsnasRelaxation"/>), and unbiased ones (<see cref="ReinforceRelaxation"/>, <see cref="RebarRelaxation"/>,
/// <see cref="RelaxRelaxation"/>). <see cref="EntropyRegularised"/> adds an entropy term to any of them. What an estimator is worth is measured on a
/// <see cref="ToyProblem"/>, whose gradient is known, with <see cref="EstimatorMoments"/>.
///
/// Every estimator is written in plain numbers, in closed form: a table of logits is so small that a graph of tensor operations would cost more
/// than the arithmetic. Only the loss is made of tensors.
/// </remarks>
internal static class NamespaceDoc;
