using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NasKit.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Runs;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    private static byte[] FileOf(string header, int dataBytes)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), file = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        return file;
    }

    private static void AssertSame(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.dtype, actual[name].dtype);
            Assert.Equal(tensor.shape, actual[name].shape);
            Assert.Equal(tensor.detach().contiguous().bytes.ToArray(), actual[name].bytes.ToArray());
        }
    }

    [Fact]
    public void Tensors_of_every_dtype_and_shape_come_back_bit_for_bit()
    {
        Tensor values = tensor(new[] { 0.0, 1, -2.5, 100, double.NaN, double.NegativeInfinity });
        var tensors = new Dictionary<string, Tensor>
        {
            ["scalar"] = tensor(3.5), ["empty"] = zeros(0, 4), ["transposed"] = arange(6).reshape(2, 3).transpose(0, 1), ["trainable"] = ones(2, 2).requires_grad_(),
            ["größe \"x\"\n.weight"] = arange(3), ["bool"] = tensor(new[] { true, false, true }), ["last"] = Backend.ChannelsLast(arange(24).reshape(1, 2, 3, 4)),
        };
        foreach (ScalarType type in new[] { ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16 })
            tensors[$"f.{type}"] = values.to(type);
        foreach (ScalarType type in new[] { ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte })
            tensors[$"i.{type}"] = arange(5).to(type);
        var metadata = new Dictionary<string, string> { ["epoch"] = "3", ["ü\n"] = "" };
        Safetensors.Save(folder["a"], tensors, metadata);
        var (loaded, read) = Safetensors.Load(folder["a"]);
        AssertSame(tensors, loaded);
        Assert.Equal(metadata, read);
        Assert.Equal(metadata, Safetensors.ReadMetadata(folder["a"]));
        byte[] first = File.ReadAllBytes(folder["a"]);
        Safetensors.Save(folder["a"], loaded.Reverse().ToDictionary(), read);
        Assert.Equal(first, File.ReadAllBytes(folder["a"]));
        Assert.Equal([folder["a"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        Safetensors.Save(folder["a"], new Dictionary<string, Tensor> { ["b"] = tensor(new byte[] { 7, 8 }), ["a"] = tensor(new[] { 1f }) }, new Dictionary<string, string> { ["k"] = "v" });
        byte[] file = File.ReadAllBytes(folder["a"]);
        long length = BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        string header = Encoding.UTF8.GetString(file, 8, (int)length);
        Assert.Equal("""{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}""", header.TrimEnd(' '));
        Assert.Equal([0, 0, 0x80, 0x3F, 7, 8], file[(8 + (int)length)..]);
    }

    [Fact]
    public void A_file_without_tensors_is_a_file()
    {
        Safetensors.Save(folder["a"], new Dictionary<string, Tensor>());
        Assert.Empty(Safetensors.Load(folder["a"]).Tensors);
        File.WriteAllBytes(folder["b"], FileOf("{}", 0));
        Assert.Empty(Safetensors.Load(folder["b"]).Tensors);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "4 bytes of data, but 3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "4 bytes of data, but 5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "has 8 bytes, but its data have 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "begin at 4, but the data before it end at 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "begin at 2, but the data before it end at 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4, "[4,0], not a begin and an end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0]}}""", 4, "[0], not a begin and an end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", 4, "[-4], not a list of lengths")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,4]}}""", 4, "[1.5], not a list of lengths")]
    [InlineData("""{"a":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}""", 4, "4, not a list of lengths")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}""", 0, "which no memory holds")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4611686018427387904,0,4611686018427387904],"data_offsets":[0,0]}}""", 0, "which no memory holds")]
    [InlineData("""{"a":{"dtype":"F8","shape":[4],"data_offsets":[0,4]}}""", 4, "\"F8\", but F64, F32")]
    [InlineData("""{"a":{"dtype":3,"shape":[4],"data_offsets":[0,4]}}""", 4, "the dtype of 'a' is 3")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4]}}""", 4, "needs dtype, shape and data_offsets, but has dtype, shape")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "'dtype' twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":1}}""", 4, "'x', which the format does not know")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4, "names 'a' twice")]
    [InlineData("""{"a":[]}""", 0, "is a JSON Array, not an object")]
    [InlineData("""[]""", 0, "header is a JSON Array")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "metadata 'k' is a JSON Number")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "metadata name 'k' twice")]
    [InlineData("""{"__metadata__":[]}""", 0, "__metadata__ is a JSON Array")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}""", 2, "not JSON")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}}""", 0, "not JSON")]
    public void A_header_that_is_wrong_is_told_in_one_sentence(string header, int dataBytes, string reason)
    {
        File.WriteAllBytes(folder["broken"], FileOf(header, dataBytes));
        string message = Assert.Throws<NasKitException>(() => Safetensors.Load(folder["broken"])).Message;
        Assert.Contains(folder["broken"], message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Throws<NasKitException>(() => Safetensors.ReadMetadata(folder["broken"]));
    }

    [Fact]
    public void Truth_values_other_than_0_and_1_are_refused()
    {
        byte[] file = FileOf("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", 2);
        file[^1] = 2;
        File.WriteAllBytes(folder["broken"], file);
        Assert.Contains("'a' is of truth values", Assert.Throws<NasKitException>(() => Safetensors.Load(folder["broken"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Header_lengths_beyond_the_file_are_refused()
    {
        foreach (ulong length in new ulong[] { 3, 1000, 1UL << 40, ulong.MaxValue })
        {
            byte[] file = FileOf("{}", 0);
            BinaryPrimitives.WriteUInt64LittleEndian(file, length);
            File.WriteAllBytes(folder["broken"], file);
            Assert.Contains($"header should have {length} bytes", Assert.Throws<NasKitException>(() => Safetensors.Load(folder["broken"])).Message, StringComparison.Ordinal);
        }
        File.WriteAllBytes(folder["broken"], [1, 2, 3]);
        Assert.Contains("has 3 bytes", Assert.Throws<NasKitException>(() => Safetensors.Load(folder["broken"])).Message, StringComparison.Ordinal);
        Assert.Contains("no weights file", Assert.Throws<NasKitException>(() => Safetensors.Load(folder["absent"])).Message, StringComparison.Ordinal);
        Assert.Throws<NasKitException>(() => Safetensors.ReadMetadata(folder["absent"]));
        Assert.Throws<NasKitException>(() => Safetensors.Load(folder.Path));
    }

    [Fact]
    public void Damaged_files_load_or_are_refused_and_never_do_anything_else()
    {
        var tensors = new Dictionary<string, Tensor> { ["a.weight"] = arange(6).reshape(2, 3), ["b"] = ones(3, dtype: ScalarType.Float32), ["c"] = tensor(new[] { true, false }) };
        Safetensors.Save(folder["whole"], tensors, new Dictionary<string, string> { ["k"] = "v" });
        byte[] whole = File.ReadAllBytes(folder["whole"]);
        Gen<byte[]> damaged =
            from kind in Gen.Choose(0, 4)
            from at in Gen.Choose(0, whole.Length - 1)
            from value in Gen.Choose(0, 255)
            from other in Gen.Choose(0, whole.Length - 1)
            select kind switch
            {
                0 => [.. whole[..at], (byte)value, .. whole[(at + 1)..]],
                1 => whole[..at],
                2 => [.. whole[..at], (byte)value, .. whole[at..]],
                3 => [.. whole[..at], .. whole[Math.Min(at + 1 + (value % 4), whole.Length)..]],
                _ => (byte[])[.. whole[..at], whole[other], .. whole[Math.Min(at + 1, whole.Length)..]],
            };
        Prop.ForAll(damaged.ToArbitrary(), file =>
        {
            using DisposeScope inner = NewDisposeScope();
            File.WriteAllBytes(folder["damaged"], file);
            try
            {
                Safetensors.Load(folder["damaged"]);
            }
            catch (NasKitException error)
            {
                Assert.Contains(folder["damaged"], error.Message, StringComparison.Ordinal);
                Assert.Equal(0, inner.DisposablesCount);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Any_tensors_go_there_and_back()
    {
        Gen<(string Name, long[] Shape, int Type)[]> files = (
            from name in Gen.Elements("a", "b.c", "layer.0.weight", "ж", " ", "\u0001", "\"", "\\", "a/b")
            from shape in Gen.Choose(0, 3).ArrayOf(3)
            from rank in Gen.Choose(0, 3)
            from type in Gen.Choose(0, 3)
            select (name, shape.Take(rank).Select(length => (long)length).ToArray(), type)).ArrayOf();
        Prop.ForAll(files.ToArbitrary(), entries =>
        {
            using DisposeScope inner = NewDisposeScope();
            var tensors = new Dictionary<string, Tensor>();
            foreach (var (name, shape, type) in entries)
                tensors[name] = arange(shape.Aggregate(1L, (product, length) => product * length)).reshape(shape).to(new[] { ScalarType.Float32, ScalarType.Int64, ScalarType.Byte, ScalarType.Float16 }[type]);
            Safetensors.Save(folder["file"], tensors);
            AssertSame(tensors, Safetensors.Load(folder["file"]).Tensors);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file_and_nothing_else()
    {
        Safetensors.Save(folder["a"], new Dictionary<string, Tensor> { ["x"] = ones(1) });
        byte[] before = File.ReadAllBytes(folder["a"]);
        Assert.Throws<ArgumentException>(() => Safetensors.Save(folder["a"], new Dictionary<string, Tensor> { ["__metadata__"] = ones(1) }));
        Assert.Contains("ComplexFloat32", Assert.Throws<ArgumentException>(() => Safetensors.Save(folder["a"], new Dictionary<string, Tensor> { ["x"] = ones(1).to(ScalarType.ComplexFloat32) })).Message);
        Tensor gone = ones(1);
        gone.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => Safetensors.Save(folder["a"], new Dictionary<string, Tensor> { ["x"] = gone }));
        Assert.Contains(folder["no/where"], Assert.Throws<NasKitException>(() => Safetensors.Save(folder["no/where"], new Dictionary<string, Tensor>())).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["a"]));
        Assert.Equal([folder["a"]], Directory.GetFiles(folder.Path));
    }
}
