namespace NasKit.Torch.Tests;

/// <summary>Tests that seed the process's default generator or count tensors; nothing else runs beside them.</summary>
[CollectionDefinition("default generator", DisableParallelization = true)]
public sealed class DefaultGenerator;
