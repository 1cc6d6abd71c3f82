using System.Runtime.InteropServices;

namespace NasKit.Data;

/// <summary>The functions of libturbojpeg that are used, as turbojpeg.h declares them.</summary>
internal static class TurboJpeg
{
    public const int PixelsRgb = 0;
    public const int PixelsCmyk = 11;
    public const int Cmyk = 3;
    public const int Ycck = 4;
    public const int AccurateDct = 4096;
    public const int LimitScans = 32768;
    public const int Warning = 0;
    private const string Library = "naskit-turbojpeg";

    static TurboJpeg() => NativeLibrary.SetDllImportResolver(typeof(TurboJpeg).Assembly, (name, assembly, _) =>
        name != Library ? 0
        : new[] { "libturbojpeg.so.0", "libturbojpeg.0.dylib", "turbojpeg" }.Select(file => NativeLibrary.TryLoad(file, assembly, null, out var found) ? found : 0).FirstOrDefault(found => found != 0));

    /// <summary>A decompressor for one thread at a time.</summary>
    /// <exception cref="NasKitException">The library is not on this machine.</exception>
    public static Handle Decompressor()
    {
        try
        {
            var handle = InitDecompress();
            return !handle.IsInvalid ? handle : throw new NasKitException("libturbojpeg gave no decompressor.", "Free some memory.");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new NasKitException("JPEG images are decoded by libturbojpeg, which is not on this machine.", "Install it with: apt-get install libturbojpeg0", e);
        }
    }

    /// <summary>What went wrong last with a handle.</summary>
    public static string Error(Handle handle) => Marshal.PtrToStringUTF8(ErrorText(handle)) ?? "unknown error";

    [DllImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static extern int Header(Handle handle, byte[] jpeg, CULong size, out int width, out int height, out int subsampling, out int colours);

    [DllImport(Library, EntryPoint = "tjDecompress2")]
    public static extern int Decompress(Handle handle, byte[] jpeg, CULong size, byte[] pixels, int width, int pitch, int height, int format, int flags);

    [DllImport(Library, EntryPoint = "tjGetErrorCode")]
    public static extern int ErrorCode(Handle handle);

    [DllImport(Library, EntryPoint = "tjInitDecompress")]
    private static extern Handle InitDecompress();

    [DllImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static extern nint ErrorText(Handle handle);

    [DllImport(Library, EntryPoint = "tjDestroy")]
    private static extern int Destroy(nint handle);

    /// <summary>A compressor or decompressor.</summary>
    public sealed class Handle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => Destroy(handle) == 0;
    }
}
