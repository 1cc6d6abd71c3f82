using System.Text.Json;
using System.Text.Json.Serialization;
using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>The state of a searcher on its way into a snapshot or out of it: the same lines write and read it.</summary>
internal sealed class SearcherState : StateExchange
{
    private const string OfKey = "searcher";

    private SearcherState(SearchSpace space, Snapshot snapshot, bool reading) : base(snapshot, reading, new ArchitectureConverter(space))
    {
    }

    public static SearcherState Writing(SearchSpace space, string searcher) =>
        new(space, new Snapshot { State = { [OfKey] = $"{searcher} on {space.Name}" } }, reading: false);

    /// <exception cref="NasKitException">The snapshot is of another searcher or space.</exception>
    public static SearcherState Reading(SearchSpace space, string searcher, Snapshot snapshot)
    {
        var (expected, found) = ($"{searcher} on {space.Name}", snapshot.State.GetValueOrDefault(OfKey, "no searcher"));
        return expected == found ? new(space, snapshot, reading: true)
            : throw new NasKitException($"The state is of {found}, expected {expected}.", "Load it into a searcher of the same strategy and space.");
    }

    private sealed class ArchitectureConverter(SearchSpace space) : JsonConverter<Architecture>
    {
        public override Architecture Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => space.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Architecture value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

        public override Architecture ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => space.Parse(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, Architecture value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());
    }
}
