using System.Runtime.InteropServices;

namespace NasKit.Tests.Data;

/// <summary>Makes JPEG files with libturbojpeg's compressor.</summary>
internal static class TestJpeg
{
    private const string Library = "libturbojpeg.so.0";
    private const int Rgb = 0, Grey = 6, Cmyk = 11;
    private const int Sampling444 = 0, SamplingGrey = 3;

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>A file of colour pixels [H, W, 3], grey ones [H, W, 1] or inks [H, W, 4].</summary>
    public static byte[] Encode(byte[] pixels, int width, int height, int channels = 3, int quality = 95)
    {
        var handle = InitCompress();
        nint file = 0;
        var size = new CULong(0);
        try
        {
            var format = channels switch { 1 => Grey, 4 => Cmyk, _ => Rgb };
            if (Compress(handle, pixels, width, 0, height, format, ref file, ref size, channels == 1 ? SamplingGrey : Sampling444, quality, 0) != 0)
            {
                throw new InvalidOperationException(Marshal.PtrToStringUTF8(ErrorText(handle)));
            }

            var bytes = new byte[(int)size.Value];
            Marshal.Copy(file, bytes, 0, bytes.Length);
            return bytes;
        }
        finally
        {
            Free(file);
            _ = Destroy(handle);
        }
    }

    /// <summary>A photograph of one smooth picture: the red value rises to the right, the green one downwards, the blue one is given.</summary>
    public static byte[] Ramp(int width, int height, byte blue, int quality = 95)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = (y * width + x) * 3;
                (pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]) = ((byte)(255.0 * (x + 0.5) / width), (byte)(255.0 * (y + 0.5) / height), blue);
            }
        }

        return Encode(pixels, width, height, quality: quality);
    }

    [DllImport(Library, EntryPoint = "tjInitCompress")]
    private static extern nint InitCompress();

    [DllImport(Library, EntryPoint = "tjCompress2")]
    private static extern int Compress(nint handle, byte[] pixels, int width, int pitch, int height, int format, ref nint file, ref CULong size, int sampling, int quality, int flags);

    [DllImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static extern nint ErrorText(nint handle);

    [DllImport(Library, EntryPoint = "tjFree")]
    private static extern void Free(nint file);

    [DllImport(Library, EntryPoint = "tjDestroy")]
    private static extern int Destroy(nint handle);
}

/// <summary>A fact about JPEG files; skipped, and saying so, where libturbojpeg is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithJpegAttribute : FactAttribute
{
    public FactWithJpegAttribute() => Skip = TestJpeg.IsThere ? null : "libturbojpeg is not on this machine: apt-get install libturbojpeg0";
}

/// <summary>A theory about JPEG files; skipped, and saying so, where libturbojpeg is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryWithJpegAttribute : TheoryAttribute
{
    public TheoryWithJpegAttribute() => Skip = TestJpeg.IsThere ? null : "libturbojpeg is not on this machine: apt-get install libturbojpeg0";
}
