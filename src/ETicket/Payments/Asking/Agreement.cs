using System.Globalization;
using ETicket.Kernel;
using ETicket.Payments.Providers;
using ETicket.Persistence;

namespace ETicket.Payments.Asking;

/// <summary>« Concordance » — whether the money a provider tells of is what we asked for; what differs is written for a person.</summary>
internal static class Agreement
{
    public static async Task<bool> DiffersAsync(Database database, StructureId structure, PaymentOrder order, ProviderView.Credited seen, CancellationToken stop)
    {
        Difference[] compared =
        [
            new("amount", Text(order.Amount), Text(seen.Amount)),
            new("currency", "EUR", seen.Currency.ToUpperInvariant()),
            new("reference", order.Reference, seen.Reference),
            new("client number", order.ClientNumber, seen.ClientNumber ?? order.ClientNumber),
            new("mode", order.Mode.ToString(), (seen.Mode ?? order.Mode).ToString()),
            .. seen.Differences,
        ];
        var differences = compared.Where(c => c.Expected != c.Found).ToArray();
        if (differences.Length == 0)
            return false;

        await Discrepancies.RecordAsync(database, structure, order.Id, differences, stop);
        return true;
    }

    private static string Text(Money amount) => amount.Cents.ToString(CultureInfo.InvariantCulture);
}
