using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Planning.CutOffs;
using ETicket.Structures;

namespace ETicket.Web.Demo;

/// <summary>The demonstration as data.</summary>
internal sealed record DemoData(
    string Name, string Slug, string PostalCode, string Town, string SchoolZone, string ContactEmail, string ContactPhone, string ClosedReason,
    IReadOnlyList<DemoSite> Sites, DemoRegie Regie, IReadOnlyList<DemoActivity> Activities, IReadOnlyList<string> Diets, IReadOnlyList<DemoFamily> Families, IReadOnlyList<DemoLogin> Logins)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static DemoData Read()
    {
        using var stream = typeof(DemoData).Assembly.GetManifestResourceStream("Demo/DemoTown.json") ?? throw new InvalidOperationException("The demonstration data is missing.");
        return JsonSerializer.Deserialize<DemoData>(stream, Json)!;
    }
}

internal sealed record DemoSite(string Name, SiteKind Kind);

internal sealed record DemoRegie(
    string Name, string ActNumber, DateOnly ActOn, string ClientNumber, long CashCeilingCents, long CashFloatCents, IReadOnlyList<DemoService> Services);

internal sealed record DemoService(string Code, string Label, string BudgetAccount);

internal sealed record DemoActivity(
    string Name, ActivityKind Kind, string Service, string Site, string Hours, int? Floor, int[] Weekdays, string Deliberation, JsonElement CutOff, IReadOnlyList<DemoTicket> Tickets)
{
    public CutOffRules CutOffs => CutOffRules.Read(CutOff.GetRawText());
}

internal sealed record DemoTicket(string Code, string Label, long UnitCents);

internal sealed record DemoFamily(
    string Number, string Name, string? UserName, IReadOnlyList<DemoGuardian> Guardians, IReadOnlyList<DemoChild> Children, IReadOnlyDictionary<string, int> Balances);

internal sealed record DemoGuardian(
    string FirstName, string LastName, string Email, Relation? Relation = null, string? Address = null, string? PostalCode = null, string? Town = null, string? Mobile = null);

internal sealed record DemoChild(string FirstName, string School, string Grade, IReadOnlyList<string> Tickets);

internal sealed record DemoLogin(string UserName, string Password, string? Email, Role Role, string Description);
