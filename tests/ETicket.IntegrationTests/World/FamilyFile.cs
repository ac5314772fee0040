using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Counter;
using ETicket.Payments.Invoicing;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.World;

/// <summary>Tickets bought at one price and still in the wallet.</summary>
public sealed record LotSeen(long UnitCents, int Remaining);

/// <summary>A wallet as its family, its lots and its debts show it.</summary>
public sealed record WalletSeen(int Tickets, long Value, int Held)
{
    public IReadOnlyList<LotSeen> Lots { get; init; } = [];
    public IReadOnlyList<LotSeen> Debts { get; init; } = [];

    public bool Equals(WalletSeen? other) => other is not null && Text() == other.Text();

    public override int GetHashCode() => Text().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text();

    private string Text() => FormattableString.Invariant(
        $"{Tickets} tickets, {Value} cents, {Held} held; lots [{string.Join(' ', Lots.Select(l => $"{l.Remaining}@{l.UnitCents}"))}] debts [{string.Join(' ', Debts.Select(l => $"{l.Remaining}@{l.UnitCents}"))}]");
}

/// <summary>A family of the town and what it does.</summary>
public sealed class FamilyFile(Town town, FamilyId id, IReadOnlyList<ChildId> children)
{
    public Town Town => town;
    public FamilyId Id => id;
    public IReadOnlyList<ChildId> Children => children;

    /// <summary>Buys at the counter, by cheque unless told otherwise: the tickets are there at once.</summary>
    public async Task<Payment> Buys(int quantity, string code, PaymentMeans means = PaymentMeans.Cheque, Guid? key = null) =>
        Assert.Single(await SellAsync([(quantity, code)], means, key));

    public Task<IReadOnlyList<Payment>> SellAsync(
        IReadOnlyList<(int Quantity, string Code)> lines, PaymentMeans means = PaymentMeans.Cheque, Guid? key = null, Payer? payer = null, CounterShare[]? others = null, Invoice[]? invoices = null,
        HandedPaper[]? papers = null, Tolerance? tolerance = null) =>
        town.CashDesk.SellAsync(
            new CounterSale(key ?? Guid.NewGuid(), town.Structure, id, town.Agent, "Dominique", means, papers ?? Hands(means, Cents(lines) + (invoices ?? []).Sum(i => i.Amount.Cents)), Lines(lines))
            { Payer = payer, Others = others ?? [], Tolerance = tolerance, Invoices = [.. (invoices ?? []).Select(i => i.Id)] },
            CancellationToken.None);

    /// <summary>Pays so many cents of an invoice at the counter, or somebody does in its stead.</summary>
    public async Task<Payment> PaysPart(Invoice invoice, long cents, PaymentMeans means = PaymentMeans.Cash, Payer? payer = null, Guid? key = null) => Assert.Single(await town.CashDesk.SellAsync(
        new CounterSale(key ?? Guid.NewGuid(), town.Structure, id, town.Agent, "Dominique", means, Hands(means, cents), [])
        { Payer = payer, Invoices = [new(invoice.Id, new Money(cents))] },
        CancellationToken.None));

    /// <summary>What is handed over when a story does not say: a whole cheque, a voucher worth what it pays in cents, nothing for the rest.</summary>
    public static HandedPaper[] Hands(PaymentMeans means, long cents) => means switch
    {
        PaymentMeans.Cheque => [Cheque()],
        PaymentMeans.Cesu or PaymentMeans.HolidayVoucher => [HandedPaper.Voucher(new Money(cents))],
        _ => [],
    };

    /// <summary>A cheque with all its slip asks for.</summary>
    public static HandedPaper Cheque(string number = "0001234") => HandedPaper.Cheque(number, "Crédit Agricole", "Camille Martin");

    private long Cents(IEnumerable<(int Quantity, string Code)> lines) =>
        lines.Sum(l => l.Quantity * town.Plan.Prices[l.Code].Where(p => p.From <= town.Books.Clock.Today).MaxBy(p => p.From).Cents);

    /// <summary>What somebody else, or another means, pays of a sale at the counter.</summary>
    public CounterShare Share(PaymentMeans means, Payer? payer, params (int Quantity, string Code)[] lines) => new(means, Hands(means, Cents(lines)), Lines(lines)) { Payer = payer };

