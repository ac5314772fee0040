namespace ETicket.Kernel;

/// <summary>« Facture » — one bill of a family.</summary>
public readonly record struct InvoiceId(Guid Value) : IId<InvoiceId>
{
    public static InvoiceId New() => new(Guid.CreateVersion7());
    public static InvoiceId From(Guid value) => new(value);
    public static InvoiceId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out InvoiceId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}
