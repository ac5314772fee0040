namespace ETicket.Payments.Providers.PayFip;

/// <summary>« Réponse de PayFiP » — an answer, a fault it declares, or nothing that can be read: the three are never mixed up.</summary>
internal abstract record PayFipReply<T>
{
    private PayFipReply() { }

    public sealed record Answer(T Value) : PayFipReply<T>;

    /// <summary>A fault of the contract. Only a functional one says something about our request.</summary>
    /// <param name="Functional">FonctionnelleErreur; the three « Tech… » are not.</param>
    /// <param name="Code">P1, R3… empty when absent.</param>
    /// <param name="Label">« descriptif » when filled, otherwise « libelle »; empty when absent.</param>
    public sealed record Fault(bool Functional, string Code, string Label) : PayFipReply<T>;

    /// <summary>Time-out, network, page of a proxy, unreadable or oversized answer. Nobody knows what PayFiP did with the request.</summary>
    public sealed record Nothing(string Why, Exception? Cause = null) : PayFipReply<T>
    {
        /// <summary>« Incident technique » — PayFiP, or a proxy of its own, says that it fails: HTTP 5xx, with a page in the place of the contract's fault.</summary>
        public bool Failing { get; init; }
    }

    /// <summary>The same fault or silence, about another kind of answer; an answer is read on, and may turn out unreadable.</summary>
    public PayFipReply<TOther> Then<TOther>(Func<T, PayFipReply<TOther>> read) => this switch
    {
        Answer answer => read(answer.Value),
        Fault fault => new PayFipReply<TOther>.Fault(fault.Functional, fault.Code, fault.Label),
        Nothing nothing => new PayFipReply<TOther>.Nothing(nothing.Why, nothing.Cause) { Failing = nothing.Failing },
        _ => throw new InvalidOperationException("The three cases are all there is."),
    };
}

/// <summary>What creerPaiementSecurise sends, in the words of the service; <paramref name="Objet"/> may be left out.</summary>
internal sealed record PayFipRequest(
    string Exer, string Mel, string Montant, string NumCli, string? Objet, string RefDet, string Saisie, string UrlNotif, string UrlRedirect);

/// <summary>« Détail du paiement » — the fields of recupererDetailPaiementSecurise as they came; an absent or empty one is null.</summary>
internal sealed record PayFipDetail(IReadOnlyDictionary<string, string> Fields)
{
    public string? this[string name] => Fields.GetValueOrDefault(name);
}

/// <summary>« Détail du client » — the filled labels of a régie's number, and the number.</summary>
internal sealed record PayFipRegie(string Number, IReadOnlyList<string> Labels);
