using NasKit.Spaces;

namespace NasKit.Strategies.Hyperband;

/// <summary>Fills the brackets uniformly.</summary>
internal sealed class HyperbandSearcher(HyperbandConfig config, SearchProblem problem, Seeds seeds) : BracketSearcher(config, problem, seeds)
{
    protected override Architecture Draw() => Space.Sample(Rng);
}
