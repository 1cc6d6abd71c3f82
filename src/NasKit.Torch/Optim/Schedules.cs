namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Multiplies the rate by gamma every <paramref name="step_size"/> epochs.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step_size);
                return new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, _) => rate * Math.Pow(gamma, epoch / step_size));
            }

            /// <summary>Multiplies the rate by gamma at each milestone; one that is named twice counts twice.</summary>
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
            {
                ArgumentNullException.ThrowIfNull(milestones);
                int[] passed = [.. milestones];
                return new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, _) => rate * Math.Pow(gamma, passed.Count(milestone => milestone <= epoch)));
            }

            /// <summary>Multiplies the rate by gamma every epoch.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, _) => rate * Math.Pow(gamma, epoch));

            /// <summary>Half a cosine from the base rate to <paramref name="eta_min"/> over <paramref name="T_max"/> epochs, and back after that.</summary>
            /// <remarks>In closed form; TorchSharp computes each rate from the one before, which differs in the last digits.</remarks>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0.0, int last_epoch = -1, bool verbose = false)
            {
                if (!(T_max > 0))
                    throw new ArgumentOutOfRangeException(nameof(T_max), T_max, "T_max must be positive.");
                return new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, _) => eta_min + ((rate - eta_min) * (1 + Math.Cos(Math.PI * epoch / T_max)) / 2));
            }

            /// <summary>Multiplies the base rate by a function of the epoch.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
            {
                ArgumentNullException.ThrowIfNull(lr_lambda);
                return new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, _) => rate * lr_lambda(epoch));
            }

            /// <summary>Multiplies the base rate by a function of the epoch, one for each group.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
            {
                ArgumentNullException.ThrowIfNull(optimizer);
                ArgumentNullException.ThrowIfNull(lr_lambdas);
                Func<int, double>[] factors = [.. lr_lambdas];
                if (factors.Length != optimizer.ParamGroups.Count())
                    throw new ArgumentException($"LambdaLR needs one function for each of {optimizer.ParamGroups.Count()} groups, but {factors.Length} came.", nameof(lr_lambdas));
                return new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, group) => rate * factors[group](epoch));
            }

            /// <summary>A factor that goes linearly from start to end over <paramref name="total_iters"/> epochs and stays.</summary>
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false)
            {
                if (!(start_factor is > 0 and <= 1) || !(end_factor is >= 0 and <= 1))
                    throw new ArgumentException($"LinearLR: the start factor must be in 0…1 and above 0, the end factor in 0…1, but {start_factor} and {end_factor} came.", nameof(start_factor));
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total_iters);
                return new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, _) => rate * (start_factor + ((end_factor - start_factor) * Math.Min(total_iters, epoch) / total_iters)));
            }

            /// <summary>The base rate times a factor for <paramref name="total_iters"/> epochs, then the base rate.</summary>
            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
            {
                if (!(factor is >= 0 and <= 1))
                    throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be in 0…1.");
                return new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, _) => rate * (epoch < total_iters ? factor : 1));
            }

            /// <summary>The base rate times (1 − epoch / <paramref name="total_iters"/>) to a power, then 0.</summary>
            public static LRScheduler PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1.0, int last_epoch = -1, bool verbose = false)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total_iters);
                return new ClosedForm(optimizer, last_epoch, verbose, (epoch, rate, _) => rate * Math.Pow(1.0 - ((double)Math.Min(total_iters, epoch) / total_iters), power));
            }

            /// <summary>Schedules one after the other; each starts at its epoch 0 when its milestone is reached.</summary>
            /// <param name="optimizer">The optimizer of all of them.</param>
            /// <param name="schedulers">Schedules that depend on the epoch alone.</param>
            /// <param name="milestones">The epochs at which the second, third, … take over; increasing.</param>
            /// <param name="last_epoch">The epoch to go on from.</param>
            /// <exception cref="ArgumentException">A schedule that looks at a metric, or a number of milestones that does not fit.</exception>
            public static LRScheduler SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
            {
                ClosedForm[] parts = Parts(schedulers, nameof(SequentialLR));
                ArgumentNullException.ThrowIfNull(milestones);
                int[] starts = [.. milestones];
                if (starts.Length != parts.Length - 1 || starts.Zip(starts.Skip(1)).Any(pair => pair.First >= pair.Second))
                    throw new ArgumentException($"SequentialLR: {parts.Length} schedules need {parts.Length - 1} increasing milestones, but [{string.Join(", ", starts)}] came.", nameof(milestones));
                int PartAt(int epoch) => starts.Count(start => start <= epoch);
                int Within(int epoch) => PartAt(epoch) is var part && part == 0 ? epoch : epoch - starts[part - 1];
                return new ClosedForm(
                    optimizer, last_epoch, false, (epoch, rate, group) => parts[PartAt(epoch)].Rate(Within(epoch), rate, group), (_, epoch) => parts[PartAt(epoch)].ApplyOtherAt(Within(epoch)));
            }

            /// <summary>All schedules at once: each takes the rate of the one before it as its base rate.</summary>
            /// <remarks>For schedules that multiply the base rate this is their product, as in PyTorch.</remarks>
            /// <exception cref="ArgumentException">No schedule, or one that looks at a metric.</exception>
            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers)
            {
                ClosedForm[] parts = Parts(schedulers, nameof(ChainedLR));
                return new ClosedForm(
                    parts[0].Optimizer, -1, false, (epoch, rate, group) => parts.Aggregate(rate, (current, part) => part.Rate(epoch, current, group)), (_, epoch) => Array.ForEach(parts, part => part.ApplyOtherAt(epoch)));
            }

            private static ClosedForm[] Parts(IEnumerable<LRScheduler> schedulers, string name)
            {
                ArgumentNullException.ThrowIfNull(schedulers);
                LRScheduler[] all = [.. schedulers];
                if (all.Length == 0)
                    throw new ArgumentException($"{name} needs at least one schedule.", nameof(schedulers));
                if (all.FirstOrDefault(part => part is not ClosedForm) is { } wrong)
                    throw new ArgumentException($"{name} takes schedules that depend on the epoch alone, not {wrong.GetType().Name}.", nameof(schedulers));
                return Array.ConvertAll(all, part => (ClosedForm)part);
            }
        }
    }
}
