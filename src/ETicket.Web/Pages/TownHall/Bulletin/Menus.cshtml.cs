using ETicket.Access;
using ETicket.Bulletin.Menus;
using ETicket.Catalogue;
using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Bulletin;
using ETicket.Web.Display.Days;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Bulletin;

/// <summary>« Menus » — the week of one service on one page, or a file of many.</summary>
[UploadLimit]
[RequestSizeLimit(UploadLimitAttribute.MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = UploadLimitAttribute.MostBytes, MemoryBufferThreshold = UploadLimitAttribute.MostBytes)]
internal sealed class MenusModel(Database database, MenuBook book, MenuImport import) : MemberPage
{
    public const string Address = "/mairie/menus";

    /// <summary>What was just done, and how many days of a file were written.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Jours { get; set; }

    public IReadOnlyList<Activity> Services { get; private set; } = [];
    public Activity? Service { get; private set; }
    public DateOnly Monday { get; private set; }
    public MenuWeek Week { get; private set; } = null!;
    public MenuForm Form { get; private set; } = null!;
    public bool Crossed { get; private set; }
    public IReadOnlyList<MenuFileFault> Faults { get; private set; } = [];

    private MenuWriter Writer => new(Visitor.Structure, Visitor.UserName);

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = MenuForm.WeekField)] string? week, [FromQuery(Name = MenuForm.ServiceField)] string? service, CancellationToken stop)
    {
        ModelState.Clear();
        if (!Visitor.Role.WritesMenus())
            return StatusCode(StatusCodes.Status403Forbidden);
        await LoadAsync(week, service, stop);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        (Fait, Jours) = (null, null);
        if (!Visitor.Role.WritesMenus())
            return StatusCode(StatusCodes.Status403Forbidden);
        var (form, act) = (Request.Form, Request.Form["geste"].ToString());
        await LoadAsync(form[MenuForm.WeekField], form[MenuForm.ServiceField], stop);
        return act == "importer" ? await ImportAsync(form, stop) : await SaveAsync(form, act, stop);
    }

    public static string At(DateOnly monday, ActivityId? service) => $"{Address}?{MenuForm.WeekField}={DayText.Iso(monday)}{(service is { } id ? $"&{MenuForm.ServiceField}={id}" : "")}";

    private async Task<IActionResult> SaveAsync(IFormCollection form, string act, CancellationToken stop)
    {
        Form = MenuForm.Read(form, Monday, Typed.Short(form[MenuForm.VersionField], 40), out var lines);
        try
        {
            if (act != "enregistrer" || Service is not { } service || DayText.Read(form[MenuForm.WeekField]) is null || !Guid.TryParse(form[MenuForm.ServiceField], out var named) || named != service.Id.Value)
                throw new MenuFormUnreadable();
            await book.SaveWeekAsync(Writer, service.Id, Monday, Form.Version, lines, stop);
            return Response.SeeOther($"{At(Monday, service.Id)}&fait=enregistre");
        }
        catch (MenuLinesWrong wrong)
        {
            foreach (var fault in wrong.Faults)
                ModelState.AddModelError(MenuForm.NameOf(fault.Line.Day, fault.Line.Course, fault.Field), fault.Why.Sentence);
            return Unprocessable();
        }
        catch (MenuChangedMeanwhile refusal)
        {
            (Crossed, Form) = (true, Form.Against(Week));
            return Unprocessable(refusal);
        }
        catch (Refusal refusal)
        {
            return Unprocessable(refusal);
        }
    }

    private async Task<IActionResult> ImportAsync(IFormCollection form, CancellationToken stop)
    {
        try
        {
            var file = await Uploads.ReadAsync(form, MenuForm.FileField, stop);
            var days = await import.ImportAsync(Writer, file.Name, file.Content, stop);
            return Response.SeeOther($"{At(Monday, Service?.Id)}&fait=importe&jours={days}");
        }
        catch (Refusal refusal) when (refusal is MenuFileRefused or FileRefused)
        {
            Faults = (refusal as MenuFileWrong)?.Faults ?? [];
            return Unprocessable(refusal, MenuForm.FileField);
        }
    }

    private async Task LoadAsync(string? week, string? service, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Monday = Typed.Monday(week, ParisTime.DayOf(await work.NowAsync(stop)));
        Services = await MenuBook.ServicesAsync(work, stop);
        Service = Services.FirstOrDefault(s => s.Id.ToString() == service) ?? (Services.Count > 0 ? Services[0] : null);
        Week = Service is null ? new(default, Monday, []) : await MenuBook.WeekAsync(work, Service.Id, Monday, stop);
        Form = MenuForm.Of(Week);
    }
}
