using System.Security.Cryptography;

namespace ETicket.Tresor.Operations;

/// <summary>
/// « registre des opérations » — every operation, and the only place that changes one. A look-up never changes anything; what the nightly
/// purge took away is decided from the clock when somebody asks, so no timer runs.
/// </summary>
internal sealed class OperationBook(TimeProvider clock, IdOpMaker ids, OperationFile file)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Operation> operations = file.Read();

    /// <summary>Newest first, purged ones left out.</summary>
    public IReadOnlyList<Operation> All()
    {
        var now = clock.GetUtcNow();
        lock (gate)
            return [.. operations.Values.Where(operation => !operation.IsGoneAt(now)).OrderByDescending(operation => operation.CreatedAt)];
    }

    /// <summary>Opens an operation for a request already checked. Two identical requests give two operations.</summary>
    public Operation Create(PaymentRequest request)
    {
        lock (gate)
            return Keep(new Operation(FreshId(), clock.GetUtcNow(), request));
    }

    /// <summary>An operation as it stands. Refuses with P1: unknown, misspelt or purged.</summary>
    public Operation Find(string? idOp)
    {
        lock (gate)
        {
            return idOp is not null && operations.TryGetValue(idOp, out var found) && !found.IsGoneAt(clock.GetUtcNow())
                ? found
                : throw new Anomaly("P1");
        }
    }

    /// <summary>An operation which has a result. Refuses with P1, or P5 while there is none, or none that is known.</summary>
    public Operation Detail(string? idOp)
    {
        var operation = Find(idOp);
        return operation.Outcome?.IsKnownAt(clock.GetUtcNow()) is true ? operation : throw new Anomaly("P5");
    }

    /// <summary>
    /// The payer arrives on the page: once, within the window; once more after an abandon.
    /// Refuses with P1, with P3 when it was already opened or ended, with P4 after the window.
    /// </summary>
    public Operation Open(string? idOp)
    {
        lock (gate)
        {
            var operation = Find(idOp);
            if (operation.OnPage || operation.IsFinal)
                throw new Anomaly("P3");
            if (!operation.CanOpenAt(clock.GetUtcNow()))
                throw new Anomaly("P4");
            return Keep(operation with { OnPage = true });
        }
    }

    /// <summary>
    /// Records a result and returns the operation, or null when it had already ended: the first result stays.
    /// It does not ask whether the page is open, so that a bank's late answer can be told. Refuses with P1.
    /// </summary>
    /// <param name="knownIn">How long nobody knows of it; its hour is the one it becomes known at.</param>
    public Operation? End(string? idOp, Result result, string? payerMel = null, TimeSpan knownIn = default)
    {
        lock (gate)
        {
            var operation = Find(idOp);
            if (operation.IsFinal)
                return null;
            var at = clock.GetUtcNow() + knownIn;
            return Keep(operation with
            {
                OnPage = false,
                Outcome = new Outcome(result, at, Numauto(result), payerMel == operation.Request.Mel ? null : payerMel) { KnownFrom = knownIn > default(TimeSpan) ? at : null },
            });
        }
    }

    /// <summary>« purge » before its night of an operation without result; null when it has one: that stays a year. Refuses with P1.</summary>
    public Operation? Purge(string? idOp)
    {
        lock (gate)
            return Find(idOp) is { Outcome: null } operation ? Keep(operation with { Purged = true }) : null;
    }

    /// <summary>« rejet » of a direct debit, told by the bank alone and never before its credit; null when it is none, or rejected already. Refuses with P1.</summary>
    public Operation? Reject(string? idOp, DateOnly day)
    {
        lock (gate)
        {
            if (Find(idOp) is not { Outcome: { Result: Result.DebitOrdered, RejectedOn: null } ordered } operation)
                return null;
            var credited = BankBook.CreditedOn(ordered);
            return Keep(operation with { Outcome = ordered with { RejectedOn = day > credited ? day : credited } });
        }
    }

    private string FreshId()
    {
        var id = ids.Next();
        while (operations.ContainsKey(id))
            id = ids.Next();
        return id;
    }

    private Operation Keep(Operation operation)
    {
        file.Append(operation);
        return operations[operation.IdOp] = operation;
    }

    /// <summary>Six characters for a card, sixteen ending in -tip for a debit, none for what did not succeed.</summary>
    private static string? Numauto(Result result) => result switch
    {
        Result.PaidByCard => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 6),
        Result.DebitOrdered => RandomNumberGenerator.GetString("0123456789", 12) + "-tip",
        _ => null,
    };
}
