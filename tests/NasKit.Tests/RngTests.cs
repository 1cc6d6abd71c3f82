using FsCheck;
using FsCheck.Fluent;

namespace NasKit.Tests;

public sealed class RngTests
{
    /// <summary>The first outputs of xoshiro256** from the state 1, 2, 3, 4, as its authors' reference code gives them.</summary>
    [Fact]
    public void Bits_are_those_of_the_reference_generator()
    {
        var rng = new Rng(new RngState(1, 2, 3, 4));
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.Equal(expected, expected.Select(_ => rng.NextUInt64()));
    }

    /// <summary>SplitMix64 from 0 gives e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec.</summary>
    [Fact]
    public void The_seed_fills_the_state_by_SplitMix64() =>
        Assert.Equal(new RngState(0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f, 0xf88bb8a8724c81ec), new Rng(0).State);

    [Fact]
    public void Derived_draws_never_change()
    {
        var rng = new Rng(1);
        Assert.Equal([7, 5, 5, 3, 6, 1, 0, 3], Enumerable.Range(0, 8).Select(_ => rng.NextInt(10)));
        Assert.Equal(0.8671524847686004, rng.NextDouble());
        Assert.Equal(0.08811122102397163, rng.NextGaussian(), 12); // the logarithm may differ in its last digit between platforms
        Assert.Equal([1, 5, 0, 3, 2, 4, 6, 7], rng.Permutation(8));
        Assert.Equal("5d38152339fe0947e67dad487badaa1b94b0e160d3d22f131a909a0cc6dc5895", rng.State.ToString());
    }

    [Fact]
    public void State_resumes_at_the_exact_next_draw_after_any_kind_of_draw() =>
        Prop.ForAll<long, int[]>((seed, kinds) =>
        {
            var rng = new Rng(seed);
            foreach (var kind in kinds)
            {
                switch (Math.Abs(kind % 4))
                {
                    case 0: rng.NextInt(1 + Math.Abs(kind)); break;
                    case 1: rng.NextGaussian(); break;
                    case 2: rng.NextDouble(); break;
                    default: rng.Permutation(5); break;
                }
            }

            var resumed = new Rng(RngState.Parse(rng.State.ToString()));
            return resumed.NextGaussian().Equals(rng.NextGaussian()) && resumed.State == rng.State;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    public void A_state_that_is_no_state_is_refused(string text) => Assert.Throws<FormatException>(() => RngState.Parse(text));

    [Fact]
    public void The_all_zero_state_is_refused() => Assert.Throws<ArgumentException>(() => new Rng(default(RngState)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void NextInt_is_uniform(int bound)
    {
        const int draws = 200_000;
        var rng = new Rng(42);
        var counts = new int[bound];
        for (var i = 0; i < draws; i++)
        {
            counts[rng.NextInt(bound)]++;
        }

        var expected = (double)draws / bound;
        var chiSquare = counts.Sum(n => (n - expected) * (n - expected) / expected);
        var freedom = bound - 1;
        Assert.True(chiSquare < freedom + 5 * Math.Sqrt(2 * freedom), $"chi-square {chiSquare} at {freedom} degrees of freedom"); // five deviations
    }

    [Fact]
    public void NextInt_is_uniform_where_plain_scaling_would_be_biased()
    {
        // 3/4 of the 31-bit range: any scheme that drops the remainder favours a third of the values.
        const int bound = 3 << 29;
        var rng = new Rng(5);
        var low = Enumerable.Range(0, 90_000).Count(_ => rng.NextInt(bound) < bound / 3);
        Assert.InRange(low, 30_000 - 5 * 142, 30_000 + 5 * 142); // sd = sqrt(90000 · 1/3 · 2/3) = 141.4
    }

    [Fact]
    public void NextInt_of_one_is_zero_and_of_zero_is_refused()
    {
        Assert.Equal(0, new Rng(1).NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(1).NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(1).NextInt(-3));
    }

    [Fact]
    public void NextDouble_stays_below_one_and_has_the_uniform_moments()
    {
        var rng = new Rng(3);
        var x = Enumerable.Range(0, 100_000).Select(_ => rng.NextDouble()).ToList();
        Assert.All(x, value => Assert.InRange(value, 0, 1 - 1e-16));
        Assert.Equal(0.5, x.Average(), 0.005); // sd of the mean = 0.0009
        Assert.Equal(1.0 / 12, x.Average(value => (value - 0.5) * (value - 0.5)), 0.002);
    }

    [Fact]
    public void NextGaussian_has_the_normal_moments()
    {
        var rng = new Rng(4);
        var x = Enumerable.Range(0, 100_000).Select(_ => rng.NextGaussian()).ToList();
        Assert.Equal(0, x.Average(), 0.016); // five times the sd of the mean, 0.0032
        Assert.Equal(1, x.Average(value => value * value), 0.023); // sd 0.0045
        Assert.Equal(0, x.Average(value => value * value * value), 0.062); // sd 0.0122
        Assert.Equal(3, x.Average(value => value * value * value * value), 0.16); // sd 0.031
    }

    [Fact]
    public void Shuffle_gives_each_order_equally_often()
    {
        var rng = new Rng(9);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 60_000; i++)
        {
            var key = string.Concat(rng.Permutation(4));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(24, counts.Count);
        var chiSquare = counts.Values.Sum(n => (n - 2500.0) * (n - 2500.0) / 2500);
        Assert.True(chiSquare < 23 + 5 * Math.Sqrt(46), $"chi-square {chiSquare} at 23 degrees of freedom");
    }

    [Fact]
    public void Both_shuffles_give_the_same_order()
    {
        var span = Enumerable.Range(0, 50).ToArray();
        var list = Enumerable.Range(0, 50).ToList();
        new Rng(6).Shuffle(span.AsSpan());
        new Rng(6).Shuffle(list);
        Assert.Equal(span, list);
    }

    [Fact]
    public void NextBool_follows_its_probability_and_refuses_others()
    {
        var rng = new Rng(8);
        Assert.DoesNotContain(true, Enumerable.Range(0, 1000).Select(_ => rng.NextBool(0)));
        Assert.DoesNotContain(false, Enumerable.Range(0, 1000).Select(_ => rng.NextBool(1)));
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => rng.NextBool(0.3)), 3000 - 230, 3000 + 230); // five deviations of 45.8
        Assert.Throws<ArgumentOutOfRangeException>(() => rng.NextBool(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => rng.NextBool(1.01));
    }

    [Fact]
    public void Pick_takes_one_of_the_items_and_refuses_none()
    {
        Assert.Contains(new Rng(1).Pick(["a", "b"]), new[] { "a", "b" });
        Assert.Throws<ArgumentException>(() => new Rng(1).Pick(Array.Empty<int>()));
    }
}
