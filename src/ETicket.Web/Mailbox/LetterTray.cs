using System.Globalization;

namespace ETicket.Web.Mailbox;

/// <summary>« Bannette » — the last messages caught, in memory and, when a folder is given, on disk, so that they survive a restart.</summary>
internal sealed class LetterTray
{
    /// <summary>How many are kept.</summary>
    public const int Most = 500;

    private const string Moment = "yyyyMMdd'T'HHmmssfff'Z'";

    private readonly Lock gate = new();
    private readonly List<CaughtLetter> letters = [];
    private readonly string? folder;
    private readonly TimeProvider clock;
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long last;

    public LetterTray(string? folder, TimeProvider clock)
    {
        (this.folder, this.clock) = (folder, clock);
        if (folder is null)
            return;
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.eml").Order(StringComparer.Ordinal))
            Reload(file);
        letters.Sort((a, b) => a.Id.CompareTo(b.Id));
        Trim();
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<CaughtLetter> All()
    {
        lock (gate)
            return [.. Enumerable.Reverse(letters)];
    }

    public CaughtLetter? Find(long id)
    {
        lock (gate)
            return letters.Find(letter => letter.Id == id);
    }

    public CaughtLetter Add(string sender, IReadOnlyList<string> recipients, byte[] message)
    {
        lock (gate)
        {
            var letter = CaughtLetter.Delivered(last + 1, clock.GetUtcNow(), sender, recipients, message);
            Save(letter);
            last = letter.Id;
            letters.Add(letter);
            Trim();
            news.SetResult();
            news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return letter;
        }
    }

    /// <summary>The oldest message that answers, waiting for it to arrive.</summary>
    public async Task<CaughtLetter> WaitForAsync(Func<CaughtLetter, bool> condition, CancellationToken stop)
    {
        while (true)
        {
            Task arrival;
            lock (gate)
            {
                if (letters.Find(letter => condition(letter)) is { } found)
                    return found;
                arrival = news.Task;
            }
            await arrival.WaitAsync(stop);
        }
    }

    private void Trim()
    {
        while (letters.Count > Most)
        {
            if (folder is not null)
                File.Delete(PathOf(letters[0]));
            letters.RemoveAt(0);
        }
    }

    private void Save(CaughtLetter letter)
    {
        if (folder is null)
            return;
        // Whole or not at all: a message half written would be read as one.
        var draft = Path.Combine(folder, "incoming.part");
        File.WriteAllBytes(draft, letter.Raw);
        File.Move(draft, PathOf(letter), overwrite: true);
    }

    private void Reload(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file).Split('-');
        if (name.Length != 2 || !long.TryParse(name[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return;
        if (!DateTimeOffset.TryParseExact(name[1], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var receivedAt))
            return;
        letters.Add(new CaughtLetter(id, receivedAt, File.ReadAllBytes(file)));
        last = Math.Max(last, id);
    }

    private string PathOf(CaughtLetter letter) =>
        Path.Combine(folder!, $"{letter.Id.ToString("D9", CultureInfo.InvariantCulture)}-{letter.ReceivedAt.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)}.eml");
}
