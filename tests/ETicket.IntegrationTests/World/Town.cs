using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Planning;
using ETicket.Structures;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.World;

/// <summary>What a town is founded with; every figure may be changed by the test that cares.</summary>
public sealed record TownPlan(string Slug = "port-sainte-foy")
{
    public DateOnly FirstDay { get; init; } = new(2026, 9, 7);
    public int Weeks { get; init; } = 6;

    /// <summary>Hour of the eve (Paris) from which a day can no longer be changed.</summary>
    public string CutOff { get; init; } = "11:00";
    public IReadOnlyList<PaymentMeans> Means { get; init; } = [PaymentMeans.PayFipCard, PaymentMeans.PayFipDebit, PaymentMeans.Cash, PaymentMeans.Cheque];
    public int? CanteenFloor { get; init; }
    public int? BusFloor { get; init; } = 0;

    /// <summary>The school bus has a régie of its own: a basket of both products is two payments.</summary>
    public bool TwoRegies { get; init; }

    /// <summary>Each ticket with its prices in cents by first day.</summary>
    public IReadOnlyDictionary<string, (DateOnly From, long Cents)[]> Prices { get; init; } = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal)
    {
        ["CANT-A"] = [(new(2025, 9, 1), 120)],
        ["CANT-B"] = [(new(2025, 9, 1), 250)],
        ["BUS"] = [(new(2025, 9, 1), 150)],
    };
}

/// <summary>
/// A commune in the domain's own words, made only of the public verbs: it opens, sells, serves, closes its days. « cantine » and « car »
/// are its two activities, CANTINE and TRANSPORT the two products of its régie.
/// </summary>
public sealed class Town
{
    private readonly Dictionary<string, TicketTypeId> _types = new(StringComparer.Ordinal);
    private int _lastNumber;

    private Town(Books books, TownPlan plan)
    {
        Books = books;
        Plan = plan;
        var portal = new PortalAddress();
        TopUps = new TopUps(books.Database, [PayFip]);
        Invoices = new Invoices(books.Database);
        Checkout = new Checkout(books.Database, [PayFip], portal);
        Reversals = new Reversals(books.Database);
        Settlements = new Settlements(books.Database, [PayFip], [TopUps, Invoices], new MoneyBack(books.Database, Reversals), portal);
        Sweep = new Sweep(books.Database, Settlements, Checkout, NullLogger<Sweep>.Instance);
        var leftOpen = new LeftOpen(books.Database, [PayFip], Settlements, portal);
        Retries = new Retries(books.Database, [PayFip], leftOpen);
        CashDesk = new CashDesk(books.Database, Settlements, leftOpen);
        Bookings = new Bookings(books.Database);
        DayClosing = new DayClosing(books.Database);
        Recredits = new Recredits(books.Database);
    }

    public Books Books { get; }
    public TownPlan Plan { get; }
    public RecordedPayFip PayFip { get; } = new();
    public StructureId Structure { get; } = StructureId.New();
    public RegieId Regie { get; } = RegieId.New();
    public LoginId Agent { get; } = Dominique.Login;

    /// <summary>Who sells at the counter, undoes at the desk, and whose drawer pays.</summary>
    public static Agent Dominique { get; } = new(new(new Guid("d0313130-0000-7000-8000-000000000001")), "Dominique");
    public ServiceId Canteen { get; } = ServiceId.New();
    public ServiceId Transport { get; } = ServiceId.New();
    public IReadOnlyDictionary<string, ActivityId> Activities { get; } =
        new Dictionary<string, ActivityId>(StringComparer.Ordinal) { ["cantine"] = ActivityId.New(), ["car"] = ActivityId.New() };

    public TopUps TopUps { get; }
    public Retries Retries { get; }
    public Invoices Invoices { get; }
    public Checkout Checkout { get; }
    public Settlements Settlements { get; }
    public Sweep Sweep { get; }
    public CashDesk CashDesk { get; }
    public Reversals Reversals { get; }
    public Bookings Bookings { get; }
    public DayClosing DayClosing { get; }
    public Recredits Recredits { get; }

    /// <summary>The school days, in order.</summary>
    public IReadOnlyList<DateOnly> Days =>
        [.. Enumerable.Range(0, Plan.Weeks * 7).Select(Plan.FirstDay.AddDays).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];

    /// <summary>Founds the commune the Friday before its first day, at eight in the morning.</summary>
    public static async Task<Town> FoundAsync(Books books, TownPlan? plan = null)
    {
        var town = new Town(books, plan ?? new TownPlan());
        await books.Clock.SetAsync(town.Plan.FirstDay.AddDays(-3), "08:00");
        await town.OpenRegieAsync();
        await town.OpenActivitiesAsync();
        return town;
    }

    public TicketTypeId Type(string code) => _types[code];

    public ActivityId Activity(string name) => Activities[name];

    public Task SetsTheClock(DateOnly day, string hour) => Books.Clock.SetAsync(day, hour);

    /// <summary>The price the council voted for that day, in cents.</summary>
    public long PriceOn(string code, DateOnly day) => Plan.Prices[code].Where(p => p.From <= day).MaxBy(p => p.From).Cents;

