namespace NasKit.Bench;

/// <summary>A named group of measurements.</summary>
internal interface IBenchCase
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in a few words.</summary>
    string Description { get; }

    /// <summary>Whether libtorch is part of what is measured.</summary>
    bool UsesTensors { get; }

    /// <summary>Measures, one result after the other; each is shown as soon as it is there.</summary>
    IEnumerable<BenchResult> Run();
}
