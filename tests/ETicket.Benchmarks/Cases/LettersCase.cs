using System.Diagnostics;
using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Report;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Web.Mailbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ETicket.Benchmarks.Cases;

/// <summary>
/// Ten thousand facts of a month's end, each with its letter in its own transaction; then the postman, who renders each letter and gives it to a mail server in this same process,
/// one session a hundred letters.
/// </summary>
internal static class LettersCase
{
    private const int Letters = 10_000;
    private const int Round = 100;
    private const int Clients = 8;

    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("letters", stop);
        await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.towns(1, 1, {Letters}, 1)"), stop);
        await database.SettleDownAsync(stop);

        var queued = await QueueAsync(database, stop);
        board.Add("letters", $"a fact's transaction that queues its letter, {Clients} clients", Letters, queued);
        var (sent, halfway, end) = await DeliverAsync(database, stop);
        board.Add("letters", "a letter rendered, given to a server, noted, 1 postman", Letters, sent, string.Create(CultureInfo.InvariantCulture, $"memory {halfway:0} -> {end:0} MB"));
        board.Expect("10,000 letters queued, rendered and given, seconds", queued + sent, 60, atLeast: false);
        board.Expect("memory after the last letter / after the first two thousand", end / halfway, 1.1, atLeast: false);
        board.Expect("faults found by the audit after the letters", await AuditCase.FaultsAsync(database, stop), 0, atLeast: false);
    }

    private static async Task<double> QueueAsync(BenchDatabase database, CancellationToken stop)
    {
        var readers = await ReadersAsync(database, stop);
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(readers.Index(), new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = stop }, async (reader, ending) =>
        {
            await using var work = await database.Product.BeginAsync(reader.Item.StructureId, ending);
            await Outbox.AddAsync(work.Transaction, reader.Item, string.Create(CultureInfo.InvariantCulture, $"receipt {reader.Index}"), Receipt(reader.Index), ending);
            await work.CommitAsync(ending);
        });
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<(double Seconds, double Halfway, double End)> DeliverAsync(BenchDatabase database, CancellationToken stop)
    {
        using var catcher = new SmtpCatcher(new CatcherOptions { Port = 0 }, new LetterTray(null, TimeProvider.System), NullLogger<SmtpCatcher>.Instance);
        await ((IHostedService)catcher).StartAsync(stop);
        await using var services = Post(database, catcher.Port);
        var postman = services.GetRequiredService<Postman>();
        var (sent, halfway) = (0, 0.0);
        var started = Stopwatch.GetTimestamp();
        while (await postman.DeliverAsync(Round, stop) is { Taken: > 0 } report)
        {
            sent += report.Sent;
            // What the tray of the server keeps, and what is compiled once, is there by then.
            if (sent == 2_000)
                halfway = Used();
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await ((IHostedService)catcher).StopAsync(stop);
        return sent == Letters ? (seconds, halfway, Used()) : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{sent} letters left."));
    }

    private static ServiceProvider Post(BenchDatabase database, int port)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Mail:Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["Mail:Security"] = nameof(MailSecurity.None),
            ["Mail:From"] = "eticket@commune.example",
        }).Build();
        return new ServiceCollection().AddLogging().AddSingleton(database.Product).AddMail(settings, _ => database.Product.Worker).BuildServiceProvider();
    }

    private static async Task<IReadOnlyList<Addressee>> ReadersAsync(BenchDatabase database, CancellationToken stop)
    {
        await using var command = database.Superuser.CreateCommand("select structure_id, family_id, id from guardian where email is not null order by id limit $1");
        command.Parameters.Add(new NpgsqlParameter { Value = Letters });
        await using var row = await command.ExecuteReaderAsync(stop);
        var readers = new List<Addressee>();
        while (await row.ReadAsync(stop))
            readers.Add(new(new StructureId(row.GetGuid(0)), new FamilyId(row.GetGuid(1)), new GuardianId(row.GetGuid(2))));
        return readers.Count == Letters ? readers : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{readers.Count} readers."));
    }

    private static TopUpReceipt Receipt(int number) => new(
        "Commune de Saint-Août", "Régie cantine et transport", "2025-034", new DateOnly(2025, 9, 1), string.Create(CultureInfo.InvariantCulture, $"Q2026-{number:000000}"),
        new DateTimeOffset(2026, 11, 21, 10, 4, 0, TimeSpan.Zero), "Lefèvre", "Zoë", "PAYFIP_CB", "99990000000000042", null, BringsTickets: true,
        [new("10 x [Lou] : Ticket(s) pour le service Cantine", 10, 320, 3200), new("5 x [Anaël] : Ticket(s) pour le service Transport scolaire", 5, 150, 750)],
        3950, "https://portail.example/saint-aout");

    /// <summary>What is really held, in MB: the garbage is taken out first.</summary>
    private static double Used() => GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
}
