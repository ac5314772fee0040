using ETicket.Kernel;

namespace ETicket.Families.Documents;

/// <summary>« Type de justificatif » — what a structure asks for.</summary>
public readonly record struct DocumentKindId(Guid Value) : IId<DocumentKindId>
{
    public static DocumentKindId New() => new(Guid.CreateVersion7());
    public static DocumentKindId From(Guid value) => new(value);
    public static DocumentKindId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out DocumentKindId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Document » — one file kept for a family: drawn, never counted, since it stands in an address.</summary>
public readonly record struct DocumentId(Guid Value) : IId<DocumentId>
{
    public static DocumentId New() => new(Guid.NewGuid());
    public static DocumentId From(Guid value) => new(value);
    public static DocumentId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out DocumentId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}
