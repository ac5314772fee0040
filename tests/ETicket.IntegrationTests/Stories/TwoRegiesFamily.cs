using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Npgsql;

namespace ETicket.IntegrationTests.Stories;

/// <summary>The file of one family on the running portal, its login, and what it may buy.</summary>
internal sealed record TwoRegiesFamily(PortalDatabase Database, FamilyId Id, PortalLogin Login, IReadOnlyDictionary<string, TicketTypeId> Types) : IAsyncDisposable
{
    public Task<HttpResponseMessage> PostsAsync(ParentSession parent, Guid key, params (string Ticket, int Quantity)[] lines) => PostsAsync(parent, key, lines, []);

    /// <summary>Posts the form of tickets as the page would.</summary>
    public Task<HttpResponseMessage> PostsAsync(ParentSession parent, Guid key, (string Ticket, int Quantity)[] lines, params (string Name, string Value)[] besides) => parent.PostAsync(
        "/famille/tickets",
        [("panier", key.ToString()), .. Types.Select(t => ("n" + t.Value.Value.ToString("N"), lines.Where(l => l.Ticket == t.Key).Sum(l => l.Quantity).ToString(French.Culture))), .. besides]);

    public Task<long> PaymentsAsync() => Database.AskAsync<long>("select count(*) from payment where family_id = $1", Id.Value);

    /// <summary>So long after, for this family's payments: the portal's own clock is everybody's.</summary>
    public async Task IsLaterAsync(TimeSpan time)
    {
        await using var owner = NpgsqlDataSource.Create(Database.Logins.Owner);
        await using var older = owner.CreateCommand("update payment set (created_at, opened_at, ask_from) = (created_at - $1, opened_at - $1, ask_from - $1) where family_id = $2");
        older.Parameters.Add(new() { Value = time });
        older.Parameters.Add(new() { Value = Id.Value });
        await older.ExecuteNonQueryAsync();
    }

    /// <summary>Tickets of the canteen, of the day care, and what it still owes.</summary>
    public async Task<(long Canteen, long DayCare, long Owed)> HoldsAsync() =>
        (await TicketsAsync("Cantine"), await TicketsAsync("Garderie"), await Database.AskAsync<long>("select sum(amount_cents - paid_cents)::bigint from invoice where family_id = $1", Id.Value));

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private Task<long> TicketsAsync(string ticket) =>
        Database.AskAsync<long>("select tickets::bigint from wallet where family_id = $1 and ticket_type_id = $2", Id.Value, Types[ticket].Value);
}
