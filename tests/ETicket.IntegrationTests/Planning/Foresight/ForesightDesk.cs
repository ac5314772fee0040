using System.Text.Json;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Foresight;
using ETicket.Planning.Standing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Planning.Foresight;

/// <summary>A line of a letter: « Cantine : il vous reste 3 tickets… ».</summary>
internal sealed record LineSeen(string Label, int Left, DateOnly? CoveredUntil, DateOnly? FirstUncovered, int? DaysAsUsual, int ToBuy);

/// <summary>A letter about tickets running out, as it waits in the outbox.</summary>
internal sealed record LetterSeen(GuardianId To, string Day, IReadOnlyList<LineSeen> Lines, int ThresholdDays, Uri Basket);

/// <summary>Whoever looks ahead over the books of a town: the abonnements, the forecast and the alert.</summary>
internal sealed class ForesightDesk(Town town)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public PortalAddress Portal { get; } = new() { Public = new("https://familles.example/") };
    public StandingBookings Standing { get; } = new(town.Books.Database);
    public LowBalanceAlerts Alerts => new(town.Books.Database, Portal, NullLogger<LowBalanceAlerts>.Instance);

    public static async Task<(Books Books, Town Town, ForesightDesk Desk)> OpenAsync(Cluster cluster, TownPlan? plan = null)
    {
        var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, plan ?? new TownPlan { BusFloor = null });
        return (books, town, new ForesightDesk(town));
    }

    /// <summary>The alert of the hour.</summary>
    public Task<int> Tells() => Alerts.TellAsync(town.Structure, CancellationToken.None);

    public async Task<int> TellsOn(DateOnly day, string hour = "08:05")
    {
        await town.SetsTheClock(day, hour);
        return await Tells();
    }

    /// <summary>Weekdays are ISO numbers; the abonnement starts on the first day of the town unless told otherwise.</summary>
    public Task<long> Subscribes(FamilyFile family, string activity, int[] weekdays, DateOnly? from = null, DateOnly? until = null, int every = 1, ChildId? child = null) => Standing.SetAsync(
        Says(family), new StandingWish(child ?? family.Children[0], town.Activity(activity), weekdays, every, from ?? town.Plan.FirstDay, until), CancellationToken.None);

    public StandingCommand Says(FamilyFile family, Guid? key = null) => new(town.Structure, family.Id, key ?? Guid.NewGuid(), "parent");

    /// <summary>The forecast of a family's booklet.</summary>
    public async Task<Forecast> ForecastOf(FamilyFile family, string code, DateOnly until)
    {
        var wallet = await town.Books.AskAsync<long>(
            "select w.id from wallet w join ticket_type t on t.id = w.ticket_type_id where w.family_id = $1 and t.code = $2", family.Id.Value, code);
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        return Assert.Single(await Forecasts.OfAsync(work, [wallet], until, CancellationToken.None));
    }

    /// <summary>Every letter of the kind, the oldest first.</summary>
    public Task<IReadOnlyList<LetterSeen>> Letters() => town.Books.ListAsync(
        town.Structure, "select guardian_id, reference, variables::text from outbox_letter where name = 'LowBalance' order by id",
        r =>
        {
            var told = JsonSerializer.Deserialize<JsonElement>(r.GetString(2));
            return new LetterSeen(
                new(r.GetGuid(0)), r.GetString(1), told.GetProperty("lines").Deserialize<LineSeen[]>(Json)!, told.GetProperty("threshold_days").GetInt32(),
                new Uri(told.GetProperty("basket_address").GetString()!));
        });

    public Task<IReadOnlyList<GuardianId>> GuardiansOf(FamilyFile family) =>
        town.Books.ListAsync(town.Structure, "select id from guardian where family_id = $1 order by id", r => new GuardianId(r.GetGuid(0)), family.Id.Value);

    /// <summary>Another adult in the file, with an address of their own.</summary>
    public async Task<GuardianId> Joins(FamilyFile family, string firstName)
    {
        await family.JoinedBy(firstName, $"{firstName}@famille.example");
        return new(await town.Books.AskAsync<Guid>("select id from guardian where family_id = $1 and first_name = $2", family.Id.Value, firstName));
    }

    public Task Chooses(FamilyFile family, GuardianId guardian, int days) =>
        new LowBalanceThresholds(town.Books.Database).SetAsync(town.Structure, family.Id, guardian, days, CancellationToken.None);

    /// <summary>The child of one file is in another file too: two homes, each with its own wallets.</summary>
    public async Task<FamilyFile> OtherHome(FamilyFile mother, string name)
    {
        var father = await town.OpensAFile(name);
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        work.Db.Add(new FamilyChild { StructureId = town.Structure, FamilyId = father.Id, ChildId = mother.Children[0] });
        await work.CommitAsync(CancellationToken.None);
        return new FamilyFile(town, father.Id, [.. father.Children, mother.Children[0]]);
    }

    /// <summary>The activity does not open on that day after all.</summary>
    public Task Closes(string activity, DateOnly day) =>
        new OpenDays(town.Books.Database).DeclareAsync(town.Structure, town.Activity(activity), day, day, [], "neige", CancellationToken.None);
}

internal static class WrittenDays
{
    /// <summary>The mairie ticks days for a child, whatever the hour.</summary>
    public static async Task WrittenIn(this FamilyFile family, string activity, IEnumerable<DateOnly> days, int child = 0)
    {
        foreach (var answer in await family.SetAsync(family.Children[child], activity, wanted: true, ChangeOrigin.Staff, [.. days]))
            Assert.True(answer.Accepted, $"{answer.Day}: {answer.Verdict}");
    }
}
