using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NasKit.Benchmarks;

namespace NasKit.Tests.Benchmarks;

public sealed class DecimalNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("007")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-0.25")]
    [InlineData("+3")]
    [InlineData(" 7 ")]
    [InlineData("1e-7")]
    [InlineData("94.373")]
    [InlineData("123456789012345")]
    [InlineData("1234567890123456789")]
    [InlineData("0.1234567890123456789")]
    [InlineData("9007199254740993")]
    public void Numbers_are_read_as_the_nearest_double(string text) => Check(text);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    public void What_is_no_finite_number_is_refused(string text) => Assert.False(DecimalNumber.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Any_number_with_any_number_of_decimals_is_read_as_the_nearest_double() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat>(), ArbMap.Default.ArbFor<byte>(), (number, decimals) =>
        {
            Check(number.Get.ToString("R", CultureInfo.InvariantCulture));
            Check((number.Get % 1e6).ToString($"F{decimals % 18}", CultureInfo.InvariantCulture));
        }).QuickCheckThrowOnFailure();

    private static void Check(string text)
    {
        Assert.True(DecimalNumber.TryRead(Encoding.UTF8.GetBytes(text), out var value), text);
        Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), value);
    }
}
