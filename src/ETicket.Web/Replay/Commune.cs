using ETicket.Kernel;
using ETicket.Web.Replay.Files;

namespace ETicket.Web.Replay;

/// <summary>Who is who: the names of the files and the identities given to them.</summary>
internal sealed class Commune(Month month, Seating seating)
{
    public StructureId Structure { get; } = StructureId.New();
    public RegieId Regie { get; } = RegieId.New();

    /// <summary>The one drawer of the replay.</summary>
    public LoginId Agent { get; } = LoginId.New();

    public IReadOnlyDictionary<string, TicketTypeId> Types { get; } =
        month.Types.Keys.ToDictionary(t => t, _ => TicketTypeId.New(), StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ServiceId> Services { get; } =
        month.Types.Values.Select(t => t.Service).Distinct().ToDictionary(s => s, _ => ServiceId.New(), StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ActivityId> Activities { get; } =
        month.Types.Values.Select(t => t.Service).Distinct().ToDictionary(s => s, _ => ActivityId.New(), StringComparer.Ordinal);

    public IReadOnlyDictionary<string, FamilyId> Families { get; } =
        month.Families.Keys.ToDictionary(f => f, _ => FamilyId.New(), StringComparer.Ordinal);

    /// <summary>In the order of the file: child 1 is first.</summary>
    public IReadOnlyDictionary<string, ChildId[]> Children { get; } =
        month.Families.Values.ToDictionary(f => f.Number, f => Enumerable.Range(0, seating.ChildrenOf(f)).Select(_ => ChildId.New()).Order(ById).ToArray(), StringComparer.Ordinal);

    private static IComparer<ChildId> ById { get; } = Comparer<ChildId>.Create((a, b) => a.Value.CompareTo(b.Value));
}
