using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds libnaskit_torch.so and checks that it speaks this assembly's interface.</summary>
internal static unsafe class NativeLibraryFile
{
    internal const string FileName = "libnaskit_torch.so";
    internal const string Variable = "NASKIT_TORCH_LIBRARY";
    private const int Abi = 1;

    internal static nint Load() =>
        Load(Find(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory, Path.GetDirectoryName(typeof(NativeLibraryFile).Assembly.Location)));

    internal static nint Load(string file)
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(file);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException($"The tensor library {file} does not load; run ./naskit in the repository, which installs libtorch and builds it anew. ({e.Message})", e);
        }
        var found = NativeLibrary.TryGetExport(library, "nk_abi", out var abi) ? ((delegate* unmanaged<int>)abi)() : 0;
        return found == Abi
            ? library
            : throw new DllNotFoundException($"The tensor library {file} has interface {found}, but this build of NasKit.Torch needs {Abi}; run ./naskit in the repository to build it anew.");
    }

    /// <summary>The named file, else the one beside the assembly, else artifacts/native of the nearest ancestor folder that has it.</summary>
    internal static string Find(string? named, params ReadOnlySpan<string?> folders)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named) ? named : throw new DllNotFoundException($"{Variable} names {named}, which does not exist; run ./naskit in the repository to build it, or unset the variable.");
        }
        foreach (var folder in folders)
        {
            if (string.IsNullOrEmpty(folder))
            {
                continue;
            }
            if (File.Exists(Path.Combine(folder, FileName)))
            {
                return Path.Combine(folder, FileName);
            }
            for (var at = new DirectoryInfo(folder); at != null; at = at.Parent)
            {
                var built = Path.Combine(at.FullName, "artifacts", "native", FileName);
                if (File.Exists(built))
                {
                    return built;
                }
            }
        }
        throw new DllNotFoundException($"The tensor library {FileName} was found neither beside the program nor in artifacts/native of a folder above it; run ./naskit in the repository, which builds it, or set {Variable} to the file.");
    }
}
