using ETicket.Access.Addresses;
using ETicket.Access.Passwords;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Account;

/// <summary>« Mon compte » — the identifiant, where its letters go, and what may be changed.</summary>
internal sealed class IndexModel(PasswordChanges passwords, EmailChanges emails) : LoginPage
{
    /// <summary>The password was just changed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Change { get; set; }

    /// <summary>The address was just confirmed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Adresse { get; set; }

    /// <summary>What this session opens; null while a login of several files chose none.</summary>
    public Visitor? Visitor => Visitor.Of(User);

    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Whoever has no address may give one.</summary>
    public bool MayGive { get; private set; }

    public async Task OnGetAsync(CancellationToken stop) => (Addresses, MayGive) = (await passwords.AddressesAsync(Login, stop), await emails.MayAskAsync(Login, stop));
}
