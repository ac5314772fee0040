using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using static ETicket.IntegrationTests.Wallets.TicketByTicket;

namespace ETicket.IntegrationTests.Wallets;

/// <summary>One town of a random history: the product on one side, the shoebox on the other; each act is done to both and they are compared.</summary>
internal sealed class History(Town town, FamilyFile family, IReadOnlyDictionary<string, TicketByTicket> boxes)
{
    private static readonly string[] Codes = ["CANT-A", "CANT-B", "BUS"];

    private readonly SortedDictionary<long, Cell> _cells = [];
    private readonly List<SaleMade> _sales = [];
    private readonly HashSet<(string Activity, DateOnly Day)> _closed = [];
    private readonly HashSet<string> _opened = [];
    private int _decisions;

    public static async Task<History> BeginAsync(Books books, TownPlan plan)
    {
        var town = await Town.FoundAsync(books, plan);
        var family = await town.OpensAFile("Martin", children: 2, canteen: ["CANT-A", "CANT-B"]);
        return new History(town, family, Codes.ToDictionary(c => c, _ => new TicketByTicket(), StringComparer.Ordinal));
    }

    public async Task CompareAsync(string after)
    {
        var wallets = await family.Wallets();
        foreach (var code in Codes)
        {
            var (expected, found) = (boxes[code].Seen, wallets[code]);
            Assert.True(expected.Equals(found), $"{after}: {code} should be {expected} but is {found}");
        }
    }

