using System.Security.Cryptography;
using System.Text.Json;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Templating;
using ETicket.Persistence;

namespace ETicket.Mail.Documents;

/// <summary>« Document reconnu » — what the public page says: what it is, its number where it has one, the Paris day it bears, its total where it tells one, who issued it, the hashes of the files given.</summary>
internal sealed record GenuineDocument(string Title, string? Number, DateOnly DatedOn, Money? Amount, string StructureName, string StructurePlace, IReadOnlyList<string> Hashes);

/// <summary>« Cachets » — the code of a document, and the memory of those that were given.</summary>
internal static class Seals
{
    /// <summary>Not facts: the code itself, the address it is checked at, and whether this copy is the first.</summary>
    private static readonly string[] Apart = [nameof(IVerifiable.Code), nameof(IVerifiable.PortalAddress), "Duplicate"];

    /// <summary>The code of a document: the same facts always have the same.</summary>
    public static async Task<string> CodeOfAsync(Work work, IVerifiable document, CancellationToken stop)
    {
        var facts = LetterJson.Variables(document, document.GetType());
        foreach (var name in Apart)
            facts.Remove(LetterJson.NameOf(name));
        return SealCode.Of(await KeyAsync(work, stop), document.GetType().Name, JsonSerializer.Serialize(facts));
    }

    /// <summary>Remembers a file that is about to be given, once.</summary>
    public static async Task KeepAsync(Work work, IVerifiable document, byte[] content, CancellationToken stop)
    {
        var told = document.Public;
        await using var command = work.Command(
            """
            insert into sealed_document (structure_id, code, sha256, kind, number, dated_on, amount_cents, given_at)
            values ($1, $2, $3, $4, $5, $6, $7, eticket_now()) on conflict do nothing
            """,
            work.Structure.Value, document.Code, SHA256.HashData(content), told.Kind, told.Number, told.DatedOn, told.AmountCents);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The document a code stands for, of whatever structure; null when no such document was ever given. A code is read with or without its dashes.</summary>
    public static async Task<GenuineDocument?> FindAsync(Database database, string typed, CancellationToken stop)
    {
        if (SealCode.Read(typed) is not { } code)
            return null;
        await using var command = database.App.CreateCommand("select kind, number, dated_on, amount_cents, structure_name, structure_place, hashes from document_find($1)");
        command.Parameters.Add(new() { Value = code });
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop)
            ? new GenuineDocument(
                TemplateWords.OfPaper(row.GetString(0)), row.IsDBNull(1) ? null : row.GetString(1), row.GetFieldValue<DateOnly>(2),
                DocumentBook.TellsAmount(row.GetString(0)) ? new Money(row.GetInt64(3)) : null,
                row.GetString(4), row.GetString(5), [.. row.GetFieldValue<byte[][]>(6).Select(Convert.ToHexStringLower)])
            : null;
    }

    /// <summary>Two random numbers of PostgreSQL's strong source hold 244 bits; their hash is the key.</summary>
    private static async Task<byte[]> KeyAsync(Work work, CancellationToken stop)
    {
        await using var make = work.Command(
            "insert into seal_key (structure_id, key) select $1, sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea) where not exists (select from seal_key where structure_id = $1) on conflict do nothing",
            work.Structure.Value);
        await make.ExecuteNonQueryAsync(stop);
        await using var read = work.Command("select key from seal_key where structure_id = $1", work.Structure.Value);
        return (byte[])(await read.ExecuteScalarAsync(stop))!;
    }
}
