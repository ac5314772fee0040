using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using Npgsql;

namespace ETicket.IntegrationTests.Ledger;

/// <summary>Nothing of one structure is ever seen or written from another: the database itself refuses.</summary>
public sealed class IsolationTests(Cluster cluster)
{
    [Fact]
    public async Task Every_table_of_a_structure_is_closed_even_to_its_owner()
    {
        await using var books = await Books.OpenAsync(cluster);

        var open = await books.AskAsync<string[]>(
            """
            select array_agg(c.relname::text order by c.relname) filter (where not (c.relrowsecurity and c.relforcerowsecurity)) from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'structure_id' and not a.attisdropped
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            """);

        // Two addresses, ids only, are read before the structure is known.
        Assert.Equal(["login_access", "payment_address"], open);
    }

    [Fact]
    public async Task Without_a_structure_nothing_is_seen_and_nothing_can_be_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(2, "CANT-B");
        await martin.Ticks("cantine", town.Days[0]);

        foreach (var table in await TablesAsync(books))
        {
            await using var count = books.Database.App.CreateCommand($"select count(*) from {table}");
            Assert.Equal((table, 0L), (table, (long)(await count.ExecuteScalarAsync())!));
        }
        await using var insert = books.Database.App.CreateCommand("insert into family (structure_id, id, number, name) values ($1, gen_random_uuid(), 'X', 'X')");
        insert.Parameters.Add(new NpgsqlParameter { Value = town.Structure.Value });
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task Inside_one_structure_the_other_does_not_exist()
    {
        await using var books = await Books.OpenAsync(cluster);
        var alpha = await Town.FoundAsync(books, new TownPlan("alpha"));
        var beta = await Town.FoundAsync(books, new TownPlan("beta"));
        var martin = await beta.OpensAFile("Martin");
        await martin.Buys(2, "CANT-B");
        await martin.Ticks("cantine", beta.Days[0]);

        foreach (var table in await TablesAsync(books))
            Assert.Equal((table, 0L), (table, await CountAsync(books, alpha.Structure, $"select count(*) from {table} where structure_id = $1", beta.Structure.Value)));
        await using var work = await books.Database.BeginAsync(alpha.Structure, CancellationToken.None);
        await using var update = work.Command("update wallet set tickets = 99 where structure_id = $1", beta.Structure.Value);
        Assert.Equal(0, await update.ExecuteNonQueryAsync());
        await using var insert = work.Command("insert into family (structure_id, id, number, name) values ($1, gen_random_uuid(), 'X', 'X')", beta.Structure.Value);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task A_family_of_another_structure_can_neither_buy_nor_tick()
    {
        await using var books = await Books.OpenAsync(cluster);
        var alpha = await Town.FoundAsync(books, new TownPlan("alpha"));
        var beta = await Town.FoundAsync(books, new TownPlan("beta"));
        var martin = await beta.OpensAFile("Martin");
        var intruder = new FamilyFile(alpha, martin.Id, martin.Children);

        await Assert.ThrowsAnyAsync<Exception>(() => intruder.Buys(2, "CANT-B"));
        var answer = Assert.Single(await intruder.Ticks("cantine", alpha.Days[0]));

        Assert.Equal(Verdict.NotEnrolled, answer.Verdict);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<string[]> TablesAsync(Books books) => await books.AskAsync<string[]>(
        """
        select array_agg(c.relname::text) from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'structure_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('login_access', 'payment_address')
        """);

    private static async Task<long> CountAsync(Books books, StructureId inside, string sql, Guid structure) =>
        Assert.Single(await books.ListAsync(inside, sql, r => r.GetInt64(0), structure));
}
