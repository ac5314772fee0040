using System.Text.Json;
using ETicket.IntegrationTests.Treasury.Unanswered;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>Requests asked by a version that kept them among the keys of commands are asked for under the same key after the upgrade, and never made twice.</summary>
public sealed class RequestsBeforeTheirTableTests(Cluster cluster)
{
    [Theory]
    [InlineData(false, false, "open")]
    [InlineData(false, true, "Camille, titre émis")]
    [InlineData(true, false, "re_1")]
    public async Task One_asked_before_the_upgrade_is_as_it_was_after_it(bool answered, bool resolved, string after)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (meals, key) = (await martin.Takes(payment, "CANT-B", 3), Guid.NewGuid());
        await using (var before = books.Owner.CreateCommand("drop table refund_request; alter table entry drop column actor, drop column bank_on; delete from payment_edge where from_state = 'Refunded' and to_state = 'ChargedBack'; delete from \"__EFMigrationsHistory\" where \"MigrationId\" like '%\\_RefundRequests' or \"MigrationId\" like '%\\_RefundsThatLeft' or \"MigrationId\" like '%\\_WhoUndid'"))
            await before.ExecuteNonQueryAsync();
        await KeepAsync("asked", new { Key = key, Quantities = meals, Cents = 750, Reason = "trois repas en trop" });
        if (answered)
            await KeepAsync("answered", "re_1");
        await using (var gap = books.Owner.CreateCommand(
            """
            insert into discrepancy (structure_id, payment_id, seen_at, field, expected, found, resolved_at, resolved_by, outcome)
            select $1, $2, eticket_now(), 'refund unanswered', '', $3, case when $4 then eticket_now() end, case when $4 then 'Camille' end, case when $4 then 'titre émis' end
            """))
        {
            foreach (object value in new object[] { town.Structure.Value, payment.Id.Value, $"750 ({key})", resolved })
                gap.Parameters.Add(new() { Value = value });
            await gap.ExecuteNonQueryAsync();
        }

        await DatabaseUpgrade.ApplyAsync(books.Logins.Owner, settableClock: true, CancellationToken.None);

        Assert.Equal($"0 {key} 3 750 trois repas en trop", await books.AskAsync<string>("select concat_ws(' ', rank, key, taken[1], amount_cents, reason) from refund_request"));
        Assert.Equal(after, await books.AskAsync<string>("select case when ended_at is null then 'open' else concat_ws(', ', ended_by, outcome) end from refund_request"));
        Assert.Equal(meals.Keys, await books.AskAsync<long[]>("select lines from refund_request"));
        Assert.Equal(after == "open", (await town.Desk(new LosesItsAnswer()).Opens(payment)).Unfinished?.Amount == new Money(750));
        await books.ShouldBeHealthyAsync();

        async Task KeepAsync(string name, object answer)
        {
            await using var keep = books.Owner.CreateCommand("insert into command_key (structure_id, key, fingerprint, answer, at) values ($1, $2, 'refund asked', $3::jsonb, eticket_now())");
            foreach (object value in new object[] { town.Structure.Value, ActKey.Named($"{payment.Id}/refund/0/{name}"), JsonSerializer.Serialize(answer) })
                keep.Parameters.Add(new() { Value = value });
            await keep.ExecuteNonQueryAsync();
        }
    }
}
