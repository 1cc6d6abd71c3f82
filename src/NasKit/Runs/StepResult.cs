using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace NasKit.Runs;

/// <summary>A step's result as JSON and back; what does not survive the way is refused when it is made, not found out when it is read.</summary>
internal static class StepResult
{
    /// <summary>The JSON of a value, and the value as the JSON gives it back.</summary>
    /// <param name="what">For messages, such as <c>step "table"</c>.</param>
    /// <param name="value">The value.</param>
    public static (string Json, T Value) Write<T>(string what, T value)
    {
        try
        {
            var json = JsonSerializer.Serialize(value, CanonicalJson.Options);
            if (TryRead<T>(json, out var back))
            {
                return (json, back);
            }
        }
        catch (Exception e) when (IsJsonFailure(e))
        {
            throw Refusal<T>(what, e);
        }

        throw Refusal<T>(what, null);
    }

    /// <summary>The value that a JSON text stands for, if it still has the shape of a <typeparamref name="T"/>.</summary>
    public static bool TryRead<T>(string json, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            value = JsonSerializer.Deserialize<T>(json, CanonicalJson.Options)!;
            return JsonSerializer.Serialize(value, CanonicalJson.Options) == json;
        }
        catch (Exception e) when (IsJsonFailure(e))
        {
            value = default;
            return false;
        }
    }

    private static bool IsJsonFailure(Exception e) =>
        e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException or FormatException;

    private static NasKitException Refusal<T>(string what, Exception? cause) => new(
        $"The result of {what}, a {typeof(T).Name}, does not survive being written as JSON and read again{(cause is null ? "" : $": {cause.Message.TrimEnd('.')}")}.",
        "Return a record of numbers, strings and lists with public properties; tensors and networks go through Run.Checkpoint.", cause);
}
