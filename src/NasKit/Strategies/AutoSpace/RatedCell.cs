using NasKit.Spaces;

namespace NasKit.Strategies.AutoSpace;

/// <summary>A member of a layer's population.</summary>
/// <param name="Cell">The cell, without dead edges.</param>
/// <param name="Fitness">Its fitness f: how far back-propagation prefers it to the cells it stood beside; 0 before it was tried.</param>
/// <param name="Born">The iteration in which it came up, from 0; −1 for the first population.</param>
public sealed record RatedCell(DagCell Cell, double Fitness, int Born);
