using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            private static readonly Operator erf_ = new("aten::erf");

            private static double normal_cdf(double x)
            {
                using (no_grad())
                using (Tensor argument = torch.tensor(x / Math.Sqrt(2.0), ScalarType.Float64))
                using (Tensor value = erf_.Call(argument))
                    return (1.0 + value.item<double>()) / 2.0;
            }
        }
    }
}
