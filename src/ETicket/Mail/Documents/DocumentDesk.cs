using ETicket.Kernel;
using ETicket.Mail.Documents.Papers;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Mail.Documents;

/// <summary>« Guichet des documents » — heads, seals and prints a paper whose facts a module gathered.</summary>
internal sealed class DocumentDesk(IDocumentRenderer renderer)
{
    /// <summary>
    /// The file of a paper, in the caller's transaction, which must be committed before the file is given: its code would be found by nobody. <paramref name="regie"/> is null
    /// where the paper is the whole structure's. Refuses a broken template with <see cref="TemplateBroken"/>.
    /// </summary>
    public Task<RenderedDocument> IssueAsync(Work work, IssuedPaper paper, RegieId? regie, CancellationToken stop) => IssueAsync(work, paper, regie, FormerNames.None, stop);

    /// <summary>The same of a paper about something issued before: whatever structure and régie are called since, it bears their names of <paramref name="then"/>.</summary>
    public async Task<RenderedDocument> IssueAsync(Work work, IssuedPaper paper, RegieId? regie, FormerNames then, CancellationToken stop)
    {
        var structure = await work.Read<Structure>().SingleAsync(stop);
        var till = regie is { } id ? await work.Read<Regie>().SingleAsync(r => r.Id == id, stop) : null;
        var act = till is null ? null : then.Act(till);
        var headed = paper with
        {
            StructureName = then.Name(structure),
            StructurePlace = then.Place(structure),
            RegieName = till is null ? null : then.Name(till),
            RegieActNumber = act?.Number,
            RegieActDate = act?.On,
        };
        var stamped = headed with { Code = await Seals.CodeOfAsync(work, headed, stop) };
        var rendered = renderer.Render(stamped);
        await Seals.KeepAsync(work, stamped, rendered.Content, stop);
        return rendered;
    }
}
