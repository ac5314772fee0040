namespace ETicket.IntegrationTests.Replay;

/// <summary>
/// The same month counted with single tickets of paper: each has a price and a stub saying which sale it came from. Slow, obvious, and sharing nothing with the product
/// but the files' sentences.
/// </summary>
internal sealed class TicketModel
{
    private readonly SortedDictionary<(string Family, string Type), Booklet> _booklets = [];

    /// <summary>What each kind of fact moved, by ticket type: tickets and cents.</summary>
    public Dictionary<(string Type, string Fact), (long Tickets, long Cents)> Moved { get; } = [];

    public IEnumerable<(string Family, string Type, int Tickets, long Cents)> Balances => _booklets.Select(b => (b.Key.Family, b.Key.Type, b.Value.Tickets, b.Value.Cents));

    public void Open(string family, string type, int quantity, long price)
    {
        var booklet = Of(family, type);
        for (var i = 0; i < Math.Abs(quantity); i++)
        {
            if (quantity > 0)
                booklet.Owned.Add(new Paper(price, "opening", booklet.NextRank()));
            else
                booklet.Owed.Add(new Debt(price));
        }
        Count(type, "opening", quantity, quantity * price);
    }

    public void Sell(string sale, string family, string type, int quantity, long price)
    {
        var booklet = Of(family, type);
        for (var i = 0; i < quantity; i++)
            booklet.Owned.Add(new Paper(price, sale, booklet.NextRank()));
        Count(type, "sold", quantity, quantity * price);
        Meet(booklet, type);
    }

    public void TakeBack(string fact, string sale, string family, string type, int quantity, long price)
    {
        var booklet = Of(family, type);
        for (var i = 0; i < quantity; i++)
        {
            // Used already: the family owes it at the price it had paid.
            if (booklet.Owned.Find(p => p.Sale == sale && p.Price == price) is { } paper)
                booklet.Owned.Remove(paper);
            else
                booklet.Owed.Add(new Debt(price));
        }
        Count(type, fact, -quantity, -quantity * price);
        Meet(booklet, type);
    }

    /// <summary>The first ticket bought goes first; with none left, the day is owed at its own price.</summary>
    public void Use(DateOnly day, string family, string type, int quantity, long priceOfDay)
    {
        var booklet = Of(family, type);
        for (var i = 0; i < quantity; i++)
        {
            var used = new Used(day);
            if (booklet.Owned.Count > 0)
            {
                used.Paper = booklet.Owned[0];
                booklet.Owned.RemoveAt(0);
                used.Cents = used.Paper.Price;
            }
            else
            {
                used.Debt = new Debt(priceOfDay) { For = used };
                used.Cents = priceOfDay;
                booklet.Owed.Add(used.Debt);
            }
            booklet.Uses.Add(used);
            Count(type, "consumed", -1, -used.Cents);
        }
    }

    /// <summary>The last ticket taken that day comes back first, for what it finally cost.</summary>
    public void GiveBack(string fact, DateOnly day, string family, string type, int quantity)
    {
        var booklet = Of(family, type);
        for (var i = 0; i < quantity; i++)
        {
            var used = booklet.Uses.FindLast(u => u.Day == day && !u.Back)!;
            used.Back = true;
            if (used.Debt is { } debt && booklet.Owed.Remove(debt))
                used.Paper = null;
            if (used.Paper is { } paper)
                booklet.Owned.Insert(booklet.Owned.FindIndex(p => p.Rank > paper.Rank) is var at and >= 0 ? at : booklet.Owned.Count, paper);
            Count(type, fact, 1, used.Cents);
        }
        Meet(booklet, type);
    }

    private Booklet Of(string family, string type) =>
        _booklets.TryGetValue((family, type), out var booklet) ? booklet : _booklets[(family, type)] = new Booklet();

    /// <summary>The oldest debt is met by the oldest ticket; what they differ by is consumption.</summary>
    private void Meet(Booklet booklet, string type)
    {
        while (booklet.Owned.Count > 0 && booklet.Owed.Count > 0)
        {
            var (paper, debt) = (booklet.Owned[0], booklet.Owed[0]);
            booklet.Owned.RemoveAt(0);
            booklet.Owed.RemoveAt(0);
            if (debt.For is { } used)
            {
                used.Paper = paper;
                used.Cents = paper.Price;
            }
            Count(type, "consumed", 0, debt.Price - paper.Price);
        }
    }

    private void Count(string type, string fact, long tickets, long cents)
    {
        var (t, c) = Moved.GetValueOrDefault((type, fact));
        Moved[(type, fact)] = (t + tickets, c + cents);
    }

    private sealed record Paper(long Price, string Sale, int Rank);

    private sealed class Debt(long price)
    {
        public long Price => price;
        public Used? For { get; init; }
    }

    private sealed class Used(DateOnly day)
    {
        public DateOnly Day => day;
        public long Cents { get; set; }
        public Paper? Paper { get; set; }
        public Debt? Debt { get; set; }
        public bool Back { get; set; }
    }

    private sealed class Booklet
    {
        private int _rank;

        public List<Paper> Owned { get; } = [];
        public List<Debt> Owed { get; } = [];
        public List<Used> Uses { get; } = [];
        public int Tickets => Owned.Count - Owed.Count;
        public long Cents => Owned.Sum(p => p.Price) - Owed.Sum(d => d.Price);

        public int NextRank() => ++_rank;
    }
}
