using System.Resources;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Custody;
using ETicket.Web.Display.Days;

namespace ETicket.Web.Display.Custody;

/// <summary>« Libellés de la garde » — rules and moves in words, kept in CustodyLabels.resx. The mairie alone reads them: both homes have their name here.</summary>
internal sealed class CustodyWords(IReadOnlyList<Family> homes)
{
    private static readonly ResourceManager Book = new("ETicket.Web.Display.Custody.CustodyLabels", typeof(CustodyWords).Assembly);

    public static string Say(string name, params object?[] facts) => string.Format(French.Culture, Book.GetString(name, French.Culture) ?? throw new InvalidOperationException($"No label {name}."), facts);

    /// <summary>« famille Martin (F0001) ».</summary>
    public static string Of(Family family) => Say("Home", family.Name, family.Number);

    public string Home(FamilyId? id) => homes.FirstOrDefault(h => h.Id == id) is { } home ? Of(home) : Say(id is null ? "Home_First" : "Home_Left");

    /// <summary>« A » or « B », as the table of weeks writes a home; « – » where no rule speaks.</summary>
    public string Letter(FamilyId? id) => homes.Select((home, i) => (home.Id, Letter: Say($"Letter_{i}"))).FirstOrDefault(h => h.Id == id).Letter ?? Say("Letter_None");

    /// <summary>« Les semaines paires chez la famille Martin, les autres jours chez la famille Petit, à partir du 7 septembre ».</summary>
    public string Of(CustodyRule rule)
    {
        var (home, other) = (Home(rule.FamilyId), Home(rule.OtherFamilyId));
        var said = rule switch
        {
            { FamilyId: null } => Say("Rule_None"),
            { Odd.Length: 7, Even.Length: 7 } => Say("Rule_All", home),
            { Odd.Length: 7, Even.Length: 0 } => Say("Rule_Odd", home, other),
            { Odd.Length: 0, Even.Length: 7 } => Say("Rule_Even", home, other),
            _ when rule.Odd.Order().SequenceEqual(rule.Even.Order()) => Say("Rule_Days", Days(rule.Odd), home, other),
            _ => Say("Rule_TwoWeeks", Days(rule.Odd), Days(rule.Even), home, other),
        };
        return rule.LastDay switch
        {
            { } last when last == rule.FirstDay => Say("Rule_On", said, French.Day(rule.FirstDay)),
            { } last => Say("Rule_Between", said, French.Day(rule.FirstDay), French.Day(last)),
            _ => Say("Rule_From", said, French.Day(rule.FirstDay)),
        };
    }

    /// <summary>A day already ticked: where it goes, or why it stays.</summary>
    public string Of(CustodyMove move, string activity) => move.Moved
        ? Say("Move_Done", French.Day(move.Day), activity, Home(move.From), Home(move.To))
        : Say(move.Verdict is Verdict.NoTicket ? "Move_NoTicket" : "Move_Kept", French.Day(move.Day), activity, Home(move.From), Home(move.To));

    private static string Days(int[] days) => days.Length == 0 ? Say("Days_None") : Words.List([.. days.Order().Select(StandingWords.Weekday)]);
}
