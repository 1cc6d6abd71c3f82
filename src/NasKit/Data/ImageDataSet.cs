using System.Globalization;

namespace NasKit.Data;

/// <summary>Images of one shape with their labels, in memory (<see cref="StoredImages"/>) or in files (<see cref="ImageFolder"/>); an immutable value, of which parts share the memory of the whole.</summary>
public abstract partial class ImageDataSet
{
    private readonly int[] labels; // [all images]
    private readonly int[] rows; // which of them are in this set
    private readonly float[] mean;
    private readonly float[] deviation;

    /// <summary>All images of a source.</summary>
    private protected ImageDataSet(string name, int[] labels, int channels, int height, int width, IReadOnlyList<string> classNames, float[] mean, float[] deviation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(deviation);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var wrong = Array.FindIndex(labels, label => label < 0 || label >= classNames.Count);
        if (wrong >= 0)
        {
            throw new ArgumentException($"{name}: label {wrong} is {labels[wrong]}, but there are {classNames.Count} classes, from 0.", nameof(labels));
        }

        if (mean.Length != channels || deviation.Length != channels || mean.Any(m => !float.IsFinite(m)) || deviation.Any(d => !(d > 0) || !float.IsFinite(d)))
        {
            throw new ArgumentException($"{name}: expected one finite mean and one deviation above 0 for each of {channels} channels.", nameof(mean));
        }

        Name = name;
        Channels = channels;
        Height = height;
        Width = width;
        ClassNames = [.. classNames];
        this.labels = labels;
        this.mean = [.. mean];
        this.deviation = [.. deviation];
        rows = new int[labels.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }
    }

    /// <summary>Some images of the same source.</summary>
    private protected ImageDataSet(ImageDataSet whole, string name, int[] rows)
    {
        Name = name;
        Channels = whole.Channels;
        Height = whole.Height;
        Width = whole.Width;
        ClassNames = whole.ClassNames;
        labels = whole.labels;
        mean = whole.mean;
        deviation = whole.deviation;
        this.rows = rows;
    }

    /// <summary>What it is.</summary>
    public string Name { get; }

    /// <summary>Number of images, N.</summary>
    public int Count => rows.Length;

    /// <summary>Channels, C.</summary>
    public int Channels { get; }

    /// <summary>Height, H.</summary>
    public int Height { get; }

    /// <summary>Width, W.</summary>
    public int Width { get; }

    /// <summary>Number of classes, K.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>One name a class, in the order of the labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Mean of each channel, 0…1, taken off in batches.</summary>
    public IReadOnlyList<float> Mean => mean;

    /// <summary>Standard deviation of each channel, by which batches are divided.</summary>
    public IReadOnlyList<float> Deviation => deviation;

    /// <summary>Bytes of one image, C·H·W.</summary>
    private protected int ImageLength => Channels * Height * Width;

    /// <summary>Threads that make a batch; 0 where images are in memory, so that one makes it when it is asked for.</summary>
    private protected virtual int Workers => 0;

    /// <summary>Batches that are made ahead, where several threads make them.</summary>
    private protected virtual int Ahead => 0;

    /// <summary>The bytes of one image, [C, H, W], not varied.</summary>
    /// <param name="index">0…<see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="NasKitException">Its file cannot be read.</exception>
    public ReadOnlySpan<byte> Image(int index) => View(Row(index), null, null);

    /// <summary>The class of one image.</summary>
    /// <param name="index">0…<see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public int Label(int index) => labels[Row(index)];

    /// <summary>Number of images in each class.</summary>
    public IReadOnlyList<int> ClassCounts()
    {
        var counts = new int[Classes];
        foreach (var row in rows)
        {
            counts[labels[row]]++;
        }

        return counts;
    }

    /// <summary>Some of the images, with the class shares of the whole (to one image a class).</summary>
    /// <param name="count">How many, 1…<see cref="Count"/>.</param>
    /// <param name="seed">Which ones.</param>
    /// <returns>The chosen images in the order they have here.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is none of these.</exception>
    public ImageDataSet Take(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return Part(count, seed).Chosen;
    }

    /// <summary>The name, number and shape of the images.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}: {Count:n0} images {Channels}×{Height}×{Width}, {Classes} classes");

    internal ImageDataSet Named(string name) => With(name, rows);

    /// <summary>Chooses images at random within each class; how many of a class is its share, rounded by largest remainder.</summary>
    internal (ImageDataSet Chosen, ImageDataSet Others) Part(int count, long seed)
    {
        var byClass = Enumerable.Range(0, Classes).Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            byClass[labels[rows[i]]].Add(i);
        }

        // Exact in integers: class k's share is byClass[k].Count · count / Count.
        var quota = byClass.Select(c => (int)((long)c.Count * count / Count)).ToArray();
        var byRemainder = Enumerable.Range(0, Classes).OrderByDescending(k => (long)byClass[k].Count * count % Count).ThenBy(k => k);
        foreach (var k in byRemainder.Take(count - quota.Sum()))
        {
            quota[k]++;
        }

        var rng = new Rng(seed);
        var chosen = new bool[Count];
        for (var k = 0; k < Classes; k++)
        {
            rng.Shuffle(byClass[k]);
            foreach (var i in byClass[k].Take(quota[k]))
            {
                chosen[i] = true;
            }
        }

        return (With(Name, [.. rows.Where((_, i) => chosen[i])]), With(Name, [.. rows.Where((_, i) => !chosen[i])]));
    }

    /// <summary>The images of some rows of the source.</summary>
    private protected abstract ImageDataSet With(string name, int[] rows);

    /// <summary>What is seen of an image, [C, H, W]; called by several threads at once where there are workers.</summary>
    /// <param name="row">Which one of the source.</param>
    /// <param name="smallestCrop">Least share of the area of a random part that is resized; null for the image as it is.</param>
    /// <param name="rng">Source of that part.</param>
    private protected abstract ReadOnlySpan<byte> View(int row, double? smallestCrop, Rng? rng);

    private int Row(int index)
    {
        if ((uint)index >= (uint)rows.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"{Name} has {Count} images, from 0.");
        }

        return rows[index];
    }
}
