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
    /// <param name="extents">One column a dimension; no box lies inside another.</param>
    public double Of(double[][] extents)
    {
        _frames[^1].Boxes.Load(extents);
        return Of(_frames[^1]);
    }

    private double Of(SliceFrame frame)
    {
        frame.Begin();
        var last = frame.Boxes.Dimensions - 1;
        var total = 0.0;
        foreach (var box in frame.Boxes.Descending(last))
        {
            frame.CutOthersTo(box);
            total += frame.Boxes.Extents[last][box] * Math.Max(0.0, frame.CornerVolume - Covered(frame));
            frame.Enter(box);
        }

        return total;
    }

    /// <summary>The volume of the boxes that were taken, cut to the corner.</summary>
    private double Covered(SliceFrame frame)
    {
        switch (frame.Taken)
        {
            case []:
                return 0.0;
            case [var only]:
                return CutVolume(frame, only, only);
            case [var a, var b]:
                return CutVolume(frame, a, a) + CutVolume(frame, b, b) - CutVolume(frame, a, b);
        }

        if (frame.Boxes.Dimensions == 5)
        {
            _four.Load(frame.Boxes, frame.Taken, frame.Corner);
            return _four.Volume();
        }

        var cut = _frames[frame.Boxes.Dimensions - 1];
        cut.Boxes.Load(frame.Boxes, frame.Taken, frame.Corner);
        return Of(cut);
    }

    private static double CutVolume(SliceFrame frame, int a, int b)
    {
        var volume = 1.0;
        for (var m = 0; m < frame.Corner.Length; m++)
        {
            volume *= Math.Min(frame.Corner[m], Math.Min(frame.Boxes.Extents[m][a], frame.Boxes.Extents[m][b]));
        }

        return volume;
    }
}
