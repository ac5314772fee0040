using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Families;

/// <summary>A family file to open: its number at the mairie, its name, its adults and children.</summary>
public sealed record NewFamily(FamilyId Id, string Number, string Name, IReadOnlyList<NewGuardian> Guardians, IReadOnlyList<NewChild> Children);

public sealed record NewGuardian(GuardianId Id, string FirstName, string LastName, string? Email);

public sealed record NewChild(ChildId Id, string FirstName, string LastName, SiteId? SchoolId = null, string? Grade = null, DateOnly? BornOn = null);

/// <summary>« Dossiers » — opens family files.</summary>
public sealed class FamilyFiles(Database database)
{
    /// <summary>« Suivre le dossier » — how far it is; asked again, nothing changes.</summary>
    public async Task SetStateAsync(StructureId structure, FamilyId family, FileState state, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command("update family set file_state = $3, state_since = eticket_now() where structure_id = $1 and id = $2 and file_state <> $3", structure.Value, family.Value, state.ToString());
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>Opens files in one transaction. The number is unique in the structure.</summary>
    public async Task OpenAsync(StructureId structure, IReadOnlyList<NewFamily> families, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        foreach (var family in families)
        {
            work.Db.Add(new Family { StructureId = structure, Id = family.Id, Number = family.Number, Name = family.Name });
            work.Db.AddRange(family.Guardians.Select(g => new Guardian
            {
                StructureId = structure,
                Id = g.Id,
                FamilyId = family.Id,
                FirstName = g.FirstName,
                LastName = g.LastName,
                Email = g.Email,
            }));
            foreach (var child in family.Children)
            {
                work.Db.Add(new Child
                {
                    StructureId = structure,
                    Id = child.Id,
                    FirstName = child.FirstName,
                    LastName = child.LastName,
                    SchoolId = child.SchoolId,
                    Grade = child.Grade,
                    BornOn = child.BornOn,
                });
                work.Db.Add(new FamilyChild { StructureId = structure, FamilyId = family.Id, ChildId = child.Id });
            }
        }
        await work.CommitAsync(stop);
    }
}
