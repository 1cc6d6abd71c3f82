using NasKit.Data;

namespace NasKit.Tests.Data;

/// <summary>A fact about the real Fashion-MNIST files; skipped, and saying so, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithFashionMnistAttribute : FactAttribute
{
    public FactWithFashionMnistAttribute()
    {
        var places = FashionMnist.Places(Environment.GetEnvironmentVariable("NASKIT_DATA"));
        if (!places.Any(place => Directory.Exists(place) && Directory.GetFiles(place, "train-images-idx3-ubyte*").Length > 0))
        {
            Skip = "Fashion-MNIST is not on this machine: apt-get install dataset-fashion-mnist";
        }
    }
}
