namespace NasKit.Runs;

/// <summary>Which build of the library computes: changes with every change of its code, so that results of older code are not taken for present ones.</summary>
internal static class LibraryBuild
{
    /// <summary>The module version id of this library.</summary>
    public static readonly string Id = $"{typeof(LibraryBuild).Module.ModuleVersionId:n}";
}
