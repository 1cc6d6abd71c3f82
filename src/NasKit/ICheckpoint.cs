using System.Diagnostics.CodeAnalysis;

namespace NasKit;

/// <summary>Where a long step keeps how far it has come, so that it continues after the process was killed.</summary>
/// <remarks>
/// The step calls <see cref="TryLoad"/> once at its start, <see cref="Save"/> from time to time, and <see cref="Save"/> once more when it is
/// done, so that the next run finds the finished state. What it saves holds everything the next step depends on: weights, optimiser,
/// schedule, every generator, counters and the config. A snapshot of another config is the step's to refuse or to start over from.
/// </remarks>
public interface ICheckpoint
{
    /// <summary>Whether a state was saved, and what it is.</summary>
    /// <param name="snapshot">The state; its tensors belong to the caller, in the caller's dispose scope.</param>
    /// <exception cref="NasKitException">What was saved is damaged.</exception>
    bool TryLoad([NotNullWhen(true)] out Snapshot? snapshot);

    /// <summary>Saves a state in place of the one before; a reader sees the old or the new one, never a mixture.</summary>
    /// <param name="snapshot">Its tensors are read, not kept and not disposed.</param>
    void Save(Snapshot snapshot);
}
