using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NasKit.Notebooks.Tests.Sessions;

/// <summary>Small libraries for cells to reference, compiled where they are needed.</summary>
internal static class Libraries
{
    public static string Compile(string folder, string name, string code, params string[] references)
    {
        var path = Path.Combine(folder, name + ".dll");
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var result = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(code)], platform.Concat(references).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }
}
