using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace NasKit.Tests.Dependencies;

/// <summary>A type that names a type of another namespace of the same assembly, anywhere: base, signature, attribute or method body.</summary>
/// <param name="From">Namespace of the user, below the root; empty for the root itself.</param>
/// <param name="To">Namespace of the used type, likewise.</param>
/// <param name="User">Full name of the outermost type that uses.</param>
/// <param name="Used">Full name of the outermost type used.</param>
internal sealed record NamespaceUse(string From, string To, string User, string Used);

/// <summary>Reads from a compiled assembly which namespace uses which.</summary>
internal sealed class NamespaceUses
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF);

    private readonly PEReader file;
    private readonly MetadataReader metadata;
    private readonly TypesInSignature signatures = new();

    private NamespaceUses(PEReader file) => (this.file, metadata) = (file, file.GetMetadataReader());

    /// <param name="path">A .NET assembly.</param>
    /// <param name="root">The namespace whose parts are told apart; types outside it are ignored.</param>
    public static IReadOnlyList<NamespaceUse> Read(string path, string root)
    {
        using var file = new PEReader(File.OpenRead(path));
        return [.. new NamespaceUses(file).Read(root).Distinct().OrderBy(use => use.User, StringComparer.Ordinal)];
    }

    /// <returns>The simple names of the assemblies that this one needs.</returns>
    public static IReadOnlyList<string> ReferencedAssemblies(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private IEnumerable<NamespaceUse> Read(string root)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var (userSpace, user) = Outermost(handle);
            if (Part(userSpace, root) is not { } from)
                continue;
            foreach (var used in TypesUsedBy(handle).SelectMany(Resolve))
            {
                var (usedSpace, name) = Outermost(used);
                if (Part(usedSpace, root) is { } to && to != from)
                    yield return new NamespaceUse(from, to, $"{userSpace}.{user}", $"{usedSpace}.{name}");
            }
        }
    }

    private static string? Part(string name, string root) =>
        name == root ? "" : name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..] : null;

    private (string Namespace, string Name) Outermost(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        return (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    private IEnumerable<EntityHandle> TypesUsedBy(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        yield return type.BaseType;
        foreach (var item in type.GetInterfaceImplementations())
            yield return metadata.GetInterfaceImplementation(item).Interface;
        foreach (var attribute in Attributes(handle))
            yield return attribute;
        foreach (var parameter in type.GetGenericParameters())
            foreach (var constraint in metadata.GetGenericParameter(parameter).GetConstraints())
                yield return metadata.GetGenericParameterConstraint(constraint).Type;
        foreach (var field in type.GetFields())
        {
            yield return field;
            foreach (var attribute in Attributes(field))
                yield return attribute;
        }
        foreach (var method in type.GetMethods())
        {
            yield return method;
            foreach (var attribute in Attributes(method))
                yield return attribute;
            foreach (var parameter in metadata.GetMethodDefinition(method).GetGenericParameters())
                foreach (var constraint in metadata.GetGenericParameter(parameter).GetConstraints())
                    yield return metadata.GetGenericParameterConstraint(constraint).Type;
            foreach (var token in Body(metadata.GetMethodDefinition(method)))
                yield return token;
        }
    }

    private IEnumerable<EntityHandle> Attributes(EntityHandle owner) =>
        metadata.GetCustomAttributes(owner).Select(handle => metadata.GetCustomAttribute(handle).Constructor);

    private List<EntityHandle> Body(MethodDefinition method)
    {
        var found = new List<EntityHandle>();
        if (method.RelativeVirtualAddress == 0)
            return found;
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        found.Add(body.LocalSignature);
        found.AddRange(body.ExceptionRegions.Select(region => region.CatchType));
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int first = code.ReadByte();
            switch (OpCodesByValue[first == 0xFE ? 0xFE00 | code.ReadByte() : first].OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    found.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR:
                    code.Offset += 4;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
            }
        }
        return found;
    }

    /// <summary>The assembly's own types that a token names, directly or in its signature.</summary>
    private ImmutableHashSet<TypeDefinitionHandle> Resolve(EntityHandle token)
    {
        if (token.IsNil)
            return [];
        switch (token.Kind)
        {
            case HandleKind.TypeDefinition:
                return [(TypeDefinitionHandle)token];
            case HandleKind.TypeSpecification:
                return metadata.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(signatures, null);
            case HandleKind.FieldDefinition:
                var field = metadata.GetFieldDefinition((FieldDefinitionHandle)token);
                return field.DecodeSignature(signatures, null).Add(field.GetDeclaringType());
            case HandleKind.MethodDefinition:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)token);
                return TypesInSignature.Of(method.DecodeSignature(signatures, null)).Add(method.GetDeclaringType());
            case HandleKind.MethodSpecification:
                var generic = metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                return TypesInSignature.Of(generic.DecodeSignature(signatures, null)).Union(Resolve(generic.Method));
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)token);
                var types = member.GetKind() == MemberReferenceKind.Field
                    ? member.DecodeFieldSignature(signatures, null)
                    : TypesInSignature.Of(member.DecodeMethodSignature(signatures, null));
                return types.Union(Resolve(member.Parent));
            case HandleKind.StandaloneSignature:
                var signature = metadata.GetStandaloneSignature((StandaloneSignatureHandle)token);
                return signature.GetKind() == StandaloneSignatureKind.LocalVariables
                    ? TypesInSignature.Of(signature.DecodeLocalSignature(signatures, null))
                    : TypesInSignature.Of(signature.DecodeMethodSignature(signatures, null));
            default:
                return [];
        }
    }
}
