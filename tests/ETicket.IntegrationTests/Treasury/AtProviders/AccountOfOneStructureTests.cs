using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Reconciliation;
using Npgsql;
using static ETicket.IntegrationTests.Treasury.AtProviders.ProviderGapsTests;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>An account at a provider belongs to one structure: its fees are booked once, and nobody reads the lines of another's families.</summary>
public sealed class AccountOfOneStructureTests(Cluster cluster)
{
    private const string Double = "B7 compte d'un prestataire ouvert par deux structures";

    [Fact]
    public async Task C40_a_second_structure_is_refused_the_account_of_the_first_with_a_sentence_and_the_database_refuses_it_too()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.Stripe);
        var (other, regie) = await NeighbourAsync(town);
        var accounts = new ProviderAccounts(town.Books.Database);

        var refused = await Assert.ThrowsAsync<AccountOfAnotherStructure>(() => accounts.OpenAsync(other, regie, PaymentProvider.Stripe, town.Account, CancellationToken.None));

        Assert.Contains($"«\u00A0{town.Account}\u00A0» chez Stripe est déjà celui d’une autre structure", refused.Sentence, StringComparison.Ordinal);
        await using (var command = town.Books.Owner.CreateCommand("insert into provider_account (structure_id, regie_id, provider, account) values ($1, $2, 'Stripe', $3)"))
        {
            foreach (var value in new object[] { other.Value, regie.Value, town.Account })
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
        Assert.Equal(1, await town.Books.AskAsync<long>("select count(*) from provider_account"));

        // One of its own, and the same name at another provider, are another account.
        await accounts.OpenAsync(other, regie, PaymentProvider.Stripe, "voisine", CancellationToken.None);
        await accounts.OpenAsync(other, regie, PaymentProvider.PayPal, town.Account, CancellationToken.None);
        await accounts.OpenAsync(other, regie, PaymentProvider.Stripe, "voisine", CancellationToken.None);
        Assert.DoesNotContain(Double, await town.AlarmsAsync());
    }

    [Fact]
    public async Task C40_of_two_structures_that_had_one_account_before_the_one_that_read_it_first_books_alone_and_an_alarm_names_the_other()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.Stripe);
        await town.PaysAsync(await town.Town.OpensAFile("Martin"), 4, At(town, 0, "09:00"));
        await town.NightAsync(town.First.AddDays(1));
        var (other, regie) = await NeighbourAsync(town);
        await SharedBeforeTheRuleAsync(town, other, regie);

        await town.NightAsync(town.First.AddDays(2));
        await town.NightAsync(town.First.AddDays(8));

        Assert.Equal([town.Town.Structure.Value], await town.Books.AskAsync<Guid[]>("select array_agg(distinct structure_id) from provider_line"));
        Assert.Equal([town.Town.Structure.Value], await town.Books.AskAsync<Guid[]>("select array_agg(distinct structure_id) from provider_day"));
        Assert.Single(await town.FeesAsync());
        Assert.Equal([Double], await town.AlarmsAsync());
        await using (var work = await town.Books.Database.BeginAsync(other, CancellationToken.None))
            Assert.True(Assert.Single(await AccountStatements.ReadAsync(work, CancellationToken.None)) is { OfAnother: true, ReadUntil: null, Transit: null });
        await town.Books.ShouldBeHealthyAsync();
    }

    private static async Task<(StructureId Structure, RegieId Regie)> NeighbourAsync(ProviderTown town)
    {
        var neighbour = await Town.FoundAsync(town.Books, new TownPlan("voisine"));
        return (neighbour.Structure, Assert.Single(await town.Books.ListAsync(neighbour.Structure, "select id from regie", r => new RegieId(r.GetGuid(0)))));
    }

    /// <summary>The database as an earlier version left it, then brought to this one.</summary>
    private static async Task SharedBeforeTheRuleAsync(ProviderTown town, StructureId other, RegieId regie)
    {
        await using var command = town.Books.Owner.CreateCommand(
            $"""
            alter table provider_account drop constraint provider_account_of_one_structure;
            drop trigger claimed on provider_account;
            delete from provider_account_owner;
            insert into provider_account (structure_id, regie_id, provider, account) values ('{other}', '{regie}', 'Stripe', '{town.Account}');
            alter table provider_account add constraint provider_account_of_one_structure
              foreign key (provider, account, structure_id) references provider_account_owner (provider, account, structure_id) on delete restrict not valid;
            {SqlFiles.Read("Payments/Providers/Accounts.sql")}
            """);
        await command.ExecuteNonQueryAsync();
    }
}
