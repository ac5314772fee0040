using System.Collections.Concurrent;
using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Load;
using ETicket.Benchmarks.Report;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.Benchmarks.Cases;

/// <summary>Settling a top-up through the product's code, beside the usual ledger: its best case (10,000 accounts) and its worst (one account in every transfer).</summary>
internal static class TopUpCase
{
    private const int Families = 100;

    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("topup", stop);
        await database.RunAsync($"call bench.towns(1, 100, {Families}, 100)", stop);
        await database.RunAsync("call bench.towns(200, 1, 10000, 100)", stop);
        await database.SettleDownAsync(stop);
        await OursAsync(database, 1, 100, Families, 8, TimeSpan.FromSeconds(1), stop);
        await Yardsticks.UniformAsync(database, 8, TimeSpan.FromSeconds(1));
        if (options.Turns)
        {
            await TakeTurnsAsync(database, options, stop);
            return;
        }

        foreach (var clients in new[] { 1, 8, 32 })
        {
            List<Figures> uniform = [], hot = [], many = [], one = [];
            for (var round = 0; round < options.Rounds; round++)
            {
                uniform.Add(await Yardsticks.UniformAsync(database, clients, options.Round));
                many.Add(await OursAsync(database, 1, 100, Families, clients, options.Round, stop));
                hot.Add(await Yardsticks.HotAsync(database, clients, options.Round));
                one.Add(await OursAsync(database, 200, 1, 10_000, clients, options.Round, stop));
            }
            board.Add("topup", "yardstick: one row per account, 10,000 accounts", Figures.Median(uniform));
            board.Add("topup", "yardstick: one row per account, one hot account", Figures.Median(hot));
            board.Add("topup", "settling a top-up, 100 communes", Figures.Median(many));
            board.Add("topup", "settling a top-up, one commune", Figures.Median(one));
            if (clients < 32)
                continue;
            board.Expect("top-up, one commune, 32 clients / one hot account", Figures.Median(one).PerSecond / Figures.Median(hot).PerSecond, 4, atLeast: true);
            board.Expect("top-up, one commune, 32 clients, p99 / p99 of one hot account", Figures.Median(one).P99 / Figures.Median(hot).P99, 0.5, atLeast: false);
            board.Expect("top-up, 100 communes, 32 clients / 10,000 accounts", Figures.Median(many).PerSecond / Figures.Median(uniform).PerSecond, 1, atLeast: true);
        }
        var faults = await AuditCase.FaultsAsync(database, stop);
        board.Expect("faults found by the audit after the top-ups", faults, 0, atLeast: false);
    }

    /// <summary>Says « ready », then one round for each word it reads, « one » commune or « many », and its settlements a second: <c>by-turns.py</c> has two builds take turns.</summary>
    private static async Task TakeTurnsAsync(BenchDatabase database, Options options, CancellationToken stop)
    {
        // Payments take longer to make than to settle: not many more than a machine of today needs.
        const int mostASecond = 3_500;
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync(stop) is { } word)
        {
            var round = word == "one" ? await OursAsync(database, 200, 1, 10_000, 32, options.Round, stop, mostASecond) : await OursAsync(database, 1, 100, Families, 32, options.Round, stop, mostASecond);
            Console.WriteLine(round.PerSecond.ToString("0.0", CultureInfo.InvariantCulture));
        }
    }

    private static async Task<Figures> OursAsync(BenchDatabase database, int first, int communes, int families, int clients, TimeSpan duration, CancellationToken stop, int mostASecond = 8_000)
    {
        var waiting = await PendingAsync(database, first, communes, families, (int)(duration.TotalSeconds * (clients == 1 ? 2_000 : mostASecond)), stop);
        await database.RunAsync("analyze payment, payment_line, payment_step, receipt, entry, transfer, lot, outbox_letter", stop);
        var settlements = Build(database.Product);
        return await Clients.RunAsync(clients, duration, async _ =>
        {
            if (!waiting.TryDequeue(out var payment))
                return false;
            var state = await settlements.SettleAsync(payment.Structure, payment.Payment, "bench", stop);
            return state is PaymentState.Paid ? true : throw new InvalidOperationException(state.ToString());
        });
    }

    private static async Task<ConcurrentQueue<(StructureId Structure, PaymentId Payment)>> PendingAsync(
        BenchDatabase database, int first, int communes, int families, int count, CancellationToken stop)
    {
        var payments = new ConcurrentQueue<(StructureId, PaymentId)>();
        await using var command = database.Superuser.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"select structure_id, id from bench.pay({first}, {communes}, {families}, {count})"));
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            payments.Enqueue((new(reader.GetGuid(0)), new(reader.GetGuid(1))));
        return payments;
    }

    private static Settlements Build(Database database)
    {
        IPaymentProvider[] providers = [new CreditingProvider()];
        var portal = new PortalAddress();
        return new Settlements(database, providers, [new TopUps(database, providers), new Invoices(database)], new MoneyBack(database, new Reversals(database)), portal);
    }

    /// <summary>A provider that has recorded every operation as paid by card.</summary>
    private sealed class CreditingProvider : IPaymentProvider
    {
        public PaymentProvider Name => PaymentProvider.PayFip;

        public Task<Started> StartAsync(PaymentOrder order, CancellationToken stop) => Task.FromResult(new Started(order.Reference, order.ReturnTo));

        public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) => Task.FromResult<NoticeReading>(new NoticeReading.NotOurs());

        public string? ReadReturn(ProviderRequest request) => null;

        public Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop) => Task.FromResult<ProviderView>(new ProviderView.Credited(
            order.Amount, PaymentMeans.PayFipCard, false, order.Reference, order.ClientNumber, order.Mode, order.CreatedAt, "A1B2C3",
            $$"""{"refdet":"{{order.Reference}}","montant":{{order.Amount.Cents.ToString(CultureInfo.InvariantCulture)}},"resultrans":"P"}"""));
    }
}
