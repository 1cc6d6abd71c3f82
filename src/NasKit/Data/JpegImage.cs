namespace NasKit.Data;

/// <summary>A decoded photograph.</summary>
/// <param name="Pixels">Red, green and blue bytes, [H, W, 3].</param>
/// <param name="Width">Width as decoded.</param>
/// <param name="Height">Height as decoded.</param>
/// <param name="Reduction">How many times smaller than the file's both sides are: 1, 2, 4 or 8; sides that it does not divide are rounded up.</param>
internal readonly record struct JpegImage(byte[] Pixels, int Width, int Height, int Reduction);
