using System.Diagnostics.CodeAnalysis;

namespace NasKit.Tests.Training;

/// <summary>A checkpoint in memory; its save of a given number fails, as if the process was killed there.</summary>
internal sealed class MemoryCheckpoint : ICheckpoint
{
    private Snapshot? saved;

    public int FailAt { get; init; }

    public int Saves { get; private set; }

    public bool TryLoad([NotNullWhen(true)] out Snapshot? snapshot)
    {
        snapshot = saved;
        return saved is not null;
    }

    public void Save(Snapshot snapshot)
    {
        if (++Saves == FailAt)
        {
            throw new OperationCanceledException();
        }

        saved = new Snapshot
        {
            State = new(snapshot.State),
            Tensors = snapshot.Tensors.ToDictionary(entry => entry.Key, entry => Backend.Detach(entry.Value.detach().clone())),
        };
    }
}
