using ETicket.Access;
using ETicket.Payments.Asking;
using ETicket.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Règlements en cours » — what is still asked about, and the search of any payment.</summary>
internal sealed class PaymentsModel(Database database) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public string? Recherche { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Liste { get; set; }

    [BindProperty(SupportsGet = true, Name = "rang")]
    public int Asked { get; set; }

    /// <summary>Each shelf by its name in the address; the first is shown where none is asked for.</summary>
    private static readonly (string Name, PaymentShelf Shelf)[] Names =
        [("encours", PaymentShelf.Open), ("refermes", PaymentShelf.Over), ("prelevements", PaymentShelf.Promised), ("retards", PaymentShelf.Late), ("ecarts", PaymentShelf.ToSettle)];

    public PaymentShelf Shelf => Array.Find(Names, n => n.Name == Liste) is { Name: not null } named ? named.Shelf : PaymentShelf.Open;
    public bool MayAsk => Visitor.Role.AsksProviders();
    public bool Searching => !string.IsNullOrWhiteSpace(Recherche);

    /// <summary>How many stand on each shelf.</summary>
    public IReadOnlyList<(string Name, PaymentShelf Shelf, int Count)> Shelves { get; private set; } = [];

    /// <summary>How many the search finds, or stand on the shelf shown; <see cref="Seen"/> is one page of them.</summary>
    public int Count { get; private set; }
    public int Pages => (Count + PaymentList.PageSize - 1) / PaymentList.PageSize;
    public int Rank => Math.Clamp(Asked, 1, Math.Max(Pages, 1));
    public IReadOnlyList<PaymentSeen> Seen { get; private set; } = [];

    public string AddressOf(int page) => Searching
        ? $"/mairie/reglements?recherche={Uri.EscapeDataString(Recherche!)}&rang={page}"
        : $"/mairie/reglements?liste={Array.Find(Names, n => n.Shelf == Shelf).Name}&rang={page}";

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!Visitor.Role.ReadsPayments())
            return StatusCode(StatusCodes.Status403Forbidden);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        if (Searching)
        {
            Count = await PaymentList.CountFoundAsync(work, Recherche, stop);
            Seen = await PaymentList.FindAsync(work, Recherche, Rank, stop);
            return Page();
        }
        var shelves = new List<(string, PaymentShelf, int)>();
        foreach (var (name, shelf) in Names)
            shelves.Add((name, shelf, await PaymentList.CountAsync(work, shelf, stop)));
        Shelves = shelves;
        Count = Shelves.Single(s => s.Shelf == Shelf).Count;
        Seen = await PaymentList.PageAsync(work, Shelf, Rank, stop);
        return Page();
    }
}
