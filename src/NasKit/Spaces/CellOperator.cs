namespace NasKit.Spaces;

/// <summary>What can stand on an edge of a <see cref="DagCell"/>.</summary>
public enum CellOperator
{
    /// <summary>There is no edge.</summary>
    None,

    /// <summary>The input as it is; the mean of 3×3 places where the edge reduces, a 1×1 convolution without activation where it changes the channels.</summary>
    Identity,

    /// <summary>1×1 convolution, normalisation, ReLU.</summary>
    Pointwise,

    /// <summary>3×3 depthwise convolution, normalisation, ReLU.</summary>
    Depthwise3,

    /// <summary>5×5 depthwise convolution, normalisation, ReLU.</summary>
    Depthwise5,

    /// <summary>7×7 depthwise convolution, normalisation, ReLU.</summary>
    Depthwise7,
}

/// <summary>Names of the operators in the strings of cells.</summary>
internal static class CellOperatorNames
{
    private static readonly string[] All = ["none", "identity", "1x1", "dw3", "dw5", "dw7"];

    public static string Name(this CellOperator one) => All[(int)one];

    /// <summary>The operator of a name; null where there is none.</summary>
    public static CellOperator? Of(string name) => Array.IndexOf(All, name) is >= 0 and var index ? (CellOperator)index : null;

    public static string List => string.Join(", ", All);
}
