namespace ETicket.Payments.Providers.PayPal;

/// <summary>« Réponse de PayPal » — an answer, a fault it declares, or nothing that can be read: the three are never mixed up.</summary>
internal abstract record PayPalReply<T>
{
    private PayPalReply() { }

    public sealed record Answer(T Value) : PayPalReply<T>;

    /// <summary>An error in PayPal's own words.</summary>
    /// <param name="Status">Of HTTP.</param>
    /// <param name="Issue">ORDER_NOT_APPROVED, or the name of the error where it has no detail.</param>
    /// <param name="DebugId">What PayPal's support asks for.</param>
    public sealed record Fault(int Status, string Issue, string DebugId) : PayPalReply<T>
    {
        /// <summary>PayPal read our request and did nothing: neither overloaded, nor still busy with the same one, nor broken.</summary>
        public bool Definite => Status is >= 400 and < 500 and not (408 or 409 or 425 or 429);

        public override string ToString() => $"HTTP {Status} {Issue} {DebugId}".TrimEnd();
    }

    /// <summary>Time-out, network, page of a proxy, unreadable or oversized answer. Nobody knows what PayPal did with the request.</summary>
    public sealed record Nothing(string Why, Exception? Cause = null) : PayPalReply<T>;

    /// <summary>The same fault or silence about another kind of answer.</summary>
    public PayPalReply<TOther> As<TOther>() => this switch
    {
        Fault fault => new PayPalReply<TOther>.Fault(fault.Status, fault.Issue, fault.DebugId),
        Nothing nothing => new PayPalReply<TOther>.Nothing(nothing.Why, nothing.Cause),
        _ => throw new InvalidOperationException("An answer is of its own kind."),
    };

    /// <summary>Why there is no answer, for a journal; it never quotes what was sent.</summary>
    public string Unanswered => this switch
    {
        Fault fault => fault.ToString(),
        Nothing nothing => nothing.Why,
        _ => "answered",
    };
}
