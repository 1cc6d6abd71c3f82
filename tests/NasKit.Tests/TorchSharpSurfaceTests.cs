#if !TORCHSHARP_PACKAGE
using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests;

/// <summary>NasKit names nothing of the tensor layer that the TorchSharp package lacks; see the head of TorchSharpSurface.txt.</summary>
public sealed class TorchSharpSurfaceTests
{
    [Fact]
    public void NasKit_and_its_tests_use_only_members_that_TorchSharp_has()
    {
        TorchSharpMembers recorded = TorchSharpMembers.Recorded();
        string[] missing = [.. TorchSharpMembers.UsedBy(typeof(Backend).Assembly, except: typeof(Backend))
            .Concat(TorchSharpMembers.UsedBy(typeof(TorchSharpSurfaceTests).Assembly, except: typeof(TorchSharpSurfaceTests)))
            .Where(use => !recorded.Allows(use.Member))
            .Select(use => $"{TorchSharpMembers.Describe(use.Member)}, used by {use.User}")
            .Order(StringComparer.Ordinal)];
        Assert.True(missing.Length == 0,
            "Not in TorchSharpSurface.txt, so perhaps not in TorchSharp 0.99 to 0.105. Use another name, reach it through Backend, or add it there if both have it:\n" + string.Join('\n', missing));
    }

    [Fact]
    public void A_member_that_only_this_layer_has_is_found_with_its_user()
    {
        var uses = TorchSharpMembers.UsedBy(typeof(TorchSharpSurfaceTests).Assembly, typeof(Backend)).ToArray();
        (MemberInfo member, string user) = Assert.Single(uses, use => use.Member.Name == nameof(Extras.live_tensors) || use.Member.Name == "get_live_tensors");
        Assert.Contains(nameof(Foreign), user);
        Assert.False(TorchSharpMembers.Recorded().Allows(member));
        Assert.Equal("Extras.live_tensors", TorchSharpMembers.Describe(member));
    }

    [Fact]
    public void Parameter_names_and_their_order_are_part_of_a_member()
    {
        MethodInfo conv2d = typeof(nn.functional).GetMethod("conv2d", [typeof(Tensor), typeof(Tensor), typeof(Tensor), typeof(long[]), typeof(long[]), typeof(long[]), typeof(long)])!;
        Assert.True(TorchSharpMembers.Recorded().Allows(conv2d));
        Assert.False(TorchSharpMembers.Parse("[torch.nn.functional]\nconv2d(input, weight, bias, stride, padding, dilation, groups)").Allows(conv2d));
        Assert.True(TorchSharpMembers.Parse("# a comment\n[torch.nn.functional]\nlinear conv2d").Allows(conv2d));
    }

    [Fact]
    public void This_layer_has_every_member_of_the_list()
    {
        const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        Dictionary<string, Type> exported = typeof(torch).Assembly.GetExportedTypes().ToDictionary(TorchSharpMembers.TypeName);
        var missing = new List<string>();
        foreach (var (type, entries) in TorchSharpMembers.Recorded().Types)
        {
            if (!exported.TryGetValue(type, out Type? found))
            {
                missing.Add(type);
                continue;
            }
            HashSet<string> members = [.. found.GetMembers(any).SelectMany(member => new[] { TorchSharpMembers.Name(member), TorchSharpMembers.Signature(member) })];
            missing.AddRange(entries.Where(entry => !members.Contains(entry)).Select(entry => $"{type}.{entry}"));
        }
        Assert.True(missing.Count == 0, "In TorchSharpSurface.txt, but not in src/NasKit.Torch:\n" + string.Join('\n', missing));
    }

    internal static long Foreign() => Extras.live_tensors;
}
#endif
