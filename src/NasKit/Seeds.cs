using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NasKit;

/// <summary>Child seeds by name, so that adding a random draw in one place does not move the draws of another.</summary>
/// <remarks>
/// A child seed is the first eight bytes, little endian with the sign bit cleared, of SHA-256 over the root (eight bytes,
/// little endian) followed by the UTF-8 name. It depends on nothing else: not on the platform, the runtime, or the order of calls.
/// </remarks>
/// <param name="Root">The seed that the user chose; any value.</param>
public readonly record struct Seeds(long Root)
{
    /// <summary>The seed of one named source of randomness.</summary>
    /// <param name="name">A path of words such as <c>evolution/mutate</c>; case and spelling count.</param>
    /// <returns>A seed of 0 or more; the same for the same root and name, for ever.</returns>
    /// <exception cref="ArgumentException">The name is empty or white space.</exception>
    public long For(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(name)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Root);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(8));
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash) & long.MaxValue;
    }

    /// <summary>A generator seeded with <see cref="For"/>.</summary>
    /// <param name="name">As in <see cref="For"/>.</param>
    /// <exception cref="ArgumentException">The name is empty or white space.</exception>
    public Rng Rng(string name) => new(For(name));

    /// <summary>The seeds below a name, for a part that names its own sources of randomness.</summary>
    /// <param name="name">As in <see cref="For"/>.</param>
    /// <exception cref="ArgumentException">The name is empty or white space.</exception>
    public Seeds Under(string name) => new(For(name));

    /// <summary>The root, as written in a run record.</summary>
    public override string ToString() => Root.ToString(CultureInfo.InvariantCulture);
}
