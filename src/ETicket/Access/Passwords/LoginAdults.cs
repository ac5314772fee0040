using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Access.Passwords;

/// <summary>« À qui est ce compte » — an adult of a family file who owns a login, and the address the file bears.</summary>
internal sealed record LoginAdult(
    Guid Login, string UserName, StructureId Structure, string StructureName, FamilyId Family, string FamilyName, GuardianId Guardian, string FirstName, string Address);

/// <summary>Read across structures (<c>login_adults</c>), for a login stands outside them.</summary>
internal static class LoginAdults
{
    /// <summary>Of one login, a line per file. None for the staff: a member of the mairie has no family file here.</summary>
    public static async Task<IReadOnlyList<LoginAdult>> OfAsync(Database database, Guid login, CancellationToken stop)
    {
        await using var command = database.App.CreateCommand("select * from login_adults(array[$1])");
        command.Parameters.Add(new() { Value = login });
        return await ReadAsync(command, stop);
    }

    /// <summary>« Les siens » — of one login, a line per file, those without an address too: the empty text stands for it.</summary>
    public static async Task<IReadOnlyList<LoginAdult>> OwnersAsync(Database database, Guid login, CancellationToken stop)
    {
        await using var command = database.App.CreateCommand("select * from login_owners(array[$1])");
        command.Parameters.Add(new() { Value = login });
        return await ReadAsync(command, stop);
    }

    /// <summary>The same of one file, as ids: whose cards are one's own.</summary>
    public static async Task<IReadOnlySet<Guid>> CardsAsync(Work work, Guid login, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command("select guardian_id from login_owners(array[$1]) where structure_id = $2 and family_id = $3", login, work.Structure.Value, family.Value);
        var cards = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            cards.Add(reader.GetGuid(0));
        return cards;
    }

    /// <summary>Of every login whose owner's file bears that address.</summary>
    public static async Task<IReadOnlyList<LoginAdult>> AtAsync(Database database, string address, CancellationToken stop)
    {
        await using var command = database.App.CreateCommand("select * from login_reset_find($1)");
        command.Parameters.Add(new() { Value = address });
        return await ReadAsync(command, stop);
    }

    private static async Task<IReadOnlyList<LoginAdult>> ReadAsync(NpgsqlCommand command, CancellationToken stop)
    {
        var found = new List<LoginAdult>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            found.Add(new(
                reader.GetGuid(0), reader.GetString(1), new(reader.GetGuid(2)), reader.GetString(3), new(reader.GetGuid(4)), reader.GetString(5), new(reader.GetGuid(6)),
                reader.GetString(7), reader.GetString(8)));
        }
        return found;
    }
}
