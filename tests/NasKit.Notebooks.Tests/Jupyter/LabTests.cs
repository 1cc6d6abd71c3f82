using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NasKit.Notebooks.Tests.Jupyter;

/// <summary><c>naskit lab</c> as a process: what it serves, to whom, and what is left of it.</summary>
public sealed partial class LabTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [LabTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Lab_serves_the_kernel_to_this_machine_alone_asks_for_its_token_and_leaves_nothing_behind(string signal)
    {
        var port = FreePort();
        // A shell starts what runs in its background with Ctrl-C ignored, and that is inherited.
        using var lab = Process.Start(new ProcessStartInfo(
            "env", ["--default-signal=INT,HUP", "dotnet", LiveKernel.Program, "lab", "--no-browser", "--port", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            var (address, token) = await AddressAsync(lab);
            Assert.Equal($"http://127.0.0.1:{port}/", address);
            Assert.True(token.Length >= 32, token);
            using var client = new HttpClient { BaseAddress = new Uri(address) };

            // Nobody without the token.
            using (var refused = await client.GetAsync(new Uri("api/contents", UriKind.Relative)))
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            using (var refused = await client.GetAsync(new Uri("api/contents?token=wrong", UriKind.Relative)))
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            client.DefaultRequestHeaders.Authorization = new("token", token);

            // Nobody from elsewhere.
            Assert.Equal(["0100007F"], ListeningAddresses(port));

            // The notebooks, and the kernel that runs them.
            var contents = await JsonAsync(client, "api/contents");
            Assert.Contains(contents["content"]!.AsArray(), file => file!["name"]!.GetValue<string>() == "01-pnag-2021.ipynb");
            var kernels = await JsonAsync(client, "api/kernelspecs");
            Assert.Equal("C#", kernels["kernelspecs"]![".net-csharp"]!["spec"]!["language"]!.GetValue<string>());
            using (var script = await client.GetAsync(new Uri("kernelspecs/.net-csharp/plotly.min.js", UriKind.Relative)))
                Assert.Equal(HttpStatusCode.OK, script.StatusCode);
            using (var started = await client.PostAsync(new Uri("api/kernels", UriKind.Relative), new StringContent("{\"name\":\".net-csharp\"}")))
                Assert.Equal(HttpStatusCode.Created, started.StatusCode);

            // Everything ends with it.
            await WaitAsync(() => Family(lab.Id).Any(process => CommandLine(process).Contains("--connection-file", StringComparison.Ordinal)), "The kernel did not start.");
            var family = Family(lab.Id);
            Assert.True(family.Count >= 3, string.Join('\n', family.Select(CommandLine)));
            using (var kill = Process.Start("kill", [$"-{signal}", lab.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
            await WaitAsync(() => family.All(process => CommandLine(process).Length == 0), "Something is left behind.");
            Assert.Empty(ListeningAddresses(port));
        }
        finally
        {
            if (!lab.HasExited)
                lab.Kill(entireProcessTree: true);
        }
    }

    [LabFact]
    public async Task A_port_that_is_taken_is_told_and_not_exchanged_for_another()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, _, error) = await Task.Run(() => LiveKernel.Run("dotnet", [LiveKernel.Program, "lab", "--no-browser", "--port", port.ToString(CultureInfo.InvariantCulture)], null));
        Assert.Equal(2, code);
        Assert.Equal($"Port {port} of 127.0.0.1 is taken; give another with --port, or none for the next that is free.", error.Trim());
    }

    private static async Task<(string Address, string Token)> AddressAsync(Process lab)
    {
        var told = new TaskCompletionSource<(string, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new List<string>();
        lab.OutputDataReceived += (_, line) => Read(line.Data);
        lab.ErrorDataReceived += (_, line) => Read(line.Data);
        lab.BeginOutputReadLine();
        lab.BeginErrorReadLine();
        await Task.WhenAny(told.Task, lab.WaitForExitAsync(), Task.Delay(Patience));
        Assert.True(told.Task.IsCompleted, string.Join('\n', log));
        return await told.Task;

        void Read(string? line)
        {
            lock (log)
                log.Add(line ?? "");
            if (line is not null && Address().Match(line) is { Success: true } match)
                told.TrySetResult((match.Groups[1].Value, match.Groups[2].Value));
        }
    }

    private static async Task<JsonNode> JsonAsync(HttpClient client, string path) => JsonNode.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    private static async Task WaitAsync(Func<bool> holds, string otherwise)
    {
        for (var watch = Stopwatch.StartNew(); !holds(); await Task.Delay(100))
            Assert.True(watch.Elapsed < Patience, otherwise);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // As the kernel of the system tells: local address and port in hexadecimal digits, state 0A for listening.
    private static List<string> ListeningAddresses(int port) =>
    [
        .. ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(File.ReadLines).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length > 3 && fields[3] == "0A")
            .Select(fields => fields[1].Split(':')).Where(address => address[1] == port.ToString("X4", CultureInfo.InvariantCulture)).Select(address => address[0]),
    ];

    /// <summary>A process and all that it started, directly or not.</summary>
    private static List<int> Family(int process)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Read($"{folder}/stat") is { Length: > 0 } stat)
                parents[id] = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        List<int> family = [process];
        for (var i = 0; i < family.Count; i++)
            family.AddRange(parents.Where(entry => entry.Value == family[i]).Select(entry => entry.Key));
        return family;
    }

    // Empty once it has ended, also while its parent has not asked yet how.
    private static string CommandLine(int process) => Read($"/proc/{process}/cmdline").Replace('\0', ' ');

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"(http://[^/ ]+/)\?token=(\w+)")]
    private static partial Regex Address();

    private static string? Missing => LiveKernel.Missing ?? (File.Exists(JupyterServer.Executable) ? null : "jupyter-notebook is not installed; ./naskit test installs it.");

    private sealed class LabFactAttribute : FactAttribute
    {
        public LabFactAttribute() => Skip = Missing;
    }

    private sealed class LabTheoryAttribute : TheoryAttribute
    {
        public LabTheoryAttribute() => Skip = Missing;
    }
}
