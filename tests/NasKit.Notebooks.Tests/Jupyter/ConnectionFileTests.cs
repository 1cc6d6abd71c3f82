using NasKit.Notebooks.Jupyter;

namespace NasKit.Notebooks.Tests.Jupyter;

public sealed class ConnectionFileTests
{
    private const string Good = """
        {"transport":"tcp","ip":"127.0.0.1","shell_port":1001,"control_port":1002,"iopub_port":1003,"stdin_port":1004,"hb_port":1005,
         "key":"abc","signature_scheme":"hmac-sha256","kernel_name":".net-csharp"}
        """;

    [Fact]
    public void Jupyters_file_is_read()
    {
        var file = ConnectionFile.Parse(Good, "file");
        Assert.Equal(("tcp", "127.0.0.1", "abc"), (file.Transport, file.Ip, file.Key));
        Assert.Equal([1001, 1002, 1003, 1004, 1005], [file.ShellPort, file.ControlPort, file.IoPubPort, file.StdinPort, file.HeartbeatPort]);
        Assert.Equal("tcp://127.0.0.1:1001", file.Address(1001));
    }

    [Theory]
    [InlineData("1001", "0", "shell_port must be a port from 1 to 65535, not 0")]
    [InlineData("\"shell_port\":1001,", "", "shell_port must be a port from 1 to 65535, and it is missing")]
    [InlineData("\"abc\"", "7", "key must be a text, not 7")]
    [InlineData("hmac-sha256", "hmac-md5", "signature_scheme is hmac-md5; this kernel signs with hmac-sha256")]
    [InlineData("\"tcp\"", "\"udp\"", "transport is udp; this kernel speaks tcp and ipc")]
    [InlineData("{\"transport\"", "[\"transport\"", "is no JSON")]
    public void What_is_wrong_with_it_is_said(string text, string instead, string told) =>
        Assert.Contains(told, Assert.Throws<NotebookException>(() => ConnectionFile.Parse(Good.Replace(text, instead, StringComparison.Ordinal), "file")).Message, StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var message = Assert.Throws<NotebookException>(() => ConnectionFile.Parse("{}", "file")).Message;
        Assert.All((string[])["ip", "key", "shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_key_only_this_machines_own_addresses_are_listened_at()
    {
        Assert.Equal("", ConnectionFile.Parse(Good.Replace("abc", "", StringComparison.Ordinal), "file").Key);
        Assert.Contains("anybody", Assert.Throws<NotebookException>(() => ConnectionFile.Parse(
            Good.Replace("abc", "", StringComparison.Ordinal).Replace("127.0.0.1", "0.0.0.0", StringComparison.Ordinal), "file")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_said_to_be_missing() =>
        Assert.Contains("--connection-file", Assert.Throws<NotebookException>(() => ConnectionFile.Read("/nowhere/kernel.json")).Message, StringComparison.Ordinal);
}
