using NasKit.Evaluation;
using NasKit.Spaces;

namespace NasKit.Tests.Evaluation;

public sealed class FunctionEvaluatorTests
{
    private static readonly SearchSpace Space = DigitsSpace.Of([2, 2, 2]);

    [Fact]
    public void It_gives_the_function_of_architecture_and_seed()
    {
        var evaluator = new FunctionEvaluator([Objective.Maximise("ones"), Objective.Minimise("seed")], (architecture, seed) => [architecture.Choices.Sum(), seed]);
        IEvaluator any = evaluator;
        Assert.Equal<double>([2.0, 7], any.Evaluate(Space.Parse("110"), null, 7).Values.ToArray());
        Assert.Equal<double>([1.0, 0], any.Evaluate([Space.Parse("010")])[0].Values.ToArray());
        Assert.Contains("only the full budget", Assert.Throws<ArgumentException>(() => any.Evaluate(Space.Parse("010"), 3, 7)).Message);
        Assert.Equal(3, new FunctionEvaluator(Objective.Maximise("ones"), architecture => architecture.Choices.Sum()).Evaluate([Space.Parse("111")])[0].Values[0]);
    }
}
