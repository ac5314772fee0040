using System.Collections.Concurrent;
using ETicket.Access;
using ETicket.Access.Addresses;
using ETicket.Access.Registering;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ETicket.Web.Security;

/// <summary>
/// « Textes d'abord » — no page and no paper of a family file opens while a text of today is not accepted, nor while its structure asks for an address that is not there. Who owes nothing is remembered for a minute: a click of the planning asks nothing more.
/// </summary>
internal sealed class AgreementGate(Agreements agreements, AddressNeeds needs, TimeProvider clock) : IAsyncPageFilter, IEndpointFilter
{
    private const string Texts = "/compte/accord";
    private const string Address = "/compte/adresse";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(Guid Login, Guid Structure), DateTimeOffset> _free = new();

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (await FirstAsync(http) is not { } first)
        {
            await next();
            return;
        }
        // What was posted is not done: the page it came from is read again once the texts are.
        var (script, lost) = (http.Request.WantsJson(), !HttpMethods.IsGet(http.Request.Method));
        var there = AddressOf(first, http.Request.Path + (lost && !script ? default : http.Request.QueryString));
        context.Result = script
            ? ScriptAnswers.Of(
                StatusCodes.Status403Forbidden, Words.Say(first == Texts ? "Script_TextsFirst" : "EmailNeeded_Script"), new(Words.Say(first == Texts ? "Script_ReadTexts" : "EmailNeeded_Link"), there))
            : http.Response.SeeOther(lost ? $"{there}&perdu=true" : there);
    }

    /// <summary>A paper is asked for again from its page.</summary>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await FirstAsync(context.HttpContext) is { } first ? Results.Redirect(AddressOf(first, "/")) : await next(context);

    private static string AddressOf(string first, string back) => $"{first}?retour={Uri.EscapeDataString(back)}";

    /// <summary>The page that comes first; null for whoever owes nothing.</summary>
    private async Task<string?> FirstAsync(HttpContext http)
    {
        var now = clock.GetUtcNow();
        if (Visitor.Of(http.User) is not { Role: Role.Parent } parent || (_free.TryGetValue((parent.Login, parent.Structure.Value), out var since) && now - since < Remembered))
            return null;
        if ((await agreements.OwedAsync(parent.Structure, parent.Login, http.RequestAborted)).Count > 0)
            return Texts;
        if (await needs.IsOwedAsync(parent.Structure, parent.Login, http.RequestAborted))
            return Address;
        if (_free.Count >= MostRemembered)
            _free.Clear();
        _free[(parent.Login, parent.Structure.Value)] = now;
        return null;
    }
}
