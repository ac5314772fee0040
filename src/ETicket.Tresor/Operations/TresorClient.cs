using System.Text.Json;

namespace ETicket.Tresor.Operations;

/// <summary>
/// « client PayFiP » — a régie known to the Trésor by its number of six digits, with the labels the payer reads.
/// </summary>
/// <param name="Numcli">Six digits, zeros in front kept: a text, never a number.</param>
/// <param name="SecureAccess">Whether the web service is open to it; otherwise every call is refused with T4.</param>
/// <param name="Card">Whether the card was activated: the page offers nothing else than what was.</param>
/// <param name="Debit">Whether the one-off direct debit was activated.</param>
public sealed record TresorClient(
    string Numcli, string LibelleN1, string? LibelleN2 = null, string? LibelleN3 = null, bool SecureAccess = true, bool Card = true, bool Debit = true)
{
    /// <summary>Three régies of a demonstration commune: one complete, one without direct debit, one without secure access.</summary>
    public static IReadOnlyList<TresorClient> Demonstration { get; } = Parse(Embedded.Text("Operations/Clients.json"));

    /// <summary>Reads a JSON array of clients, names as on the wire.</summary>
    public static IReadOnlyList<TresorClient> Parse(string json) => JsonSerializer.Deserialize<List<TresorClient>>(json, JsonSerializerOptions.Web)!;
}
