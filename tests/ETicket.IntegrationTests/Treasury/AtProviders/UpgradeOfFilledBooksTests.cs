using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Reconciliation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using static ETicket.IntegrationTests.Treasury.AtProviders.ProviderGapsTests;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>Books filled by the version that had no owner of an account, no difference that follows another and no refund that left without an answer are brought to this one whole.</summary>
public sealed class UpgradeOfFilledBooksTests(Cluster cluster)
{
    private const string Before = "LettersStoppedAndUndelivered";

    /// <summary>Every row of what the upgrade touches, without what it adds.</summary>
    private const string Kept =
        """
        select jsonb_agg(said order by said::text)::text from (
          select to_jsonb(a) as said from provider_account a
          union all select to_jsonb(l) - 'about' from provider_line l
          union all select to_jsonb(d) from provider_day d
          union all select to_jsonb(g) - array['follows_id', 'gone_at'] from provider_gap g
          union all select to_jsonb(q) - array['left_by', 'left_at', 'confirmed_at', 'asked_by'] from refund_request q) x
        """;

    private const string Numbers = "select array_agg(provider_reference || ' ' || payment_id order by provider_reference collate \"C\") from payment_address";

    [Fact]
    public async Task C40_nothing_is_lost_every_account_has_its_owner_and_what_left_again_finds_its_payment()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.Stripe);
        var (books, martin) = (town.Books, await town.Town.OpensAFile("Martin"));
        Payment[] payments = [await town.PaysAsync(martin, 10, At(town, 0, "09:00")), await town.PaysAsync(martin, 6, At(town, 0, "10:00")), await town.PaysAsync(martin, 4, At(town, 0, "11:00"))];
        town.Refunds(payments[0], 500, At(town, 0, "11:30"));
        town.Disputes(payments[1], At(town, 0, "12:00"));
        foreach (var payment in payments)
            await town.SettlesAsync(payment);
        town.Tells(town.LineOf(payments[2]), null);
        town.Adds(new ToldLine("txn_other", "charge", At(town, 0, "13:00"), 777, 20, "ch_other"));
        await town.NightAsync(town.First.AddDays(2));
        await town.ResolvesAsync(ProviderGapKind.ThereOnly, "Argent d’une autre vente.");
        var neighbour = await Town.FoundAsync(books, new TownPlan("voisine"));
        var regie = Assert.Single(await books.ListAsync(neighbour.Structure, "select id from regie", r => new RegieId(r.GetGuid(0))));
        await new ProviderAccounts(books.Database).OpenAsync(neighbour.Structure, regie, PaymentProvider.PayPal, "voisine", CancellationToken.None);
        var addresses = await books.AskAsync<string[]>(Numbers);

        await ReturnsToAsync(books, town, neighbour.Structure, regie, payments[2]);
        var kept = await books.AskAsync<string>(Kept);
        Assert.True((await books.AskAsync<string[]>(Numbers)).Length < addresses.Length);
        Assert.False(await books.AskAsync<bool>("select exists (select from pg_proc where proname like 'provider_account%claim')"));
        Assert.Equal(2L, await books.AskAsync<long>("select count(distinct resolved_at is null) from provider_gap"));

        await DatabaseUpgrade.ApplyAsync(books.Logins.Owner, settableClock: true, CancellationToken.None);

        Assert.Equal(kept, await books.AskAsync<string>(Kept));
        Assert.Equal(addresses, await books.AskAsync<string[]>(Numbers));
        Assert.Equal(
            new[] { $"PayPal voisine {neighbour.Structure}", $"Stripe {town.Account} {town.Town.Structure}" },
            await books.AskAsync<string[]>("select array_agg(concat_ws(' ', provider, account, structure_id) order by provider) from provider_account_owner"));
        Assert.Contains("B7 compte d'un prestataire ouvert par deux structures", await town.AlarmsAsync());
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from refund_request where coalesce(left_by, left_at::text, confirmed_at::text) is not null"));
        Assert.Empty(await DatabaseUpgrade.PendingAsync(books.Database, CancellationToken.None));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>The database of the version before, with what only that version could write: one account of two structures, what left again known by its document alone, a request.</summary>
    private static async Task ReturnsToAsync(Books books, ProviderTown town, StructureId other, RegieId regie, Payment asked)
    {
        await using (var db = new ETicketDb(new DbContextOptionsBuilder<ETicketDb>().UseNpgsql(books.Owner).Options))
            await db.GetService<IMigrator>().MigrateAsync(Before);
        await using var command = books.Owner.CreateCommand(
            $"""
            insert into provider_account (structure_id, regie_id, provider, account) values ('{other}', '{regie}', 'Stripe', '{town.Account}');
            delete from payment_address a using payment p
            where p.structure_id = a.structure_id and p.id = a.payment_id and p.id <> '{asked.Id}' and a.provider_reference not in (p.provider_reference, p.reference);
            insert into refund_request (structure_id, payment_id, rank, key, lines, taken, amount_cents, reason, asked_at)
            select p.structure_id, p.id, 0, gen_random_uuid(), array[x.transfer_id], array[1], 250, 'un repas en trop', eticket_now()
            from payment p cross join lateral payments_sold(p.structure_id, p.id) x where p.id = '{asked.Id}';
            """);
        await command.ExecuteNonQueryAsync();
    }
}
