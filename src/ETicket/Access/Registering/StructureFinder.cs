using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Access.Registering;

/// <summary>A structure where a new family may make its account.</summary>
public sealed record OpenStructure(StructureId Id, string Name, string PostalCode, string Town);

/// <summary>« Trouver sa structure » — by postal code, or by the code it gave: only those whose door is open, and only by the whole of either.</summary>
public sealed class StructureFinder(Database database)
{
    private const int Longest = 32;

    /// <summary>In the order of their names; none for anything else. A code opens one, a postal code perhaps several.</summary>
    public Task<IReadOnlyList<OpenStructure>> FindAsync(string typed, CancellationToken stop) => ReadAsync("select * from structure_find($1)", typed.Trim() is { Length: <= Longest } word ? word : "", stop);

    /// <summary>The one of an id, if its door is open.</summary>
    public async Task<OpenStructure?> OfAsync(StructureId structure, CancellationToken stop) =>
        (await ReadAsync("select * from structure_find(null, $1)", structure.Value, stop)).SingleOrDefault();

    private async Task<IReadOnlyList<OpenStructure>> ReadAsync(string sql, object value, CancellationToken stop)
    {
        await using var command = database.App.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        var found = new List<OpenStructure>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            found.Add(new(new(reader.GetGuid(0)), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        return found;
    }
}
