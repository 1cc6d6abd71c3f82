using System.Text;
using TorchSharp.Serialization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract partial class OptimizerHelper
{
    /// <summary>Writes options and states to a file that <see cref="load_state_dict(string)"/> reads.</summary>
    /// <remarks>The form is this layer's own; TorchSharp does not read it.</remarks>
    public void save_state_dict(string location)
    {
        using FileStream file = File.Create(location);
        using var writer = new BinaryWriter(file, Encoding.UTF8);
        save_state_dict(writer);
    }

    /// <inheritdoc cref="save_state_dict(string)"/>
    public void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using DisposeScope scope = NewDisposeScope();
        writer.Write(GetType().Name);
        TensorStream.WriteAll(writer, named_state());
    }

    /// <summary>Takes back what <see cref="save_state_dict(string)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is of another optimizer or form, or breaks off; nothing was changed.</exception>
    /// <exception cref="ArgumentException">The state does not fit; nothing was changed.</exception>
    public void load_state_dict(string location)
    {
        using FileStream file = File.OpenRead(location);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        load_state_dict(reader);
    }

    /// <inheritdoc cref="load_state_dict(string)"/>
    public void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using DisposeScope scope = NewDisposeScope();
        string name;
        try
        {
            name = reader.ReadString();
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The saved state does not begin with the name of an optimizer.", error);
        }
        if (name != GetType().Name)
            throw new InvalidDataException($"The saved state is of {name}, but this is {GetType().Name}.");
        load_named_state(TensorStream.ReadAll(reader));
    }

    /// <summary>Takes the options and states of another optimizer of the same kind over the same number of parameters, as copies.</summary>
    /// <exception cref="ArgumentException">Another number of groups or parameters, or a shape that does not fit; nothing was changed.</exception>
    public void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        int count = groups.Sum(group => group.List.Length);
        if (state_dict.Options.Count != groups.Count || state_dict.State.Count != count)
            throw new ArgumentException(
                $"The state is of {state_dict.Options.Count} groups and {state_dict.State.Count} parameters, but this {GetType().Name} has {groups.Count} and {count}.", nameof(state_dict));
        using DisposeScope scope = NewDisposeScope();
        var named = new Dictionary<string, Tensor>();
        for (int g = 0; g < state_dict.Options.Count; g++)
            AddOptions(named, g, state_dict.Options[g]);
        for (int i = 0; i < state_dict.State.Count; i++)
            AddState(named, i, state_dict.State[i]);
        load_named_state(named);
    }

    /// <summary>Moves what the optimizer remembers to a device, where its parameters are.</summary>
    public void to(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        using IDisposable mode = no_grad();
        foreach (OptimizerState state in groups.SelectMany(group => group.States).OfType<OptimizerState>())
        {
            foreach (var (name, tensor) in state.Tensors().ToArray())
            {
                if (tensor.device == device)
                    continue;
                state.Restore(name, tensor.to(device).DetachFromDisposeScope());
                tensor.Dispose();
            }
        }
    }
}
