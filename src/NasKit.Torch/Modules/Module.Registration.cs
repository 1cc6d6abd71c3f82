using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>Gives a field's component another name than the field's own.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private static readonly ConcurrentDictionary<Type, (FieldInfo Field, string Name)[]> fieldsOf = new();
            private bool componentsRegistered;

            /// <summary>Adds a child under a name without dots.</summary>
            /// <exception cref="ArgumentException">An empty name or one with a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                ArgumentNullException.ThrowIfNull(submodule);
                RequireFreeName(name);
                if (submodule == this)
                    throw new ArgumentException($"{GetType().Name} cannot be its own child '{name}'.", nameof(submodule));
                ownChildren.Add(name, submodule);
                submodule.HasParent = true;
            }

            /// <inheritdoc cref="register_module"/>
            public virtual void add_module(string name, Module submodule) => register_module(name, submodule);

            /// <summary>Adds a trainable tensor under a name without dots.</summary>
            /// <inheritdoc cref="register_module" path="/exception"/>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                RequireFreeName(name);
                ownParameters.Add(name, param);
                param.HasOwner = true;
            }

            /// <summary>Adds a tensor that is saved and moved with the module but not trained.</summary>
            /// <param name="name">A name without dots.</param>
            /// <param name="tensor">The buffer.</param>
            /// <param name="persistent">Part of the state dictionary.</param>
            /// <inheritdoc cref="register_module" path="/exception"/>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                RequireFreeName(name);
                ownBuffers.Add(name, (tensor, persistent));
            }

            /// <summary>Registers what the fields of this class and its bases hold: modules, parameters, and other tensors as buffers.</summary>
            /// <remarks>Runs once. A property's backing field goes by the property's name. Lists, arrays, dictionaries and tuples are not looked into;
            /// one that holds a module or parameter registered nowhere is an error.</remarks>
            /// <exception cref="InvalidOperationException">An unregistered module or parameter in a list, array, dictionary or tuple, or a name that is taken.</exception>
            protected virtual void RegisterComponents()
            {
                if (componentsRegistered)
                    return;
                componentsRegistered = true;
                foreach (var (field, key) in FieldsOf(GetType()))
                {
                    switch (field.GetValue(this))
                    {
                        case Module module when !ReferenceEquals(ownChildren.GetValueOrDefault(key), module):
                            register_module(key, module);
                            break;
                        case Parameter parameter when !ReferenceEquals(ownParameters.GetValueOrDefault(key), parameter):
                            register_parameter(key, parameter);
                            break;
                        case Tensor tensor when tensor is not Modules.Parameter && !ReferenceEquals(ownBuffers.GetValueOrDefault(key).Tensor, tensor):
                            register_buffer(key, tensor);
                            break;
                    }
                }
                RequireOwnRegistered();
            }

            /// <summary>Puts another tensor in the place of a registered one, which is freed; null takes the place away.</summary>
            private protected void ReplaceParameter(string name, Parameter? value)
            {
                if (ownParameters.TryGetValue(name, out Parameter? old))
                {
                    if (ReferenceEquals(old, value))
                        return;
                    old.Dispose();
                    ownParameters.Remove(name);
                }
                if (value is not null)
                {
                    value.DetachFromDisposeScope();
                    register_parameter(name, value);
                }
            }

            private protected void ClearChildren() => ownChildren.Clear();

            private void RequireFreeName(string name)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                if (name.Contains('.'))
                    throw new ArgumentException($"A name of a module, parameter or buffer has no dots, but '{name}' came.", nameof(name));
                if (ownChildren.ContainsKey(name) || ownParameters.ContainsKey(name) || ownBuffers.ContainsKey(name))
                    throw new InvalidOperationException($"{GetType().Name} already has a component '{name}'. Give the second one another name.");
            }

            private void RequireRegistered() => Walk(null, true, new(ReferenceEqualityComparer.Instance), static (_, module, _) => module.RequireOwnRegistered());

            private void RequireOwnRegistered()
            {
                foreach (var (field, key) in FieldsOf(GetType()))
                {
                    object? value = field.GetValue(this);
                    if (value is null || FirstUnregistered(value, 0) is not { } lost)
                        continue;
                    string owner = $"{field.DeclaringType!.Name}.{key}";
                    string advice = value is Module or Modules.Parameter
                        ? "Call RegisterComponents() at the end of the constructor, after the field is set, or register_module / register_parameter."
                        : lost is Modules.Parameter ? "Use a ParameterList or a ParameterDict." : "Use a ModuleList<T> or a ModuleDict<T>, or register_module each of them.";
                    string what = value is Module or Modules.Parameter ? $"{owner} is a {lost.GetType().Name}" : $"{owner} ({ReadableName(value.GetType())}) holds a {lost.GetType().Name}";
                    throw new InvalidOperationException($"{what} that is registered nowhere, so it would be neither trained nor saved. {advice}");
                }
            }

            // Deep enough for a table of lists of pairs; deeper structures are not looked into.
            private static object? FirstUnregistered(object value, int depth) => value switch
            {
                Module module => module.HasParent ? null : module,
                Parameter parameter => parameter.HasOwner ? null : parameter,
                string or Tensor => null,
                _ when depth == 4 => null,
                IDictionary map => Among(map.Values, depth),
                ITuple tuple => Among(Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), depth),
                ICollection collection => Among(collection, depth),
                IEnumerable items when IsCollection(value.GetType()) => Among(items, depth),
                _ => null,
            };

            private static object? Among(IEnumerable items, int depth)
            {
                foreach (object? item in items)
                {
                    if (item is not null && FirstUnregistered(item, depth + 1) is { } lost)
                        return lost;
                }
                return null;
            }

            private static bool IsCollection(Type type) =>
                type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() is var definition && (definition == typeof(ICollection<>) || definition == typeof(IReadOnlyCollection<>)));

            private static string ReadableName(Type type) => type.IsArray
                ? $"{ReadableName(type.GetElementType()!)}[]"
                : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(ReadableName))}>" : type.Name;

            private static (FieldInfo Field, string Name)[] FieldsOf(Type type) => fieldsOf.GetOrAdd(type, static start =>
            {
                var fields = new List<(FieldInfo, string)>();
                // The layers of this assembly register their own parts by hand.
                for (Type? at = start; at is not null && at.Assembly != typeof(Module).Assembly; at = at.BaseType)
                {
                    foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    {
                        if (MayHoldComponents(field.FieldType))
                            fields.Add((field, field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? PropertyName(field.Name)));
                    }
                }
                return [.. fields];
            });

            private static string PropertyName(string field) => field.StartsWith('<') ? field[1..field.IndexOf('>', StringComparison.Ordinal)] : field;

            private static bool MayHoldComponents(Type type) => type.IsValueType
                ? type.IsAssignableTo(typeof(ITuple)) || Nullable.GetUnderlyingType(type) is { } inner && MayHoldComponents(inner)
                : type != typeof(string) && !type.IsAssignableTo(typeof(Delegate)) && !(type.IsArray && IsPlain(type.GetElementType()!))
                    && !(type.IsGenericType && Array.TrueForAll(type.GetGenericArguments(), IsPlain));

            private static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string);
        }
    }
}
