using Microsoft.Data.Sqlite;

namespace NasKit.Runs;

/// <summary>The tables of the run store and how an older database becomes the present one.</summary>
internal static class Schema
{
    /// <summary>Marks the file as ours (SQLite's application id): the letters "NasK".</summary>
    public const int ApplicationId = 0x4E61734B;

    /// <summary>What leads from each version to the next; the version of a database is how many of these it has been through.</summary>
    public static readonly IReadOnlyList<string> Migrations =
    [
        """
        CREATE TABLE environments (
            hash TEXT PRIMARY KEY,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            seed INTEGER NOT NULL,
            scale TEXT NOT NULL,
            config TEXT NOT NULL,
            environment TEXT NOT NULL REFERENCES environments(hash),
            build TEXT NOT NULL,
            started TEXT NOT NULL,
            ended TEXT,
            status TEXT NOT NULL CHECK (status IN ('open', 'stopped', 'finished')),
            UNIQUE (name, seed, scale, config)
        );
        CREATE TABLE steps (
            key TEXT PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            result TEXT NOT NULL,
            seconds REAL NOT NULL,
            build TEXT NOT NULL,
            environment TEXT NOT NULL REFERENCES environments(hash),
            made TEXT NOT NULL
        );
        CREATE INDEX steps_of_run ON steps(run, name);
        CREATE TABLE checkpoints (
            file TEXT PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            build TEXT NOT NULL,
            saved TEXT NOT NULL
        );
        CREATE INDEX checkpoints_of_run ON checkpoints(run, name);
        CREATE TABLE evaluations (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            study TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 0),
            architecture TEXT NOT NULL,
            objectives TEXT NOT NULL,
            budget REAL,
            worker TEXT,
            error TEXT,
            PRIMARY KEY (run, study, number)
        ) WITHOUT ROWID;
        CREATE TABLE artefacts (
            name TEXT PRIMARY KEY,
            content TEXT NOT NULL,
            environment TEXT NOT NULL REFERENCES environments(hash),
            made TEXT NOT NULL
        );
        """,
        "ALTER TABLE evaluations ADD COLUMN seconds REAL;",
    ];

    /// <summary>Brings a database to the present version, or says why it cannot; a database that is refused is not written to.</summary>
    /// <param name="connection">Open, outside a transaction.</param>
    /// <param name="file">For messages.</param>
    /// <param name="migrations"><see cref="Migrations"/>, or others in tests of migration itself.</param>
    public static void Prepare(SqliteConnection connection, string file, IReadOnlyList<string> migrations)
    {
        // Everything is looked at before anything is set: WAL itself would write to a database that is not ours.
        int version;
        using (connection.BeginTransaction(deferred: true)) // one view of the file while another process may be making it
        {
            version = Check(connection, file, migrations.Count);
        }

        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
        if (version == migrations.Count)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(); // takes the write lock at once
        version = Check(connection, file, migrations.Count); // another process may have migrated while this one waited
        for (; version < migrations.Count; version++)
        {
            Execute(connection, migrations[version]);
        }

        Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version};");
        transaction.Commit();
    }

    // Commands join the connection's open transaction by themselves.
    private static int Check(SqliteConnection connection, string file, int known)
    {
        var application = Number(connection, "PRAGMA application_id");
        var version = Number(connection, "PRAGMA user_version");
        var tables = Number(connection, "SELECT count(*) FROM sqlite_master");
        if (application != ApplicationId && (application != 0 || version != 0 || tables != 0))
        {
            throw new NasKitException(
                $"{file} is a database of another program, not a NasKit run store.",
                "Name another folder by the environment variable NASKIT_STORE; the file was left as it is.");
        }

        if (version > known)
        {
            throw new NasKitException(
                $"The run store {file} was written by a newer NasKit: its schema is version {version}, this NasKit knows up to {known}.",
                "Use the newer NasKit, or name another folder by the environment variable NASKIT_STORE; the store was left as it is.");
        }

        return (int)version;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
