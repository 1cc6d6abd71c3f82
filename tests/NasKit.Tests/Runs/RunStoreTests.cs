using System.Globalization;
using Microsoft.Data.Sqlite;
using NasKit.Runs;

namespace NasKit.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_folder_is_the_named_one_or_beside_the_solution_or_the_users_own()
    {
        var inner = Directory.CreateDirectory(folder["a/b/c"]).FullName;
        Assert.Equal("/local/naskit", RunStore.FolderFor(null, inner, "/local"));
        Directory.CreateDirectory(folder["a/.naskit"]);
        Assert.Equal(folder["a/.naskit"], RunStore.FolderFor(null, inner, "/local"));
        File.WriteAllText(folder["a/b/NasKit.sln"], "");
        Assert.Equal(folder["a/b/.naskit"], RunStore.FolderFor("", inner, "/local"));
        Assert.Equal(folder["mine"], RunStore.FolderFor(folder["mine"], inner, "/local"));
        Assert.Equal(folder["a/b/c/mine"], RunStore.FolderFor("mine", inner, "/local"));
    }

    [Fact]
    public void A_second_opening_sees_what_the_first_wrote()
    {
        using (var store = RunStore.Open(folder.Path))
        {
            store.PutArtefact("table", new[] { 0.1, 1e-300, double.NaN });
        }

        using var again = RunStore.Open(folder.Path);
        Assert.True(again.TryGetArtefact<double[]>("table", out var table));
        Assert.Equal([0.1, 1e-300, double.NaN], table);
        Assert.Equal(["table"], again.ArtefactNames());
        Assert.True(again.DeleteArtefact("table"));
        Assert.False(again.DeleteArtefact("table"));
        Assert.False(again.TryGetArtefact<double[]>("table", out _));
    }

    [Fact]
    public void An_artefact_of_another_type_says_so()
    {
        using var store = RunStore.Open(folder.Path);
        store.PutArtefact("table", "text");
        var error = Assert.Throws<NasKitException>(() => store.TryGetArtefact<int[]>("table", out _));
        Assert.Contains("\"table\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("is not a Int32[]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a database at all, but long enough to be looked at as one: 0123456789 0123456789 0123456789 0123456789")]
    [InlineData("short")]
    public void A_damaged_database_is_refused_and_left_as_it_is(string content)
    {
        File.WriteAllText(folder["runs.db"], content);
        var error = Assert.Throws<NasKitException>(() => RunStore.Open(folder.Path));
        Assert.Contains(folder["runs.db"], error.Message, StringComparison.Ordinal);
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains("mv ", error.Hint, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(folder["runs.db"]));
        Assert.Equal(["runs.db"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_database_damaged_inside_is_refused_when_it_is_read()
    {
        using (var run = Run.Open("r", 1, "smoke", store: folder.Path))
        {
            run.Step("a", () => Enumerable.Range(0, 20_000).ToArray());
        }

        SqliteConnection.ClearAllPools();
        using (var file = File.OpenWrite(folder["runs.db"]))
        {
            file.Position = 4096; // behind the header's page
            file.Write([.. Enumerable.Repeat((byte)0xA5, (int)(file.Length - 4096))]);
        }

        var before = File.ReadAllBytes(folder["runs.db"]);
        var error = Assert.Throws<NasKitException>(() =>
        {
            using var run = Run.Open("r", 1, "smoke", store: folder.Path); // ends quietly, so that the first error is the one to see
            run.Step("a", () => Enumerable.Range(0, 20_000).ToArray());
        });
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["runs.db"]));
    }

    [Fact]
    public void A_newer_schema_is_refused_and_left_as_it_is()
    {
        RunStore.Open(folder.Path).Dispose();
        Sql("PRAGMA user_version = 99");
        var before = File.ReadAllBytes(folder["runs.db"]);
        var error = Assert.Throws<NasKitException>(() => RunStore.Open(folder.Path));
        Assert.Contains("its schema is version 99", error.Message, StringComparison.Ordinal);
        Assert.Contains("NASKIT_STORE", error.Hint, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["runs.db"]));
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_as_it_is()
    {
        Sql("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
        var before = File.ReadAllBytes(folder["runs.db"]);
        var error = Assert.Throws<NasKitException>(() => RunStore.Open(folder.Path));
        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["runs.db"]));
    }

    [Fact]
    public void An_older_schema_is_migrated_and_keeps_its_rows()
    {
        using (var store = RunStore.Open(folder.Path))
        {
            store.PutArtefact("table", 7);
        }

        string[] next = [.. Schema.Migrations, "ALTER TABLE artefacts ADD COLUMN note TEXT; UPDATE artefacts SET note = 'moved';"];
        using (var store = RunStore.Open(folder.Path, next, lockTimeoutSeconds: 5))
        {
            Assert.True(store.TryGetArtefact<int>("table", out var value));
            Assert.Equal(7, value);
        }

        Assert.Equal("moved", Sql("SELECT note FROM artefacts"));
        Assert.Equal(next.Length.ToString(CultureInfo.InvariantCulture), Sql("PRAGMA user_version"));
        Assert.Throws<NasKitException>(() => RunStore.Open(folder.Path));
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_older_schema_whole()
    {
        RunStore.Open(folder.Path).Dispose();
        string[] next = [.. Schema.Migrations, "CREATE TABLE half (x); SELECT nonsense;"];
        Assert.Throws<NasKitException>(() => RunStore.Open(folder.Path, next, lockTimeoutSeconds: 5));
        Assert.Equal("0", Sql("SELECT count(*) FROM sqlite_master WHERE name = 'half'"));
        RunStore.Open(folder.Path).Dispose();
    }

    [Fact]
    public void A_locked_store_says_so()
    {
        using var store = RunStore.Open(folder.Path, Schema.Migrations, lockTimeoutSeconds: 1);
        using var other = Connect();
        using var transaction = other.BeginTransaction();
        var error = Assert.Throws<NasKitException>(() => store.PutArtefact("x", 1));
        Assert.Contains("is locked by another process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_says_so()
    {
        File.WriteAllText(folder["file"], "");
        var error = Assert.Throws<NasKitException>(() => RunStore.Open(folder["file/store"]));
        Assert.Contains("cannot be made", error.Message, StringComparison.Ordinal);
        Assert.Contains("NASKIT_STORE", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_says_so_and_loses_nothing()
    {
        using var store = RunStore.Open(folder.Path);
        store.PutArtefact("small", 1);
        Sql("PRAGMA wal_checkpoint(TRUNCATE)");
        store.LimitPages(64); // what a full disk looks like to SQLite
        var error = Assert.Throws<NasKitException>(() => store.PutArtefact("large", new string('x', 1_000_000)));
        Assert.Contains("is full", error.Message, StringComparison.Ordinal);
        Assert.Equal(["small"], store.ArtefactNames());
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={folder["runs.db"]};Pooling=False");
        connection.Open();
        return connection;
    }

    private string? Sql(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
