namespace NasKit.Supernets;

/// <summary>Where the weight of a candidate is multiplied, where only one candidate runs.</summary>
public enum GatePlace
{
    /// <summary>On the branch that works, before it is added to or put beside what passes by.</summary>
    Branch,

    /// <summary>On the whole output. Where all that follows is normalised, its gradient is then 0 but for the normalisation's epsilon.</summary>
    Block,
}
