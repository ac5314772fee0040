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

    public PaymentShelf Shelf => Liste switch { "refermes" => PaymentShelf.Over, "retards" => PaymentShelf.Late, "ecarts" => PaymentShelf.ToSettle, _ => PaymentShelf.Open };
    public bool Searching => !string.IsNullOrWhiteSpace(Recherche);
    public int Open { get; private set; }
    public int Over { get; private set; }
    public int Late { get; private set; }
    public int ToSettle { get; private set; }
    public int Pages => ((Shelf switch { PaymentShelf.Open => Open, PaymentShelf.Over => Over, PaymentShelf.Late => Late, _ => ToSettle }) + PaymentList.PageSize - 1) / PaymentList.PageSize;
    public int Rank => Math.Clamp(Asked, 1, Math.Max(Pages, 1));
    public IReadOnlyList<PaymentSeen> Seen { get; private set; } = [];

    public string AddressOf(int page) => $"/mairie/reglements?liste={Shelf switch { PaymentShelf.Open => "encours", PaymentShelf.Over => "refermes", PaymentShelf.Late => "retards", _ => "ecarts" }}&rang={page}";

    public async Task OnGetAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        if (Searching)
        {
            Seen = await PaymentList.FindAsync(work, Recherche, stop);
            return;
        }
        Open = await PaymentList.CountAsync(work, PaymentShelf.Open, stop);
        Over = await PaymentList.CountAsync(work, PaymentShelf.Over, stop);
        Late = await PaymentList.CountAsync(work, PaymentShelf.Late, stop);
        ToSettle = await PaymentList.CountAsync(work, PaymentShelf.ToSettle, stop);
        Seen = await PaymentList.PageAsync(work, Shelf, Rank, stop);
    }
}
