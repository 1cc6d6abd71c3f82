namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                public static class OneCycleLR
                {
                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }
                }

                public static class CyclicLR
                {
                    public enum Mode
                    {
                        Triangular,
                        Triangular2,
                        ExpRange,
                    }

                    public enum ScaleMode
                    {
                        Cycle,
                        Iterations,
                    }
                }
            }

            /// <summary>One rise to <paramref name="max_lr"/> and one long fall, the momentum the other way round (Smith &amp; Topin, 2019); one step a batch.</summary>
            /// <param name="optimizer">The optimizer.</param>
            /// <param name="max_lr">The highest rate.</param>
            /// <param name="total_steps">Length of the cycle; or epochs and steps of each.</param>
            /// <param name="epochs">Number of epochs, where the length is not given.</param>
            /// <param name="steps_per_epoch">Steps of an epoch, where the length is not given.</param>
            /// <param name="pct_start">Part of the cycle that rises, 0…1.</param>
            /// <param name="anneal_strategy">Cosine or straight.</param>
            /// <param name="cycle_momentum">Moves the momentum, or the first beta, too.</param>
            /// <param name="base_momentum">The lowest momentum, at the highest rate.</param>
            /// <param name="max_momentum">The highest momentum, at both ends.</param>
            /// <param name="div_factor">Highest over first rate.</param>
            /// <param name="final_div_factor">First over last rate.</param>
            /// <param name="three_phase">Falls symmetrically first, then to the last rate.</param>
            /// <param name="last_epoch">The step to go on from.</param>
            /// <param name="verbose">Prints changes of the rate.</param>
            /// <exception cref="ArgumentException">No length, or one without steps, or an optimizer without momentum when that is to be cycled.</exception>
            /// <remarks>A step beyond the end throws <see cref="InvalidOperationException"/>.</remarks>
            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95,
                double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
            {
                int steps = total_steps != -1 ? total_steps : epochs > 0 && steps_per_epoch > 0 ? epochs * steps_per_epoch : -1;
                if (steps <= 0)
                    throw new ArgumentException("OneCycleLR needs total_steps, or epochs and steps_per_epoch, all positive.", nameof(total_steps));
                if (!(pct_start is >= 0 and <= 1))
                    throw new ArgumentOutOfRangeException(nameof(pct_start), pct_start, "pct_start is a part of the cycle in 0…1.");
                if (cycle_momentum)
                    RequireMomentum(optimizer, nameof(OneCycleLR));
                double first = max_lr / div_factor, last = first / final_div_factor;
                (double End, double RateFrom, double RateTo, double MomentumFrom, double MomentumTo)[] phases = three_phase
                    ? [
                        ((pct_start * steps) - 1, first, max_lr, max_momentum, base_momentum), ((2 * pct_start * steps) - 2, max_lr, first, base_momentum, max_momentum),
                        (steps - 1, first, last, max_momentum, max_momentum),
                    ]
                    : [((pct_start * steps) - 1, first, max_lr, max_momentum, base_momentum), (steps - 1, max_lr, last, base_momentum, max_momentum)];

                double At(int step, bool momentum)
                {
                    if (step >= steps)
                        throw new InvalidOperationException($"OneCycleLR has {steps} steps, and this is one more. Give a larger total_steps.");
                    double start = 0;
                    foreach (var phase in phases)
                    {
                        if (step <= phase.End || phase == phases[^1])
                        {
                            double part = (step - start) / (phase.End - start);
                            return momentum ? Between(phase.MomentumFrom, phase.MomentumTo, part) : Between(phase.RateFrom, phase.RateTo, part);
                        }
                        start = phase.End;
                    }
                    throw new InvalidOperationException("OneCycleLR has no phases.");
                }

                double Between(double from, double to, double part) => anneal_strategy == impl.OneCycleLR.AnnealStrategy.Cos
                    ? to + ((from - to) / 2.0 * (Math.Cos(Math.PI * part) + 1))
                    : ((to - from) * part) + from;

                return new ClosedForm(
                    optimizer, last_epoch, verbose, (step, _, _) => At(step, false), cycle_momentum ? (groups, step) => SetMomentum(groups, At(step, true)) : null);
            }

            /// <summary>The rate goes up and down between two bounds (Smith, 2017); one step a batch.</summary>
            /// <param name="optimizer">The optimizer.</param>
            /// <param name="base_lr">The lower bound.</param>
            /// <param name="max_lr">The upper bound.</param>
            /// <param name="step_size_up">Steps of the way up.</param>
            /// <param name="step_size_down">Steps of the way down; those of the way up where −1.</param>
            /// <param name="mode">Triangles, triangles halved each cycle, or shrinking by gamma each step.</param>
            /// <param name="gamma">For the exponential mode.</param>
            /// <param name="scale_fn">A scale of the amplitude in the place of the mode.</param>
            /// <param name="scale_mode">What that function takes: the cycle, from 1, or the step.</param>
            /// <param name="cycle_momentum">Moves the momentum, or the first beta, the other way round.</param>
            /// <param name="base_momentum">The lowest momentum.</param>
            /// <param name="max_momentum">The highest momentum.</param>
            /// <param name="last_epoch">The step to go on from.</param>
            /// <param name="verbose">Prints changes of the rate.</param>
            public static LRScheduler CyclicLR(
                Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular,
                double gamma = 1.0, Func<double, double>? scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true,
                double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step_size_up);
                if (cycle_momentum)
                    RequireMomentum(optimizer, nameof(CyclicLR));
                double up = step_size_up, length = up + (step_size_down > 0 ? step_size_down : up), share = up / length;
                bool byCycle = scale_fn is not null ? scale_mode == impl.CyclicLR.ScaleMode.Cycle : mode != impl.CyclicLR.Mode.ExpRange;
                Func<double, double> scale = scale_fn ?? (mode switch
                {
                    impl.CyclicLR.Mode.Triangular => _ => 1.0,
                    impl.CyclicLR.Mode.Triangular2 => cycle => 1 / Math.Pow(2.0, cycle - 1),
                    impl.CyclicLR.Mode.ExpRange => step => Math.Pow(gamma, step),
                    _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a mode"),
                });

                double Amplitude(int step)
                {
                    double cycle = Math.Floor(1 + (step / length)), x = 1.0 + (step / length) - cycle;
                    double height = x <= share ? x / share : (x - 1) / (share - 1);
                    return height * scale(byCycle ? cycle : step);
                }

                return new ClosedForm(
                    optimizer, last_epoch, verbose, (step, _, _) => base_lr + ((max_lr - base_lr) * Amplitude(step)),
                    cycle_momentum ? (groups, step) => SetMomentum(groups, max_momentum - ((max_momentum - base_momentum) * Amplitude(step))) : null);
            }

            private static void RequireMomentum(Optimizer optimizer, string name)
            {
                ArgumentNullException.ThrowIfNull(optimizer);
                if (optimizer.ParamGroups.Any(group => group is not (IMomentum or IBetas)) || optimizer.ParamGroups.Any(group => group is IMomentum { Momentum: 0 }))
                    throw new ArgumentException($"{name} cannot cycle the momentum of an optimizer that has none. Give the optimizer a momentum, or pass cycle_momentum: false.", nameof(optimizer));
            }

            private static void SetMomentum(IReadOnlyList<ILearningRateController> groups, double momentum)
            {
                foreach (ILearningRateController group in groups)
                {
                    if (group is IMomentum simple)
                        simple.Momentum = momentum;
                    else if (group is IBetas pair)
                        pair.Betas = (momentum, pair.Betas.Item2);
                }
            }
        }
    }
}
