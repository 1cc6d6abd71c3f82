using System.IO.Compression;
using System.Text;
using NasKit.Data;
using static TorchSharp.torch;

namespace NasKit.Tests.Data;

/// <summary>Texts by path, as characters and as words.</summary>
public sealed class TextFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Characters_are_numbered_by_frequency_and_give_the_text_back()
    {
        var text = TextFile.Load(Written("a.txt", "abba — na\r\nab"u8.ToArray()));
        Assert.Equal("abba — na\nab", text.Content);
        var tokens = text.Characters();
        Assert.Equal(12, tokens.Count);
        Assert.Equal(["a", "b", " ", "—", "n", "\n", Vocabulary.Unknown], tokens.Vocabulary.Tokens.ToArray());
        Assert.Equal(text.Content, string.Concat(tokens.Tokens.Select(token => tokens.Vocabulary.Tokens[token])));
    }

    [Fact]
    public void Words_end_their_lines_and_rare_ones_are_one_token()
    {
        var text = TextFile.Load(Written("b.txt", "the cat the  dog\n\n the <unk> end"u8.ToArray()));
        var words = text.Words(most: 4);
        Assert.Equal(["the", Vocabulary.EndOfLine, "cat", Vocabulary.Unknown], words.Vocabulary.Tokens.ToArray());
        Assert.Equal([0, 2, 0, 3, 1, 0, 3, 3, 1], words.Tokens.ToArray());
        var other = TextFile.Load(Written("c.txt", "dog the cat"u8.ToArray())).Words(words.Vocabulary);
        Assert.Same(words.Vocabulary, other.Vocabulary);
        Assert.Equal([3, 0, 2, 1], other.Tokens.ToArray());
    }

    [Fact]
    public void A_compressed_file_and_one_with_a_byte_order_mark_read_like_a_plain_one()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("wörter"u8);
        }

        Assert.Equal("wörter", TextFile.Load(Written("d.dz", memory.ToArray())).Content);
        Assert.Equal("wörter", TextFile.Load(Written("e.txt", [0xEF, 0xBB, 0xBF, .. "wörter"u8])).Content);
    }

    [Fact]
    public void Streams_are_pieces_of_the_text_side_by_side()
    {
        var tokens = TextFile.Load(Written("f.txt", "abcdefgh"u8.ToArray())).Characters();
        var streams = tokens.Part(1, 7).Streams(2, 2); // bcd | efg
        Assert.Equal([3L, 2L], streams.shape);
        Assert.Equal([1L, 4, 2, 5, 3, 6], streams.data<long>().ToArray());
        Assert.Contains("has 8 tokens, but one batch of 3 streams of 2 needs 9", Assert.Throws<ArgumentException>(() => tokens.Streams(3, 2)).Message);
        Assert.Contains("2 from number 7 on are wanted, of which there are 1", Assert.Throws<ArgumentException>(() => tokens.Part(7, 2)).Message);
    }

    [Fact]
    public void Another_encoding_and_a_file_that_is_no_text_are_told_with_place_and_remedy()
    {
        Fails("caf\u00e9 au lait"u8.ToArray()[..3].Append((byte)0xE9).Concat(" au"u8.ToArray()).ToArray(), "byte 3 (0xE9) begins no character", "iconv -f LATIN1");
        Fails(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("text")).ToArray(), "it begins with the mark of UTF-16", "-f UTF-16");
        Fails(Encoding.BigEndianUnicode.GetBytes("text"), "byte 0 is 0", "iconv");
        Assert.Contains("is empty", Assert.Throws<NasKitException>(() => TextFile.Load(Written("g.txt", "\n \n"u8.ToArray())).Words()).Message);
        Assert.Contains("does not exist", Assert.Throws<NasKitException>(() => TextFile.Load(Path.Combine(folder.Path, "none.txt"))).Message);

        void Fails(byte[] bytes, params string[] parts)
        {
            var path = Written("h.txt", bytes);
            var message = Assert.Throws<NasKitException>(() => TextFile.Load(path)).Message;
            Assert.All([path, "not in UTF-8", .. parts], part => Assert.Contains(part, message));
        }
    }

    [Fact]
    public void Without_a_name_the_text_of_the_data_folder_comes_before_that_of_the_system()
    {
        var system = Written("jargon.txt.gz", "x"u8.ToArray());
        Assert.Equal(system, TextFile.Default(folder.Path, system));
        Directory.CreateDirectory(Path.Combine(folder.Path, "text"));
        var own = Written("text/tinyshakespeare.txt", "x"u8.ToArray());
        Assert.Equal(own, TextFile.Default(folder.Path, system));
        Assert.Equal(system, TextFile.Default(null, system));
        Assert.Contains("apt-get install jargon-text", Assert.Throws<NasKitException>(() => TextFile.Default(null, Path.Combine(folder.Path, "no"))).Hint);
    }

    [FactWithSharedData("unit/wikitext2-valid-200-lines.txt.gz")]
    public void Lines_of_WikiText_read_as_words()
    {
        var words = TextFile.Load(SharedData.Path("unit/wikitext2-valid-200-lines.txt.gz")).Words();
        var expected = SharedData.Lines("unit/wikitext2-valid-200-lines.txt.gz").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length).Where(count => count > 0).ToArray();
        Assert.Equal(expected.Sum() + expected.Length, words.Count);
        Assert.Equal(expected.Length, words.Tokens.Count(token => token == words.Vocabulary.IndexOf(Vocabulary.EndOfLine)));
        Assert.Contains(words.Vocabulary.IndexOf(Vocabulary.Unknown), words.Tokens);
    }

    private string Written(string name, byte[] bytes)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
