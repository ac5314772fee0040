using ETicket.Kernel;
using ETicket.Planning.Away;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ETicket.Web.Display.Days;

/// <summary>« Signaler une absence » as typed: kept as it is when it is refused, each no beside its field.</summary>
internal sealed record AbsenceForm(string Child, string Reason, string From, string Until)
{
    public const string ChildField = "enfant";
    public const string ReasonField = "motif";
    public const string FromField = "du";
    public const string UntilField = "au";

    public static AbsenceForm Blank(DateOnly today) => new("", "", DayText.Iso(today), DayText.Iso(today));

    /// <summary>Of a child and a day already, from the planning.</summary>
    public static string AddressOf(ChildId child, DateOnly day) => $"/famille/absence?{ChildField}={child.Value:N}&{FromField}={DayText.Iso(day)}";

    /// <summary>What such an address says; what cannot be read there is as if it were not.</summary>
    public static AbsenceForm Of(IQueryCollection asked, DateOnly today)
    {
        var (child, day) = (Guid.TryParseExact(asked[ChildField], "N", out var id) ? id.ToString("N") : "", DayText.Iso(DayText.Read(asked[FromField].ToString()) ?? today));
        return new(child, "", day, day);
    }

    public static AbsenceForm Read(IFormCollection form) =>
        new(StandingForm.Text(form, ChildField), StandingForm.Text(form, ReasonField), StandingForm.Text(form, FromField), StandingForm.Text(form, UntilField));

    /// <summary>The reason of a name; null where there is none.</summary>
    public static AbsenceReason? ReasonOf(string name) => Enum.GetValues<AbsenceReason>().Cast<AbsenceReason?>().FirstOrDefault(r => r.ToString() == name);

    /// <summary>The wish, as far as it can be read; else null, and each error beside its field. Whether it makes sense is the business's to say.</summary>
    public AbsenceWish? Judge(ModelStateDictionary errors)
    {
        ChildId? child = Guid.TryParseExact(Child, "N", out var id) ? new(id) : null;
        var (reason, from, until) = (ReasonOf(Reason), DayText.Read(From), DayText.Read(Until));
        if (child is null)
            errors.AddModelError(ChildField, Words.Say("Absence_ChildMissing"));
        if (reason is null)
            errors.AddModelError(ReasonField, Words.Say("Absence_ReasonMissing"));
        if (from is null)
            errors.AddModelError(FromField, Words.Say("Standing_DayUnreadable"));
        if (until is null)
            errors.AddModelError(UntilField, Words.Say("Standing_DayUnreadable"));
        return errors.IsValid ? new AbsenceWish(child!.Value, reason!.Value, from!.Value, until!.Value) : null;
    }

    /// <summary>Which field a refusal is about; the top of the page for the others.</summary>
    public static string FieldOf(Refusal refusal) => refusal switch
    {
        ChildOfAnotherFile => ChildField,
        NoBookedDay or ToldByOtherHome => FromField,
        AbsenceOutOfRange => UntilField,
        _ => "",
    };
}
