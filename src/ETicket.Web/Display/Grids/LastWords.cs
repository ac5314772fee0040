using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Grids;

/// <summary>« Entre-temps, la mairie avait coché… » — what somebody else had done before the click, one sentence for each of them and what they did.</summary>
internal static class LastWords
{
    public static string? Of(IReadOnlyList<LastWord> words) => words.Count == 0 ? null : string.Join(' ',
        from word in words
        group word by (Who: Who(word), word.Ticked, word.Already) into same
        select Words.Say(
            $"Told_{(same.Key.Already ? "Already" : "Before")}{(same.Key.Ticked ? "Ticked" : "Unticked")}", same.Key.Who, Words.List([.. same.Select(w => French.ShortDay(w.Day)).Distinct()]), French.Instant(same.Max(w => w.At))));

    private static string Who(LastWord word) => word switch
    {
        { Origin: ChangeOrigin.Standing } => Words.Say("Told_Standing"),
        { Origin: ChangeOrigin.Night } => Words.Say("Told_Night"),
        { Origin: not ChangeOrigin.Parent } => Words.Say("Told_Staff"),
        { Actor: null } => Words.Say("Told_OtherHome"),
        _ => word.Actor,
    };
}
