namespace NasKit.Training;

/// <summary>Learning-rate schedules in closed form: the rate depends on the step alone, so nothing of them needs to be saved.</summary>
public static class LearningRate
{
    /// <summary>Half a cosine from the highest to the lowest rate, after a linear warm-up.</summary>
    /// <param name="highest">Rate at the end of the warm-up.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="lowest">Rate that the last step approaches.</param>
    /// <param name="warmUp">Steps of the warm-up, 0 for none.</param>
    /// <returns>The rate of each step 0…steps − 1.</returns>
    public static Func<int, double> Cosine(double highest, int steps, double lowest = 0, int warmUp = 0) => step => step < warmUp
        ? highest * (step + 1) / (warmUp + 1)
        : lowest + (highest - lowest) * (1 + Math.Cos(Math.PI * (step - warmUp) / Math.Max(1, steps - warmUp))) / 2;

    /// <summary>The same rate at every step.</summary>
    /// <param name="rate">The rate.</param>
    public static Func<int, double> Constant(double rate) => _ => rate;

    /// <summary>A rate that falls to a tenth at each of some steps.</summary>
    /// <param name="rate">Rate of the first step.</param>
    /// <param name="drops">The steps.</param>
    public static Func<int, double> Tenths(double rate, params IReadOnlyList<int> drops) => step => rate * Math.Pow(0.1, drops.Count(drop => step >= drop));
}
