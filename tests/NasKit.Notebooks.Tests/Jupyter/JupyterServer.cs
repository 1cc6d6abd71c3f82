using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NasKit.Notebooks.Html;
using NasKit.Notebooks.Jupyter;

namespace NasKit.Notebooks.Tests.Jupyter;

/// <summary>Jupyter Notebook with the built kernel and nothing of the user's own, in a folder that goes away with it.</summary>
internal sealed class JupyterServer : IDisposable
{
    public const string Executable = "/usr/bin/jupyter-notebook";
    private const string Token = "naskit-test";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("naskit-jupyter-");
    private readonly Process process;
    private readonly int port;

    public JupyterServer()
    {
        var environment = Environment(folder.FullName);
        Directory.CreateDirectory(Notebooks);
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        var start = new ProcessStartInfo(Executable,
        [
            "--no-browser", "--ip=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--port={port}"), "--port-retries=0", "--allow-root", $"--notebook-dir={Notebooks}",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Notebooks };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["JUPYTER_TOKEN"] = Token;
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Log += line.Data + "\n";
        process.OutputDataReceived += (_, line) => Log += line.Data + "\n";
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>What the server has said.</summary>
    public string Log { get; private set; } = "";

    /// <summary>The folder it serves.</summary>
    public string Notebooks => Path.Combine(folder.FullName, "notebooks");

    /// <summary>What makes Jupyter see one kernel, the built one, and none of the user's settings.</summary>
    public static Dictionary<string, string> Environment(string folder)
    {
        KernelSpec.Install(
            Path.Combine(folder, "data"), ["dotnet", LiveKernel.Program, "kernel", "run", "--connection-file", "{connection_file}"],
            PageOptions.FindPlotlyScript(AppContext.BaseDirectory), force: false);
        return new()
        {
            ["JUPYTER_DATA_DIR"] = Path.Combine(folder, "data"), ["JUPYTER_CONFIG_DIR"] = Path.Combine(folder, "config"),
            ["JUPYTER_RUNTIME_DIR"] = Path.Combine(folder, "runtime"), ["IPYTHONDIR"] = Path.Combine(folder, "ipython"),
        };
    }

    /// <summary>The address of a page, once the server answers.</summary>
    public async Task<string> AddressAsync(string path)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}?token={Token}");
        using var client = new HttpClient();
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(address));
                return address;
            }
            catch (HttpRequestException) when (watch.Elapsed < Patience && !process.HasExited)
            {
            }
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
