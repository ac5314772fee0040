using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Documents;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Papers;
using ETicket.Treasury;
using ETicket.Treasury.Papers.States;
using Microsoft.Extensions.Options;

namespace ETicket.IntegrationTests.Documents.States;

/// <summary>States and lists of a town, made by the product's own verbs; and what happens to its tickets before they are told.</summary>
internal static class StateDesks
{
    private static readonly DocumentDesk Printer = new(new PdfRenderer(Options.Create(new MailOptions())));
    private static readonly PortalAddress Portal = new() { Public = new Uri("https://famille.saint-aout.example") };

    public static StateDesk On(Database database) => new(database, Printer, Portal);

    public static Task<RenderedDocument?> TicketState(this PaperDesk desk, DateOnly from, DateOnly to) =>
        new TicketStates(On(desk.Town.Books.Database)).PrintAsync(desk.Town.Structure, desk.Town.Regie, from, to, CancellationToken.None);

    public static Task<RenderedDocument?> Balance(this PaperDesk desk, DateOnly from, DateOnly to, RegieId? regie = null) =>
        new FamilyBalances(On(desk.Town.Books.Database)).PrintAsync(desk.Town.Structure, regie ?? desk.Town.Regie, from, to, CancellationToken.None);

    public static Task<RenderedDocument?> Debtors(this PaperDesk desk) => new DebtorStates(On(desk.Town.Books.Database)).PrintAsync(desk.Town.Structure, desk.Town.Regie, CancellationToken.None);

    public static Task<RenderedDocument?> Fees(this PaperDesk desk, DateOnly from, DateOnly to) =>
        new FeeStates(On(desk.Town.Books.Database)).PrintAsync(desk.Town.Structure, desk.Town.Regie, from, to, CancellationToken.None);

    public static Task<RenderedDocument?> Dormant(this PaperDesk desk, DateOnly? since = null) =>
        new DormantCredits(On(desk.Town.Books.Database)).PrintAsync(desk.Town.Structure, desk.Town.Regie, since, CancellationToken.None);

    public static Task<RenderedDocument?> Sheet(this PaperDesk desk, string activity, DateOnly day) => desk.Sheet(desk.Town.Activity(activity), day);

    public static Task<RenderedDocument?> Sheet(this PaperDesk desk, ActivityId activity, DateOnly day) =>
        new AttendanceSheets(desk.Town.Books.Database, Printer, Portal).PrintAsync(desk.Town.Structure, activity, day, CancellationToken.None);

    public static Task<RenderedDocument?> Bus(this PaperDesk desk, string activity, DateOnly day) =>
        new BusLists(desk.Town.Books.Database, Printer, Portal).PrintAsync(desk.Town.Structure, desk.Town.Activity(activity), day, CancellationToken.None);

    public static Task<RenderedDocument> Kitchen(this PaperDesk desk, DateOnly from, DateOnly to) =>
        new KitchenLists(desk.Town.Books.Database, Printer, Portal).PrintAsync(desk.Town.Structure, from, to, CancellationToken.None);

    /// <summary>The mairie gives the day of the first child back, for that reason.</summary>
    public static async Task GivesBack(this PaperDesk desk, FamilyFile family, string activity, DateOnly day, string reason)
    {
        var booking = await family.Booking(family.Children[0], activity, day);
        Assert.Equal(1, await desk.Town.Recredits.GiveBackAsync(desk.Town.Structure, $"{reason}/{day:O}", day, reason, "mairie", ChangeOrigin.Staff, [booking], CancellationToken.None));
    }

    /// <summary>The bank does not pay the cheque.</summary>
    public static async Task Bounces(this PaperDesk desk, Payment payment)
    {
        await using var work = await desk.Town.Books.Database.BeginAsync(desk.Town.Structure, CancellationToken.None);
        var lines = (await ETicket.Wallets.TakeBacks.SoldAsync(work, [payment.Id], CancellationToken.None)).Select(l => (l, l.StillSold)).ToList();
        await desk.Town.Reversals.UndoAsync(desk.Town.Structure, Reversals.UnpaidCheque("sans provision"), lines, CancellationToken.None);
    }

    /// <summary>The mairie writes down the school and the class of a child.</summary>
    public static async Task GoesToSchool(this PaperDesk desk, ChildId child, string school, string grade)
    {
        await using var command = desk.Town.Books.Owner.CreateCommand(
            """
            with known as (select id from site where name = $3), made as (
              insert into site (structure_id, id, kind, name) select structure_id, gen_random_uuid(), 'School', $3 from child where id = $1 and not exists (select from known) returning id)
            update child set school_id = (select id from known union all select id from made), grade = $2 where id = $1
            """);
        foreach (var value in new object[] { child.Value, grade, school })
            command.Parameters.Add(new() { Value = value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
