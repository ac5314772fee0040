using ETicket.Mail.Letters;
using ETicket.Mail.Preview;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Modèle d'une lettre » — one letter filled with one of its examples: subject, HTML and text, or what is wrong with its files.</summary>
internal sealed class LetterModel(LetterPreview preview) : MemberPage
{
    /// <summary>The HTML of a letter is shown as a mail program would: its own styles, no script, no form, nothing loaded, no way out of its frame.</summary>
    private const string Sandbox = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public LetterKind Kind { get; private set; } = LetterBook.All[0];
    public PreviewedLetter Preview { get; private set; } = new([], 0, null, null);

    /// <summary>The example, the first is 1.</summary>
    [BindProperty(SupportsGet = true, Name = "exemple")]
    public int Number { get; set; } = 1;

    public IActionResult OnGet(string letter) => Load(letter) ? Page() : NotFound();

    /// <summary>The HTML alone, for the frame.</summary>
    public IActionResult OnGetContenu(string letter)
    {
        if (!Load(letter) || Preview.Letter is not { } written)
            return NotFound();
        Response.Headers.ContentSecurityPolicy = Sandbox;
        return Content(written.Html, "text/html; charset=utf-8");
    }

    private bool Load(string letter)
    {
        if (LetterBook.All.FirstOrDefault(k => k.FileStem == letter) is not { } kind)
            return false;
        (Kind, Preview) = (kind, preview.Show(kind, Number - 1));
        return true;
    }
}
