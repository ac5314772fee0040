using ETicket.Families;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Demo;

/// <summary>What the families of the demonstration wrote in their files, by the verbs of « Mon dossier »; and the menus the mairie offers.</summary>
internal sealed class DemoFiles(Database database, FamilyFiles files, FileCards cards, FileLists lists)
{
    public async Task FillAsync(StructureId commune, DemoData town, CancellationToken stop)
    {
        foreach (var diet in town.Diets)
            await lists.OfferDietAsync(commune, diet, stop);
        foreach (var family in town.Families.Where(f => f.Guardians.Any(g => g.Address is not null)))
            await FillAsync(commune, family, stop);
    }

    /// <summary>Before it was validated, as a family does.</summary>
    private async Task FillAsync(StructureId commune, DemoFamily family, CancellationToken stop)
    {
        FileView file;
        await using (var work = await database.BeginAsync(commune, stop))
        {
            var id = await work.Read<Family>().Where(f => f.Number == family.Number).Select(f => f.Id).SingleAsync(stop);
            file = await CardReader.ReadAsync(work, id, stop);
        }
        await files.SetStateAsync(commune, file.Family.Id, FileState.ToSend, stop);
        foreach (var guardian in family.Guardians)
        {
            var card = file.Of(CardKind.Guardian).Single(c => c[Fields.FirstName] == guardian.FirstName);
            Dictionary<string, string> typed = new(card.Values, StringComparer.Ordinal)
            {
                [nameof(Guardian.Relation)] = guardian.Relation?.ToString() ?? "",
                [nameof(Guardian.Address1)] = guardian.Address ?? "",
                [nameof(Guardian.PostalCode)] = guardian.PostalCode ?? "",
                [nameof(Guardian.Town)] = guardian.Town ?? "",
                [nameof(Guardian.Mobile)] = guardian.Mobile ?? "",
                [Fields.Pays] = "true",
                [Fields.Emergency] = "true",
                [Fields.PicksUp] = "true",
            };
            await cards.SaveAsync(new(commune, file.Family.Id, CardKind.Guardian, card.Subject, card.Version, typed), stop);
        }
        await files.SetStateAsync(commune, file.Family.Id, FileState.Validated, stop);
    }
}
