using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// An operator of libtorch by its name and overload, as in <c>new Operator("sum", "dim_IntList").Call(x, dim, keepdim, dtype)</c>.
/// </summary>
/// <remarks>
/// Making one is cheap and touches no native code; the first call looks it up. Arguments are given in the schema's order, those left away
/// at the end have the schema's defaults, a single integer fits a list of integers, and a number fits a tensor.
/// </remarks>
internal readonly struct Operator
{
    private const int BufferWords = 96;
    private static readonly ConcurrentDictionary<(string, string), Entry> Known = new();
    private readonly Entry entry;

    /// <param name="name">The name with its namespace, or without where that is <c>aten</c>.</param>
    /// <param name="overload">What follows the dot in the schema, or nothing.</param>
    internal Operator(string name, string overload = "") =>
        entry = Known.TryGetValue((name, overload), out var known) ? known : Known.GetOrAdd((name, overload), static key => new Entry(key.Item1, key.Item2));

    /// <summary>Calls an operator whose (first) result is a tensor.</summary>
    internal unsafe Tensor Call(params ReadOnlySpan<Arg> args)
    {
        NativeValue result = default;
        Invoke(args, &result, 1);
        return Take(result);
    }

    /// <summary>Calls an operator whose result may be no tensor.</summary>
    internal unsafe Tensor? CallOptional(params ReadOnlySpan<Arg> args)
    {
        NativeValue result = default;
        Invoke(args, &result, 1);
        return result.Kind == NativeKind.None ? null : Take(result);
    }

    internal unsafe (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[2];
        new Span<NativeValue>(results, 2).Clear();
        Invoke(args, results, 2);
        return (Take(results[0]), Take(results[1]));
    }

    internal unsafe (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[3];
        new Span<NativeValue>(results, 3).Clear();
        Invoke(args, results, 3);
        return (Take(results[0]), Take(results[1]), Take(results[2]));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    internal unsafe Tensor[] CallList(params ReadOnlySpan<Arg> args)
    {
        NativeValue result = default;
        Invoke(args, &result, 1);
        if (result.Kind != NativeKind.TensorList)
        {
            throw new InvalidOperationException($"{entry.Name} returned {result.Kind}, not a list of tensors.");
        }
        var tensors = new Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new Tensor(((nint*)result.Bits)[i]);
        }
        return tensors;
    }

    /// <summary>Calls an operator that works in place, and returns its first argument.</summary>
    internal unsafe Tensor CallInto(params ReadOnlySpan<Arg> args)
    {
        Invoke(args, null, 0);
        return (Tensor)args[0].Reference!;
    }

    /// <summary>Calls an operator for its effect alone.</summary>
    internal unsafe void CallVoid(params ReadOnlySpan<Arg> args) => Invoke(args, null, 0);

    internal unsafe bool CallBool(params ReadOnlySpan<Arg> args) => CallLong(args) != 0;

    /// <summary>Calls an operator that returns an integer or a truth value.</summary>
    internal unsafe long CallLong(params ReadOnlySpan<Arg> args)
    {
        NativeValue result = default;
        Invoke(args, &result, 1);
        return result.Kind is NativeKind.Int or NativeKind.Bool ? result.Bits : throw new InvalidOperationException($"{entry.Name} returned {result.Kind}, not an integer.");
    }

    /// <summary>Calls an operator that returns one number of whatever kind.</summary>
    internal unsafe Scalar CallScalar(params ReadOnlySpan<Arg> args)
    {
        NativeValue result = default;
        Invoke(args, &result, 1);
        return new Scalar(result.Kind, result.Bits);
    }

    private Tensor Take(NativeValue value) =>
        value.Kind == NativeKind.Tensor ? new Tensor((nint)value.Bits) : throw new InvalidOperationException($"{entry.Name} returned {value.Kind}, not a tensor.");

    private unsafe void Invoke(ReadOnlySpan<Arg> args, NativeValue* results, int capacity)
    {
        var handle = entry.Handle != 0 ? entry.Handle : entry.Find();
        var words = 0;
        for (var i = 0; i < args.Length; i++)
        {
            words += args[i].Words;
        }
        var small = stackalloc long[BufferWords];
        var buffer = words <= BufferWords ? small : (long*)NativeMemory.Alloc((nuint)words, sizeof(long));
        var at = buffer;
        var values = stackalloc NativeValue[args.Length];
        var written = 0;
        try
        {
            for (; written < args.Length; written++)
            {
                values[written] = default;
                args[written].Write(&values[written], ref at, entry.Name, written + 1);
            }
            if (NativeMethods.nk_call(handle, values, args.Length, results, capacity) < 0)
            {
                throw Failure(entry.Name, NativeMethods.LastError(), args);
            }
        }
        finally
        {
            for (var i = Math.Min(written, args.Length - 1); i >= 0; i--)
            {
                args[i].Release(&values[i]);
            }
            if (words > BufferWords)
            {
                NativeMemory.Free(buffer);
            }
        }
    }

    /// <summary>libtorch's complaint as one line that names the operator and what it was given.</summary>
    internal static ExternalException Failure(string name, string message, ReadOnlySpan<Arg> args)
    {
        var text = new StringBuilder(name).Append('(');
        var last = args.Length;
        while (last > 0 && args[last - 1].Kind is NativeKind.None or NativeKind.Default)
        {
            last--;
        }
        for (var i = 0; i < last; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(args[i].ToString());
        }
        return new ExternalException(text.Append("): ").Append(FirstSentence(message)).ToString());
    }

    private static string FirstSentence(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "an error without a message" : lines[0];
    }

    /// <summary>The one record of an operator, with its native handle once it was called.</summary>
    private sealed class Entry(string name, string overload)
    {
        internal readonly string Name = name.StartsWith("aten::", StringComparison.Ordinal) ? name[6..] : name;
        internal nint Handle;

        [MethodImpl(MethodImplOptions.NoInlining)]
        internal unsafe nint Find()
        {
            fixed (byte* first = Encoding.UTF8.GetBytes((Name.Contains(':') ? Name : "aten::" + Name) + '\0'), second = Encoding.UTF8.GetBytes(overload + '\0'))
            {
                var found = NativeMethods.nk_operator(first, second);
                return Handle = found != 0 ? found : throw new MissingMethodException($"{Name}{(overload.Length == 0 ? "" : ".")}{overload}: {NativeMethods.LastError()}");
            }
        }
    }
}
