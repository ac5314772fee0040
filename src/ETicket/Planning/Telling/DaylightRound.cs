using System.Runtime.ExceptionServices;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.Extensions.Logging;

namespace ETicket.Planning.Telling;

/// <summary>« Tournée de jour » — every structure in turn, by day only (<c>paris_daytime</c>): the hours at which letters that can wait are written and leave.</summary>
internal static class DaylightRound
{
    /// <summary>Answers how many letters were queued. A structure that fails is logged and stops no other; once all were walked, the problem of the first one is thrown.</summary>
    public static async Task<int> WalkAsync(Database database, ILogger log, string what, Func<StructureId, CancellationToken, Task<int>> tell, CancellationToken stop)
    {
        var (told, first) = (0, default(Exception));
        foreach (var structure in await StructuresAsync(database, stop))
        {
            try
            {
                told += await tell(structure, stop);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Structure {Structure} could not be told of {What}.", structure, what);
                first ??= problem;
            }
        }
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
        return told;
    }

    /// <summary>None outside the hours at which such letters leave.</summary>
    private static async Task<IReadOnlyList<StructureId>> StructuresAsync(Database database, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand("select id from structure where paris_daytime(eticket_now()) order by id");
        var structures = new List<StructureId>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            structures.Add(new StructureId(reader.GetGuid(0)));
        return structures;
    }
}
