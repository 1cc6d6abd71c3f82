namespace NasKit;

/// <summary>How far a long step has come; the step reports it through an <see cref="IProgress{T}"/> and prints nothing itself.</summary>
/// <param name="Done">Units finished, 0…<paramref name="Total"/>.</param>
/// <param name="Total">Units in all, or 0 where that is not known.</param>
/// <param name="Message">What is being done and its latest figure, such as <c>epoch 3, loss 0.52</c>; one line.</param>
public readonly record struct Progress(long Done, long Total, string Message);
