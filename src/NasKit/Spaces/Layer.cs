namespace NasKit.Spaces;

/// <summary>One primitive layer that an operator is made of, as far as counting is concerned.</summary>
/// <param name="Weights">Weights of the layer, biases not counted.</param>
/// <param name="Biases">Biases, or scale and shift of a normalisation (2C).</param>
/// <param name="Positions">Output positions H·W at which every weight is used once; 0 where nothing is multiplied.</param>
/// <param name="Outputs">Values that it gives for one image.</param>
/// <remarks>The counting rules are those that reproduce the published tables: a convolution or linear layer costs its weights
/// at every output position; biases, normalisation, activations and pooling cost nothing.</remarks>
public readonly record struct Layer(long Weights, long Biases, long Positions, long Outputs)
{
    /// <summary>Trainable parameters.</summary>
    public long Parameters => Weights + Biases;

    /// <summary>Multiply-accumulates for one image.</summary>
    public long Macs => Weights * Positions;

    /// <summary>A convolution.</summary>
    /// <param name="input">Channels in.</param>
    /// <param name="output">Shape out.</param>
    /// <param name="kernel">Kernel size k.</param>
    /// <param name="groups">Groups; equal to the channels for a depthwise convolution.</param>
    /// <param name="bias">Whether it has a bias for each output channel.</param>
    public static Layer Convolution(int input, TensorShape output, int kernel, int groups = 1, bool bias = false) =>
        new((long)output.Channels * (input / groups) * kernel * kernel, bias ? output.Channels : 0, (long)output.Height * output.Width, output.Elements);

    /// <summary>Batch normalisation with scale and shift; running statistics are no parameters.</summary>
    public static Layer BatchNorm(int channels) => new(0, 2L * channels, 0, 0);

    /// <summary>A linear layer.</summary>
    public static Layer Linear(int input, int output, bool bias = true) => new((long)input * output, bias ? output : 0, 1, output);
}
