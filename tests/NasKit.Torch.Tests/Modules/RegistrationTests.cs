using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasKit.Torch.Tests.Modules;

public sealed class RegistrationTests
{
    private abstract class Base : Module<Tensor, Tensor>
    {
        private readonly Linear hidden = Linear(2, 3);

        protected Base() : base("net")
        {
        }

        protected Linear Hidden => hidden;
    }

    private sealed class Net : Base
    {
        private readonly Parameter scale = new(ones(3));
        private readonly Tensor offset = zeros(3);
        [ComponentName(Name = "head")]
        private readonly Sequential top;
        private readonly Tensor? none;

        internal Net()
        {
            none = null;
            top = Sequential(("out", Linear(3, 1, hasBias: false)), ("act", ReLU()));
            Extra = Linear(1, 1, false);
            RegisterComponents();
        }

        internal Linear Extra { get; }

        public override Tensor forward(Tensor input) => top.call((Hidden.call(input) * scale) + (none ?? offset));
    }

    [Fact]
    public void Fields_of_the_class_and_its_bases_are_registered_by_name()
    {
        using var net = new Net();
        Assert.Equal(["scale", "Extra.weight", "head.out.weight", "hidden.bias", "hidden.weight"], net.named_parameters().Select(entry => entry.name).Order(StringComparer.Ordinal).OrderBy(name => name[0] == 's' ? 0 : 1));
        Assert.Equal(["offset"], net.named_buffers().Select(entry => entry.name));
        Assert.Equal(["Extra", "head", "hidden"], net.named_children().Select(entry => entry.name).Order(StringComparer.Ordinal));
        Assert.Contains("head.act", net.named_modules().Select(entry => entry.name));
        Assert.Same(net.Extra.weight, net.get_parameter("Extra.weight"));
        Assert.Null(net.get_parameter("Extra.nothing"));
        Assert.True(net.has_parameter("head.out.weight"));
        Assert.False(net.has_parameter("nowhere.weight"));
        Assert.True(net.has_buffer("offset"));
        Assert.NotNull(net.get_buffer("offset"));
        Assert.Equal("net", net.GetName());
    }

    private sealed class Loose : Module<Tensor, Tensor>
    {
        private readonly object held;

        internal Loose(object held, bool register = true) : base("loose")
        {
            this.held = held;
            if (register)
                RegisterComponents();
        }

        public override Tensor forward(Tensor input) => (Tensor)held;
    }

    public static TheoryData<string> Holders => [.. holders.Keys];

    private static readonly Dictionary<string, Func<object>> holders = new()
    {
        ["List<Module>"] = () => new List<Module> { ReLU(), Linear(1, 1) },
        ["Linear[]"] = () => new[] { Linear(1, 1) },
        ["Dictionary<String, Module>"] = () => new Dictionary<string, Module> { ["a"] = Linear(1, 1) },
        ["ValueTuple<Int32, Linear>"] = () => (3, Linear(1, 1)),
        ["List<List<Parameter>>"] = () => new List<List<Parameter>> { new() { new Parameter(ones(1)) } },
        ["HashSet<Module>"] = () => new HashSet<Module> { Linear(1, 1) },
        ["List<ValueTuple<String, Linear>>"] = () => new List<(string, Linear)> { ("a", Linear(1, 1)) },
    };

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_layer_in_an_unregistered_holder_is_an_error_that_names_the_field(string holder)
    {
        string message = Assert.Throws<InvalidOperationException>(() => new Loose(holders[holder]())).Message;
        Assert.StartsWith($"Loose.held ({holder}) holds a ", message);
        Assert.Contains(holder.Contains("Parameter", StringComparison.Ordinal) ? "ParameterList" : "ModuleList", message);
    }

    [Fact]
    public void A_layer_that_enters_a_list_later_is_found_when_the_weights_are_asked_for()
    {
        var list = new List<Module>();
        using var net = new Loose(list);
        Assert.Empty(net.parameters());
        list.Add(Linear(1, 1));
        Assert.Throws<InvalidOperationException>(() => net.parameters());
        Assert.Throws<InvalidOperationException>(() => net.state_dict());
        Assert.Throws<InvalidOperationException>(() => net.to(ScalarType.Float64));
    }

    [Fact]
    public void Forgetting_to_register_is_an_error_and_not_a_net_without_weights()
    {
        using var net = new Loose(Linear(1, 1), register: false);
        string message = Assert.Throws<InvalidOperationException>(() => net.parameters()).Message;
        Assert.Contains("Loose.held is a Linear that is registered nowhere", message);
        Assert.Contains("RegisterComponents()", message);
    }

    [Fact]
    public void References_to_layers_that_are_registered_elsewhere_are_allowed()
    {
        using ModuleList<Linear> owner = ModuleList(Linear(1, 1), Linear(1, 1));
        using var net = new Loose(new List<Module>(owner));
        Assert.Empty(net.parameters());
    }

    [Fact]
    public void Names_are_unique_and_without_dots()
    {
        using Sequential net = Sequential();
        net.append("a", ReLU());
        Assert.Throws<InvalidOperationException>(() => net.append("a", ReLU()));
        Assert.Throws<InvalidOperationException>(() => net.register_parameter("a", new Parameter(ones(1))));
        Assert.Throws<InvalidOperationException>(() => net.register_buffer("a", ones(1)));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", ReLU()));
        Assert.Throws<ArgumentException>(() => net.register_module("", ReLU()));
        Assert.Throws<ArgumentException>(() => net.register_module("self", net));
        Assert.Throws<ArgumentNullException>(() => net.register_module("null", null!));
    }

    [Fact]
    public void Lists_and_dictionaries_of_modules_and_parameters_are_registered()
    {
        using ModuleList<Module<Tensor, Tensor>> list = ModuleList<Module<Tensor, Tensor>>(Linear(1, 2), ReLU());
        list.Insert(0, Linear(3, 1));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], list.named_parameters().Select(entry => entry.name));
        Assert.Equal(3, list.parameters().First().shape[1]);
        list.RemoveAt(1);
        Assert.Equal(["0", "1"], list.named_children().Select(entry => entry.name));
        using ModuleDict<Linear> map = ModuleDict(("x", Linear(1, 1)), ("y", Linear(1, 1, false)));
        Assert.Equal(["x.weight", "x.bias", "y.weight"], map.named_parameters().Select(entry => entry.name));
        using ParameterList parameters = ParameterList(new Parameter(ones(1)), new Parameter(ones(2)));
        Assert.Equal(["0", "1"], parameters.named_parameters().Select(entry => entry.name));
        using ParameterDict named = ParameterDict(("p", new Parameter(ones(1))));
        Assert.Same(named["p"], named.parameters().Single());
    }

    [Fact]
    public void A_parameter_in_two_places_comes_once_and_is_saved_under_both_names()
    {
        using Linear a = Linear(2, 2, false), b = Linear(a.weight);
        using Sequential net = Sequential(a, b);
        Assert.Equal(["0.weight"], net.named_parameters().Select(entry => entry.name));
        Assert.Equal(["0.weight", "1.weight"], net.state_dict().Keys);
    }
}
