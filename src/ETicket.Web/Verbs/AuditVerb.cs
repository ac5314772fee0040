using ETicket.Web.Running;

namespace ETicket.Web.Verbs;

/// <summary><c>audit</c>: runs every invariant of the books; exit code 1 when a row comes out.</summary>
internal static class AuditVerb
{
    public static async Task<int> RunAsync(Call call, CancellationToken stop)
    {
        call.Options();
        await using var ground = await Ground.FindAsync(call.Configuration, call.Progress, stop);
        await using var command = ground.Database.Auditor.CreateCommand("select code, coalesce(structure_id::text, '-'), what from violations");
        command.CommandTimeout = 0;
        var found = 0;
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            Console.WriteLine($"{reader.GetString(0)}\t{reader.GetString(1)}\t{reader.GetString(2)}");
            found++;
        }
        Console.WriteLine(VerbTexts.Audited(found));
        return found == 0 ? 0 : 1;
    }
}
