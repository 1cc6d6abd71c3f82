using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>The learning rate of a parameter group, as the schedules see it.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        /// <summary>A group whose momentum a schedule may move.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>A group whose first beta a schedule may move in the place of a momentum.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            /// <summary>The groups, each with its learning rate.</summary>
            public abstract IEnumerable<ILearningRateController> ParamGroups { get; }

            public abstract IEnumerable<Parameter> parameters();

            /// <summary>One update of every parameter that has a gradient.</summary>
            /// <param name="closure">Computes the loss and its gradients first.</param>
            /// <returns>What the closure returned, else null.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Drops the gradients, so that a parameter that takes no part in the next loss is left alone by the next step.</summary>
            public abstract void zero_grad();

            /// <summary>Adds a group of further parameters.</summary>
            public abstract void add_param_group(ParamGroup param_group);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected abstract void Dispose(bool disposing);

            /// <summary>Options of the groups and states of the parameters: the objects themselves, not copies.</summary>
            public sealed class StateDictionary
            {
                internal StateDictionary()
                {
                }

                public List<OptimizerOptions> Options { get; } = [];

                public List<OptimizerState> State { get; } = [];
            }
        }
    }
}
