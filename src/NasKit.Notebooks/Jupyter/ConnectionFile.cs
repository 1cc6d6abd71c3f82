using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>Where a front end waits for its kernel: the JSON file that Jupyter writes before it starts one.</summary>
public sealed record ConnectionFile
{
    /// <summary><c>tcp</c> or <c>ipc</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>The address to listen at; for <c>ipc</c> the beginning of the sockets' paths.</summary>
    public required string Ip { get; init; }

    /// <summary>The key that messages are signed with; empty: unsigned, which is accepted on this machine's own addresses only.</summary>
    public required string Key { get; init; }

    /// <summary>Port of the requests that are answered one after the other.</summary>
    public required int ShellPort { get; init; }

    /// <summary>Port of interrupts and shutdown.</summary>
    public required int ControlPort { get; init; }

    /// <summary>Port that outputs are published at.</summary>
    public required int IoPubPort { get; init; }

    /// <summary>Port that input is asked for at.</summary>
    public required int StdinPort { get; init; }

    /// <summary>Port that echoes whatever comes.</summary>
    public required int HeartbeatPort { get; init; }

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file; Jupyter puts it in place of <c>{connection_file}</c>.</param>
    /// <exception cref="NotebookException">It is missing, no JSON, or lacks something; the message says what.</exception>
    public static ConnectionFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The connection file {path} cannot be read: {e.Message} Jupyter writes it and passes its name with --connection-file.", e);
        }
    }

    /// <summary>Reads the text of a connection file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="path">What errors call it.</param>
    /// <exception cref="NotebookException">It is no JSON, or lacks something; the message says what.</exception>
    public static ConnectionFile Parse(string json, string path)
    {
        JsonObject file;
        try
        {
            file = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new NotebookException($"The connection file {path} must hold a JSON object.");
        }
        catch (JsonException e)
        {
            throw new NotebookException($"The connection file {path} is no JSON: {e.Message}", e);
        }
        var wrong = new List<string>();
        var transport = Text("transport", "tcp");
        if (transport is not ("tcp" or "ipc"))
            wrong.Add($"transport is {transport}; this kernel speaks tcp and ipc");
        var scheme = Text("signature_scheme", "hmac-sha256");
        if (scheme != "hmac-sha256")
            wrong.Add($"signature_scheme is {scheme}; this kernel signs with hmac-sha256");
        var found = new ConnectionFile
        {
            Transport = transport, Ip = Text("ip", null), Key = Text("key", null),
            ShellPort = Port("shell_port"), ControlPort = Port("control_port"), IoPubPort = Port("iopub_port"),
            StdinPort = Port("stdin_port"), HeartbeatPort = Port("hb_port"),
        };
        if (found.Key.Length == 0 && transport == "tcp" && !wrong.Exists(line => line.StartsWith("key", StringComparison.Ordinal)) && !IsOwn(found.Ip))
            wrong.Add($"key is empty while ip is {found.Ip}, so anybody who reaches it could run code here; set a key or listen at 127.0.0.1");
        if (wrong.Count > 0)
            throw new NotebookException($"The connection file {path} cannot be used: {string.Join("; ", wrong)}.");
        return found;

        string Text(string name, string? otherwise)
        {
            if (file[name] is JsonValue value && value.TryGetValue(out string? text))
                return text;
            if (file[name] is not null || otherwise is null)
                wrong.Add($"{name} must be a text{(file[name] is { } came ? $", not {came.ToJsonString()}" : ", and it is missing")}");
            return otherwise ?? "";
        }

        int Port(string name)
        {
            if (file[name] is JsonValue value && value.TryGetValue(out int port) && port is > 0 and <= 65535)
                return port;
            wrong.Add($"{name} must be a port from 1 to 65535{(file[name] is { } came ? $", not {came.ToJsonString()}" : ", and it is missing")}");
            return 0;
        }
    }

    /// <summary>The address of one socket, as ZeroMQ writes it.</summary>
    internal string Address(int port) => Transport == "ipc" ? $"ipc://{Ip}-{port}" : $"tcp://{(Ip.Contains(':', StringComparison.Ordinal) ? $"[{Ip}]" : Ip)}:{port}";

    private static bool IsOwn(string ip) => ip == "localhost" || (IPAddress.TryParse(ip, out var address) && IPAddress.IsLoopback(address));
}
