using ETicket.Web.Running;

namespace ETicket.Web.Verbs;

/// <summary><c>migrate</c>: makes the roles and the database when it may, and brings the database to this version.</summary>
internal static class MigrateVerb
{
    public static async Task<int> RunAsync(Call call, CancellationToken stop)
    {
        call.Options();
        await using var ground = await Ground.PrepareAsync(call.Configuration, call.Progress, stop);
        Console.WriteLine(VerbTexts.Migrated);
        return 0;
    }
}
