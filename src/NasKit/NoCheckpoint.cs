namespace NasKit;

/// <summary>A checkpoint that keeps nothing, for steps that may start over.</summary>
public sealed class NoCheckpoint : ICheckpoint
{
    /// <summary>The only one there needs to be.</summary>
    public static readonly NoCheckpoint Instance = new();

    private NoCheckpoint()
    {
    }

    /// <summary>Never finds anything.</summary>
    public bool TryLoad([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Snapshot? snapshot)
    {
        snapshot = null;
        return false;
    }

    /// <summary>Does nothing.</summary>
    public void Save(Snapshot snapshot)
    {
    }
}
