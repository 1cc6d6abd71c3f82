using System.Globalization;
using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>Tensors as text.</summary>
public static partial class torch
{
    private static TensorStringStyle stringStyle = TensorStringStyle.Julia;

    /// <summary>The style of <see cref="TorchSharp.TensorStringStyle.Default"/>.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => stringStyle;
        set => stringStyle = value != TensorStringStyle.Default ? value : throw new ArgumentException("The default style must be one of the others.", nameof(value));
    }

    [TypeFormatterSource(typeof(TypeFormatterSource))]
    public partial class Tensor
    {
        /// <summary>Shape, dtype and device; the value too where there is one element without dimensions.</summary>
        public override string ToString() => IsInvalid ? "disposed tensor" : dim() == 0 ? ToString(TensorStringStyle.Julia) : TensorPrinter.Metadata(this);

        /// <summary>The tensor in one of the styles; more than 1,000 elements are shortened to the ends of each dimension.</summary>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            new TensorPrinter(fltFormat ?? "g5", width ?? 100, cultureInfo ?? CultureInfo.InvariantCulture, newLine ?? "\n")
                .Print(this, style == TensorStringStyle.Default ? torch.TensorStringStyle : style);
    }
}

/// <summary>The styles of text as methods.</summary>
public static class TensorTextExtensions
{
    public static string str(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    public static string jlstr(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    public static string npstr(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    public static string cstr(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the tensor to the console and returns it.</summary>
    public static torch.Tensor print(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(tensor.ToString(style, fltFormat, width, cultureInfo, newLine));
        return tensor;
    }
}
