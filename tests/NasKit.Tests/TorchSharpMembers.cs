using System.Reflection;
using System.Reflection.Emit;
using TorchSharp;

namespace NasKit.Tests;

/// <summary>The list of TorchSharp's members in TorchSharpSurface.txt, and what an assembly uses of them.</summary>
internal sealed class TorchSharpMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> opcodes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly Dictionary<string, HashSet<string>> types = [];

    /// <summary>Types and their entries: a name alone, or a name with parameters.</summary>
    internal IReadOnlyDictionary<string, HashSet<string>> Types => types;

    internal static TorchSharpMembers Recorded()
    {
        using Stream stream = typeof(TorchSharpMembers).Assembly.GetManifestResourceStream("TorchSharpSurface.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    internal static TorchSharpMembers Parse(string text)
    {
        var members = new TorchSharpMembers();
        HashSet<string>? section = null;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line[0] == '#')
                continue;
            if (line[0] == '[')
                members.types[line[1..^1]] = section = [];
            else if (line.Contains('('))
                section!.Add(line);
            else
                section!.UnionWith(line.Split(' '));
        }
        return members;
    }

    internal bool Allows(MemberInfo member) =>
        types.TryGetValue(TypeName(member.DeclaringType!), out HashSet<string>? entries) && (entries.Contains(Name(member)) || entries.Contains(Signature(member)));

    /// <summary>The member as a line of the list would have it, with its type.</summary>
    internal static string Describe(MemberInfo member) => $"{TypeName(member.DeclaringType!)}.{Signature(member)}";

    internal static string TypeName(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace("TorchSharp.", "", StringComparison.Ordinal).Replace('+', '.');

    internal static string Name(MemberInfo member) => member switch
    {
        ConstructorInfo => "new",
        MethodInfo { IsSpecialName: true } accessor when IsPlainAccessor(accessor) => accessor.Name[4..],
        _ => member.Name,
    };

    internal static string Signature(MemberInfo member) => member is MethodBase method && !(method is MethodInfo accessor && IsPlainAccessor(accessor))
        ? $"{Name(member)}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})"
        : Name(member);

    /// <summary>What the code of an assembly uses of the tensor layer, with one method that uses it, leaving out one type.</summary>
    internal static IEnumerable<(MemberInfo Member, string User)> UsedBy(Assembly assembly, Type except)
    {
        var seen = new HashSet<MemberInfo>();
        foreach (Type type in assembly.GetTypes())
        {
            if (Outermost(type) == except)
                continue;
            foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
            {
                foreach (MemberInfo member in Referenced(method))
                {
                    if (member.DeclaringType?.Assembly == typeof(torch).Assembly && seen.Add(member))
                        yield return (member, $"{type.FullName}.{method.Name}");
                }
            }
        }
    }

    private static bool IsPlainAccessor(MethodInfo method) =>
        method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal)) && !method.Name.EndsWith("_Item", StringComparison.Ordinal);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<MemberInfo> Referenced(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        Type[]? ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? ofMethod = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = (short)((0xFE << 8) | code[at++]);
            OpCode opcode = opcodes[value];
            if (opcode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
            {
                MemberInfo? member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod);
                if (member is MethodBase or FieldInfo)
                    yield return member;
            }
            at += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
