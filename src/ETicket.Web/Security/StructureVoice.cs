using System.Collections.Concurrent;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Security;

/// <summary>
/// « Qui accueille » — a page speaks of the mairie where the structure of the session is a commune, and of the association where it is one. What a structure is never changes: it is read once.
/// </summary>
internal sealed class StructureVoice(Database database) : IAsyncPageFilter
{
    private static readonly object Key = new();
    private readonly ConcurrentDictionary<StructureId, bool> _associations = new();

    /// <summary>A sentence that speaks of the mairie, as the structure of this session is called.</summary>
    public static string Says(HttpContext context, string sentence) => Words.SaidBy(context.Items[Key] is true, sentence);

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (Visitor.Of(context.HttpContext.User) is { } visitor)
            context.HttpContext.Items[Key] = await IsAssociationAsync(visitor.Structure, context.HttpContext.RequestAborted);
        await next();
    }

    private async Task<bool> IsAssociationAsync(StructureId structure, CancellationToken stop)
    {
        if (_associations.TryGetValue(structure, out var known))
            return known;
        await using var work = await database.BeginAsync(structure, stop);
        return _associations[structure] = await work.Read<Structure>().AnyAsync(s => s.Kind == StructureKind.Association, stop);
    }
}