    /// <summary>Opens a family file. Each child is enrolled in the canteen with the ticket at its rank in <paramref name="canteen"/> (CANT-B by default) and in the school bus.</summary>
    public async Task<FamilyFile> OpensAFile(string name, int children = 1, string[]? canteen = null, string? email = "parent@famille.example")
    {
        string[] tickets = canteen ?? ["CANT-B"];
        var family = FamilyId.New();
        NewChild[] kids = [.. Enumerable.Range(1, children).Select(i => new NewChild(ChildId.New(), $"{name} {i}", name))];
        var number = Interlocked.Increment(ref _lastNumber);
        await new FamilyFiles(Books.Database).OpenAsync(
            Structure, [new NewFamily(family, $"F{number:D4}", name, [new NewGuardian(GuardianId.New(), "Camille", name, email)], kids)], CancellationToken.None);
        var enrolments = kids.SelectMany((child, i) => new[]
        {
            Enrolled(child.Id, "cantine", tickets[i % tickets.Length]),
            Enrolled(child.Id, "car", "BUS"),
        });
        await new Enrolments(Books.Database).EnrolAsync(Structure, [.. enrolments], CancellationToken.None);
        return new FamilyFile(this, family, [.. kids.Select(k => k.Id)]);
    }

    /// <summary>Somebody of the mairie, who signs in with that role.</summary>
    public async Task<Agent> Hires(string name, Role role) => new(
        await new Logins(Books.Database, new PasswordHasher<Login>()).CreateAsync($"{Plan.Slug}-{name}", null, "planning-et-cantine", [(Structure, role, null)], CancellationToken.None), name);

    /// <summary>Closes the days of an activity (both when none is named) up to that day, as the night does. Answers how many tickets were consumed.</summary>
    public async Task<long> ClosesTheDay(DateOnly until, string? activity = null, int workers = 1)
    {
        var due = await DayClosing.DueAsync(until, Structure, activity is null ? null : Activity(activity), CancellationToken.None);
        return (await DayClosing.CloseAsync(due, workers, null, CancellationToken.None)).Tickets;
    }

    public async Task<PaymentState> StateOf(Payment payment) =>
        Enum.Parse<PaymentState>(await Books.AskAsync<string>("select state from payment where id = $1", payment.Id.Value));

    /// <summary>The payments that stand on a shelf of the mairie, the oldest first.</summary>
    public async Task<IReadOnlyList<PaymentId>> OnTheShelf(PaymentShelf shelf)
    {
        await using var work = await Books.Database.BeginAsync(Structure, CancellationToken.None);
        var seen = await PaymentList.PageAsync(work, shelf, 1, CancellationToken.None);
        Assert.Equal(seen.Count, await PaymentList.CountAsync(work, shelf, CancellationToken.None));
        return [.. seen.Select(s => s.Payment.Id)];
    }

    private async Task OpenRegieAsync()
    {
        var setup = new StructureSetup(Books.Database);
        await setup.OpenAsync(
            new Structure { Id = Structure, Kind = StructureKind.Commune, Name = Plan.Slug, Slug = Plan.Slug, PostalCode = "33220", Town = "Port-Sainte-Foy", SchoolZone = "A" },
            [], CancellationToken.None);
        NewService[] services =
        [
            new NewService(Canteen, "CANTINE", "Cantine", "7067", Plan.Means, "2019-15"),
            new NewService(Transport, "TRANSPORT", "Transport", "7068", Plan.Means, "2019-15"),
        ];
        await setup.OpenRegieAsync(
            new Regie { StructureId = Structure, Id = Regie, Kind = RegieKind.Regie, Name = "Restauration", ActNumber = "2019-14", ActOn = new(2019, 6, 3), ClientNumber = "006382" },
            Plan.TwoRegies ? services[..1] : services, CancellationToken.None);
        if (!Plan.TwoRegies)
            return;
        await setup.OpenRegieAsync(
            new Regie { StructureId = Structure, Id = RegieId.New(), Kind = RegieKind.Regie, Name = "Transport", ActNumber = "2019-16", ActOn = new(2019, 6, 3), ClientNumber = "006383" },
            services[1..], CancellationToken.None);
    }

    private async Task OpenActivitiesAsync()
    {
        await OpenActivityAsync("cantine", Canteen, ActivityKind.Canteen, Plan.CanteenFloor, Plan.Prices.Keys.Where(k => k != "BUS"));
        await OpenActivityAsync("car", Transport, ActivityKind.SchoolBus, Plan.BusFloor, ["BUS"]);
    }

    private async Task OpenActivityAsync(string name, ServiceId service, ActivityKind kind, int? floor, IEnumerable<string> codes)
    {
        var types = codes.Select(code => new NewTicketType(
            _types[code] = TicketTypeId.New(), code, code, [.. Plan.Prices[code].Select(p => new VotedPrice(p.From, new Money(p.Cents), "2025-31"))])).ToArray();
        await new Catalogue.Activities(Books.Database).OpenAsync(
            new Activity { StructureId = Structure, Id = Activity(name), ServiceId = service, Kind = kind, Name = name, Mode = ActivityMode.Prepaid, Floor = floor },
            types, [], CancellationToken.None);
        var cutOff = TimeOnly.Parse(Plan.CutOff, System.Globalization.CultureInfo.InvariantCulture);
        DeclaredDay[] days = [.. Days.Select(d => new DeclaredDay(d, ParisTime.At(d.AddDays(-1), cutOff), ParisTime.At(d.AddDays(-1), cutOff)))];
        await new OpenDays(Books.Database).DeclareAsync(Structure, Activity(name), Days[0], Days[^1], days, "fermeture", CancellationToken.None);
    }

    private Enrolment Enrolled(ChildId child, string activity, string code) => new()
    {
        StructureId = Structure,
        ChildId = child,
        ActivityId = Activity(activity),
        StartsOn = new(2025, 9, 1),
        TicketTypeId = Type(code),
    };
}
