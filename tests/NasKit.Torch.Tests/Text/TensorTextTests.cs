using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Text;

public sealed class TensorTextTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Each_style_shows_a_matrix()
    {
        var x = tensor(new[,] { { 1.5f, -2 }, { 3, 4 } });
        Assert.Equal("[2x2], type = Float32, device = cpu", x.ToString());
        Assert.Equal("[[1.5 -2]\n [3 4]]", x.npstr());
        Assert.Equal("[2x2], type = Float32, device = cpu, value = {{1.5, -2},\n {3, 4}}", x.cstr());
        Assert.Equal("[2x2], type = Float32, device = cpu\n 1.5  -2\n   3   4", x.jlstr());
        Assert.Equal("[], type = Bool, device = cpu, value = true", tensor(true).ToString());
        Assert.Equal("[0], type = Float32, device = cpu", zeros(0).str());
        Assert.Contains("[1,..,..] =", zeros(2, 2, 2).str());
    }

    [Fact]
    public void Large_tensors_are_shortened()
    {
        var text = arange(10000).reshape(100, 100).npstr();
        Assert.StartsWith("[[0 1 2 … 97 98 99]\n", text);
        Assert.EndsWith("[9900 9901 9902 … 9997 9998 9999]]", text);
        Assert.Equal(7, text.Split('\n').Length);
        Assert.True(zeros(1000).npstr().Split('\n').Length > 10);
    }

    [Fact]
    public void A_notebook_finds_the_formatters_by_the_attribute_s_name()
    {
        var attribute = typeof(Tensor).GetCustomAttributes(false).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var formatters = ((IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).ToDictionary(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)!);
        string Format(string mime)
        {
            using var writer = new StringWriter();
            Assert.Equal(true, formatters[mime].GetType().GetMethod("Format")!.Invoke(formatters[mime], [tensor(1f), writer]));
            return writer.ToString();
        }

        Assert.Equal("[], type = Float32, device = cpu, value = 1", Format("text/plain"));
        Assert.Equal("<div><pre>[], type = Float32, device = cpu, value = 1</pre></div>", Format("text/html"));
    }
}
