using System.Globalization;
using System.Text.Json;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Structures;

/// <summary>
/// « Nom d'avant » — what something was called until an instant (UTC), written by the database itself when it is renamed (<c>former_name_keep</c>), never changed, never deleted.
/// </summary>
internal sealed class FormerName
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }

    /// <summary>The table it is in, in the singular: <c>family</c>.</summary>
    public required string Kind { get; init; }
    public required Guid Owner { get; init; }
    public required DateTimeOffset Until { get; init; }

    /// <summary>The columns that name it, and their values (JSON).</summary>
    public required string Said { get; init; }
}

/// <summary>« Noms d'alors » — what everything of a structure was called at an instant: a paper printed again says the names of the moment it was issued.</summary>
internal sealed class FormerNames
{
    /// <summary>Everything is called as it is today.</summary>
    public static readonly FormerNames None = new([]);

    private readonly Dictionary<(string Kind, Guid Owner), JsonElement> _said;

    private FormerNames(Dictionary<(string, Guid), JsonElement> said) => _said = said;

    /// <summary>Of each thing renamed since <paramref name="at"/> (UTC), what the first renaming after it replaced; whatever is not among them is called today as it was then, and until this transaction ends.</summary>
    public static async Task<FormerNames> AtAsync(Work work, DateTimeOffset at, CancellationToken stop)
    {
        await using (var hold = work.Command("select names_hold($1)", work.Structure.Value))
            await hold.ExecuteNonQueryAsync(stop);
        var since = await work.Read<FormerName>().Where(n => n.Until > at).OrderByDescending(n => n.Until).ThenByDescending(n => n.Id).ToListAsync(stop);
        var said = new Dictionary<(string, Guid), JsonElement>();
        foreach (var name in since)
            said[(name.Kind, name.Owner)] = JsonSerializer.Deserialize<JsonElement>(name.Said);
        return new FormerNames(said);
    }

    public string Name(Structure today) => Of("structure", today.Id.Value, "name", today.Name);

    /// <summary>« 33220 Port-Sainte-Foy ».</summary>
    public string Place(Structure today) => $"{Of("structure", today.Id.Value, "postal_code", today.PostalCode)} {Of("structure", today.Id.Value, "town", today.Town)}";

    public string Name(Regie today) => Of("regie", today.Id.Value, "name", today.Name);

    /// <summary>See <see cref="Regie.Act"/>.</summary>
    public (string Number, DateOnly On)? Act(Regie today)
    {
        if (!_said.TryGetValue(("regie", today.Id.Value), out var said))
            return today.Act;
        return said.GetProperty("kind").GetString() == nameof(RegieKind.Regie)
            ? (said.GetProperty("act_number").GetString()!, DateOnly.ParseExact(said.GetProperty("act_on").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture))
            : null;
    }

    public string Name(Site today) => Of("site", today.Id.Value, "name", today.Name);

    public string Label(RegieService today) => Of("regie_service", today.Id.Value, "label", today.Label);

    /// <summary>One column of what is in table <paramref name="kind"/>; <paramref name="today"/> where it was not renamed since.</summary>
    public string Of(string kind, Guid owner, string column, string today) => Find(kind, owner, column, today)!;

    /// <summary>The same of a column that may hold nothing.</summary>
    public string? Find(string kind, Guid owner, string column, string? today) => _said.TryGetValue((kind, owner), out var said) ? said.GetProperty(column).GetString() : today;
}
