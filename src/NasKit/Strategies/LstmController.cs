using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>A policy whose decisions depend on those before: an LSTM reads each choice and a linear head a decision gives the next one's logits.</summary>
/// <remarks>Source: Zoph and Le, ICLR 2017: the first input is all zeros, then each choice, one-hot. Parameters start uniform in ±init range.</remarks>
internal sealed class LstmController : Controller
{
    private readonly Lstm lstm;
    private readonly int hidden;
    private readonly int[] tokens; // the token of each decision's first choice
    private readonly int[] heads; // each head: weights [choices, H], then biases [choices]
    private readonly List<double[]> outputs = [];

    public LstmController(SearchSpace space, int hidden, int layers, double range, double learningRate, double? clip, Rng init)
        : base(space, Initial(Count(space, hidden, layers), range, init), learningRate, clip)
    {
        this.hidden = hidden;
        tokens = [.. space.Decisions.Select((_, i) => space.Decisions.Take(i).Sum(decision => decision.Count))];
        lstm = new(space.Decisions.Sum(decision => decision.Count), hidden, layers, 0);
        heads = [.. tokens.Select(before => lstm.Count + before * (hidden + 1))];
    }

    protected override void Walk(int[] choices, Func<int, double[], int> choose)
    {
        lstm.Begin();
        outputs.Clear();
        var token = -1;
        for (var i = 0; i < heads.Length; i++)
        {
            if (Space.IsActive(choices, i))
            {
                var output = lstm.Read(Parameters, token);
                outputs.Add(output);
                var logits = Parameters.AsSpan(heads[i] + Space.Decisions[i].Count * hidden, Space.Decisions[i].Count).ToArray();
                for (var choice = 0; choice < logits.Length; choice++)
                {
                    logits[choice] += Vectors.Dot(Parameters.AsSpan(heads[i] + choice * hidden, hidden), output);
                }

                choices[i] = choose(i, Softmax(logits));
                token = tokens[i] + choices[i];
            }
        }
    }

    // Called right after Walk went through the same architecture.
    protected override void Backward(Architecture architecture, IReadOnlyList<double[]> logits)
    {
        var ofOutputs = new List<double[]?>();
        for (var i = 0; i < heads.Length; i++)
        {
            if (Space.IsActive(architecture.Choices.AsSpan(), i))
            {
                var (output, ofLogits, ofOutput) = (outputs[ofOutputs.Count], logits[ofOutputs.Count], new double[hidden]);
                Vectors.AddScaled(Gradient.AsSpan(heads[i] + ofLogits.Length * hidden, ofLogits.Length), ofLogits, 1);
                for (var choice = 0; choice < ofLogits.Length; choice++)
                {
                    Vectors.AddScaled(Gradient.AsSpan(heads[i] + choice * hidden, hidden), output, ofLogits[choice]);
                    Vectors.AddScaled(ofOutput, Parameters.AsSpan(heads[i] + choice * hidden, hidden), ofLogits[choice]);
                }

                ofOutputs.Add(ofOutput);
            }
        }

        lstm.Backward(Parameters, Gradient, ofOutputs);
    }

    private static int Count(SearchSpace space, int hidden, int layers)
    {
        var tokens = space.Decisions.Sum(decision => decision.Count);
        return new Lstm(tokens, hidden, layers, 0).Count + tokens * (hidden + 1);
    }

    private static double[] Initial(int count, double range, Rng init) => [.. Enumerable.Range(0, count).Select(_ => range * (2 * init.NextDouble() - 1))];
}
