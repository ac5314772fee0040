using ETicket.Families.Health;
using ETicket.Kernel;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Health;

/// <summary>« Fiche sanitaire » — of one child, apart from the file: each opening is noted, and nothing of it stands on another page.</summary>
internal sealed class CardModel(HealthRecords health) : MemberPage
{
    public const string AllergiesField = "allergies";
    public const string CarePlanField = "pai";
    public const string TreatmentField = "traitement";
    public const string VaccinatedField = "vaccins";
    public const string ObservationsField = "observations";
    public const string VersionField = "version";
    public const string Ticked = "oui";

    private static readonly string[] Written = [AllergiesField, CarePlanField, ObservationsField, VersionField];

    [BindProperty(SupportsGet = true)]
    public bool Fait { get; set; }

    /// <summary>What is kept, and what the fields show: the same, unless somebody is writing.</summary>
    public HealthSheet Sheet { get; private set; } = null!;
    public HealthCard Shown { get; private set; } = HealthCard.Blank;

    /// <summary>What another hand wrote meanwhile, to be compared.</summary>
    public HealthCard? Others { get; private set; }

    private HealthReader Reader => new(Visitor.Structure, Visitor.Family, Visitor.Login, Visitor.UserName);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken stop)
    {
        if (!await LoadAsync(id, stop))
            return NotFound();
        Shown = Sheet.Card;
        return Page();
    }

    /// <summary>« Je valide mes modifications ».</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken stop)
    {
        ModelState.Clear();
        if (Typed(Request.Form) is not { } typed)
            return await AgainAsync(id, "", new HealthFormIncomplete(), null, stop);
        try
        {
            return await health.SaveAsync(Reader, new ChildId(id), Request.Form[VersionField].ToString(), typed, stop)
                ? Response.SeeOther($"/famille/dossier/enfants/{id}/sante?fait=true")
                : NotFound();
        }
        catch (HealthTextTooLong refusal)
        {
            return await AgainAsync(id, FieldOf(refusal.Field), refusal, typed, stop);
        }
        catch (HealthTextUnreadable refusal)
        {
            return await AgainAsync(id, FieldOf(refusal.Field), refusal, typed, stop);
        }
        catch (HealthChangedMeanwhile refusal)
        {
            var answer = await AgainAsync(id, "", refusal, typed, stop);
            Others = Sheet?.Card;
            return answer;
        }
        catch (HealthFileIsRead refusal)
        {
            return await AgainAsync(id, "", refusal, typed, stop);
        }
    }

    /// <summary>The page again, the fields as they were typed.</summary>
    private async Task<IActionResult> AgainAsync(Guid id, string field, Refusal refusal, HealthCard? typed, CancellationToken stop)
    {
        if (!await LoadAsync(id, stop))
            return NotFound();
        Shown = typed is null ? Sheet.Card : Cut(typed);
        return Unprocessable(refusal, field);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken stop)
    {
        if (await health.ReadAsync(Reader, new ChildId(id), stop) is not { } sheet)
            return false;
        Sheet = sheet;
        return true;
    }

    /// <summary>Null when a field is absent: what a browser did not send is not taken for empty. A box that is not ticked is sent by none.</summary>
    private static HealthCard? Typed(IFormCollection form) =>
        Written.All(field => form[field].Count == 1)
            ? new(form[AllergiesField].ToString(), form[CarePlanField].ToString(), form[TreatmentField] == Ticked, form[VaccinatedField] == Ticked, form[ObservationsField].ToString())
            : null;

    /// <summary>Of what is far too long, as much as a person may have typed comes back.</summary>
    private static HealthCard Cut(HealthCard typed) => typed with { Allergies = Cut(typed.Allergies), CarePlan = Cut(typed.CarePlan), Observations = Cut(typed.Observations) };

    private static string Cut(string typed) => typed.Length > 2 * HealthCard.LongText ? typed[..(2 * HealthCard.LongText)] : typed;

    private static string FieldOf(HealthField field) => field switch
    {
        HealthField.Allergies => AllergiesField,
        HealthField.CarePlan => CarePlanField,
        _ => ObservationsField,
    };
}
