namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning-rate schedules. The constructors set the rate of epoch 0; each <c>step()</c> sets the next one.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rate of every group of an optimizer, epoch by epoch.</summary>
            public abstract class LRScheduler
            {
                private readonly ILearningRateController[] groups;
                private readonly double[] baseRates;
                private readonly double[] lastRates;
                private readonly bool verbose;

                internal Optimizer Optimizer { get; }

                private protected LRScheduler(Optimizer optimizer, int last_epoch, bool verbose)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    ArgumentOutOfRangeException.ThrowIfLessThan(last_epoch, -1);
                    Optimizer = optimizer;
                    groups = [.. optimizer.ParamGroups];
                    baseRates = Array.ConvertAll(groups, group => group.InitialLearningRate);
                    lastRates = Array.ConvertAll(groups, group => group.LearningRate);
                    LastEpoch = last_epoch;
                    this.verbose = verbose;
                }

                /// <summary>The epoch whose rate is set.</summary>
                internal int LastEpoch { get; private set; }

                private protected IReadOnlyList<ILearningRateController> Groups => groups;

                /// <summary>Goes on to the next epoch.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to an epoch, the next one where none is given.</summary>
                public virtual void step(int? epoch)
                {
                    LastEpoch = epoch ?? LastEpoch + 1;
                    Apply();
                }

                /// <summary>As <see cref="step(int?)"/>, with the value of a metric, which only <see cref="ReduceLROnPlateau"/> looks at.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates that are set, one a group.</summary>
                public IEnumerable<double> get_last_lr() => (double[])lastRates.Clone();

                /// <summary>Everything a later process needs to go on with the same rates.</summary>
                /// <remarks>Extra member of this layer.</remarks>
                public Dictionary<string, double> state_dict()
                {
                    var state = new Dictionary<string, double> { ["last_epoch"] = LastEpoch };
                    for (int i = 0; i < groups.Length; i++)
                    {
                        state[$"base_lr.{i}"] = baseRates[i];
                        state[$"last_lr.{i}"] = lastRates[i];
                    }
                    Save(state);
                    return state;
                }

                /// <summary>Takes back what <see cref="state_dict"/> gave, and sets the rates of that moment in the optimizer.</summary>
                /// <exception cref="ArgumentException">A number is missing or has no place here; nothing was changed.</exception>
                public void load_state_dict(IReadOnlyDictionary<string, double> state)
                {
                    ArgumentNullException.ThrowIfNull(state);
                    Dictionary<string, double> own = state_dict();
                    string[] missing = [.. own.Keys.Except(state.Keys)], unexpected = [.. state.Keys.Except(own.Keys)];
                    if (missing.Length + unexpected.Length > 0)
                        throw new ArgumentException($"The state does not fit {GetType().Name} (missing: {string.Join(", ", missing)}; unexpected: {string.Join(", ", unexpected)}).", nameof(state));
                    LastEpoch = checked((int)state["last_epoch"]);
                    for (int i = 0; i < groups.Length; i++)
                    {
                        baseRates[i] = state[$"base_lr.{i}"];
                        groups[i].LearningRate = lastRates[i] = state[$"last_lr.{i}"];
                    }
                    Load(state);
                }

                /// <summary>The rate of a group at an epoch, from its base rate.</summary>
                internal abstract double Rate(int epoch, double baseRate, int group);

                /// <summary>Moves what else follows the schedule, such as a momentum.</summary>
                private protected virtual void ApplyOther(int epoch)
                {
                }

                private protected virtual void Save(Dictionary<string, double> state)
                {
                }

                private protected virtual void Load(IReadOnlyDictionary<string, double> state)
                {
                }

                private protected void Apply()
                {
                    for (int i = 0; i < groups.Length; i++)
                        Set(i, Rate(LastEpoch, baseRates[i], i));
                    ApplyOther(LastEpoch);
                }

                private protected void Advance() => LastEpoch++;

                private protected void Set(int group, double rate)
                {
                    if (verbose && rate != lastRates[group])
                        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Epoch {LastEpoch}: learning rate of group {group} is now {rate}."));
                    groups[group].LearningRate = lastRates[group] = rate;
                }
            }

            /// <summary>A schedule given by a function of the epoch and the base rate.</summary>
            /// <remarks>The rate is computed from the epoch alone and never from the rate before, so it is exact after any number of steps, and a rate
            /// set by hand lasts until the next step only.</remarks>
            internal sealed class ClosedForm : LRScheduler
            {
                private readonly Func<int, double, int, double> rate;
                private readonly Action<IReadOnlyList<ILearningRateController>, int>? other;

                internal ClosedForm(
                    Optimizer optimizer, int last_epoch, bool verbose, Func<int, double, int, double> rate, Action<IReadOnlyList<ILearningRateController>, int>? other = null)
                    : base(optimizer, last_epoch, verbose)
                {
                    this.rate = rate;
                    this.other = other;
                    step();
                }

                internal override double Rate(int epoch, double baseRate, int group) => rate(epoch, baseRate, group);

                private protected override void ApplyOther(int epoch) => other?.Invoke(Groups, epoch);

                internal void ApplyOtherAt(int epoch) => ApplyOther(epoch);
            }
        }
    }
}
