using ETicket.Families.Documents;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence.Sealing;
using ETicket.Planning.Away;
using ETicket.UnitTests.Families;
using Microsoft.Extensions.Options;

namespace ETicket.IntegrationTests.Planning.Away;

/// <summary>The absences of a town: its rules, what its families tell, what the night and the mairie make of it.</summary>
internal sealed class AwayDesk(Town town)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public AbsenceSettling Settling { get; } = new(town.Books.Database, town.Recredits);

    public Absences Absences => new(town.Books.Database, town.Bookings, Settling);

    public AbsenceDesk Mairie => new(town.Books.Database, town.Recredits, Settling);

    /// <summary>Told the day itself before nine, given back without more, unless told otherwise.</summary>
    public NewAbsenceRule Rule(string activity, AbsenceReason reason, int daysBefore = 0, int minute = 540, int kept = 0, int? proof = null, bool back = true, DateOnly? from = null, string? decision = null) =>
        new(town.Activity(activity), reason, from ?? new(2026, 9, 1), daysBefore, minute, kept, proof, back, decision);

    public Task Sets(NewAbsenceRule rule) => new AbsenceRules(town.Books.Database).SetAsync(town.Structure, rule, "mairie", Stop);

    public Task<long?> Tells(FamilyFile family, AbsenceReason reason, DateOnly first, DateOnly? last = null, Guid? key = null, ChildId? child = null) =>
        Absences.ReportAsync(new(town.Structure, family.Id, key ?? Guid.NewGuid(), "camille"), new(child ?? family.Children[0], reason, first, last ?? first), Stop);

    public Task<int> Withdraws(FamilyFile family, long id) => Absences.WithdrawAsync(town.Structure, family.Id, id, "camille", Stop);

    /// <summary>A paper among the documents of the family.</summary>
    public Task Sends(FamilyFile family) => new FamilyDocuments(town.Books.Database, new Vault(Options.Create(new VaultOptions { Keys = ["MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="] })), new PortalAddress())
        .SendAsync(new(town.Structure, family.Id, Guid.NewGuid(), "camille"), new(Guid.NewGuid(), null, null, "Certificat", null), new("certificat.pdf", Corpus.Pdf), Stop);

    /// <summary>Each day told of a family: day, activity, state and why, in order.</summary>
    public Task<IReadOnlyList<string>> Told(FamilyFile family) => town.Books.ListAsync(
        town.Structure,
        "select concat_ws(' ', to_char(d.day, 'DD/MM'), a.name, d.state, d.why) from absence_day d join absence x on x.id = d.absence_id join activity a on a.id = d.activity_id where x.family_id = $1 order by d.absence_id, d.day, a.name",
        r => r.GetString(0), family.Id.Value);
}
