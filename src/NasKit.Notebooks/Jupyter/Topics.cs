using System.Text;

namespace NasKit.Notebooks.Jupyter;

/// <summary>The first frame of what is published: what a listener may subscribe to. Jupyter's subscribe to all.</summary>
internal static class Topics
{
    public static readonly IReadOnlyList<byte[]> Stream = Of("stream");

    public static IReadOnlyList<byte[]> Of(string messageType) => [Encoding.ASCII.GetBytes("kernel." + messageType)];
}