    public Task DoAsync(Act act) => act.Deed switch
    {
        Deed.Opens => OpensAsync(Codes[act.Which % 3], (act.HowMuch % 9) - 4),
        Deed.BuysAtTheCounter => BuysAsync(act, online: false, promised: false),
        Deed.BuysOnLine => BuysAsync(act, online: true, promised: act.HowMuch % 2 == 0),
        Deed.Ticks => SetsAsync(act, wanted: true),
        Deed.Unticks => SetsAsync(act, wanted: false),
        Deed.ClosesDays => ClosesAsync(act),
        Deed.GivesBack => GivesBackAsync(act),
        Deed.Cancels => UndoesAsync(act, (lines, stop) => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", lines, Guid.NewGuid(), stop)),
        Deed.Bounces => UndoesAsync(act, async (lines, stop) => await town.Reversals.UndoAsync(town.Structure, await BouncesAsAsync(lines[0].Item1.PaymentId), lines, stop)),
        Deed.RefundsOutside => UndoesAsync(act, (lines, stop) => town.Reversals.UndoAsync(town.Structure, Reversals.CommuneRefund("départ"), lines, stop)),
        _ => Task.CompletedTask,
    };

    /// <summary>The opening of a wallet counts once per first day, however often it is posted.</summary>
    private async Task OpensAsync(string code, int quantity)
    {
        var day = town.Plan.FirstDay.AddDays(-3);
        var price = town.PriceOn(code, day);
        var written = await new WalletBook(town.Books.Database).TakeOverAsync(
            town.Structure, day, [new OpeningBalance(family.Id, town.Type(code), quantity, new Money(price))], CancellationToken.None);

        var fresh = quantity != 0 && _opened.Add(code);
        Assert.Equal(fresh ? 1 : 0, written);
        if (!fresh)
            return;
        if (quantity > 0)
            boxes[code].Buy(quantity, price);
        else
            boxes[code].OweFromBefore(-quantity, price);
        boxes[code].Meet();
    }

    private async Task BuysAsync(Act act, bool online, bool promised)
    {
        (int Quantity, string Code)[] lines = [.. Codes.Where((_, i) => ((act.Which % 7) + 1 >> i) % 2 == 1).Select((c, i) => ((act.HowMuch + i) % 6 + 1, c))];
        Payment payment;
        if (online)
        {
            payment = await family.GoesToPay(lines);
            if (promised)
                town.PayFip.PromisesADebit(payment);
            else
                town.PayFip.Accepts(payment);
            Assert.True((await family.Settles(payment)).IsCredited());
        }
        else
        {
            payment = Assert.Single(await family.SellAsync(lines, act.HowMuch % 2 == 0 ? PaymentMeans.Cash : PaymentMeans.Cheque));
        }

        _sales.Add(new SaleMade(payment, [.. lines.Select(l => boxes[l.Code].Buy(l.Quantity, town.PriceOn(l.Code, town.Books.Clock.Today)))]));
        foreach (var (_, code) in lines)
            boxes[code].Meet();
    }

    /// <summary>A child's wishes for a few days of one activity: the earliest days are served first, each answer is foretold.</summary>
    private async Task SetsAsync(Act act, bool wanted)
    {
        var child = act.Who % 2;
        var activity = act.Which % 3 == 0 ? "car" : "cantine";
        var code = activity == "car" ? "BUS" : child == 0 ? "CANT-A" : "CANT-B";
        var days = Enumerable.Range(0, (act.HowMuch % 4) + 1).Select(i => town.Days[(act.Which + (i * 2)) % town.Days.Count]).Distinct().ToArray();
        var staff = act.HowMuch % 3 == 0;
        var answers = await family.SetAsync(family.Children[child], activity, wanted, staff ? ChangeOrigin.Staff : ChangeOrigin.Parent, days);

        foreach (var day in days.Order())
        {
            var verdict = await ForetellAsync(child, activity, code, day, wanted, staff);
            Assert.Equal((day, verdict), (day, answers.Single(a => a.Day == day).Verdict));
        }
    }

    private async Task<Verdict> ForetellAsync(int child, string activity, string code, DateOnly day, bool wanted, bool staff)
    {
        var known = _cells.Values.SingleOrDefault(c => c.Child == child && c.Activity == activity && c.Day == day);
        if (wanted == (known?.State is BookingState.Held or BookingState.Consumed))
            return Verdict.Unchanged;
        if (!wanted && known?.State is BookingState.Consumed)
            return Verdict.TooLate;
        if (!staff && (_closed.Contains((activity, day)) || town.Books.Clock.GetUtcNow() >= ParisTime.At(day.AddDays(-1), new TimeOnly(11, 0))))
            return Verdict.TooLate;
        if (!wanted)
        {
            known!.State = BookingState.Released;
            boxes[code].Held--;
            return Verdict.Released;
        }
        if (activity == "car" && town.Plan.BusFloor is { } floor && boxes[code].Tickets - boxes[code].Held - 1 < -floor)
            return Verdict.NoTicket;
        if (known is null)
            _cells.Add(await family.Booking(family.Children[child], activity, day), known = new Cell(child, activity, code, day));
        known.State = BookingState.Held;
        boxes[code].Held++;
        return Verdict.Held;
    }

    private async Task ClosesAsync(Act act)
    {
        var until = act.HowMuch % 4 == 0 ? town.Days[act.Which % town.Days.Count] : town.Books.Clock.Today;
        var only = (act.Which % 3) switch { 0 => "car", 1 => "cantine", _ => null };
        var consumed = await town.ClosesTheDay(until, only, workers: 2);

        var due = _cells.Where(c => c.Value.State is BookingState.Held && c.Value.Day <= until && (only is null || c.Value.Activity == only))
            .OrderBy(c => c.Value.Day).ThenBy(c => c.Key).Select(c => c.Value).ToArray();
        foreach (var cell in due)
        {
            cell.Meal = boxes[cell.Code].Eat(town.PriceOn(cell.Code, cell.Day));
            cell.State = BookingState.Consumed;
            boxes[cell.Code].Held--;
            boxes[cell.Code].Meet();
        }
        _closed.UnionWith(from day in town.Days from activity in town.Activities.Keys where day <= until && (only is null || activity == only) select (activity, day));
        Assert.Equal(due.Length, consumed);
    }

    /// <summary>A decision about a few cells, eaten or not: only what was eaten comes back, and only once.</summary>
    private async Task GivesBackAsync(Act act)
    {
        if (_cells.Count == 0)
            return;
        var chosen = Enumerable.Range(0, (act.HowMuch % 3) + 1).Select(i => _cells.ElementAt((act.Which + (i * 5)) % _cells.Count)).DistinctBy(c => c.Key).ToArray();
        var decision = $"D{++_decisions}";
        for (var twice = 0; twice < 2; twice++)
        {
            var given = await town.Recredits.GiveBackAsync(
                town.Structure, decision, town.Books.Clock.Today, Recredits.Absence, "mairie", ChangeOrigin.Staff, [.. chosen.Select(c => c.Key)], CancellationToken.None);
            Assert.Equal(twice == 0 ? chosen.Count(c => c.Value.State is BookingState.Consumed) : 0, given);
        }

        foreach (var cell in chosen.Select(c => c.Value).Where(c => c.State is BookingState.Consumed))
        {
            boxes[cell.Code].GiveBack(cell.Meal!);
            cell.State = BookingState.Recredited;
        }
        foreach (var box in boxes.Values)
            box.Meet();
    }

    /// <summary>A cheque bounces, a debit is rejected, a card is charged back; cash is asked to bounce too, and may not.</summary>
    private async Task<Undoing> BouncesAsAsync(PaymentId payment) => await town.Books.AskAsync<string>("select means from payment where id = $1", payment.Value) switch
    {
        "PAYFIP_SEPA" => Reversals.RejectedDebit("rejet de la banque"),
        "PAYFIP_CB" => Reversals.Chargeback("contestation"),
        _ => Reversals.UnpaidCheque("sans provision"),
    };

    /// <summary>Undoes part of a sale, never more than it still holds.</summary>
    private async Task UndoesAsync(Act act, Func<IReadOnlyList<(SoldLine, int)>, CancellationToken, Task<Receipt>> undo)
    {
        if (_sales.Count == 0)
            return;
        var sale = _sales[act.Which % _sales.Count];
        var lines = await family.Sold(sale.Payment);
        var paper = act.Deed is Deed.Cancels && sale.Payment.Means is PaymentMeans.Cheque;
        var taken = lines.Select((line, i) => (Line: line, Bundle: sale.Bundles[i], Quantity: paper && act.Who % 2 == 0 ? line.StillSold : (act.HowMuch + i) % (line.StillSold + 1)))
            .Where(t => t.Quantity > 0).ToArray();
        (SoldLine Line, int Quantity)[] asked = taken.Length > 0 ? [.. taken.Select(t => (t.Line, t.Quantity))] : [(lines[0], lines[0].StillSold + 1)];
        if (paper && !lines.All(l => asked.Any(t => t.Line == l && t.Quantity == l.Sold)))
        {
            // A cheque is handed back whole, or not at all.
            await Assert.ThrowsAsync<PapersGoWhole>(() => undo(asked, CancellationToken.None));
            return;
        }
        if (taken.Length == 0)
        {
            await Assert.ThrowsAsync<MoreThanSold>(() => undo(asked, CancellationToken.None));
            return;
        }

        if (act.Deed is Deed.Bounces && sale.Payment.Means is PaymentMeans.Cash || act.Deed is Deed.Cancels && sale.Payment.Provider is not PaymentProvider.Counter)
        {
            // Cash does not bounce, the counter cancels only its own sales, and nothing is written.
            await Assert.ThrowsAsync<WrongUndoing>(() => undo(asked, CancellationToken.None));
            return;
        }

        var receipt = await undo(asked, CancellationToken.None);
        Assert.Equal(-taken.Sum(t => t.Line.UnitPrice.Cents * t.Quantity), receipt.Total.Cents);
        foreach (var (line, bundle, quantity) in taken)
            boxes[Codes.Single(c => town.Type(c) == line.TicketTypeId)].TakeBack(bundle, quantity);
        foreach (var box in boxes.Values)
            box.Meet();
    }

    private sealed record SaleMade(Payment Payment, IReadOnlyList<Bundle> Bundles);

    private sealed class Cell(int child, string activity, string code, DateOnly day)
    {
        public int Child => child;
        public string Activity => activity;
        public string Code => code;
        public DateOnly Day => day;
        public BookingState State { get; set; }
        public Meal? Meal { get; set; }
    }
}
