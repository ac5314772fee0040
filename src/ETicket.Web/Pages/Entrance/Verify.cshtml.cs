using ETicket.Mail.Documents;
using ETicket.Persistence;
using ETicket.Web.Endpoints;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Entrance;

/// <summary>« Vérifier un document » — open to everybody: whether the document that bears a code was issued, and what may be said of it.</summary>
[EnableRateLimiting(VerifyLimit.Name)]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class VerifyModel(Database database) : PageModel
{
    /// <summary>What was asked about; null on the bare form.</summary>
    public string? Code { get; private set; }
    public GenuineDocument? Found { get; private set; }

    /// <param name="code">In the address: one code has one.</param>
    /// <param name="typed">From the form, which works without a script.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task<IActionResult> OnGetAsync(string? code, [FromQuery(Name = "saisi")] string? typed, CancellationToken stop)
    {
        if (SealCode.Read(typed) is { } read)
            return Redirect($"/verifier/{read}");
        Code = code ?? (string.IsNullOrWhiteSpace(typed) ? null : typed);
        if (Code is null)
            return Page();
        Found = code is null ? null : await Seals.FindAsync(database, code, stop);
        if (Found is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
