namespace NasKit.Notebooks;

/// <summary>
/// C# notebooks without a front end: documents, a session that runs cells, a runner, and pages.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><see cref="Documents.Notebook"/> reads and writes <c>.ipynb</c> files; <see cref="Parameters.ParametersCell"/> overrides their parameters;</item>
/// <item><see cref="Running.NotebookRunner"/> runs one from top to bottom and gives the document with its outputs;</item>
/// <item><see cref="Sessions.CSharpSession"/> runs single cells and reports what they put out as events;</item>
/// <item><see cref="Html.NotebookPage"/> makes one self-contained page of a document;</item>
/// <item><see cref="Kernel"/> is what cells themselves can call.</item>
/// </list>
/// The library that notebooks are about is not known here, nor this one there: its values come with formatters of their own
/// (<c>Microsoft.DotNet.Interactive.Formatting</c>), one for each MIME type, and the order in which the type prefers them.
/// </remarks>
internal static class NamespaceDoc;
