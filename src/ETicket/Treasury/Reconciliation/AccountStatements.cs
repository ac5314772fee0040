using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Reconciliation;

/// <summary>What one account did in a month, in euros: what came in, disputes won and refunds that failed with the payments; what left again by refunds and disputes; the fees; what went to the bank. The last three negative.</summary>
public sealed record AccountMonth(DateOnly Month, Money CameIn, Money LeftAgain, Money Fees, Money ToTheBank);

/// <summary>An account at a provider, the régies that collect on it, the last day read, its last months the latest first.</summary>
public sealed record AccountStatement(PaymentProvider Provider, string Account, IReadOnlyList<string> Regies, DateOnly? ReadUntil, IReadOnlyList<AccountMonth> Months)
{
    /// <summary>It belongs to another structure, and is read there.</summary>
    public bool OfAnother { get; init; }

    /// <summary>Null where nothing is read here.</summary>
    public AccountTransit? Transit { get; init; }
}

/// <summary>« Relevés des prestataires » — the accounts of a structure as their lines tell them.</summary>
public static class AccountStatements
{
    private const int Months = 3;

    /// <summary>Every account of the structure of this transaction, read or not.</summary>
    public static async Task<IReadOnlyList<AccountStatement>> ReadAsync(Work work, CancellationToken stop)
    {
        var names = await work.Read<Regie>().ToDictionaryAsync(r => r.Id, r => r.Name, stop);
        var months = await MonthsAsync(work, stop);
        var transits = await AccountTransit.OfAsync(work, stop);
        var statements = new List<AccountStatement>();
        foreach (var account in await BooksAccount.OfAsync(work, stop))
        {
            statements.Add(new(
                account.Provider, account.Account, [.. account.Regies.Select(r => names[r])], await account.ReadUntilAsync(work, stop),
                [.. months[(account.Provider, account.Account)].OrderByDescending(m => m.Month)])
            { OfAnother = account.OfAnother, Transit = account.OfAnother ? null : transits.GetValueOrDefault((account.Provider, account.Account)) });
        }
        return statements;
    }

    private static async Task<ILookup<(PaymentProvider, string), AccountMonth>> MonthsAsync(Work work, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select l.provider, l.account, date_trunc('month', paris_day(l.at))::date,
                   coalesce(sum(l.gross_cents) filter (where l.nature = 'Family' and l.gross_cents > 0), 0)::bigint,
                   coalesce(sum(l.gross_cents) filter (where l.nature = 'Family' and l.gross_cents < 0), 0)::bigint,
                   coalesce(sum(case l.nature when 'Charge' then l.net_cents else -l.fee_cents end), 0)::bigint,
                   coalesce(sum(l.gross_cents) filter (where l.nature = 'Bank'), 0)::bigint
            from provider_line l
            where l.structure_id = $1 and l.currency = 'EUR' and paris_day(l.at) >= date_trunc('month', paris_day(eticket_now())) - make_interval(months => $2)
            group by 1, 2, 3
            """,
            work.Structure.Value, Months - 1);
        var months = new List<((PaymentProvider, string) Account, AccountMonth Month)>();
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            months.Add((
                (Enum.Parse<PaymentProvider>(row.GetString(0)), row.GetString(1)),
                new(row.GetFieldValue<DateOnly>(2), new(row.GetInt64(3)), new(row.GetInt64(4)), new(row.GetInt64(5)), new(row.GetInt64(6)))));
        }
        return months.ToLookup(m => m.Account, m => m.Month);
    }
}
