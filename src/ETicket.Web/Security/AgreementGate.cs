using System.Collections.Concurrent;
using ETicket.Access;
using ETicket.Access.Registering;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ETicket.Web.Security;

/// <summary>
/// « Textes d'abord » — no page and no paper of a family file opens while a text of today is not accepted. Who has accepted all is remembered for a minute: a click of the planning asks nothing more.
/// </summary>
internal sealed class AgreementGate(Agreements agreements, TimeProvider clock) : IAsyncPageFilter, IEndpointFilter
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(Guid Login, Guid Structure), DateTimeOffset> _free = new();

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (await IsFreeAsync(http))
        {
            await next();
            return;
        }
        // What was posted is not done: the page it came from is read again once the texts are.
        var (script, lost) = (http.Request.WantsJson(), !HttpMethods.IsGet(http.Request.Method));
        var texts = AddressOf(http.Request.Path + (lost && !script ? default : http.Request.QueryString));
        context.Result = script
            ? ScriptAnswers.Of(StatusCodes.Status403Forbidden, Words.Say("Script_TextsFirst"), new(Words.Say("Script_ReadTexts"), texts))
            : http.Response.SeeOther(lost ? $"{texts}&perdu=true" : texts);
    }

    /// <summary>A paper is asked for again from its page.</summary>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await IsFreeAsync(context.HttpContext) ? await next(context) : Results.Redirect(AddressOf("/"));

    private static string AddressOf(string back) => $"/compte/accord?retour={Uri.EscapeDataString(back)}";

    private async Task<bool> IsFreeAsync(HttpContext http)
    {
        var now = clock.GetUtcNow();
        if (Visitor.Of(http.User) is not { Role: Role.Parent } parent || (_free.TryGetValue((parent.Login, parent.Structure.Value), out var since) && now - since < Remembered))
            return true;
        if ((await agreements.OwedAsync(parent.Structure, parent.Login, http.RequestAborted)).Count > 0)
            return false;
        if (_free.Count >= MostRemembered)
            _free.Clear();
        _free[(parent.Login, parent.Structure.Value)] = now;
        return true;
    }
}
