using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Random;

public sealed class RandomTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_saved_state_gives_the_same_numbers_again()
    {
        var generator = new Generator(5);
        _ = rand(10, generator: generator);
        var state = generator.get_state();
        var first = Draws(generator);
        generator.set_state(state);
        Assert.Equal(first, Draws(generator));
        Assert.NotEqual(first, Draws(generator));
    }

    [Fact]
    public void Generators_do_not_touch_each_other()
    {
        var alone = Draws(new Generator(1));
        var a = new Generator(1);
        var b = new Generator(2);
        var mixed = new List<float[]>();
        foreach (var draw in DrawOnce)
        {
            _ = draw(b).sum();
            mixed.Add(Flat(draw(a)));
        }
        Assert.Equal(alone, mixed.SelectMany(x => x));
        Assert.Equal(1, a.initial_seed());
        Assert.NotEqual(alone, Draws(new Generator(2)));
    }

    /// <summary>The default generator is shared by all tests, so only what cannot be disturbed is looked at.</summary>
    [Fact]
    public void The_default_state_has_the_form_of_a_generator_s()
    {
        var state = get_rng_state();
        Assert.Equal(new Generator().get_state().shape, state.shape);
        Assert.Same(Generator.Default, manual_seed(3));
        Generator.Default.Dispose();
        set_rng_state(state);
    }

    [Fact]
    public void A_state_of_wrong_size_dtype_or_content_is_refused()
    {
        var generator = new Generator(5);
        Assert.Throws<ExternalException>(() => generator.set_state(zeros(new long[] { 3 }, uint8)));
        Assert.Throws<ExternalException>(() => generator.set_state(zeros(3)));
        Assert.Throws<ExternalException>(() => generator.set_state(full(generator.get_state().shape, 255, uint8)));
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => rand(2, generator: generator));
    }

    [Fact]
    public void Draws_follow_their_distributions()
    {
        var g = new Generator(11);
        const int n = 20000; // standard errors are below 0.01 for all of these, so 0.05 is five of them
        void Near(double expected, Tensor x) => Assert.InRange(x.to(float64).mean().ToDouble(), expected - 0.05, expected + 0.05);
        Near(0.5, rand(n, generator: g));
        Near(0, randn(n, generator: g));
        Near(1, randn(n, generator: g).pow(2));
        Near(4.5, randint(10, new long[] { n * 4 }, generator: g));
        Near(0.3, bernoulli(full(n, 0.3), g));
        Near(0.3, zeros(n).bernoulli_(0.3, g));
        Near(2, zeros(n).normal_(2, 0.5, g));
        Near(3, zeros(n).uniform_(2, 4, g));
        Near(0.5, zeros(n).exponential_(2, g));
        Near(2.5, zeros(n).geometric_(0.4, g));
        Near(2, normal(full(n, 2), ones(n), g));
        Near(0.75, multinomial(tensor(new[] { 1f, 3 }), n, true, g));
        Near(5, poisson(full(n * 4, 5), g));
        Near(1.5, zeros(n).random_(0, 4, g));
        Assert.Equal([0L, 1, 2, 3], randperm(4, generator: g).sort().values.data<long>().ToArray());
        Assert.Throws<ExternalException>(() => multinomial(tensor(new[] { 1f, 3 }), 3, false, g));
    }

    private static readonly Func<Generator, Tensor>[] DrawOnce =
    [
        g => rand(3, generator: g), g => randn(20, generator: g), g => randint(100, new long[] { 3 }, generator: g), g => randperm(9, generator: g),
        g => zeros(3).exponential_(1, g), g => zeros(3).uniform_(0, 1, g), g => bernoulli(full(9, 0.5), g), g => multinomial(ones(9), 4, false, g),
    ];

    private static float[] Draws(Generator generator) => [.. DrawOnce.SelectMany(draw => Flat(draw(generator)))];

    private static float[] Flat(Tensor x) => x.to(float32).data<float>().ToArray();
}
