using System.Globalization;
using System.Resources;
using ETicket.Kernel;
using ETicket.Planning.CutOffs;

namespace ETicket.Planning.Away;

/// <summary>« Les mots de la règle », for pages and letters, from <c>Words.resx</c>.</summary>
public static class AbsenceWords
{
    private static readonly ResourceManager Book = new("ETicket.Planning.Away.Words", typeof(AbsenceWords).Assembly);

    public static string Of(AbsenceReason reason) => Say($"Reason_{reason}");

    /// <summary>« l'absence se signale au plus tard le jour même à 09:00, le premier jour reste dû (délibération 2026-31) » — as it reads after a colon.</summary>
    public static string Of(AbsenceRule rule)
    {
        List<string> parts = rule.GivesBack ? [Told(rule)] : [Say("NothingBack")];
        if (rule is { GivesBack: true, FirstDaysKept: > 0 })
            parts.Add(rule.FirstDaysKept == 1 ? Say("Kept_One") : Say("Kept_Many", rule.FirstDaysKept));
        if (rule is { GivesBack: true, ProofWithinHours: { } hours })
            parts.Add(Say("Proof", hours));
        var said = string.Join(", ", parts);
        return rule.Decision is { Length: > 0 } decision ? Say("Decision", said, decision) : said;
    }

    /// <summary>What became of a day that was told.</summary>
    public static string Of(AbsenceDay day, AbsenceRule? rule) => Of(day.State, day.Why, day.ProofUntil, rule?.ToldUntil(day.Day), day.Answer);

    /// <summary>What will become of a day that is about to be told.</summary>
    public static string Of(AbsentDay day) => day.Ruling is { } ruling ? Of(ruling.State, ruling.Why, ruling.ProofUntil, day.Rule?.ToldUntil(day.Day), null) : Say($"Fate_{day.Fate}");

    /// <summary>Why nothing comes back, in the letter: no proof came.</summary>
    internal static string Late(DateTimeOffset until, AbsenceRule? rule) => rule is null ? Say("Why_NoProof", French.Until(until)) : Say("Late", French.Until(until), Of(rule));

    private static string Of(AbsenceState state, AbsenceWhy? why, DateTimeOffset? proof, DateTimeOffset? told, string? answer) => (state, why) switch
    {
        (AbsenceState.Refused, AbsenceWhy.ToldTooLate) when told is { } limit => Say("Why_ToldTooLate", French.Until(limit)),
        (AbsenceState.Refused, AbsenceWhy.NoProof) when proof is { } until => Say("Why_NoProof", French.Until(until)),
        (AbsenceState.Refused, _) => Say($"Why_{why}", answer),
        (AbsenceState.WaitsForProof, _) when proof is { } until => Say("State_WaitsForProof", French.Until(until)),
        _ => Say($"State_{state}"),
    };

    private static string Told(AbsenceRule rule)
    {
        var hour = rule.ToldAt == LimitHour.Midnight ? Say("Midnight") : rule.ToldAt.ToString();
        return rule.ToldDaysBefore switch
        {
            0 => Say("Told_Same", hour),
            1 => Say("Told_Eve", hour),
            -1 => Say("Told_Next", hour),
            > 1 => Say("Told_Before", hour, rule.ToldDaysBefore),
            _ => Say("Told_After", hour, -rule.ToldDaysBefore),
        };
    }

    private static string Say(string name, params object?[] facts) =>
        string.Format(French.Culture, Book.GetString(name, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException(name), facts);
}
