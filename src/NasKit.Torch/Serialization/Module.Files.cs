using System.Text;
using TorchSharp.Serialization;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Writes the state in TorchSharp's binary form.</summary>
            /// <param name="location">The file; overwritten.</param>
            /// <param name="skip">Names to leave out.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                using FileStream file = File.Create(location);
                return save(file, skip);
            }

            /// <inheritdoc cref="save(string, IList{string})"/>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            /// <inheritdoc cref="save(string, IList{string})"/>
            public virtual Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(writer);
                TensorStream.WriteAll(writer, [.. state_dict().Where(entry => skip is null || !skip.Contains(entry.Key))]);
                return this;
            }

            /// <summary>Reads a state that <see cref="save(string, IList{string})"/>, here or in TorchSharp, wrote.</summary>
            /// <param name="location">The file.</param>
            /// <param name="strict">Every name must be on both sides.</param>
            /// <param name="skip">Names to leave alone on both sides.</param>
            /// <param name="loadedParameters">Is told for each name whether it was loaded.</param>
            /// <exception cref="InvalidDataException">The file is of another form or breaks off; nothing was changed.</exception>
            /// <exception cref="ArgumentException">The state does not fit; nothing was changed.</exception>
            public Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using FileStream file = File.OpenRead(location);
                return load(file, strict, skip, loadedParameters);
            }

            /// <inheritdoc cref="load(string, bool, IList{string}, Dictionary{string, bool})"/>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <inheritdoc cref="load(string, bool, IList{string}, Dictionary{string, bool})"/>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                ArgumentNullException.ThrowIfNull(reader);
                using DisposeScope scope = NewDisposeScope();
                Dictionary<string, Tensor> saved = TensorStream.ReadAll(reader);
                load_state_dict(saved, strict, skip);
                if (loadedParameters is not null)
                {
                    foreach (string name in state_dict().Keys)
                        loadedParameters[name] = saved.ContainsKey(name) && skip?.Contains(name) != true;
                }
                return this;
            }
        }
    }
}
