using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NasKit.Data;

/// <summary>Decodes JPEG files with libturbojpeg; safe for any number of threads at once.</summary>
/// <remarks>
/// Orientation marks of cameras are ignored, as by the usual training code. Functions and constants: turbojpeg.h of libjpeg-turbo 2.1. Sources of trouble that it reports as
/// warnings are let pass, but for files that end too early.
/// </remarks>
internal static class JpegDecoder
{
    private const long LargestImage = 1L << 27; // pixels
    private static readonly ConcurrentBag<TurboJpeg.Handle> Idle = [];

    /// <summary>Decodes a file, reduced as far as the part that is shown allows.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="part">Chooses the part that is shown, for the width and height of the file's image.</param>
    /// <param name="targetWidth">Width that the part gets; the decoded part has at least as many pixels if the file has.</param>
    /// <param name="targetHeight">Height that the part gets.</param>
    /// <returns>The whole image, reduced, and the part in its pixels.</returns>
    /// <exception cref="NasKitException">The file is damaged or no JPEG file, or the library is not there.</exception>
    public static (JpegImage Image, Window Part) Decode(byte[] bytes, string name, Func<int, int, Window> part, int targetWidth, int targetHeight)
    {
        var handle = Idle.TryTake(out var known) ? known : TurboJpeg.Decompressor();
        var whole = false;
        try
        {
            var decoded = Decode(handle, bytes, name, part, targetWidth, targetHeight);
            whole = true;
            return decoded;
        }
        finally
        {
            // A decompressor that failed in a header goes on in the middle of it with the next file.
            if (whole)
            {
                Idle.Add(handle);
            }
            else
            {
                handle.Dispose();
            }
        }
    }

    private static (JpegImage, Window) Decode(TurboJpeg.Handle handle, byte[] bytes, string name, Func<int, int, Window> part, int targetWidth, int targetHeight)
    {
        if (bytes.Length < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8)
        {
            throw Damaged(name, bytes.Length >= 4 && bytes.AsSpan(1, 3).SequenceEqual("PNG"u8) ? "it is a PNG file" : "it does not begin as a JPEG file does");
        }

        if (TurboJpeg.Header(handle, bytes, new((uint)bytes.Length), out var width, out var height, out _, out var colours) != 0)
        {
            throw Damaged(name, TurboJpeg.Error(handle));
        }

        if (width < 1 || height < 1 || (long)width * height > LargestImage)
        {
            throw Damaged(name, string.Create(CultureInfo.InvariantCulture, $"its header promises {width}×{height} pixels, more than the {LargestImage} that are read"));
        }

        var window = part(width, height);
        var reduction = 8;
        while (reduction > 1 && (window.Width < (double)targetWidth * reduction || window.Height < (double)targetHeight * reduction))
        {
            reduction /= 2;
        }

        var (w, h) = ((width + reduction - 1) / reduction, (height + reduction - 1) / reduction);
        var printed = colours is TurboJpeg.Cmyk or TurboJpeg.Ycck;
        var channels = printed ? 4 : 3;
        var pixels = new byte[(long)w * h * channels];
        if (TurboJpeg.Decompress(handle, bytes, new((uint)bytes.Length), pixels, w, 0, h, printed ? TurboJpeg.PixelsCmyk : TurboJpeg.PixelsRgb, TurboJpeg.AccurateDct | TurboJpeg.LimitScans) != 0)
        {
            var error = TurboJpeg.Error(handle);
            if (TurboJpeg.ErrorCode(handle) != TurboJpeg.Warning || error.StartsWith("Premature end", StringComparison.Ordinal))
            {
                throw Damaged(name, error);
            }
        }

        return (new(printed ? FromPrint(pixels) : pixels, w, h, reduction), window.Scaled(1.0 / reduction));
    }

    // Photographs for print hold how much paper stays white, as every program that writes them has it.
    private static byte[] FromPrint(byte[] inks)
    {
        var colours = new byte[inks.Length / 4 * 3];
        for (int i = 0, j = 0; i < inks.Length; i += 4, j += 3)
        {
            for (var c = 0; c < 3; c++)
            {
                colours[j + c] = (byte)((inks[i + c] * inks[i + 3] + 127) / 255);
            }
        }

        return colours;
    }

    private static NasKitException Damaged(string name, string what) =>
        new($"The image {name} cannot be decoded: {what.TrimEnd('.')}.", "Put a whole JPEG file in its place, or remove it.");
}
