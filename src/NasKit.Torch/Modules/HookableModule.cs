namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What can be called with one input.</summary>
        public interface IModule<in T, out TResult>
        {
            TResult call(T input);
        }

        public interface IModule<in T1, in T2, out TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        public interface IModule<in T1, in T2, in T3, out TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module whose <c>call</c> runs hooks before and after <c>forward</c>.</summary>
        public abstract class HookableModule<TPreHook, TPostHook> : Module
            where TPreHook : Delegate
            where TPostHook : Delegate
        {
            private protected readonly List<TPreHook> preHooks = [];
            private protected readonly List<TPostHook> postHooks = [];

            protected HookableModule(string name) : base(name)
            {
            }

            /// <summary>Runs after each <c>call</c>; what it returns is the result.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                ArgumentNullException.ThrowIfNull(hook);
                postHooks.Add(hook);
                return new HookRemover(() => postHooks.Remove(hook));
            }

            /// <summary>Runs before each <c>call</c>; what it returns is the input.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                ArgumentNullException.ThrowIfNull(hook);
                preHooks.Add(hook);
                return new HookRemover(() => preHooks.Remove(hook));
            }
        }

        /// <summary>Takes a hook away again.</summary>
        public sealed class HookRemover
        {
            private readonly Action action;

            internal HookRemover(Action action) => this.action = action;

            public void remove() => action();
        }

        /// <summary>A module with one input.</summary>
        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input)
            {
                foreach (var hook in preHooks)
                    input = hook(this, input);
                TResult result = forward(input);
                foreach (var hook in postHooks)
                    result = hook(this, input, result);
                return result;
            }
        }

        /// <summary>A module with two inputs.</summary>
        public abstract class Module<T1, T2, TResult> :
            HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in preHooks)
                    (input1, input2) = hook(this, input1, input2);
                TResult result = forward(input1, input2);
                foreach (var hook in postHooks)
                    result = hook(this, input1, input2, result);
                return result;
            }
        }

        /// <summary>A module with three inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult> :
            HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)>, Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>,
            IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                foreach (var hook in preHooks)
                    (input1, input2, input3) = hook(this, input1, input2, input3);
                TResult result = forward(input1, input2, input3);
                foreach (var hook in postHooks)
                    result = hook(this, input1, input2, input3, result);
                return result;
            }
        }
    }
}
