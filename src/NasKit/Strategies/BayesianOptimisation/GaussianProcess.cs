namespace NasKit.Strategies.BayesianOptimisation;

/// <summary>A Gaussian process of mean 0 and prior variance 1, to which points are added one by one.</summary>
/// <remarks>
/// Source: Rasmussen and Williams, 2006, algorithm 2.1. The Cholesky factor is built row by row, so that adding a point costs O(n²) and gives
/// the same numbers as beginning anew.
/// </remarks>
internal sealed class GaussianProcess
{
    private readonly List<double[]> kernel = []; // row i: k(i, 0…i)
    private readonly List<double[]> factor = []; // row i of L
    private double[] weights = []; // (K + σ²I)⁻¹ y
    private double[] whitened = []; // L⁻¹ y

    /// <param name="noise">Variance σ² of the noise, &gt; 0.</param>
    public GaussianProcess(double noise) => Noise = noise;

    /// <summary>Number of points.</summary>
    public int Count => kernel.Count;

    /// <summary>Variance of the noise.</summary>
    public double Noise { get; private set; }

    /// <summary>Log marginal likelihood of the targets.</summary>
    public double LogLikelihood
    {
        get
        {
            var logDeterminant = 0.0;
            for (var i = 0; i < factor.Count; i++)
            {
                logDeterminant += Math.Log(factor[i][i]);
            }

            return -0.5 * Vectors.Dot(whitened, whitened) - logDeterminant - 0.5 * Count * Math.Log(2 * Math.PI);
        }
    }

    /// <summary>Adds a point.</summary>
    /// <param name="row">Its kernel with every point before it and, last, with itself: [n + 1].</param>
    public void Add(double[] row)
    {
        kernel.Add(row);
        factor.Add(FactorRow(row));
    }

    /// <summary>Sets the targets [n] of all points.</summary>
    public void Fit(ReadOnlySpan<double> targets)
    {
        whitened = Forward(targets);
        weights = new double[Count];
        var rest = whitened.ToArray();
        for (var i = Count - 1; i >= 0; i--)
        {
            weights[i] = rest[i] / factor[i][i];
            Vectors.AddScaled(rest.AsSpan(0, i), factor[i].AsSpan(0, i), -weights[i]);
        }
    }

    /// <summary>Takes the noise under which the targets are likeliest (type-II maximum likelihood) and fits them.</summary>
    public void FitNoise(ReadOnlySpan<double> targets, ReadOnlySpan<double> noises)
    {
        var (best, likeliest) = (Noise, double.NegativeInfinity);
        foreach (var noise in noises)
        {
            SetNoise(noise);
            Fit(targets);
            if (LogLikelihood > likeliest)
            {
                (best, likeliest) = (noise, LogLikelihood);
            }
        }

        SetNoise(best);
        Fit(targets);
    }

    /// <summary>Posterior mean and variance (of the function, without noise) at a point.</summary>
    /// <param name="row">Its kernel with every point [n].</param>
    /// <param name="self">Its kernel with itself.</param>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> row, double self)
    {
        var solved = Forward(row);
        return (Vectors.Dot(row, weights), Math.Max(0, self - Vectors.Dot(solved, solved)));
    }

    private void SetNoise(double noise)
    {
        if (noise == Noise)
        {
            return;
        }

        Noise = noise;
        factor.Clear();
        foreach (var row in kernel)
        {
            factor.Add(FactorRow(row));
        }
    }

    private double[] FactorRow(double[] row)
    {
        var i = factor.Count;
        var result = new double[i + 1];
        for (var j = 0; j < i; j++)
        {
            result[j] = (row[j] - Vectors.Dot(result.AsSpan(0, j), factor[j].AsSpan(0, j))) / factor[j][j];
        }

        var rest = row[i] + Noise - Vectors.Dot(result.AsSpan(0, i), result.AsSpan(0, i));
        result[i] = Math.Sqrt(Math.Max(rest, 1e-12)); // equal points with little noise leave rounding errors alone
        return result;
    }

    private double[] Forward(ReadOnlySpan<double> right)
    {
        var solved = new double[Count];
        for (var i = 0; i < solved.Length; i++)
        {
            solved[i] = (right[i] - Vectors.Dot(factor[i].AsSpan(0, i), solved.AsSpan(0, i))) / factor[i][i];
        }

        return solved;
    }
}
