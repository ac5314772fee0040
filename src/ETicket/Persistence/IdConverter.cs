using ETicket.Kernel;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ETicket.Persistence;

/// <summary>Any typed id to uuid and back.</summary>
internal sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From(value))
    where TId : struct, IId<TId>
{
    // A static abstract member may not stand in an expression tree (CS8927).
    private static TId From(Guid value) => TId.From(value);
}

/// <summary>Means of payment are stored under the codes of the régie's papers.</summary>
internal sealed class MeansConverter() : ValueConverter<PaymentMeans, string>(means => means.Code(), code => Read(code))
{
    private static PaymentMeans Read(string code) =>
        MeansCodes.TryRead(code, out var means) ? means : throw new InvalidOperationException($"Unknown means of payment '{code}'.");
}
