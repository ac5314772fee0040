using ETicket.Bulletin.Questions;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Bulletin;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents.Bulletin;

/// <summary>« Mes questions » — those of the family file with their answers, and a new one.</summary>
internal sealed class QuestionsModel(Database database, QuestionDesk desk) : MemberPage
{
    public const string Address = "/famille/questions";
    public const string ServiceField = "service";
    public const string TextField = "question";
    public const string Other = "autre";

    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<Activity> Services { get; private set; } = [];
    public IReadOnlyList<OpenedQuestion> Asked { get; private set; } = [];
    public Guid Key { get; private set; } = Guid.NewGuid();
    public string Service { get; private set; } = Other;
    public string Text { get; private set; } = "";

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        var form = Request.Form;
        (Service, Text) = (Typed.Short(form[ServiceField], 60), Typed.Short(form[TextField], 2 * QuestionWish.TextMost));
        try
        {
            Key = Guid.TryParse(form["cle"], out var key) && key != Guid.Empty ? key : throw new QuestionFormUnreadable();
            ActivityId? about = Service == Other ? null : Guid.TryParse(Service, out var id) ? new ActivityId(id) : throw new QuestionServiceUnknown();
            await desk.AskAsync(new(Visitor.Structure, Visitor.Family, Visitor.UserName), new(Key, about, form[TextField].ToString()), stop);
            return Response.SeeOther($"{Address}?fait=envoyee");
        }
        catch (Refusal refusal)
        {
            await LoadAsync(stop);
            return Unprocessable(refusal, refusal switch { QuestionTextRefused => TextField, QuestionServiceUnknown => ServiceField, _ => "" });
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        Asked = await desk.OfFamilyAsync(Visitor.Structure, Visitor.Family, stop);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Services = await work.Read<Activity>().OrderBy(a => a.Position).ThenBy(a => a.Name).ToListAsync(stop);
    }
}
