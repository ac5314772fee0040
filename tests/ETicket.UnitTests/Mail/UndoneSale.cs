using System.Text.RegularExpressions;
using ETicket.Mail;
using ETicket.Mail.Letters;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Mail;

/// <summary>Ten meals of Zoë Lefèvre, taken back or given back, and the letters that say it.</summary>
internal static class UndoneSale
{
    public static readonly TicketsTakenBack TakenBack = new(
        "Commune de Saint-Août", "Régie cantine et transport", "2025-034", new DateOnly(2025, 9, 1), "R2026-000003", new DateTimeOffset(2026, 11, 21, 10, 4, 0, TimeSpan.Zero),
        "Q2026-000012", new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero), "Lefèvre", "Zoë", false, false, false, false, false, "sans provision", true, [], false,
        [new UndoneTickets("10 x [Lou] : Ticket(s) pour le service Cantine", 10, 320, 3200)], 3200, [new MissingTickets("Ticket cantine enfant", 4)], null, "https://portail.example/saint-aout");

    public static readonly TicketsGivenBack GivenBack = new(
        "Commune de Saint-Août", "Régie cantine et transport", "2025-034", new DateOnly(2025, 9, 1), "R2026-000003", new DateTimeOffset(2026, 11, 21, 10, 4, 0, TimeSpan.Zero), "Lefèvre",
        "Zoë", false, false, false, true, [], [new UndoneTickets("10 x [Lou] : Ticket(s) pour le service Cantine", 10, 320, 3200)], 3200, [], null, "https://portail.example/saint-aout");

    public static readonly UndoneInvoice Morning = new("F2026-000012", "Accueil du matin", Owed: true);
    public static readonly UndoneInvoice Evening = new("F2026-000013", "Accueil du soir", Owed: false);

    public static TheoryData<string, string, string> Causes { get; } = new()
    {
        { "cheque", "Votre chèque n’a pas été payé", "n’a pas payé le chèque" },
        { "debit", "Votre prélèvement a été rejeté", "a rejeté le prélèvement" },
        { "dispute", "Votre paiement a été contesté", "a été contesté auprès de la banque" },
        { "refund", "Remboursement de 32,00", "vous est rendue" },
        { "card", "sur la carte", "a été rendue sur la carte" },
        { "commune", "par la commune", "La commune vous rembourse" },
    };

    public static readonly string[] TheirOwn = ["votre chèque", "votre prélèvement", "votre paiement", "votre banque", "vous est rendue", "vous rembourse", "vous aviez choisi"];

    public static Templates Templates { get; } = new(Options.Create(new MailOptions { Templates = Post.RepositoryTemplates }));

    /// <summary>What is read of a letter, without its marks.</summary>
    public static string Bare(string html) => Regex.Replace(html, "<[^>]+>", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    public static RenderedLetter Render<TLetter>(TLetter letter)
        where TLetter : ILetter => Templates.Render(LetterKind.Of<TLetter>(), LetterJson.Write(letter));

    public static TicketsTakenBack Taken(string cause) => TakenBack with
    {
        UnpaidCheque = cause == "cheque",
        RejectedDebit = cause == "debit",
        Disputed = cause == "dispute",
        Refunded = cause == "refund",
        RefundedOnCard = cause == "card",
        RefundedByCommune = cause == "commune",
    };

    public static TicketsGivenBack Given(string cause) => GivenBack with { UnpaidCheque = cause == "cheque", RejectedDebit = cause == "debit", Disputed = cause == "dispute" };
}
