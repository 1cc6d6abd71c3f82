using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace NasKit.Runs;

/// <summary>The folder that remembers runs: a SQLite database, checkpoints and run records.</summary>
/// <remarks>
/// Several processes may use one store at once: each write is one transaction, and a process that is killed leaves the store whole.
/// The database is in write-ahead mode, which needs a local disk. Safe for several threads; they take turns.
/// </remarks>
public sealed partial class RunStore : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Lock turn = new();
    private readonly Dictionary<string, SqliteCommand> commands = []; // prepared once each, as preparing costs more than most of them
    private SqliteTransaction? transaction;

    private RunStore(string file, SqliteConnection connection)
    {
        DatabaseFile = file;
        Folder = Path.GetDirectoryName(file)!;
        this.connection = connection;
    }

    /// <summary>The folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>The database in it.</summary>
    public string DatabaseFile { get; }

    /// <summary>Opens the store in a folder, which is made where it does not exist.</summary>
    /// <param name="folder">The folder, with <c>runs.db</c> in it; a path that ends in <c>.db</c> names the database itself. Null for <see cref="DefaultFolder"/>.</param>
    /// <exception cref="NasKitException">The folder cannot be written, or its database is damaged, newer than this library, or another program's.</exception>
    public static RunStore Open(string? folder = null) => Open(folder ?? DefaultFolder(), Schema.Migrations, lockTimeoutSeconds: 30);

    /// <summary>
    /// Where the store is unless told otherwise: the folder named by the environment variable <c>NASKIT_STORE</c>; else <c>.naskit</c> in the
    /// nearest folder, from the current one upwards, that holds <c>NasKit.sln</c> or <c>.naskit</c>; else <c>naskit</c> in the user's local application data.
    /// </summary>
    public static string DefaultFolder() =>
        FolderFor(Environment.GetEnvironmentVariable("NASKIT_STORE"), Directory.GetCurrentDirectory(),
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>Whether an artefact of this name is kept, and what it is.</summary>
    /// <param name="name">As it was kept under.</param>
    /// <param name="value">The artefact, or default.</param>
    /// <exception cref="NasKitException">What is kept under this name is not a <typeparamref name="T"/>.</exception>
    public bool TryGetArtefact<T>(string name, [MaybeNullWhen(false)] out T value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var content = ArtefactContent(name);
        if (content is null)
        {
            value = default;
            return false;
        }

        try
        {
            value = JsonSerializer.Deserialize<T>(content, CanonicalJson.Options)!;
            return true;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw new NasKitException(
                $"The artefact \"{name}\" in {DatabaseFile} is not a {typeof(T).Name}: {e.Message}",
                "Keep the new one under another name, or delete this one with RunStore.DeleteArtefact.", e);
        }
    }

    /// <summary>Keeps a value by name, apart from any run and code version, in place of what had that name.</summary>
    /// <param name="name">A name of one's own choice, such as <c>latency/laptop-space/cpu-1-thread</c>.</param>
    /// <param name="value">Written as JSON; it must read back to the same.</param>
    /// <param name="environment">Where it was made; null for this process.</param>
    public void PutArtefact<T>(string name, T value, RunEnvironment? environment = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        KeepArtefact(name, StepResult.Write($"artefact \"{name}\"", value).Json, environment ?? RunEnvironment.Here(), replace: true);
    }

    /// <summary>Forgets an artefact.</summary>
    /// <returns>Whether there was one.</returns>
    public bool DeleteArtefact(string name) => Write("DELETE FROM artefacts WHERE name = $name", ("$name", name)) > 0;

    /// <summary>The names of all kept artefacts, in ordinal order.</summary>
    public IReadOnlyList<string> ArtefactNames() => Read("SELECT name FROM artefacts ORDER BY name", r => r.GetString(0));

    /// <summary>Closes the database.</summary>
    public void Dispose()
    {
        lock (turn)
        {
            foreach (var command in commands.Values)
            {
                command.Dispose();
            }

            commands.Clear();
            connection.Dispose();
        }
    }

    internal static string FolderFor(string? named, string current, string local)
    {
        if (!string.IsNullOrWhiteSpace(named))
        {
            return Path.GetFullPath(named, current);
        }

        for (var folder = new DirectoryInfo(current); folder is not null; folder = folder.Parent)
        {
            var store = Path.Combine(folder.FullName, ".naskit");
            if (File.Exists(Path.Combine(folder.FullName, "NasKit.sln")) || Directory.Exists(store))
            {
                return store;
            }
        }

        return Path.Combine(local, "naskit");
    }

    internal static RunStore Open(string folder, IReadOnlyList<string> migrations, int lockTimeoutSeconds)
    {
        var file = Path.GetFullPath(folder);
        file = Path.GetExtension(file) == ".db" && !Directory.Exists(file) ? file : Path.Combine(file, "runs.db");
        folder = Path.GetDirectoryName(file)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException(
                $"The folder of the run store, {folder}, cannot be made: {e.Message}", "Name another folder by the environment variable NASKIT_STORE.", e);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Pooling = false,
            DefaultTimeout = lockTimeoutSeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            Schema.Prepare(connection, file, migrations);
            return new RunStore(file, connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Explain(e, file);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Lets the database grow no further, as a full disk would.</summary>
    internal void LimitPages(int pages) => Read($"PRAGMA max_page_count = {pages}", r => r.GetInt64(0));

    private static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static NasKitException Explain(SqliteException e, string file) => e.SqliteErrorCode switch
    {
        11 or 26 => new NasKitException(
            $"The run store {file} is damaged: {e.Message}",
            $"Move it away to start with an empty store (mv {file} {file}.damaged); it was left as it is.", e),
        5 or 6 => new NasKitException(
            $"The run store {file} is locked by another process, which did not let go of it in time.",
            "Wait for that process to end, or name another folder by the environment variable NASKIT_STORE.", e),
        13 => new NasKitException(
            $"The disk that holds the run store {file} is full; what was stored before is kept.",
            "Make room and run the same again: it continues.", e),
        8 or 14 => new NasKitException(
            $"The run store {file} cannot be opened for writing: {e.Message}",
            "Check its permissions, or name another folder by the environment variable NASKIT_STORE.", e),
        _ => new NasKitException(
            $"The run store {file} failed: {e.Message}", "Check the disk, or name another folder by the environment variable NASKIT_STORE.", e),
    };

    private int Write(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (turn)
        {
            try
            {
                return Command(sql, parameters).ExecuteNonQuery();
            }
            catch (SqliteException e)
            {
                throw Explain(e, DatabaseFile);
            }
        }
    }

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (turn)
        {
            try
            {
                using var reader = Command(sql, parameters).ExecuteReader();
                var rows = new List<T>();
                while (reader.Read())
                {
                    rows.Add(row(reader));
                }

                return rows;
            }
            catch (SqliteException e)
            {
                throw Explain(e, DatabaseFile);
            }
        }
    }

    private void Transact(Action body)
    {
        lock (turn)
        {
            try
            {
                transaction = connection.BeginTransaction(); // takes the write lock at once
                body();
                transaction.Commit();
            }
            catch (SqliteException e)
            {
                throw Explain(e, DatabaseFile);
            }
            finally
            {
                transaction?.Dispose(); // rolls back what was not committed
                transaction = null;
            }
        }
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            commands.Add(sql, command);
        }

        command.Transaction = transaction;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }
}
