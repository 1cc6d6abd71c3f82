using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasKit.Torch.Tests.Serialization;

public sealed class StreamTests
{
    private static Sequential Net() => Sequential(("conv", Conv2d(1, 2, 3)), ("norm", BatchNorm2d(2)));

    [Fact]
    public void A_module_comes_back_from_its_file()
    {
        using DisposeScope scope = NewDisposeScope();
        string path = Path.GetTempFileName();
        using Sequential a = Net(), b = Net();
        a.call(rand(2, 1, 4, 4));
        a.save(path);
        var loaded = new Dictionary<string, bool>();
        Assert.Same(b, b.load(path, loadedParameters: loaded));
        File.Delete(path);
        Assert.All(a.state_dict(), entry => Assert.True(entry.Value.detach().equal(b.state_dict()[entry.Key].detach())));
        Assert.All(loaded.Values, Assert.True);
        Assert.Equal(7, loaded.Count);
    }

    [Fact]
    public void The_bytes_are_those_of_TorchSharp()
    {
        using var memory = new MemoryStream();
        using ParameterDict module = ParameterDict(("w", new Parameter(ones([1, 200], dtype: ScalarType.Float32))));
        module.save(memory);
        // One entry; the name with its length; dtype 6, rank 2, lengths 1 and 200 in LEB128; the elements.
        Assert.Equal([1, 1, (byte)'w', 6, 2, 1, 0xC8, 1, 0, 0, 0x80, 0x3F], memory.ToArray()[..12]);
        Assert.Equal(8 + 800, memory.Length);
    }

    [Fact]
    public void Skipped_names_are_neither_written_nor_read()
    {
        using DisposeScope scope = NewDisposeScope();
        using var memory = new MemoryStream();
        using Sequential a = Net(), b = Net();
        a.save(memory, ["conv.weight"]);
        memory.Position = 0;
        Assert.Contains("missing: conv.weight", Assert.Throws<ArgumentException>(() => b.load(memory)).Message);
        memory.Position = 0;
        var loaded = new Dictionary<string, bool>();
        b.load(memory, skip: ["conv.weight"], loadedParameters: loaded);
        Assert.False(loaded["conv.weight"]);
        Assert.True(loaded["conv.bias"]);
    }

    [Fact]
    public void Damaged_streams_are_refused_and_change_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential a = Net(), b = Net();
        using var memory = new MemoryStream();
        a.save(memory);
        byte[] whole = memory.ToArray();
        double[] before = b.get_parameter("conv.weight")!.detach().to(ScalarType.Float64).data<double>().ToArray();
        Gen<byte[]> damaged =
            from cut in Gen.Elements(true, false)
            from at in Gen.Choose(0, whole.Length - 1)
            from value in Gen.Choose(0, 255)
            select cut ? whole[..at] : (byte[])[.. whole[..(at % 40)], (byte)value, .. whole[((at % 40) + 1)..]];
        Prop.ForAll(damaged.ToArbitrary(), bytes =>
        {
            using DisposeScope inner = NewDisposeScope();
            try
            {
                b.load(new MemoryStream(bytes));
                b.get_parameter("conv.weight")!.detach().copy_(tensor(before).reshape(2, 1, 3, 3));
            }
            catch (Exception error) when (error is InvalidDataException or ArgumentException)
            {
                Assert.Equal(before, b.get_parameter("conv.weight")!.detach().to(ScalarType.Float64).data<double>().ToArray());
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_optimizer_comes_back_from_a_stream_or_from_another_one(bool stream)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] p = [new(ones(2)), new(ones(3))], q = [new(ones(2)), new(ones(3))];
        using Adam first = optim.Adam(p, 0.1), second = optim.Adam(q, 0.2);
        using SGD other = optim.SGD(q, 0.1);
        p[1].sum().backward();
        first.step();
        if (stream)
        {
            using var memory = new MemoryStream();
            using var writer = new BinaryWriter(memory);
            first.save_state_dict(writer);
            memory.Position = 0;
            second.load_state_dict(new BinaryReader(memory));
            memory.Position = 0;
            Assert.Contains("of Adam, but this is SGD", Assert.Throws<InvalidDataException>(() => other.load_state_dict(new BinaryReader(memory))).Message);
            Assert.Throws<InvalidDataException>(() => other.load_state_dict(new BinaryReader(new MemoryStream([4, 1]))));
        }
        else
        {
            second.load_state_dict(first.state_dict());
            Assert.Throws<ArgumentException>(() => optim.Adam([new Parameter(ones(2))]).load_state_dict(first.state_dict()));
        }
        second.to(CPU);
        Dictionary<string, Tensor> expected = first.named_state(), actual = second.named_state();
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, entry => Assert.True(entry.Value.equal(actual[entry.Key])));
        Assert.Equal(0.1, second.ParamGroups.First().LearningRate);
    }
}
