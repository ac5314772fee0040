using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Wallets;

/// <summary>
/// The wallet as a shoebox: every ticket is a thing with its price, every debt is a thing with its price, nothing is counted in bulk.
/// It knows nothing of the program; it is the text of the rules acted out one ticket at a time.
/// </summary>
internal sealed class TicketByTicket
{
    private readonly List<Bundle> _bundles = [];
    private readonly List<Owed> _debts = [];

    public int Held { get; set; }

    public int Tickets => _bundles.Sum(b => b.Inside.Count) - _debts.Count;

    public WalletSeen Seen => new(Tickets, _bundles.Sum(b => b.Inside.Sum(t => t.Price)) - _debts.Sum(d => d.Price), Held)
    {
        Lots = [.. _bundles.Where(b => b.Inside.Count > 0).Select(b => new LotSeen(b.Price, b.Inside.Count))],
        Debts = [.. _debts.GroupBy(d => d.Opening).Select(g => new LotSeen(g.First().Price, g.Count()))],
    };

    /// <summary>Tickets bought together at one price.</summary>
    public Bundle Buy(int quantity, long price)
    {
        var bundle = new Bundle(price);
        for (var i = 0; i < quantity; i++)
            bundle.Inside.Add(new Ticket(bundle));
        _bundles.Add(bundle);
        return bundle;
    }

    /// <summary>Tickets owed since before the first day.</summary>
    public void OweFromBefore(int quantity, long price)
    {
        var opening = new object();
        for (var i = 0; i < quantity; i++)
            _debts.Add(new Owed(price, opening));
    }

    /// <summary>One day eaten: the oldest ticket leaves; without any, the day is owed at its price.</summary>
    public Meal Eat(long priceOfTheDay)
    {
        if (_bundles.Find(b => b.Inside.Count > 0) is { } oldest)
            return new Meal(oldest.TakeOne(), null);
        var owed = new Owed(priceOfTheDay, new object());
        _debts.Add(owed);
        return new Meal(null, owed);
    }

    /// <summary>The meal is undone: its ticket goes back to its bundle; a debt is forgotten, or the ticket that met it comes back.</summary>
    public void GiveBack(Meal meal)
    {
        if ((meal.Ticket ?? meal.Debt!.MetBy) is { } ticket)
            ticket.From.Inside.Add(ticket);
        else
            _debts.Remove(meal.Debt!);
    }

    /// <summary>Tickets of one bundle are taken back; those it no longer holds are owed at its price.</summary>
    public void TakeBack(Bundle bundle, int quantity)
    {
        var undoing = new object();
        for (var i = 0; i < quantity; i++)
        {
            if (bundle.Inside.Count > 0)
                bundle.TakeOne();
            else
                _debts.Add(new Owed(bundle.Price, undoing));
        }
    }

    /// <summary>Never tickets and debts together: after each entry the oldest debt takes the oldest ticket, until one of the two is gone.</summary>
    public void Meet()
    {
        while (_debts.Count > 0 && _bundles.Find(b => b.Inside.Count > 0) is { } oldest)
        {
            _debts[0].MetBy = oldest.TakeOne();
            _debts.RemoveAt(0);
        }
    }

    internal sealed class Ticket(Bundle from)
    {
        public Bundle From => from;
        public long Price => from.Price;
    }

    internal sealed class Bundle(long price)
    {
        public long Price => price;
        public List<Ticket> Inside { get; } = [];

        public Ticket TakeOne()
        {
            var ticket = Inside[^1];
            Inside.RemoveAt(Inside.Count - 1);
            return ticket;
        }
    }

    internal sealed class Owed(long price, object opening)
    {
        public long Price => price;

        /// <summary>What opened it: several tickets taken back at once are one debt.</summary>
        public object Opening => opening;
        public Ticket? MetBy { get; set; }
    }

    internal sealed record Meal(Ticket? Ticket, Owed? Debt);
}
