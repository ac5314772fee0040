namespace ETicket.Payments.Providers;

/// <summary>« Retour du payeur » — how the address a payer turns back to differs from the one he comes to after paying. It proves nothing: money that came wins over it.</summary>
public static class PayerReturn
{
    private const string Mark = "annule";

    /// <summary>For the query of the address providers send a payer to who gave up.</summary>
    public const string Cancelled = Mark + "=oui";

    public static bool IsCancelled(ProviderRequest request) => request.Query.ContainsKey(Mark);
}
