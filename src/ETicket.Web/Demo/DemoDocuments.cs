using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Families.Documents;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Demo;

/// <summary>What the demonstration commune asks its families for; asked once, whatever became of it since. Data lives in <c>DemoDocuments.json</c>.</summary>
internal sealed class DemoDocuments(Database database, DocumentKinds kinds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task EnsureAsync(CancellationToken stop)
    {
        await using (var work = await database.BeginAsync(DemoTown.Commune, stop))
        {
            if (await work.Read<DocumentKind>().AnyAsync(stop))
                return;
        }
        await using var stream = typeof(DemoDocuments).Assembly.GetManifestResourceStream("Demo/DemoDocuments.json") ?? throw new InvalidOperationException("The documents of the demonstration are missing.");
        var asked = (await JsonSerializer.DeserializeAsync<DemoDocument[]>(stream, Json, stop))!;
        await kinds.OpenAsync(DemoTown.Commune, [.. asked.Select((a, i) => new DocumentKind
        {
            StructureId = DemoTown.Commune,
            Id = DocumentKindId.New(),
            Label = a.Label,
            Hint = a.Hint,
            Needed = a.Needed,
            PerChild = a.PerChild,
            Life = a.Life,
            Position = i,
        })], stop);
    }

    private sealed record DemoDocument(string Label, string Hint, bool Needed, bool PerChild, DocumentLife Life);
}
