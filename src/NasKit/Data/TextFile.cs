using System.Globalization;
using System.Text;

namespace NasKit.Data;

/// <summary>A text: any file in UTF-8, plain or gzip-compressed, to be read as characters or as words.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Content">All of it, with line feeds as ends of lines.</param>
public sealed record TextFile(string Name, string Content)
{
    private const string JargonFile = "/usr/share/doc/jargon-text/jargon.txt.gz";
    private const string Shakespeare = "tinyshakespeare.txt";
    private const int Largest = 1 << 30; // bytes

    /// <summary>Reads a text.</summary>
    /// <param name="path">
    /// The file. Null or empty for the first of these that is there: <c>tinyshakespeare.txt</c> in the folder named by the environment variable <c>NASKIT_DATA</c> or in its
    /// <c>text</c>, and the Jargon File, which is in the public domain, where Debian's package <c>jargon-text</c> puts it.
    /// </param>
    /// <exception cref="NasKitException">The file is not there, is damaged, or is no text in UTF-8; the message says which and what to do.</exception>
    public static TextFile Load(string? path = null) => Read(string.IsNullOrWhiteSpace(path) ? Default(Environment.GetEnvironmentVariable("NASKIT_DATA"), JargonFile) : path);

    /// <summary>The file that is read where none is named.</summary>
    /// <param name="data">Value of <c>NASKIT_DATA</c>.</param>
    /// <param name="jargon">Where Debian puts the Jargon File.</param>
    internal static string Default(string? data, string jargon)
    {
        var folders = string.IsNullOrWhiteSpace(data) ? [] : new[] { data, Path.Combine(data, "text") };
        return folders.Select(folder => DataFile.Find(folder, Shakespeare)).FirstOrDefault(file => file is not null)
            ?? (File.Exists(jargon) ? jargon : throw new NasKitException(
                $"There is no text on this machine: neither {jargon} nor {Shakespeare} in NASKIT_DATA.",
                "Install one with: apt-get install jargon-text (where the system leaves out documentation, with -o Dpkg::Options::=--path-include='/usr/share/doc/jargon-text/*'), or name a text file."));
    }

    /// <summary>The text as a sequence of characters, each Unicode character being a token.</summary>
    /// <param name="vocabulary">The characters of another text, for models of that; null for its own.</param>
    /// <exception cref="NasKitException">The text is empty.</exception>
    public TokenSequence Characters(Vocabulary? vocabulary = null) => Tokens(Content.EnumerateRunes().Select(rune => rune.ToString()), vocabulary, int.MaxValue);

    /// <summary>The text as a sequence of words between white space, with a token for each end of a line that has words.</summary>
    /// <param name="vocabulary">The words of another text, for models of that; null for its own.</param>
    /// <param name="most">Most tokens of its own vocabulary: the most frequent ones, then those that come first; all other words are one token, <see cref="Vocabulary.Unknown"/>.</param>
    /// <exception cref="NasKitException">The text is empty.</exception>
    public TokenSequence Words(Vocabulary? vocabulary = null, int most = 10_000) => Tokens(
        Content.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Length > 0).SelectMany(line => line.Append(Vocabulary.EndOfLine)),
        vocabulary, most);

    private static TextFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new NasKitException($"The text file {Path.GetFullPath(path)} does not exist.", "Name another, or leave the name empty for the text that comes with the setup.");
        }

        var bytes = DataFile.Bytes(path, Largest);
        var start = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        string? problem = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? "it begins with the mark of UTF-16"
            : bytes.AsSpan().IndexOf((byte)0) is >= 0 and var zero ? string.Create(CultureInfo.InvariantCulture, $"byte {zero} is 0, as in UTF-16 or in files that are no text") : null;
        if (problem is null)
        {
            try
            {
                return new(Path.GetFileName(path), new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, start, bytes.Length - start).ReplaceLineEndings("\n"));
            }
            catch (DecoderFallbackException e)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"byte {start + e.Index} (0x{e.BytesUnknown?[0]:X2}) begins no character");
            }
        }

        throw new NasKitException($"The text file {path} is not in UTF-8: {problem}.", "Convert it, for example with: iconv -f LATIN1 -t UTF-8 (or -f UTF-16).");
    }

    private TokenSequence Tokens(IEnumerable<string> tokens, Vocabulary? vocabulary, int most)
    {
        string[] all = [.. tokens];
        if (all.Length == 0)
        {
            throw new NasKitException($"The text {Name} is empty.", "Name a text file that holds text.");
        }

        vocabulary ??= Vocabulary.Of(all, most);
        return new(Name, vocabulary, [.. all.Select(vocabulary.IndexOf)]);
    }
}
