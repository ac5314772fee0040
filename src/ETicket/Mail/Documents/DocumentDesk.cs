using ETicket.Kernel;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Letters;
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
    public async Task<RenderedDocument> IssueAsync(Work work, IssuedPaper paper, RegieId? regie, CancellationToken stop)
    {
        var structure = await work.Read<Structure>().SingleAsync(stop);
        var till = regie is { } id ? await work.Read<Regie>().SingleAsync(r => r.Id == id, stop) : null;
        var headed = paper with
        {
            StructureName = structure.Name,
            StructurePlace = $"{structure.PostalCode} {structure.Town}",
            RegieName = till?.Name,
            RegieActNumber = till?.Act?.Number,
            RegieActDate = till?.Act?.On,
        };
        return await SealAsync(work, headed, stop);
    }

    /// <summary>
    /// The same of a paper about something issued before: it bears the <paramref name="head"/> that was kept then (<c>paper_head</c>), whatever the structure, the régie and the family are
    /// called since; where none was kept, today's.
    /// </summary>
    public Task<RenderedDocument> IssueAsync(Work work, FamilyPaper paper, RegieId regie, string? head, CancellationToken stop)
    {
        if (head is null)
            return IssueAsync(work, paper, regie, stop);
        var kept = (PaperHead)LetterJson.Record(head, typeof(PaperHead));
        return SealAsync(
            work,
            paper with
            {
                StructureName = kept.StructureName,
                StructurePlace = kept.StructurePlace,
                RegieName = kept.RegieName,
                RegieActNumber = kept.RegieActNumber,
                RegieActDate = kept.RegieActDate,
                FamilyName = kept.FamilyName,
                FamilyNumber = kept.FamilyNumber,
            },
            stop);
    }

    private async Task<RenderedDocument> SealAsync(Work work, IssuedPaper headed, CancellationToken stop)
    {
        var stamped = headed with { Code = await Seals.CodeOfAsync(work, headed, stop) };
        var rendered = renderer.Render(stamped);
        await Seals.KeepAsync(work, stamped, rendered.Content, stop);
        return rendered;
    }

    private sealed record PaperHead(
        string StructureName, string StructurePlace, string RegieName, string? RegieActNumber, DateOnly? RegieActDate, string FamilyName, string FamilyNumber);
}
