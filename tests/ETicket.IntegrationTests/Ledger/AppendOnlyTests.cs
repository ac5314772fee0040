using ETicket.IntegrationTests.Planning.Away;
using ETicket.IntegrationTests.World;
using ETicket.Planning.Away;
using Npgsql;

namespace ETicket.IntegrationTests.Ledger;

/// <summary>What is written in the journal stays: privileges say so to the program, triggers say so even to the owner.</summary>
public sealed class AppendOnlyTests(Cluster cluster)
{
    public static TheoryData<string> Guarded { get; } = ["entry", "transfer", "receipt", "receipt_line", "payment_step", "invoice_line", "former_name", "absence_rule"];

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task The_application_and_the_night_have_no_right_to_change_the_journal(string table)
    {
        await using var books = await Books.OpenAsync(cluster);

        foreach (var source in new[] { books.Database.App, books.Database.Worker })
        {
            foreach (var sql in Changes(table))
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalOf(source, sql));
        }
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task R121_Even_the_owner_is_stopped_by_the_journal_s_own_guard(string table)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(2, "CANT-B");
        await martin.OwesInDetail(800, "cantine");
        var away = new AwayDesk(town);
        await away.Sets(away.Rule("cantine", AbsenceReason.Illness));
        await using (var renamed = books.Owner.CreateCommand("update family set name = 'Martin-Petit'"))
            await renamed.ExecuteNonQueryAsync();

        foreach (var sql in Changes(table))
            Assert.Equal(PostgresErrorCodes.RestrictViolation, await RefusalOf(books.Owner, sql));

        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    private static string[] Changes(string table) =>
        [$"update {table} set structure_id = structure_id", $"delete from {table}", $"truncate {table} cascade"];

    private static async Task<string> RefusalOf(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        return refusal.SqlState;
    }
}
