using TorchSharp;

namespace NasKit.Runs;

/// <summary>Which build of the library computes: changes with every change of its code, so that results of older code are not taken for present ones.</summary>
internal static class LibraryBuild
{
    /// <summary>The module version ids of this library and of the tensor layer.</summary>
    public static readonly string Id =
        $"{typeof(LibraryBuild).Module.ModuleVersionId:n}+{typeof(torch).Module.ModuleVersionId:n}";
}
