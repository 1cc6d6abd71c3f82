// Made-up code in two namespaces, the lower of which uses the upper in every way that a compiler can express.
#pragma warning disable CA1812, CA1852, CA1823, CS0169, CA1822, IDE0051 // none of it is ever run

namespace NasKit.Tests.Dependencies.Sample.Upper
{
    internal class Target : Exception
    {
        public static int Count() => 1;
    }

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class MarkAttribute : Attribute;
}

namespace NasKit.Tests.Dependencies.Sample.Lower
{
    using NasKit.Tests.Dependencies.Sample.Upper;

    internal class Innocent
    {
        public static int Three() => 3;
    }

    internal class ByBase : Target;

    [Mark]
    internal class ByAttribute;

    internal class ByConstraint<T> where T : Target;

    internal class ByField
    {
        private readonly List<Target?[]>? targets;
    }

    internal class BySignature
    {
        public static bool Is(Dictionary<int, Target>? map) => map is null;
    }

    internal class ByStaticCall
    {
        public static int Count() => Target.Count();
    }

    internal class ByGenericCall
    {
        public static object Empty() => Enumerable.Empty<Target>();
    }

    internal class ByLambda
    {
        public static Func<int, int> Function() => x => x switch { 0 => 7, 1 => 9, 2 => 11, 3 => 5, _ => x + Target.Count() };
    }

    internal class ByTypeOf
    {
        public static string Name() => typeof(Target).Name;
    }

    internal class ByCatch
    {
        public static void Swallow(Action action)
        {
            try
            {
                action();
            }
            catch (Target)
            {
            }
        }
    }
}
