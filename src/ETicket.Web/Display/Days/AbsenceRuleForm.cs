using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning.Away;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ETicket.Web.Display.Days;

/// <summary>« Fixer une règle d'absence » as typed: kept as it is when it is refused, each no beside its field.</summary>
internal sealed record AbsenceRuleForm(string Service, string Reason, string StartsOn, string DaysBefore, string Hour, string DaysKept, string ProofHours, string GivesBack, string Decision)
{
    public const string ServiceField = "service";
    public const string ReasonField = "motif";
    public const string StartsField = "debut";
    public const string BeforeField = "avance";
    public const string HourField = "heure";
    public const string KeptField = "carence";
    public const string ProofField = "delai";
    public const string BackField = "rend";
    public const string DecisionField = "decision";
    public const string Yes = "oui";
    public const string No = "non";

    /// <summary>A decision is written back longer than it may be, so that who typed it sees what is too much.</summary>
    private const int Longest = 200;

    private static readonly string[] HourFormats = ["H:mm", "HH:mm"];

    public static AbsenceRuleForm Blank(DateOnly today) => new("", "", DayText.Iso(today), "0", "09:00", "0", "", Yes, "");

    public static AbsenceRuleForm Read(IFormCollection form)
    {
        string Text(string field) => StandingForm.Text(form, field);
        var decision = form[DecisionField].ToString().Trim();
        return new(
            Text(ServiceField), Text(ReasonField), Text(StartsField), Text(BeforeField), Text(HourField), Text(KeptField), Text(ProofField), Text(BackField),
            decision.Length <= Longest ? decision : decision[..Longest]);
    }

    /// <summary>« la veille » for 1, « 2 jours après » for −2.</summary>
    public static string DayOf(int before) => before switch
    {
        0 => Words.Say("AbsenceRule_Day_Same"),
        1 => Words.Say("AbsenceRule_Day_Eve"),
        -1 => Words.Say("AbsenceRule_Day_Next"),
        > 1 => Words.Say("AbsenceRule_Day_Before", before),
        _ => Words.Say("AbsenceRule_Day_After", -before),
    };

    /// <summary>The rule, as far as it can be read; else null, and each error beside its field. Whether it makes sense is the business's to say.</summary>
    public NewAbsenceRule? Judge(ModelStateDictionary errors)
    {
        ActivityId? service = Guid.TryParseExact(Service, "N", out var id) ? new(id) : null;
        var (reason, starts, minute) = (AbsenceForm.ReasonOf(Reason), DayText.Read(StartsOn), Minute(Hour));
        var (before, kept, proof) = (Number(DaysBefore), Number(DaysKept), ProofHours.Length == 0 ? null : Number(ProofHours));
        Miss(service is null, ServiceField, "AbsenceRule_ServiceMissing");
        Miss(reason is null, ReasonField, "Absence_ReasonMissing");
        Miss(starts is null, StartsField, "Standing_DayUnreadable");
        Miss(before is null, BeforeField, "AbsenceRule_NumberUnreadable");
        Miss(minute is null, HourField, "AbsenceRule_HourUnreadable");
        Miss(kept is null, KeptField, "AbsenceRule_NumberUnreadable");
        Miss(proof is null && ProofHours.Length > 0, ProofField, "AbsenceRule_NumberUnreadable");
        Miss(GivesBack is not (Yes or No), BackField, "AbsenceRule_ChoiceMissing");
        Miss(Decision.Length > AbsenceRules.LongestDecision, DecisionField, "AbsenceRule_DecisionTooLong");
        return errors.IsValid ? new NewAbsenceRule(service!.Value, reason!.Value, starts!.Value, before!.Value, minute!.Value, kept!.Value, proof, GivesBack == Yes, Decision) : null;

        void Miss(bool missing, string field, string sentence)
        {
            if (missing)
                errors.AddModelError(field, Words.Say(sentence));
        }
    }

    /// <summary>Which field a refusal is about; the top of the page for the others.</summary>
    public static string FieldOf(Refusal refusal) => refusal switch
    {
        NoSuchActivity => ServiceField,
        RuleBeginsAlready => StartsField,
        _ => "",
    };

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>« 9:00 » as 540; 24:00 is the midnight that ends the day.</summary>
    private static int? Minute(string text) =>
        text == "24:00" ? 1440 : TimeOnly.TryParseExact(text, HourFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour) ? (hour.Hour * 60) + hour.Minute : null;
}