    /// <summary>Is billed for a service, « cantine » or « car », in cents; to be paid within the month.</summary>
    public Task<Invoice> Owes(long cents, string service) => town.Invoices.IssueAsync(
        town.Structure,
        new NewInvoice(InvoiceId.New(), id, service == "car" ? town.Transport : town.Canteen, $"Accueil {service}", new Money(cents), town.Plan.FirstDay.AddDays(30)), CancellationToken.None);

    /// <summary>Is billed line by line: each child twice at a price in cents, what is left of the amount as one more use of the first.</summary>
    public Task<Invoice> OwesInDetail(long cents, string service, long unit = 150)
    {
        List<NewInvoiceLine> lines = [.. children.Select(c => new NewInvoiceLine(c, town.Activity(service), $"Accueil {service}, septembre", 2, new Money(unit)))];
        var left = new Money(cents) - lines.Sum(l => l.UnitPrice * l.Quantity);
        lines.Add(new NewInvoiceLine(children[0], null, "Goûter", 1, left));
        return town.Invoices.IssueAsync(
            town.Structure,
            new NewInvoice(InvoiceId.New(), id, service == "car" ? town.Transport : town.Canteen, $"Accueil {service}", new Money(cents), town.Plan.FirstDay.AddDays(30)) { Lines = lines },
            CancellationToken.None);
    }

    /// <summary>Fills a basket on line and goes to the payment page, without paying yet.</summary>
    public async Task<Payment> GoesToPay(int quantity, string code) => await GoesToPay([(quantity, code)]);

    public async Task<Payment> GoesToPay(IReadOnlyList<(int Quantity, string Code)> lines)
    {
        var payment = Assert.Single(await FillsABasket(lines));
        await town.Checkout.OpenAsync(town.Structure, payment.Id, CancellationToken.None);
        return payment;
    }

    /// <summary>Buys by any means: at the counter in cash or by cheque, else on line, by card or by direct debit.</summary>
    public async Task<Payment> Pays(int quantity, string code, PaymentMeans means)
    {
        if (means is PaymentMeans.Cash or PaymentMeans.Cheque)
            return await Buys(quantity, code, means);
        var payment = await GoesToPay(quantity, code);
        if (means is PaymentMeans.PayFipDebit)
            town.PayFip.PromisesADebit(payment);
        else
            town.PayFip.Accepts(payment);
        Assert.True((await Settles(payment)).IsCredited());
        return payment;
    }

    /// <summary>Fills a basket on line, without opening any of its payments.</summary>
    public Task<IReadOnlyList<Payment>> FillsABasket(IReadOnlyList<(int Quantity, string Code)> lines, params Invoice[] invoices) =>
        town.TopUps.PrepareAsync(BasketOf(lines, invoices), CancellationToken.None);

    /// <summary>A basket as the page posts it, under a fresh key.</summary>
    public Basket BasketOf(IReadOnlyList<(int Quantity, string Code)> lines, params Invoice[] invoices) =>
        new(Guid.NewGuid(), town.Structure, id, PaymentProvider.PayFip, "parent", "parent@famille.example", Lines(lines)) { Invoices = [.. invoices.Select(i => i.Id)] };

    /// <summary>Presses « Réessayer » on a payment, with the provider's button.</summary>
    public Task<Payment> TriesAgain(Payment payment, PaymentProvider provider = PaymentProvider.PayFip) =>
        town.Retries.AgainAsync(town.Structure, id, payment.Id, provider, "parent", CancellationToken.None);

    /// <summary>The same, up to the payment page.</summary>
    public async Task<Payment> GoesToPayAgain(Payment payment)
    {
        var again = await TriesAgain(payment);
        await town.Checkout.OpenAsync(town.Structure, again.Id, CancellationToken.None);
        return again;
    }

