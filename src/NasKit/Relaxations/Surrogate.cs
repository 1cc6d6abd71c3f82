namespace NasKit.Relaxations;

/// <summary>A differentiable guess c at the loss of a mixture, with parameters φ that can be learned: the heart of a control variate.</summary>
internal abstract class Surrogate
{
    /// <summary>Number of parameters.</summary>
    /// <param name="inputs">Weights in a table.</param>
    public abstract int Count(int inputs);

    /// <summary>Parameters to start from.</summary>
    /// <param name="inputs">Weights in a table.</param>
    public abstract double[] Initial(int inputs);

    /// <summary>c and its gradient at a mixture.</summary>
    /// <param name="parameters">φ; may be longer than needed.</param>
    /// <param name="weights">The weights y.</param>
    /// <param name="network">The network's loss of a mixture and its gradient, for those that look at it.</param>
    public abstract SurrogateValue At(double[] parameters, double[] weights, Func<double[], (double Loss, double[] Gradient)> network);
}

/// <summary>c at one mixture y.</summary>
/// <param name="Value">c(y).</param>
/// <param name="Gradient">∇c with regard to y.</param>
internal abstract record SurrogateValue(double Value, double[] Gradient)
{
    /// <summary>Second derivative of c along two directions of y.</summary>
    public abstract double Curvature(double[] first, double[] second);

    /// <summary>Adds the gradient, with regard to φ, of factor · c(y) + ∇c(y) · direction.</summary>
    public abstract void AddTo(double[] gradient, double factor, double[] direction);
}
