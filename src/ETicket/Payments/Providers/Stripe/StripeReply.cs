namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Réponse de Stripe » — an answer, a refusal it declares, or nothing that can be relied on: the three are never mixed up.</summary>
internal abstract record StripeReply<T>
{
    private StripeReply() { }

    public sealed record Answer(T Body) : StripeReply<T>;

    /// <summary>Stripe said no, and did nothing: 4xx with its own code. Its message may quote what was sent and stays in the log of nobody.</summary>
    public sealed record Fault(int Status, string Code) : StripeReply<T>;

    /// <summary>Time-out, network, 5xx, a page of a proxy, an oversized answer. Nobody knows what Stripe did with the request.</summary>
    public sealed record Nothing(string Why, Exception? Cause = null) : StripeReply<T>;

    /// <summary>Why there is no answer, for a journal; it never quotes what was sent.</summary>
    public string Unanswered => this switch
    {
        Fault fault => $"HTTP {fault.Status} {fault.Code}",
        Nothing nothing => nothing.Why,
        _ => "answered",
    };

    /// <summary>The answer, where only an answer is of use. Throws <see cref="ProviderUnreachable"/> otherwise.</summary>
    public T Answered() => this is Answer answer ? answer.Body : throw new ProviderUnreachable(Unanswered, (this as Nothing)?.Cause);
}
