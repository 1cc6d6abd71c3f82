using NasKit.Training;

namespace NasKit.Relaxations;

/// <summary>Numbers that a relaxation learns with Adam beside the logits, and their state.</summary>
/// <param name="learningRate">Rate, ≥ 0; 0 leaves them as they are.</param>
internal sealed class LearnedParameters(double learningRate)
{
    private double[] values = [];
    private Adam? adam;

    /// <summary>The numbers; empty before <see cref="Prepare"/>.</summary>
    public double[] Values => values;

    /// <summary>Rate at which they are learned.</summary>
    public double LearningRate => learningRate;

    /// <summary>Whether <see cref="Step"/> does anything.</summary>
    public bool AreLearned => learningRate > 0;

    /// <summary>Sets them to their initial values the first time.</summary>
    /// <exception cref="NasKitException">There are others already, of another number.</exception>
    public void Prepare(int count, Func<double[]> initial)
    {
        if (values.Length == 0)
        {
            values = initial();
            adam = AreLearned ? new(values.Length, learningRate) : null;
        }
        else if (values.Length != count)
        {
            throw new NasKitException($"A relaxation has learned {values.Length} parameters, but a table of logits of this size needs {count}.", "Use one relaxation for one table of logits.");
        }
    }

    /// <summary>Descends, unless a number is not finite.</summary>
    public void Step(double[] gradient)
    {
        if (gradient.All(double.IsFinite))
        {
            adam?.Step(values, gradient);
        }
    }

    public void Exchange(StateExchange state)
    {
        state.Exchange("relaxation/parameters", ref values);
        adam = values.Length > 0 && AreLearned ? new(values.Length, learningRate) : null;
        adam?.Exchange(state, "relaxation/adam");
    }
}
