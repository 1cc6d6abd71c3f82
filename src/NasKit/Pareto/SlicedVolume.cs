namespace NasKit.Pareto;

/// <summary>The volume of a union of boxes, each spanned by 0 and a corner, in five or more dimensions.</summary>
/// <remarks>
/// Boxes are taken by falling last extent; each adds that extent times the volume, in one dimension less, that it alone covers among
/// those before it. What the others cover of it is the volume of the others cut to it, again a union of boxes, of which those inside
/// another are dropped: While, Bradstreet &amp; Barone, IEEE Trans. Evolutionary Computation 16 (1), 2012 (WFG), with slicing.
/// The recursion ends in four dimensions.
/// </remarks>
internal sealed class SlicedVolume
{
    private readonly FourObjectiveVolume _four = new();
    private readonly SliceFrame[] _frames; // by dimensions; the first five are not used

    /// <param name="dimensions">The number of extents of each box, at least 5.</param>
    public SlicedVolume(int dimensions)
    {
        _frames = new SliceFrame[dimensions + 1];
        for (var d = 5; d <= dimensions; d++)
        {
            _frames[d] = new SliceFrame(d);
        }
    }

    /// <summary>The volume of the union.</summary>
    /// <param name="extents">One column a dimension.</param>
    public double Of(double[][] extents)
    {
        _frames[^1].Load(extents);
        return Of(_frames[^1]);
    }

    private double Of(SliceFrame frame)
    {
        frame.Begin();
        var total = 0.0;
        foreach (var box in frame.ByLastExtent)
        {
            var others = frame.CutOthersTo(box);
            var covered = 0.0;
            if (others > 0 && frame.Dimensions == 5)
            {
                _four.Load(frame.Extents, frame.Descending, frame.Taken, frame.Corner);
                covered = _four.Volume();
            }
            else if (others > 0)
            {
                var cut = _frames[frame.Dimensions - 1];
                cut.Load(frame);
                covered = Of(cut);
            }

            total += frame.Extents[frame.Dimensions - 1][box] * Math.Max(0.0, frame.CornerVolume - covered);
            frame.Enter(box);
        }

        return total;
    }
}
