using ETicket.Access.Passwords;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.Addresses;

/// <summary>« Adresse demandée » — whether a login has to give an address before the pages of its file open: its structure decides.</summary>
public sealed class AddressNeeds(Database database)
{
    /// <summary>
    /// Whether the structure asks for one and this login, which may give it, has none. A login that belongs to nobody in particular cannot give one by itself, and is not kept out.
    /// Reads, writes nothing.
    /// </summary>
    public async Task<bool> IsOwedAsync(StructureId structure, Guid login, CancellationToken stop)
    {
        await using (var work = await database.BeginAsync(structure, stop))
        {
            if (!await work.Read<Structure>().Select(s => s.AccessNeedsEmail).SingleAsync(stop))
                return false;
        }
        var mine = (await LoginAdults.OwnersAsync(database, login, stop)).Where(a => a.Structure == structure).ToList();
        return mine.Count > 0 && mine.All(a => a.Address.Length == 0);
    }
}
