using NasKit.Relaxations;

namespace NasKit.Tests.Relaxations;

/// <summary>Every estimator in the settings that are tested, by name.</summary>
internal static class Estimators
{
    private static readonly Dictionary<string, Func<Relaxation>> all = new()
    {
        ["softmax"] = () => new SoftmaxRelaxation(),
        ["softmax T=0.5"] = () => new SoftmaxRelaxation(0.5),
        ["sigmoid T=0.5"] = () => new SigmoidRelaxation(0.5),
        ["concrete 2"] = () => new ConcreteRelaxation(2),
        ["concrete 1"] = () => new ConcreteRelaxation(1),
        ["concrete 0.5"] = () => new ConcreteRelaxation(0.5),
        ["concrete 0.1"] = () => new ConcreteRelaxation(0.1),
        ["concrete 0.03"] = () => new ConcreteRelaxation(0.03),
        ["straight-through 1"] = () => new StraightThroughRelaxation(1),
        ["GDAS 1"] = () => new StraightThroughRelaxation(1, pathOnly: true),
        ["gates full"] = () => new BinaryGateRelaxation(BinaryGates.Full),
        ["gates two"] = () => new BinaryGateRelaxation(BinaryGates.Two),
        ["DSNAS"] = () => new DsnasRelaxation(),
        ["REINFORCE"] = () => new ReinforceRelaxation(),
        ["REINFORCE constant"] = () => new ReinforceRelaxation(Baseline.Constant(1.675985)),
        ["REINFORCE moving"] = () => Warm(new ReinforceRelaxation(Baseline.Moving(0.9))),
        ["REINFORCE leave one out"] = () => new ReinforceRelaxation(Baseline.LeaveOneOut, samples: 4),
        ["REBAR 0.1"] = () => new RebarRelaxation(1, 0.1, 0),
        ["REBAR 0.5"] = () => new RebarRelaxation(1, 0.5, 0),
        ["REBAR 1"] = () => new RebarRelaxation(1, 1, 0),
        ["REBAR eta 0"] = () => new RebarRelaxation(0, 1, 0),
        ["REBAR eta 0.144"] = () => new RebarRelaxation(0.144, 0.5, 0),
        ["REBAR eta 0.240"] = () => new RebarRelaxation(0.240, 1, 0),
        ["REBAR eta 0.481"] = () => new RebarRelaxation(0.481, 2, 0),
        ["REBAR eta 0.5 at 0.1"] = () => new RebarRelaxation(0.5, 0.1, 0),
        ["REBAR eta 0.5 at 0.5"] = () => new RebarRelaxation(0.5, 0.5, 0),
        ["REBAR eta 0.5 at 1"] = () => new RebarRelaxation(0.5, 1, 0),
        ["REBAR learning"] = () => new RebarRelaxation(),
        ["RELAX"] = () => new RelaxRelaxation(1, learningRate: 0),
        ["RELAX learning"] = () => new RelaxRelaxation(1),
        ["RELAX constant"] = () => new RelaxRelaxation(new ConstantSurrogate(1.675985), 1, 0),
        ["LAX"] = () => new LaxRelaxation(1, 1, learningRate: 0),
        ["LAX learning"] = () => new LaxRelaxation(1, 1),
        ["LAX of the loss"] = () => new LaxRelaxation(1, new LossSurrogate(1), 0),
    };

    public static IEnumerable<string> Names => all.Keys;

    public static IReadOnlyList<ToyProblem> Problems { get; } =
    [
        ToyProblem.Quadratic, ToyProblem.Bernoulli(0, 0.45), ToyProblem.Bernoulli(-2, 0.45), ToyProblem.Bernoulli(0, 0.499), ToyProblem.Bernoulli(-2, 0.499),
        ToyProblem.Linear, ToyProblem.TwoDecisions,
    ];

    public static Relaxation Make(string name) => all[name]();

    // Its first estimate only sets the baseline.
    private static ReinforceRelaxation Warm(ReinforceRelaxation reinforce)
    {
        ToyProblem.Quadratic.Estimate(reinforce, new Rng(0));
        return reinforce;
    }
}

/// <summary>c = a number.</summary>
internal sealed class ConstantSurrogate(double value) : Surrogate
{
    public override int Count(int inputs) => 1;

    public override double[] Initial(int inputs) => [value];

    public override SurrogateValue At(double[] parameters, double[] weights, Func<double[], (double Loss, double[] Gradient)> network) =>
        new Constant(parameters[0], new double[weights.Length]);

    private sealed record Constant(double Value, double[] Gradient) : SurrogateValue(Value, Gradient)
    {
        public override double Curvature(double[] first, double[] second) => 0;

        public override void AddTo(double[] gradient, double factor, double[] direction) => gradient[0] += factor;
    }
}
