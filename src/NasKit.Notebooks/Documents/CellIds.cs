using System.Security.Cryptography;
using System.Text;

namespace NasKit.Notebooks.Documents;

/// <summary>Gives out cell identifiers that are valid and unique in one notebook, the same ones for the same notebook.</summary>
/// <param name="found">The identifiers that the cells have, valid or not; those made here keep out of their way.</param>
internal sealed class CellIds(IEnumerable<string?> found)
{
    private readonly HashSet<string> waiting = [.. found.OfType<string>().Where(IsValid)];
    private readonly Dictionary<string, int> attempts = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Keeps a valid identifier that no earlier cell has; else makes one of the cell's text.</summary>
    public string Keep(string? id, string source)
    {
        if (id is not null && IsValid(id) && taken.Add(id))
            return id;
        for (var attempt = attempts.GetValueOrDefault(source); ; attempt++)
        {
            attempts[source] = attempt + 1;
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{attempt}\n{source}"));
            var made = Convert.ToHexStringLower(hash.AsSpan(0, 4));
            if (!waiting.Contains(made) && taken.Add(made))
                return made;
        }
    }

    private static bool IsValid(string id) => id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
