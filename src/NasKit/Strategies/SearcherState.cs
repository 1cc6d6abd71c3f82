using System.Text.Json;
using System.Text.Json.Serialization;
using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>The state of a searcher on its way into a snapshot or out of it: the same lines write and read it.</summary>
internal sealed class SearcherState
{
    private const string OfKey = "searcher";
    private readonly JsonSerializerOptions options;
    private readonly bool reading;

    private SearcherState(SearchSpace space, Snapshot snapshot, bool reading)
    {
        Snapshot = snapshot;
        this.reading = reading;
        options = new JsonSerializerOptions
        {
            IncludeFields = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Converters = { new ArchitectureConverter(space) },
        };
    }

    public Snapshot Snapshot { get; }

    public static SearcherState Writing(SearchSpace space, string searcher) =>
        new(space, new Snapshot { State = { [OfKey] = $"{searcher} on {space.Name}" } }, reading: false);

    /// <exception cref="NasKitException">The snapshot is of another searcher or space.</exception>
    public static SearcherState Reading(SearchSpace space, string searcher, Snapshot snapshot)
    {
        var (expected, found) = ($"{searcher} on {space.Name}", snapshot.State.GetValueOrDefault(OfKey, "no searcher"));
        return expected == found ? new(space, snapshot, reading: true)
            : throw new NasKitException($"The state is of {found}, expected {expected}.", "Load it into a searcher of the same strategy and space.");
    }

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
            throw new NasKitException($"The state's '{name}' has {copy.Length} numbers, expected {numbers.Length}.", "Load it into a searcher of the same config.");
        }

        copy.CopyTo(numbers, 0);
    }

    private sealed class ArchitectureConverter(SearchSpace space) : JsonConverter<Architecture>
    {
        public override Architecture Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => space.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Architecture value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

        public override Architecture ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => space.Parse(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, Architecture value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());
    }
}
