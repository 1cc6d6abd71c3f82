namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Lowers the rate when a metric has stopped improving; step with <c>step(metric)</c>.</summary>
            /// <param name="optimizer">The optimizer.</param>
            /// <param name="mode">"min" where smaller is better, "max" where larger is.</param>
            /// <param name="factor">New over old rate, below 1.</param>
            /// <param name="patience">Epochs without improvement that are borne.</param>
            /// <param name="threshold">What counts as an improvement.</param>
            /// <param name="threshold_mode">"rel" for a part of the best value, "abs" for a difference.</param>
            /// <param name="cooldown">Epochs after a change that are not counted.</param>
            /// <param name="min_lr">The lowest rate of each group, or one for all; 0 where not given.</param>
            /// <param name="eps">A change smaller than this is left out.</param>
            /// <param name="verbose">Prints changes of the rate.</param>
            /// <exception cref="ArgumentException">A factor of 1 or more, an unknown mode, or a number of lowest rates that does not fit.</exception>
            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0,
                IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new Plateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);

            private sealed class Plateau : LRScheduler
            {
                private readonly bool smaller, relative;
                private readonly double factor, threshold, eps;
                private readonly int patience, cooldown;
                private readonly double[] lowest;
                private double best;
                private int bad, cooling;

                internal Plateau(
                    Optimizer optimizer, string mode, double factor, int patience, double threshold, string thresholdMode, int cooldown, IList<double>? lowest, double eps, bool verbose)
                    : base(optimizer, -1, verbose)
                {
                    if (!(factor < 1))
                        throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be below 1.");
                    if (mode is not ("min" or "max"))
                        throw new ArgumentException($"The mode is min or max, not {mode}.", nameof(mode));
                    if (thresholdMode is not ("rel" or "abs"))
                        throw new ArgumentException($"The threshold mode is rel or abs, not {thresholdMode}.", nameof(thresholdMode));
                    int count = Groups.Count;
                    this.lowest = lowest is null ? new double[count] : lowest.Count == 1 ? [.. Enumerable.Repeat(lowest[0], count)] : [.. lowest];
                    if (this.lowest.Length != count)
                        throw new ArgumentException($"{count} groups need {count} lowest rates or one for all, but {this.lowest.Length} came.", nameof(lowest));
                    (smaller, relative) = (mode == "min", thresholdMode == "rel");
                    (this.factor, this.threshold, this.eps, this.patience, this.cooldown) = (factor, threshold, eps, patience, cooldown);
                    best = smaller ? double.PositiveInfinity : double.NegativeInfinity;
                    Advance();
                }

                public override void step(int? epoch) =>
                    throw new InvalidOperationException("ReduceLROnPlateau needs the metric: call step(value).");

                public override void step(double current, int? epoch = null)
                {
                    Advance();
                    if (Improves(current))
                        (best, bad) = (current, 0);
                    else
                        bad++;
                    if (cooling > 0)
                        (cooling, bad) = (cooling - 1, 0);
                    if (bad <= patience)
                        return;
                    for (int i = 0; i < Groups.Count; i++)
                    {
                        double old = Groups[i].LearningRate, rate = Math.Max(old * factor, lowest[i]);
                        if (old - rate > eps)
                            Set(i, rate);
                    }
                    (cooling, bad) = (cooldown, 0);
                }

                internal override double Rate(int epoch, double baseRate, int group) => Groups[group].LearningRate;

                private protected override void Save(Dictionary<string, double> state)
                {
                    state["best"] = best;
                    state["bad_epochs"] = bad;
                    state["cooldown"] = cooling;
                }

                private protected override void Load(IReadOnlyDictionary<string, double> state)
                {
                    best = state["best"];
                    bad = checked((int)state["bad_epochs"]);
                    cooling = checked((int)state["cooldown"]);
                }

                private bool Improves(double current) => (smaller, relative) switch
                {
                    (true, true) => current < best * (1 - threshold),
                    (true, false) => current < best - threshold,
                    (false, true) => current > best * (1 + threshold),
                    (false, false) => current > best + threshold,
                };
            }
        }
    }
}
