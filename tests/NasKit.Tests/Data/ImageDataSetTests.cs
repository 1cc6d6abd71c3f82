using FsCheck;
using FsCheck.Fluent;
using NasKit.Data;

namespace NasKit.Tests.Data;

public sealed class ImageDataSetTests
{
    /// <summary>Images whose only byte is their number, so that parts can be told apart.</summary>
    private static ImageDataSet Numbered(params int[] labels) =>
        new StoredImages("numbered", [.. Enumerable.Range(0, labels.Length).Select(i => (byte)i)], labels, 1, 1, 1, ["a", "b", "c"], [0], [1]);

    private static int[] Numbers(ImageDataSet set) => [.. Enumerable.Range(0, set.Count).Select(i => (int)set.Image(i)[0])];

    [Fact]
    public void A_split_parts_every_class_in_its_share_and_loses_no_image() =>
        Prop.ForAll(
            Gen.Choose(2, 250).SelectMany(n => Gen.Choose(0, 2).ArrayOf(n)).SelectMany(labels => Gen.Choose(1, labels.Length - 1), (labels, count) => (labels, count)).ToArbitrary(),
            example =>
            {
                var (labels, count) = example;
                var whole = Numbered(labels);
                var split = new ImageTask("task", whole, whole).Split((double)count / labels.Length, seed: count);
                var (train, validation) = (Numbers(split.Train), Numbers(split.Validation));
                var shares = whole.ClassCounts().Zip(split.Train.ClassCounts(), (all, part) => Math.Abs((double)all * count / labels.Length - part));
                return train.Length == count
                    && train.Concat(validation).Order().SequenceEqual(Enumerable.Range(0, labels.Length))
                    && shares.All(difference => difference < 1)
                    && Enumerable.Range(0, count).All(i => split.Train.Label(i) == labels[train[i]]);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_split_depends_on_its_seed_alone()
    {
        var task = new ImageTask("task", Numbered([.. Enumerable.Range(0, 90).Select(i => i % 3)]), Numbered(0));
        Assert.Equal(Numbers(task.Split(0.5, 1).Train), Numbers(task.Split(0.5, 1).Train));
        Assert.NotEqual(Numbers(task.Split(0.5, 1).Train), Numbers(task.Split(0.5, 2).Train));
        Assert.Same(task.Test, task.Split(0.5, 1).Test);
    }

    [Fact]
    public void A_split_never_changes()
    {
        var task = new ImageTask("task", Numbered([.. Enumerable.Range(0, 12).Select(i => i % 3)]), Numbered(0));
        Assert.Equal([0, 1, 8, 9, 10, 11], Numbers(task.Split(0.5, 1).Train));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.01)]
    [InlineData(-0.5)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_split_that_leaves_a_part_empty_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageTask("task", Numbered(0, 1, 2), Numbered(0)).Split(share, 1));

    [Fact]
    public void Take_keeps_the_class_shares_and_also_works_on_a_part()
    {
        var set = Numbered([.. Enumerable.Range(0, 200).Select(i => i < 100 ? 0 : i < 150 ? 1 : 2)]);
        Assert.Equal([20, 10, 10], set.Take(40, 1).ClassCounts());
        Assert.Equal([10, 5, 5], set.Take(40, 1).Take(20, 2).ClassCounts());
        Assert.Empty(Numbers(set.Take(40, 1).Take(20, 2)).Except(Numbers(set.Take(40, 1))));
        Assert.Equal(Numbers(set), Numbers(set.Take(200, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Take(201, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Take(0, 1));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new StoredImages("x", new byte[5], [0], 1, 2, 2, ["a"], [0], [1]));
        Assert.Throws<ArgumentException>(() => new StoredImages("x", new byte[4], [1], 1, 2, 2, ["a"], [0], [1]));
        Assert.Throws<ArgumentException>(() => new StoredImages("x", new byte[4], [-1], 1, 2, 2, ["a"], [0], [1]));
        Assert.Throws<ArgumentException>(() => new StoredImages("x", new byte[4], [0], 1, 2, 2, ["a"], [0, 0], [1]));
        Assert.Throws<ArgumentException>(() => new StoredImages("x", new byte[4], [0], 1, 2, 2, ["a"], [0], [0]));
        Assert.Throws<ArgumentException>(() => new StoredImages("x", new byte[4], [0], 1, 2, 2, ["a"], [float.NaN], [1]));
    }

    [Fact]
    public void There_is_no_image_outside_the_set()
    {
        var set = Numbered(0, 1, 2).Take(2, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Label(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Image(-1).ToArray());
    }
}
