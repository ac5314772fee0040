using ETicket.Families;
using ETicket.Families.Changes;
using ETicket.Families.Dossier;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Structures;

namespace ETicket.IntegrationTests.Families;

/// <summary>A family fills its file: what it reads, and the form of a card as its page sends it, whole, with what was typed otherwise.</summary>
internal static class Filing
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<FileView> Reads(this FamilyFile family)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        return await CardReader.ReadAsync(work, family.Id, Stop);
    }

    public static async Task<Card> Card(this FamilyFile family, CardKind kind, int place = 0) => (await family.Reads()).Of(kind).ElementAt(place);

    public static CardForm Form(this FamilyFile family, Card card, params (string Field, string Typed)[] typed)
    {
        Dictionary<string, string> all = new(card.Values, StringComparer.Ordinal);
        foreach (var (field, text) in typed)
            all[field] = text;
        return new(family.Town.Structure, family.Id, card.Kind, card.Subject, card.Version, all) { By = "camille" };
    }

    public static Task Saves(this FamilyFile family, Card card, params (string Field, string Typed)[] typed) => new FileCards(family.Town.Books.Database).SaveAsync(family.Form(card, typed), Stop);

    /// <summary>A card of its own, under an id of its own; the usual empty form with what is typed.</summary>
    public static async Task<Guid> Adds(this FamilyFile family, CardKind kind, params (string Field, string Typed)[] typed)
    {
        var id = Guid.CreateVersion7();
        await new FileCards(family.Town.Books.Database).AddAsync(family.Form(Blank(kind, id), typed), Stop);
        return id;
    }

    /// <summary>The same of a validated file: nothing is added, one card more is asked for.</summary>
    public static async Task<FileChange> Asks(this FamilyFile family, CardKind kind, params (string Field, string Typed)[] typed)
    {
        var before = (await family.Reads()).Of(kind).Count();
        var id = await family.Adds(kind, typed);
        var after = await family.Reads();
        Assert.Equal(before, after.Of(kind).Count());
        return Assert.Single(after.Changes, c => c.Subject == id && c is { IsCard: true, State: ChangeState.Pending });
    }

    public static Card Blank(CardKind kind, Guid id) => new(kind, id, "", Fields.Of(kind).ToDictionary(f => f.Name, f => f.Kind is FieldKind.Box ? "false" : "", StringComparer.Ordinal));

    public static Task Stands(this FamilyFile family, FileState state) => new FamilyFiles(family.Town.Books.Database).SetStateAsync(family.Town.Structure, family.Id, state, Stop);

    public static Task Leaves(this FamilyFile family, Card card) => new Leavings(family.Town.Books.Database).LeaveAsync(family.Town.Structure, family.Id, card.Kind, card.Subject, Stop);

    public static Task Sends(this FamilyFile family, bool confirmed = true) => new Sendings(family.Town.Books.Database).SendAsync(family.Town.Structure, family.Id, "camille", confirmed, Stop);

    public static async Task<Guid> OpensASchool(this Town town, string name)
    {
        var site = SiteId.New();
        await using var work = await town.Books.Database.BeginAsync(town.Structure, Stop);
        work.Db.Add(new Site { StructureId = town.Structure, Id = site, Kind = SiteKind.School, Name = name });
        await work.CommitAsync(Stop);
        return site.Value;
    }

    public static Task<Guid> Serves(this Town town, string diet) => new FileLists(town.Books.Database).OfferDietAsync(town.Structure, diet, Stop);

    /// <summary>Everything a file holds, in one line that is the same when nothing was written.</summary>
    public static Task<string> Written(this FamilyFile family) => family.Town.Books.AskAsync<string>(
        """
        select concat_ws(' ', (select f::text from family f where f.id = $1), (select string_agg(g::text, ' ' order by g.id) from guardian g where g.family_id = $1),
          (select string_agg(h::text || c::text, ' ' order by c.id) from family_child h join child c on c.id = h.child_id where h.family_id = $1))
        """,
        family.Id.Value);
}
