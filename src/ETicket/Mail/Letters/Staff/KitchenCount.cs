namespace ETicket.Mail.Letters;

/// <summary>
/// « Effectif de cuisine » — to the kitchen or the caterer: the meals of a day, frozen at the deadline, then what was added or taken off since. Figures only: no name, menus named by
/// what they contain.
/// </summary>
/// <param name="FrozenAt">When the count was frozen (UTC).</param>
/// <param name="Update">A later count of the same day replaces the first.</param>
internal sealed record KitchenCount(
    string StructureName, string Site, DateOnly Day, DateTimeOffset FrozenAt, bool Update, IReadOnlyList<KitchenLine> Lines, int Total, string PortalAddress) : ILetter
{
    public static string Name => nameof(KitchenCount);

    public static bool ByDay => false;
}

/// <summary>A menu: counted when frozen, added and taken off since, and what is to be served.</summary>
internal sealed record KitchenLine(string Menu, int Frozen, int Added, int Removed, int Total);
