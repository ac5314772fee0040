using System.Collections.Concurrent;
using System.Net;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Payments.Killed;

/// <summary>Where a payer is on the way from « payer » to the receipt.</summary>
internal enum PayerStage { NotYet, Pays, AtTheTresor, ComesBack, Receipt }

/// <summary>Payers of one family at one portal: each presses « payer », pays at the Trésor and comes back, as far as the portal lives.</summary>
internal sealed class PayerDesk(ParentSession parent, string token, (string Name, string Value)[] chosen, HttpClient tresor)
{
    public const int Tickets = 2;

    private readonly ConcurrentQueue<Payer> _payers = new();

    /// <summary>The operations whose payment the Trésor took.</summary>
    public string[] Paid => [.. _payers.Where(p => p.Paid).Select(p => p.IdOp!).Order(StringComparer.Ordinal)];

    public static async Task<PayerDesk> OpenAsync(PortalProcess portal, ParentSession parent, Uri tresor)
    {
        await using var database = portal.Database();
        var bus = "n" + (await database.TicketTypeAsync("BUS")).Value.ToString("N");
        var page = await parent.PageAsync("/famille/tickets");
        var fields = page.QuerySelectorAll("input[data-cents]").Select(i => i.GetAttribute("name")!).ToList();
        // Of several children who ride the bus, for the first.
        var first = fields.First(f => f.StartsWith(bus, StringComparison.Ordinal));
        (string, string)[] chosen = [.. fields.Select(f => (f, f == first ? Tickets.ToString() : "0"))];
        return new PayerDesk(parent, ParentSession.TokenOf(page), chosen, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = tresor });
    }

    public Payer Enter()
    {
        var payer = new Payer(this);
        _payers.Enqueue(payer);
        return payer;
    }

    /// <summary>Half of those who were interrupted try again; the others never do, and of those who paid only the Trésor knows.</summary>
    public Payer[] Returning(Random random)
    {
        var interrupted = _payers.Where(p => p is { Stage: not PayerStage.Receipt, GaveUp: false }).ToArray();
        foreach (var payer in interrupted)
            payer.GaveUp = random.Next(2) == 0;
        return [.. interrupted.Where(p => !p.GaveUp)];
    }

    internal sealed class Payer(PayerDesk desk)
    {
        private readonly Guid _basket = Guid.NewGuid();

        public string? IdOp { get; private set; }
        public bool Paid { get; private set; }
        public bool GaveUp { get; set; }
        public PayerStage Stage { get; private set; }

        /// <summary>Goes as far as it can, from where it was, the same form posted again with the same key.</summary>
        public async Task GoAsync(int after = 0)
        {
            await Task.Delay(after);
            try
            {
                if (IdOp is null)
                {
                    Stage = PayerStage.Pays;
                    // Others of the family buy the same tickets at the same time: each wants a basket of its own.
                    using var answer = await desk.Parent.PostWithAsync("/famille/tickets", desk.Token, [("panier", _basket.ToString()), .. desk.Chosen, ("moyen", "PayFip"), ("nouveau", "true")]);
                    Assert.Equal((HttpStatusCode.SeeOther, ""), (answer.StatusCode, answer.StatusCode is HttpStatusCode.SeeOther ? "" : await ParentSession.RefusalAsync(answer)));
                    IdOp = answer.Headers.Location!.Query["?idop=".Length..];
                }
                if (!Paid)
                {
                    Stage = PayerStage.AtTheTresor;
                    await desk.PayAsync(IdOp);
                    Paid = true;
                }
                Stage = PayerStage.ComesBack;
                using var back = await desk.Parent.GetAsync("/paiement/payfip/retour?idop=" + IdOp);
                using var page = await desk.Parent.GetAsync(back.Headers.Location!.ToString());
                if (page.StatusCode is HttpStatusCode.OK)
                    Stage = PayerStage.Receipt;
            }
            catch (HttpRequestException)
            {
                // The portal died.
            }
        }
    }

    private ParentSession Parent => parent;

    private string Token => token;

    private (string Name, string Value)[] Chosen => chosen;

    private async Task PayAsync(string idOp)
    {
        using var page = await tresor.GetAsync(new Uri("/tpa/paiementws.web?idop=" + idOp, UriKind.Relative));
        using var form = new FormUrlEncodedContent([new("idop", idOp), new("acte", "carte"), new("mel", "chantal.devret@famille.example"), new("carte", "5017 6740 0000 0002")]);
        using var answer = await tresor.PostAsync(new Uri("/tpa/paiementws.web", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }
}
