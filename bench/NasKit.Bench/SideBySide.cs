using System.Diagnostics;
using System.Globalization;

namespace NasKit.Bench;

/// <summary>Measures our code against a Python peer, in turns, so that a busy machine slows both alike.</summary>
/// <remarks>
/// The peer is a script that stays alive. It writes <c>ready</c> when it is warm, then answers each line <c>run k</c> with the
/// milliseconds that k repetitions took, and ends with its input. <c>peers/peer.py</c> holds that loop. What it writes to standard
/// error is shown if it fails.
/// </remarks>
internal sealed class SideBySide : IDisposable
{
    private const string Debian = "/usr/bin/python3"; // the one that Debian's python3-torch belongs to

    private readonly Process _peer;
    private readonly string _script;
    private readonly TimeSpan _patience;
    private readonly List<string> _errors = [];

    /// <summary>Starts the peer and waits until it is ready.</summary>
    /// <param name="script">File name in bench/peers.</param>
    /// <param name="arguments">What the script takes.</param>
    /// <param name="patience">How long one answer may take; 2 minutes if not given.</param>
    /// <exception cref="NasKitException">There is no Python, or the script failed.</exception>
    public SideBySide(string script, IEnumerable<string>? arguments = null, TimeSpan? patience = null)
    {
        _script = Path.Combine(AppContext.BaseDirectory, "peers", script);
        _patience = patience ?? TimeSpan.FromMinutes(2);
        _peer = Start(["-u", _script, .. arguments ?? []]);
        _peer.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.Add(line.Data ?? "");
            }
        };
        _peer.BeginErrorReadLine();
        if (ReadLine() is var answer && answer != "ready")
        {
            throw Failed($"said '{answer}' where 'ready' was expected");
        }
    }

    /// <summary>Whether Python is there and has a module.</summary>
    /// <param name="module">Name of the module; it is looked for, not loaded.</param>
    public static bool HasModule(string module)
    {
        if (!File.Exists(Debian))
        {
            return false;
        }

        using var python = Start(["-c", $"import importlib.util, sys; sys.exit(importlib.util.find_spec('{module}') is None)"]);
        python.WaitForExit();
        return python.ExitCode == 0;
    }

    /// <summary>Measures in turns: ours, peer, ours, peer …</summary>
    /// <param name="name">Becomes <see cref="BenchResult.Case"/>.</param>
    /// <param name="ours">One repetition of our side, the same work as one of the peer's.</param>
    /// <param name="repetitions">k, how many repetitions are timed together in one turn, at least 1.</param>
    /// <param name="rounds">Turns of each side that count, at least 1.</param>
    /// <param name="warmUp">Turns of each side before that.</param>
    /// <returns>Median milliseconds of one repetition of each side, and the median of the rounds' ratios, ours to the peer's.</returns>
    /// <exception cref="NasKitException">The peer failed or took too long.</exception>
    public BenchResult Measure(string name, Action ours, int repetitions, int rounds, int warmUp = 2)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var mine = new List<double>();
        var peers = new List<double>();
        for (var round = -warmUp; round < rounds; round++)
        {
            var my = Timing.Ms(ours, repetitions) / repetitions;
            var peer = Run(repetitions) / repetitions;
            if (round >= 0)
            {
                mine.Add(my);
                peers.Add(peer);
            }
        }

        return new BenchResult(name, Timing.Median(mine), Timing.Median(peers), Timing.Median(mine.Zip(peers, (my, peer) => my / peer)));
    }

    /// <summary>Ends the peer.</summary>
    public void Dispose()
    {
        try
        {
            _peer.StandardInput.Close();
        }
        catch (IOException)
        {
            // The peer is gone already; there is nothing left to tell it.
        }

        if (!_peer.WaitForExit(2000))
        {
            _peer.Kill(entireProcessTree: true);
        }

        _peer.Dispose();
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Debian, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPENBLAS_NUM_THREADS"] = TorchSharp.torch.get_num_threads().ToString(CultureInfo.InvariantCulture); // torch.set_num_threads does not reach it
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new NasKitException($"The peer needs {Debian}, which does not start: {error.Message}", "Install it with: apt-get install python3-torch", error);
        }
    }

    private double Run(int repetitions)
    {
        try
        {
            _peer.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {repetitions}"));
            _peer.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Failed("has ended");
        }

        var answer = ReadLine();
        return double.TryParse(answer, CultureInfo.InvariantCulture, out var ms) && ms > 0
            ? ms
            : throw Failed($"answered '{answer}' to 'run {repetitions}', where milliseconds were expected");
    }

    private string ReadLine()
    {
        var line = _peer.StandardOutput.ReadLineAsync();
        if (!line.Wait(_patience))
        {
            throw Failed($"did not answer within {_patience.TotalSeconds:0} s");
        }

        return line.Result ?? throw Failed("ended without an answer");
    }

    private NasKitException Failed(string what)
    {
        if (!_peer.WaitForExit(1000))
        {
            _peer.Kill(entireProcessTree: true);
        }

        _peer.WaitForExit(); // also waits for the rest of standard error
        lock (_errors)
        {
            return new NasKitException(
                $"The peer {Path.GetFileName(_script)} {what}.",
                !_errors.Exists(line => line.Length > 0) ? $"Run it by hand: {Debian} {_script}" : $"It wrote:\n{string.Join('\n', _errors).TrimEnd()}");
        }
    }
}
