using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.IntegrationTests.Planning;

/// <summary>Two people reach for the same rows at the same moment: neither sees an error page, and nothing is done twice.</summary>
public sealed class ConflictsTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PostgresErrorCodes.DeadlockDetected, 1)]
    [InlineData(PostgresErrorCodes.SerializationFailure, 3)]
    public async Task Work_undone_by_a_conflict_is_done_again(string state, int times)
    {
        await using var books = await Books.OpenAsync(cluster);
        var tries = 0;

        var done = await Conflicts.ReplayAsync(() => ++tries <= times ? FailAsync(books, state) : Task.FromResult(7), Stop);

        Assert.Equal((7, times + 1), (done, tries));
    }

    [Theory]
    [InlineData(PostgresErrorCodes.DeadlockDetected, 4)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, 1)]
    public async Task Work_undone_again_and_again_is_refused_with_a_sentence(string state, int times)
    {
        await using var books = await Books.OpenAsync(cluster);
        var tries = 0;

        var refused = await Assert.ThrowsAsync<TooManyAtOnce>(() => Conflicts.ReplayAsync(() => FailAsync(books, state, () => tries++), Stop));

        Assert.Equal(times, tries);
        Assert.Contains("recommencez", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_other_error_is_not_hidden()
    {
        await using var books = await Books.OpenAsync(cluster);
        var tries = 0;

        await Assert.ThrowsAsync<PostgresException>(() => Conflicts.ReplayAsync(() => FailAsync(books, PostgresErrorCodes.UniqueViolation, () => tries++), Stop));

        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Two_transactions_that_wait_for_each_other_both_end_well()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.OpensAFile("Martin");
        await town.OpensAFile("Durand");
        using var met = new Barrier(2);

        async Task<int> TakeAsync(string one, string other)
        {
            var tries = 0;
            return await Conflicts.ReplayAsync(
                async () =>
                {
                    await using var connection = await books.Owner.OpenConnectionAsync(Stop);
                    await using var transaction = await connection.BeginTransactionAsync(Stop);
                    await RenameAsync(connection, one);
                    if (++tries == 1)
                        await Task.Run(() => met.SignalAndWait(TimeSpan.FromSeconds(20)), Stop);
                    await RenameAsync(connection, other);
                    await transaction.CommitAsync(Stop);
                    return tries;
                },
                Stop);
        }

        var both = await Task.WhenAll(TakeAsync("Martin", "Durand"), TakeAsync("Durand", "Martin"));

        Assert.Equal(3, both.Sum());
        Assert.Equal(4, await books.AskAsync<long>("select sum(length(first_name) - length(replace(first_name, '+', ''))) from guardian"));
    }

    /// <summary>EF Core says the same thing with two exceptions around it.</summary>
    [Fact]
    public async Task Two_units_of_EF_that_wait_for_each_other_both_end_well()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using (var db = books.Database.OutsideStructures())
        {
            db.AddRange(Enumerable.Range(0, 2).Select(_ => new Notice { Provider = PaymentProvider.PayFip, ReceivedAt = TimeProvider.System.GetUtcNow(), Content = "" }));
            await db.SaveChangesAsync(Stop);
        }
        using var met = new Barrier(2);

        async Task<int> MarkAsync(bool backwards)
        {
            var tries = 0;
            return await Conflicts.ReplayAsync(
                async () =>
                {
                    await using var db = books.Database.OutsideStructures();
                    await using var transaction = await db.Database.BeginTransactionAsync(Stop);
                    var notices = await db.Set<Notice>().OrderBy(n => n.Id).ToListAsync(Stop);
                    var (one, other) = backwards ? (notices[1], notices[0]) : (notices[0], notices[1]);
                    one.Outcome = $"{backwards}";
                    await db.SaveChangesAsync(Stop);
                    if (++tries == 1)
                        await Task.Run(() => met.SignalAndWait(TimeSpan.FromSeconds(20)), Stop);
                    other.Outcome = $"{backwards}";
                    await db.SaveChangesAsync(Stop);
                    await transaction.CommitAsync(Stop);
                    return tries;
                },
                Stop);
        }

        var both = await Task.WhenAll(MarkAsync(backwards: false), MarkAsync(backwards: true));

        Assert.Equal(3, both.Sum());
        Assert.Equal(1, await books.AskAsync<long>("select count(distinct outcome) from notice where outcome is not null"));
    }

    private static async Task RenameAsync(NpgsqlConnection connection, string name)
    {
        await using var command = new NpgsqlCommand("update guardian set first_name = first_name || '+' where family_id = (select id from family where name = $1)", connection) { Parameters = { new() { Value = name } } };
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
    }

    private static async Task<int> FailAsync(Books books, string state, Action? tried = null)
    {
        tried?.Invoke();
        await using var command = books.Database.App.CreateCommand($"do $$ begin raise exception using errcode = '{state}'; end $$");
        return await command.ExecuteNonQueryAsync(Stop);
    }
}
