namespace NasKit.Pareto;

/// <summary>
/// Dominance, fronts and the quality of fronts. <b>Every objective is minimised here</b>: a caller turns what is to be
/// maximised around with <see cref="Direction"/>, most easily through <see cref="PointSet.FromColumns"/>.
/// </summary>
/// <remarks>
/// Start with a <see cref="PointSet"/> (finite numbers only, at least one point). Then
/// <list type="bullet">
/// <item><see cref="Dominance"/> compares two points;</item>
/// <item><see cref="ParetoFront"/> and <see cref="NonDominatedSort"/> find the first front or all of them;</item>
/// <item><see cref="Hypervolume"/> measures a front against a <see cref="ReferencePoint"/>, exactly, in any number of objectives;</item>
/// <item><see cref="FrontDistance"/> measures it against a known front (IGD, IGD+, additive epsilon);</item>
/// <item><see cref="CrowdingDistance"/> tells which points of a front stand alone.</item>
/// </list>
/// Nothing here is random, and nothing depends on the number of threads.
/// </remarks>
internal static class NamespaceDoc;
