using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>Rearranges the channels of images that lie in the memory order N, H, W, C, and leaves them in it.</summary>
internal static class ChannelOrder
{
    /// <summary>Interleaves groups of channels: the first of every group, then the second of every group, and so on.</summary>
    /// <param name="x">Images, [N, C, H, W].</param>
    /// <param name="groups">Number of groups, a divisor of C.</param>
    public static Tensor Shuffle(Tensor x, int groups)
    {
        var (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        return x.permute(0, 2, 3, 1).reshape(n, h, w, groups, c / groups).transpose(3, 4).reshape(n, h, w, c).permute(0, 3, 1, 2);
    }

    /// <summary>The channels with even and those with odd index.</summary>
    /// <param name="x">Images, [N, C, H, W], C even.</param>
    /// <returns>Two halves, [N, C/2, H, W] each.</returns>
    public static (Tensor Even, Tensor Odd) Split(Tensor x)
    {
        var (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var pairs = x.permute(0, 2, 3, 1).reshape(n, h, w, c / 2, 2);
        Tensor Half(long which) => pairs.select(4, which).contiguous().permute(0, 3, 1, 2);
        return (Half(0), Half(1));
    }
}
