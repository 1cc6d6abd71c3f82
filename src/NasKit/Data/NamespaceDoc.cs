namespace NasKit.Data;

/// <summary>Images with labels and texts, from files to batches of tensors.</summary>
/// <remarks>
/// Start with <see cref="ImageTask.Load"/>, which reads Fashion-MNIST, CIFAR-10, CIFAR-100 or photographs in folders: training images, and test images that a search must not see.
/// <see cref="ImageTask.Split"/> parts the training images into those that weights learn from and those that architectures are scored on.
/// Each part is an <see cref="ImageDataSet"/>, <see cref="StoredImages"/> in memory or an <see cref="ImageFolder"/> of files, of which <see cref="ImageDataSet.Batches(int, long, int, bool, bool, Augmentation?, int, TorchSharp.torch.Device?)"/>
/// makes normalised tensors in an order that depends on nothing but a seed and the epoch's number.
/// A text begins with <see cref="TextFile.Load"/>; as characters or words it is a <see cref="TokenSequence"/>, of which parts train a language model and score it.
/// </remarks>
internal static class NamespaceDoc;
