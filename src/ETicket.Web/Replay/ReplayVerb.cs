using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Replay.Files;

namespace ETicket.Web.Replay;

/// <summary>« replay DOSSIER --json FICHIER » — the words of the command line.</summary>
internal sealed record ReplayArguments(string Folder, string? JsonFile)
{
    /// <summary>Reads what follows <c>replay</c>; null when it is not a folder and, at most, <c>--json</c> with a file.</summary>
    public static ReplayArguments? Read(IReadOnlyList<string> args)
    {
        string? folder = null, json = null;
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--json" && json is null && i + 1 < args.Count)
                json = args[++i];
            else if (args[i].StartsWith('-') || args[i].Length == 0 || folder is not null)
                return null;
            else
                folder = args[i];
        }
        return folder is null ? null : new ReplayArguments(folder, json);
    }
}

/// <summary>
/// The verb: exit code 0 when done, 2 when the command or a file is refused (one line on <paramref name="error"/>; nothing was opened or written),
/// 1 when the books did not take the month (the JSON file is not written).
/// </summary>
internal sealed class ReplayVerb(TextWriter output, TextWriter error, TextWriter? terminal)
{
    private const string Partial = ".partial";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="args">What follows <c>replay</c>.</param>
    /// <param name="freshDatabase">Makes and opens an empty replay database (settable clock); asked only once every file was found good. The verb disposes of it.</param>
    /// <param name="stop">Cancellation.</param>
    public static Task<int> RunAsync(string[] args, Func<CancellationToken, Task<Database>> freshDatabase, CancellationToken stop) =>
        new ReplayVerb(Console.Out, Console.Error, Console.IsOutputRedirected ? null : Console.Out).ReplayAsync(args, freshDatabase, stop);

    public async Task<int> ReplayAsync(string[] args, Func<CancellationToken, Task<Database>> freshDatabase, CancellationToken stop)
    {
        if (ReplayArguments.Read(args) is not { } asked)
            return await SayAsync(error, Sentences.Say("Usage"), 2);
        Month month;
        try
        {
            CheckPlaces(asked);
            month = await MonthReader.ReadAsync(asked.Folder, stop);
        }
        catch (BadInput wrong)
        {
            return await SayAsync(error, wrong.Message, 2);
        }

        try
        {
            await using var database = await freshDatabase(stop);
            var outcome = await ReplayCommand.RunAsync(month, database, new ConsoleBar(terminal), stop);
            foreach (var (expected, produced) in outcome.OtherNumbers)
                await SayAsync(output, Sentences.Say("NumberDiffers", expected, produced), 0);
            if (asked.JsonFile is { } file)
                await WriteWholeAsync(file, outcome.Figures.ToJson().ToJsonString(Indented), stop);
            return await SayAsync(output, Sentences.Say("Done", month.Documents.Count, month.Consumptions.Sum(c => c.Quantity), outcome.Figures.AtSale.Total), 0);
        }
        catch (Refusal refusal)
        {
            return await SayAsync(error, refusal.Sentence, 1);
        }
    }

    private static void CheckPlaces(ReplayArguments asked)
    {
        if (!Directory.Exists(asked.Folder))
            throw new BadInput(asked.Folder, 0, "-", "NoFolder", asked.Folder);
        if (asked.JsonFile is { } file && (Directory.Exists(file) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))))
            throw new BadInput(file, 0, "-", "NoPlaceForJson", file);
        if (asked.JsonFile is { } wanted && !IsWritable(wanted + Partial))
            throw new BadInput(wanted, 0, "-", "JsonUnwritable", wanted);
    }

    /// <summary>Asked before the month is replayed, not after.</summary>
    [SuppressMessage("Security", "CA3003", Justification = "The operator names the file.")]
    private static bool IsWritable(string file)
    {
        try
        {
            using var trial = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whole or not at all: a reader never sees half a file.</summary>
    [SuppressMessage("Security", "CA3003", Justification = "The operator names the file.")]
    private static async Task WriteWholeAsync(string file, string text, CancellationToken stop)
    {
        var partial = file + Partial;
        await File.WriteAllTextAsync(partial, text + "\n", stop);
        File.Move(partial, file, overwrite: true);
    }

    private static async Task<int> SayAsync(TextWriter where, string sentence, int code)
    {
        await where.WriteLineAsync(sentence);
        return code;
    }
}
