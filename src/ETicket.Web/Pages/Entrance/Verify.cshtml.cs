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
    /// <summary>What the address holds; null on the bare form.</summary>
    public string? Code { get; private set; }
    public GenuineDocument? Found { get; private set; }

    /// <param name="code">In the address: one code has one.</param>
    /// <param name="typed">From the form, which works without a script.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task<IActionResult> OnGetAsync(string? code, [FromQuery(Name = "saisi")] string? typed, CancellationToken stop)
    {
        if (!string.IsNullOrWhiteSpace(typed))
            return Redirect($"/verifier/{Uri.EscapeDataString(SealCode.Read(typed) ?? typed.Trim())}");
        Code = code;
        if (code is null)
            return Page();
        Found = await Seals.FindAsync(database, code, stop);
        if (Found is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