    /// <summary>What is left to pay of its invoices, in cents.</summary>
    public async Task<long> StillOwes()
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        return (await UnpaidInvoices.OfAsync(work, id, CancellationToken.None)).Sum(i => i.Left.Cents);
    }

    public Task<PaymentState> Settles(Payment payment, string source = "return") =>
        town.Settlements.SettleAsync(town.Structure, payment.Id, source, CancellationToken.None);

    /// <summary>Ticks days of an activity for the first child, as a parent; answers each cell's verdict.</summary>
    public Task<IReadOnlyList<DayAnswer>> Ticks(string activity, params DateOnly[] days) => SetAsync(children[0], activity, wanted: true, ChangeOrigin.Parent, days);

    public Task<IReadOnlyList<DayAnswer>> Unticks(string activity, params DateOnly[] days) => SetAsync(children[0], activity, wanted: false, ChangeOrigin.Parent, days);

    public Task<IReadOnlyList<DayAnswer>> SetAsync(ChildId child, string activity, bool wanted, ChangeOrigin origin, params DateOnly[] days) =>
        SetAsync(Guid.NewGuid(), origin, [.. days.Select(d => new DayWish(child, town.Activity(activity), d, wanted))]);

    public Task<IReadOnlyList<DayAnswer>> SetAsync(Guid key, ChangeOrigin origin, IReadOnlyList<DayWish> wishes) =>
        town.Bookings.SetAsync(new PlanningCommand(town.Structure, id, key, "parent", origin, wishes), CancellationToken.None);

    /// <summary>The state of one cell, or null where nobody ever clicked.</summary>
    public async Task<BookingState?> Cell(ChildId child, string activity, DateOnly day)
    {
        var found = await town.Books.ListAsync(
            town.Structure, "select state from booking where child_id = $1 and activity_id = $2 and day = $3", r => Enum.Parse<BookingState>(r.GetString(0)),
            child.Value, town.Activity(activity).Value, day);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>The number of the cell's booking, for a re-credit.</summary>
    public async Task<long> Booking(ChildId child, string activity, DateOnly day) => Assert.Single(await town.Books.ListAsync(
        town.Structure, "select id from booking where child_id = $1 and activity_id = $2 and day = $3", r => r.GetInt64(0),
        child.Value, town.Activity(activity).Value, day));

    /// <summary>What the sale of this payment can still give back, line by line.</summary>
    public async Task<IReadOnlyList<SoldLine>> Sold(Payment payment)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        return await TakeBacks.SoldAsync(work, [payment.Id], CancellationToken.None);
    }

    /// <summary>The three figures of a wallet.</summary>
    public async Task<(int Tickets, long Value, int Held)> Wallet(string code)
    {
        var seen = await Look(code);
        return (seen.Tickets, seen.Value, seen.Held);
    }

    /// <summary>The wallet with its lots and debts, in order.</summary>
    public async Task<WalletSeen> Look(string code) => (await Wallets()).GetValueOrDefault(code) ?? new WalletSeen(0, 0, 0);

    /// <summary>Every wallet of the family, by ticket.</summary>
    public async Task<IReadOnlyDictionary<string, WalletSeen>> Wallets()
    {
        var found = await town.Books.ListAsync(
            town.Structure,
            """
            select w.tickets, w.value_cents, w.held,
                   array(select l.unit_cents from lot l where l.wallet_id = w.id and l.remaining > 0 order by l.id),
                   array(select l.remaining from lot l where l.wallet_id = w.id and l.remaining > 0 order by l.id),
                   array(select d.unit_cents from debt d where d.wallet_id = w.id and d.remaining > 0 order by d.id),
                   array(select d.remaining from debt d where d.wallet_id = w.id and d.remaining > 0 order by d.id), t.code
            from wallet w join ticket_type t on t.id = w.ticket_type_id where w.family_id = $1
            """,
            r => (Code: r.GetString(7), Wallet: new WalletSeen(r.GetInt32(0), r.GetInt64(1), r.GetInt32(2))
            {
                Lots = Pairs(r.GetFieldValue<long[]>(3), r.GetFieldValue<int[]>(4)),
                Debts = Pairs(r.GetFieldValue<long[]>(5), r.GetFieldValue<int[]>(6)),
            }),
            id.Value);
        return found.ToDictionary(f => f.Code, f => f.Wallet, StringComparer.Ordinal);
    }

    private static LotSeen[] Pairs(long[] cents, int[] remaining) => [.. cents.Zip(remaining, (c, r) => new LotSeen(c, r))];

    private BasketLine[] Lines(IReadOnlyList<(int Quantity, string Code)> lines) => [.. lines.Select(l => new BasketLine(town.Type(l.Code), l.Quantity))];
}
