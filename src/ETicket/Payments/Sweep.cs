using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments.Asking;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ETicket.Payments;

/// <summary>
/// « Relance des règlements ouverts » — asks the provider about every payment it said nothing final of, each when its turn comes (<c>next_ask</c>, Payments.sql). Run every minute.
/// </summary>
public sealed class Sweep(Database database, Settlements settlements, Checkout checkout, ILogger<Sweep> log)
{
    /// <summary>At most so many are taken in one run of each of the two queues, by so many askers.</summary>
    private const int MostTaken = 2_000;
    private const int Askers = 8;

    /// <summary>A régie's account silent so many times in a row is left alone until the next run, a whole provider after twice as many: their time-outs are not the others' wait.</summary>
    private const int MostSilences = 8;

    /// <summary>An answer nobody heard counts as silence when it was waited for this long: what fails at once keeps nobody waiting.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    /// <summary>No question is put after this, so that the next run, a minute after this one, finds whom the schedule named meanwhile.</summary>
    private static readonly TimeSpan RunsFor = TimeSpan.FromSeconds(40);

    private readonly Asks _asks = new(database);
    private readonly SweepDues _dues = new(database);

    /// <summary>
    /// Expires what nobody can pay any more: prepared on an earlier day and never opened, or opened we know not where, once that day and the longest window of a provider are
    /// over. Then asks about the payments whose turn has come, provider by provider and régie by régie in turn, the longest due of each first, in two queues side by side: those whose payer
    /// may still be paying never wait for those of former days; and about those of which money left whose mirror nobody is known to have written. One whose opening was never answered is opened again where that finds the same operation (<see cref="IPaymentProvider.StartsOnce"/>). One that fails
    /// does not stop the others and leaves its place. Answers how many were asked about. At last tells a person of the refunds nobody heard of any more.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await ExpireAsync(stop);
        var since = Stopwatch.StartNew();
        var asked = await Task.WhenAll(AskAsync(_dues.OpenAsync(fresh: true, MostTaken, stop), since, stop), AskAsync(_dues.OpenAsync(fresh: false, MostTaken, stop), since, stop), AskAsync(_dues.OwedAsync(stop), since, stop));
        await UnansweredRefunds.TellOfForgottenAsync(database, stop);
        return asked.Sum();
    }

    private async Task<int> AskAsync(Task<IReadOnlyList<Due>> dues, Stopwatch since, CancellationToken stop)
    {
        var silences = new ConcurrentDictionary<(PaymentProvider, Guid?), int>();
        var asked = 0;
        await Parallel.ForEachAsync(await dues, new ParallelOptions { MaxDegreeOfParallelism = Askers, CancellationToken = stop }, async (due, stop) =>
        {
            var (account, provider) = ((due.Provider, (Guid?)due.Regie), (due.Provider, (Guid?)null));
            if (since.Elapsed > RunsFor || silences.GetValueOrDefault(account) >= MostSilences || silences.GetValueOrDefault(provider) >= 2 * MostSilences)
                return;
            Interlocked.Increment(ref asked);
            var from = Stopwatch.GetTimestamp();
            var heard = await AskAsync(due, stop) || Stopwatch.GetElapsedTime(from) < Long;
            foreach (var key in new[] { account, provider })
                silences.AddOrUpdate(key, heard ? 0 : 1, (_, before) => heard ? 0 : before + 1);
        });
        return asked;
    }

    /// <summary>Whether the provider was heard.</summary>
    private async Task<bool> AskAsync(Due due, CancellationToken stop)
    {
        try
        {
            if (due.Owed is { } owed)
            {
                var (_, said) = await AskOnceAsync(due, evenCredited: true, stop);
                if (said is ProviderView.Credited)
                    await _asks.MirroredAsync(due.Structure, due.Payment, owed, stop);
                return true;
            }
            if (!due.Opened)
                await checkout.OpenAsync(due.Structure, due.Payment, stop);
            return (await AskOnceAsync(due, evenCredited: false, stop)).Said is not ProviderView.Unknown;
        }
        catch (Refusal refusal)
        {
            log.LogInformation("Payment {Payment} stays as it is: {Refusal}", due.Payment, refusal.GetType().Name);
            return refusal is not ProviderSilent;
        }
        catch (ProviderUnreachable silent)
        {
            log.LogInformation("Payment {Payment} is asked about again later: {Why}", due.Payment, silent.Message);
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Payment {Payment} could not be settled", due.Payment);
            // Its turn is over: it would stand in front of the others for ever. Where its money came, that was in five minutes already (Settlements).
            await _asks.RecordAsync(due.Structure, due.Payment, new ProviderView.Unknown(e.GetType().Name), Asks.Sweep, stop);
            return true;
        }
    }

    /// <summary>As every door does: what another transaction stood in the way of is done again at once.</summary>
    private Task<(PaymentState State, ProviderView? Said)> AskOnceAsync(Due due, bool evenCredited, CancellationToken stop) =>
        Conflicts.ReplayAsync(() => settlements.AskAsync(due.Structure, due.Payment, Asks.Sweep, stop, evenCredited), stop);

    /// <summary>
    /// A payment nobody opened on its day may not be opened any more (<see cref="BasketOfAnotherDay"/>): said here, or it would wait for ever. Nor can one be paid whose
    /// opening was never answered, for nobody ever saw its page. One that somebody else is writing at this moment waits for the next run.
    /// </summary>
    private async Task ExpireAsync(CancellationToken stop)
    {
        await using var connection = await database.Worker.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var ask = new NpgsqlCommand(
            """
            select structure_id, id from payment
            where state in ('Created', 'Unknown') and provider_reference is null
              and paris_day(created_at) < paris_day(eticket_now() - case state when 'Unknown' then $1 else interval '0' end)
            order by created_at limit 500 for update skip locked
            """,
            connection);
        ask.Parameters.Add(new() { Value = checkout.LongestWindow });
        var proof = JsonSerializer.Serialize(new { why = "never opened on its day" });
        var news = new List<News>();
        await using (var reader = await ask.ExecuteReaderAsync(stop))
        {
            while (await reader.ReadAsync(stop))
                news.Add(new News(new(reader.GetGuid(0)), new(reader.GetGuid(1)), PaymentState.Expired, null, null, null, null, Asks.Sweep, proof));
        }
        if (news.Count == 0)
            return;
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(News.Command(news));
        await batch.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }
}
