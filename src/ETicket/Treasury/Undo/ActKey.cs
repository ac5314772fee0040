using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>
/// « Clé d'un acte » — what makes an act once: the key a page made, or the number a provider gave, and what was asked under it. The same asked again answers the first
/// document; anything else under the same key is refused.
/// </summary>
/// <param name="Twin">Another key of the same act: it is made once, whichever of the two comes first.</param>
internal sealed record ActKey(Guid Key, string Fingerprint, Guid? Twin = null)
{
    /// <summary>The provider's own numbers of the act; none where a page asked.</summary>
    private IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>
    /// Under a key of a page: these tickets and invoices of one payment, undone this way; <paramref name="of"/> is the sum they are said to be, where the page showed one. What is written as
    /// its reason is no part of it: told in other words, the same act is not made again.
    /// </summary>
    public static ActKey Of(Guid key, ReceiptKind kind, IEnumerable<(SoldLine Line, int Quantity)> taken, string? of = null)
    {
        var text = new StringBuilder(kind.ToString());
        foreach (var (line, quantity) in taken.OrderBy(t => t.Line.TransferId))
            text.Append(CultureInfo.InvariantCulture, $"|{line.PaymentId}|{line.TransferId}|{quantity}");
        return new ActKey(key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text}|{of}"))));
    }

    /// <summary>Under a provider's number, or two: it says which act it is, whoever tells it first and whatever tickets it was found to be.</summary>
    public static ActKey Of(PaymentId payment, TakenBack told) =>
        new(Named($"{payment}/{told.Key}"), "told by the provider", told.Twin is { } other ? Named($"{payment}/{other}") : null) { Numbers = told.Twin is { } twin ? [told.Key, twin] : [told.Key] };

    /// <summary>A key that anybody finds again from these words.</summary>
    public static Guid Named(string words) => new(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 16));

    /// <summary>What is kept under the number of a refund that failed before anybody saw it made: no document, and none will be.</summary>
    private const string NeverWas = "never was";

    /// <summary>
    /// The document made under this key, or null. Refuses a key that was used for something else with <see cref="KeyReused"/>, and the number of a refund that came to nothing with
    /// <see cref="RefundNeverWas"/>.
    /// </summary>
    public async Task<Receipt?> DocumentAsync(Work work, CancellationToken stop)
    {
        var known = await work.Read<CommandKey>().Where(k => k.Key == Key || k.Key == Twin).ToListAsync(stop);
        if (known.Count == 0)
            return null;
        if (known.Exists(k => k.Fingerprint != Fingerprint))
            throw new KeyReused();
        if (known.Exists(k => JsonSerializer.Deserialize<string>(k.Answer) == NeverWas))
            throw new RefundNeverWas();
        var document = new ReceiptId(JsonSerializer.Deserialize<Guid>(known[0].Answer));
        return await work.Read<Receipt>().SingleAsync(r => r.Id == document, stop);
    }

    /// <summary>
    /// A refund that failed before any document was made of it: under this key none ever will, whatever an older answer says. In the caller's transaction, which holds the payment. False
    /// when something is kept already.
    /// </summary>
    public async Task<bool> NeverAsync(Work work, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            with kept as (
              insert into command_key (structure_id, key, fingerprint, answer, at)
              select $1, k, $3, to_jsonb($4::text), eticket_now() from unnest($2) k order by k on conflict do nothing
              returning 1)
            select count(*) from kept
            """,
            work.Structure.Value, Twin is { } twin ? new[] { Key, twin } : [Key], Fingerprint, NeverWas);
        return (long)(await command.ExecuteScalarAsync(stop))! > 0;
    }

    /// <summary>
    /// Keeps the document under this key, in the caller's transaction; from then on the provider's numbers lead to its payment, in a notice as in the account's lines. False when a
    /// document is kept already: it stays, and nothing else of that transaction may.
    /// </summary>
    public async Task<bool> KeepAsync(Work work, Receipt document, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            with kept as (
              insert into command_key (structure_id, key, fingerprint, answer, at)
              select $1, k, $3, to_jsonb($4::text), eticket_now() from unnest($2) k order by k on conflict do nothing
              returning 1),
            known as (
              insert into payment_address (provider, provider_reference, structure_id, payment_id)
              select p.provider, n, p.structure_id, p.id from payment p cross join unnest($6) n where p.structure_id = $1 and p.id = $5 order by n on conflict do nothing)
            select count(*) from kept
            """,
            work.Structure.Value, Twin is { } twin ? new[] { Key, twin } : [Key], Fingerprint, document.Id.ToString(), document.PaymentId.Value, Numbers.ToArray());
        return (long)(await command.ExecuteScalarAsync(stop))! > 0;
    }
}
