using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;

namespace NasKit;

/// <summary>The state of something that learns on its way into a snapshot or out of it: the same lines write and read it.</summary>
/// <param name="snapshot">Where it is written to or read from.</param>
/// <param name="reading">Whether it is read.</param>
/// <param name="converters">How values of further types are written.</param>
internal class StateExchange(Snapshot snapshot, bool reading, params JsonConverter[] converters)
{
    private readonly JsonSerializerOptions options = Options(converters);

    public Snapshot Snapshot { get; } = snapshot;

    /// <summary>Writes a field, or sets it to what was written.</summary>
    public void Exchange<T>(string name, ref T field)
    {
        if (!reading)
        {
            Snapshot.State.Add(name, JsonSerializer.Serialize(field, options));
            return;
        }

        try
        {
            field = JsonSerializer.Deserialize<T>(Snapshot.State[name], options)!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or ArgumentException or NotSupportedException)
        {
            throw new NasKitException($"The state of the search lacks a readable '{name}': {e.Message}", "Start the search again.", e);
        }
    }

    /// <summary>Writes a tensor, or copies what was written into it.</summary>
    public void Exchange(string name, torch.Tensor tensor)
    {
        if (!reading)
        {
            Snapshot.Tensors.Add(name, tensor);
            return;
        }

        using var untracked = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        tensor.copy_(Snapshot.Tensors.TryGetValue(name, out var saved) && saved.shape.SequenceEqual(tensor.shape) ? saved
            : throw new NasKitException($"The state lacks '{name}' in the shape [{string.Join(", ", tensor.shape)}].", "Load it where the config is the same."));
    }

    /// <summary>Writes a generator's state, or sets it.</summary>
    public void Exchange(string name, Rng rng)
    {
        var state = rng.State;
        Exchange(name, ref state);
        rng.State = state;
    }

    /// <summary>Writes numbers, or copies those that were written into the array.</summary>
    public void Exchange(string name, double[] numbers)
    {
        var copy = numbers;
        Exchange(name, ref copy);
        if (copy.Length != numbers.Length)
        {
            throw new NasKitException($"The state's '{name}' has {copy.Length} numbers, expected {numbers.Length}.", "Load it where the config is the same.");
        }

        copy.CopyTo(numbers, 0);
    }

    private static JsonSerializerOptions Options(JsonConverter[] converters)
    {
        var options = new JsonSerializerOptions { IncludeFields = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
        foreach (var converter in converters)
        {
            options.Converters.Add(converter);
        }

        return options;
    }
}
