using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Interop;

public sealed partial class OperatorTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Arguments_left_away_have_the_schema_s_defaults()
    {
        var x = ones(1, 1, 2, 2);
        Assert.Equal([1L, 1, 1, 1], new Operator("max_pool2d").Call(x, 2).shape);
        Assert.Equal([1L, 1, 1, 1], new Operator("max_pool2d").Call(x, new long[] { 2, 2 }, Arg.Default, 0).shape);
        Assert.Equal(3, new Operator("add", "Tensor").Call(1.0, 2).ToDouble());
    }

    [Fact]
    public void An_argument_of_the_wrong_kind_is_an_error()
    {
        var x = ones(2);
        string Message(Action call) => Assert.Throws<ExternalException>(call).Message;
        Assert.Equal("sum([2] Float32, 0, 1): argument 'keepdim' is of another kind than the operator takes", Message(() => new Operator("sum", "dim_IntList").Call(x, 0, 1)));
        Assert.Contains("argument 'other' is missing", Message(() => new Operator("mul", "Tensor").Call(x, (Tensor?)null)));
        Assert.Contains("takes 1 arguments, not 2", Message(() => new Operator("abs").Call(x, x)));
        Assert.Contains("argument 'dim'", Message(() => new Operator("softmax", "int").Call(x, 0.5)));
        Assert.Contains("argument 'tensors'", Message(() => new Operator("cat").Call(x)));
        Assert.Contains("without a value", Message(() => new Operator("cat").Call(new Tensor?[] { x, null })));
        Assert.Contains("argument 'self'", Message(() => new Operator("abs").Call("text")));
        Assert.Contains("does not know: 99", Message(() => x.to((ScalarType)99)));
        Assert.Throws<MissingMethodException>(() => new Operator("no_such_operator").Call(x));
        Assert.Throws<MissingMethodException>(() => new Operator("add", "no_such_overload").Call(x));
        Assert.Throws<InvalidOperationException>(() => new Operator("chunk").Call(x, 2));
    }

    [Fact]
    public void A_disposed_tensor_in_a_list_is_named_and_the_others_stay_usable()
    {
        var live = ones(1);
        var dead = ones(1);
        dead.Dispose();
        Assert.Throws<ObjectDisposedException>(() => cat([live, dead, live]));
        Assert.Equal([1f, 1], cat([live, live]).data<float>().ToArray());
        live.Dispose();
        Assert.True(live.IsInvalid);
    }

    [Fact]
    public void A_list_of_a_thousand_tensors_is_no_special_case()
    {
        var many = Enumerable.Range(0, 1000).Select(i => tensor(i)).ToArray();
        Assert.Equal(499500, stack(many).sum().ToInt64());
    }

    [Fact]
    public void A_number_beside_a_tensor_does_not_widen_it()
    {
        Assert.Equal(float32, (ones(2) + 1.5).dtype);
        Assert.Equal(float32, (ones(2) * 3L).dtype);
        Assert.Equal(float16, (ones(2).half() * 0.1).dtype);
        Assert.Equal(float32, (ones(2).@long() * 0.5).dtype);
        Assert.Equal(int64, (ones(2).@long() * 2).dtype);
        Assert.Equal(float.PositiveInfinity, (ones(1) * 1e300).item<float>());
        Assert.True((ones(1) * double.NaN).isnan().ToBoolean());
        Assert.Equal(1.1f, (zeros(1) + 1.1).item<float>());
        Assert.Equal((float)123456789L, (zeros(1) + 123456789L).item<float>());
    }

    /// <summary>The names stand in the sources as literals, and a wrong one would only show when it is called.</summary>
    [Fact]
    public void Every_operator_named_in_the_sources_exists()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "NasKit.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }
        var named = Directory.GetFiles(Path.Combine(root, "src", "NasKit.Torch"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Named().Matches(File.ReadAllText(f))).Select(m => (Name: m.Groups[1].Value, Overload: m.Groups[2].Value)).Distinct().ToArray();
        Assert.True(named.Length > 300);
        var missing = named.Where(o => Assert.ThrowsAny<Exception>(() => new Operator(o.Name, o.Overload).CallVoid(Enumerable.Repeat(Arg.None, 60).ToArray())) is MissingMethodException);
        Assert.Empty(missing);
    }

    [GeneratedRegex("""(?:new Operator|Operator \w+ = new)\("(?:aten::)?(\w+)"(?:, "(\w*)")?\)""")]
    private static partial Regex Named();
}
