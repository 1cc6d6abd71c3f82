using NasKit.Spaces;

namespace NasKit.Strategies.DppNet;

/// <summary>A stage of DPP-Net as its candidates are chosen.</summary>
/// <param name="Number">Number of the stage, 2 for the first one that is predicted.</param>
/// <param name="Candidates">Everything that extends what was kept, with the predicted first objective: more is better, 0 and 1 are the worst and best trained so far.</param>
/// <param name="Selected">Those that are trained.</param>
public sealed record GrowthStage(int Number, IReadOnlyList<(Architecture Architecture, double Predicted)> Candidates, IReadOnlyList<Architecture> Selected);
