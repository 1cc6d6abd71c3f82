namespace NasKit.Notebooks;

/// <summary>What an exception tells the user.</summary>
public static class Complaint
{
    /// <summary>Its message, without the name of the C# parameter that .NET adds to those about arguments.</summary>
    /// <param name="error">The exception.</param>
    public static string Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is ArgumentException { ParamName: { } name } ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : error.Message;
    }
}
