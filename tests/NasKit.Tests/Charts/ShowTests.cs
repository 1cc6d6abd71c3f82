using System.Reflection;
using System.Reflection.Emit;
using NasKit.Charts;

namespace NasKit.Tests.Charts;

public class ShowTests
{
    [Fact]
    public void Figure_is_handed_to_the_display_of_a_notebook_host_once_there_is_one()
    {
        var figure = Samples.All["curves"];
        Assert.Null(NotebookDisplay.Show(figure));
        var shown = DefineHost("Microsoft.DotNet.Interactive");
        Assert.NotNull(NotebookDisplay.Show(figure));
        Assert.Same(figure, shown.GetValue(null));
    }

    /// <summary>Makes an assembly with the one method that hosts of notebooks share: Kernel.display(value, mimeTypes), which here keeps the value.</summary>
    private static FieldInfo DefineHost(string name)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run).DefineDynamicModule(name);
        var kernel = module.DefineType($"{name}.Kernel", TypeAttributes.Public);
        var shown = kernel.DefineField("Shown", typeof(object), FieldAttributes.Public | FieldAttributes.Static);
        var display = kernel.DefineMethod("display", MethodAttributes.Public | MethodAttributes.Static, typeof(void), [typeof(object), typeof(string[])]).GetILGenerator();
        display.Emit(OpCodes.Ldarg_0);
        display.Emit(OpCodes.Stsfld, shown);
        display.Emit(OpCodes.Ret);
        return kernel.CreateType().GetField("Shown")!;
    }
}
