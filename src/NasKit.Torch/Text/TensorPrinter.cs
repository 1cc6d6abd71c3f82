using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, dtype and device alone.</summary>
    Metadata,

    /// <summary>The metadata, then each matrix as rows of columns.</summary>
    Julia,

    /// <summary>Nested square brackets.</summary>
    Numpy,

    /// <summary>The metadata, then nested braces.</summary>
    CSharp,

    /// <summary>What <see cref="torch.TensorStringStyle"/> says.</summary>
    Default,
}

/// <summary>Writes tensors as text; large ones are shortened to the ends of each dimension.</summary>
internal sealed class TensorPrinter(string floatFormat, int width, CultureInfo culture, string newLine)
{
    private const int Whole = 1000; // elements up to which nothing is left out
    private const int Ends = 3;

    internal static string Metadata(Tensor tensor) => $"[{string.Join("x", tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    internal string Print(Tensor tensor, TensorStringStyle style)
    {
        if (style == TensorStringStyle.Metadata || tensor.device_type == DeviceType.META || tensor.is_complex())
        {
            return Metadata(tensor);
        }
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var shape = tensor.shape;
        var shown = tensor.detach();
        var cut = new bool[shape.Length];
        for (var d = 0; d < shape.Length; d++)
        {
            if (tensor.numel() > Whole && shape[d] > 2 * Ends)
            {
                cut[d] = true;
                shown = cat([shown.narrow(d, 0, Ends), shown.narrow(d, shape[d] - Ends, Ends)], d);
            }
        }
        var cells = Cells(shown.cpu());
        var at = 0;
        return style switch
        {
            TensorStringStyle.Numpy => Nested(shown.shape, cut, cells, 0, ref at, "[", " ", "]", 0),
            TensorStringStyle.CSharp => Metadata(tensor) + ", value = " + Nested(shown.shape, cut, cells, 0, ref at, "{", ", ", "}", 0),
            _ => Metadata(tensor) + Matrices(shown.shape, cut, cells),
        };
    }

    private string[] Cells(Tensor tensor)
    {
        if (tensor.dtype == ScalarType.Bool)
        {
            return Array.ConvertAll(tensor.data<bool>().ToArray(), b => b ? "true" : "false");
        }
        return tensor.is_floating_point()
            ? Array.ConvertAll(tensor.to(ScalarType.Float64).data<double>().ToArray(), x => x.ToString(floatFormat, culture))
            : Array.ConvertAll(tensor.to(ScalarType.Int64).data<long>().ToArray(), x => x.ToString(culture));
    }

    private string Nested(long[] shape, bool[] cut, string[] cells, int d, ref int at, string open, string between, string close, int depth)
    {
        if (d == shape.Length)
        {
            return cells[at++];
        }
        var inner = d == shape.Length - 1;
        var separator = inner ? between : between.TrimEnd() + newLine + new string(' ', newLine.Length == 0 ? 1 : depth + 1);
        var parts = new List<string>();
        for (var i = 0L; i < shape[d]; i++)
        {
            if (cut[d] && i == Ends)
            {
                parts.Add("…");
            }
            parts.Add(Nested(shape, cut, cells, d + 1, ref at, open, between, close, depth + 1));
        }
        return open + (inner ? Wrapped(parts, between, depth) : string.Join(separator, parts)) + close;
    }

    /// <summary>One row, broken into lines where it would be wider than allowed.</summary>
    private string Wrapped(List<string> parts, string between, int depth)
    {
        var text = new StringBuilder();
        var line = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            if (newLine.Length > 0 && line > 0 && line + parts[i].Length > width)
            {
                text.Append(newLine).Append(' ', depth + 1);
                line = 0;
            }
            var part = parts[i] + (i < parts.Count - 1 ? between : "");
            text.Append(part);
            line += part.Length;
        }
        return text.ToString();
    }

    private string Matrices(long[] shape, bool[] cut, string[] cells)
    {
        if (shape.Length == 0)
        {
            return ", value = " + cells[0];
        }
        if (cells.Length == 0)
        {
            return "";
        }
        var columns = (int)shape[^1];
        var rows = shape.Length > 1 ? (int)shape[^2] : 1;
        var pad = cells.Max(c => c.Length) + 1;
        var text = new StringBuilder();
        for (var start = 0; start < cells.Length; start += rows * columns)
        {
            if (shape.Length > 2)
            {
                text.Append(newLine).Append('[').Append(string.Join(",", Place(shape, start / (rows * columns)))).Append(",..,..] =");
            }
            for (var r = 0; r < rows; r++)
            {
                if (shape.Length > 1 && cut[^2] && r == Ends)
                {
                    text.Append(newLine).Append(" …");
                }
                text.Append(newLine);
                for (var c = 0; c < columns; c++)
                {
                    text.Append(cut[^1] && c == Ends ? " …" : "").Append(cells[start + (r * columns) + c].PadLeft(pad));
                }
            }
        }
        return text.ToString();
    }

    private static long[] Place(long[] shape, long number)
    {
        var place = new long[shape.Length - 2];
        for (var d = place.Length - 1; d >= 0; d--)
        {
            place[d] = number % shape[d];
            number /= shape[d];
        }
        return place;
    }
}
