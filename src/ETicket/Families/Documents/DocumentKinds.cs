using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Families.Documents;

/// <summary>« Justificatifs demandés » — what a structure asks its families for.</summary>
public sealed class DocumentKinds(Database database)
{
    /// <summary>« Demander un justificatif » — from today on, of every family of the structure.</summary>
    public async Task OpenAsync(StructureId structure, IReadOnlyList<DocumentKind> kinds, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        work.Db.AddRange(kinds);
        await work.CommitAsync(stop);
    }

    /// <summary>« Ne plus demander » — after that day; what families sent stays theirs to read.</summary>
    public async Task EndAsync(StructureId structure, DocumentKindId kind, DateOnly lastDay, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command("update document_kind set ended_on = $3 where structure_id = $1 and id = $2", structure.Value, kind.Value, lastDay);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }
}
