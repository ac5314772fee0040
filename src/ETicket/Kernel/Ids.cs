namespace ETicket.Kernel;

/// <summary>An identity that cannot be taken for another: a child's id is not accepted where a family's is expected.</summary>
public interface IId<TSelf> : IParsable<TSelf>
    where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>« Structure » — a commune or an association: the tenant.</summary>
public readonly record struct StructureId(Guid Value) : IId<StructureId>
{
    public static StructureId New() => new(Guid.CreateVersion7());
    public static StructureId From(Guid value) => new(value);
    public static StructureId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out StructureId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Lieu d'accueil » — a school, a canteen, a bus line.</summary>
public readonly record struct SiteId(Guid Value) : IId<SiteId>
{
    public static SiteId New() => new(Guid.CreateVersion7());
    public static SiteId From(Guid value) => new(value);
    public static SiteId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out SiteId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Régie de recettes » — the authorised till.</summary>
public readonly record struct RegieId(Guid Value) : IId<RegieId>
{
    public static RegieId New() => new(Guid.CreateVersion7());
    public static RegieId From(Guid value) => new(value);
    public static RegieId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out RegieId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Produit de la régie » — what a budget line collects: canteen, transport.</summary>
public readonly record struct ServiceId(Guid Value) : IId<ServiceId>
{
    public static ServiceId New() => new(Guid.CreateVersion7());
    public static ServiceId From(Guid value) => new(value);
    public static ServiceId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out ServiceId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Dossier famille » — one payer file.</summary>
public readonly record struct FamilyId(Guid Value) : IId<FamilyId>
{
    public static FamilyId New() => new(Guid.CreateVersion7());
    public static FamilyId From(Guid value) => new(value);
    public static FamilyId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out FamilyId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Responsable légal » — an adult of a family file.</summary>
public readonly record struct GuardianId(Guid Value) : IId<GuardianId>
{
    public static GuardianId New() => new(Guid.CreateVersion7());
    public static GuardianId From(Guid value) => new(value);
    public static GuardianId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out GuardianId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Enfant ».</summary>
public readonly record struct ChildId(Guid Value) : IId<ChildId>
{
    public static ChildId New() => new(Guid.CreateVersion7());
    public static ChildId From(Guid value) => new(value);
    public static ChildId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out ChildId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Activité » — what days are ticked for.</summary>
public readonly record struct ActivityId(Guid Value) : IId<ActivityId>
{
    public static ActivityId New() => new(Guid.CreateVersion7());
    public static ActivityId From(Guid value) => new(value);
    public static ActivityId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out ActivityId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Type de ticket » — one price line of an activity, one wallet per family.</summary>
public readonly record struct TicketTypeId(Guid Value) : IId<TicketTypeId>
{
    public static TicketTypeId New() => new(Guid.CreateVersion7());
    public static TicketTypeId From(Guid value) => new(value);
    public static TicketTypeId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out TicketTypeId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Identifiant de connexion » — a person who signs in; may hold several dossiers.</summary>
public readonly record struct LoginId(Guid Value) : IId<LoginId>
{
    public static LoginId New() => new(Guid.CreateVersion7());
    public static LoginId From(Guid value) => new(value);
    public static LoginId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out LoginId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Règlement » — one payment of one régie.</summary>
public readonly record struct PaymentId(Guid Value) : IId<PaymentId>
{
    public static PaymentId New() => new(Guid.CreateVersion7());
    public static PaymentId From(Guid value) => new(value);
    public static PaymentId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out PaymentId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}

/// <summary>« Quittance » — one numbered proof of payment.</summary>
public readonly record struct ReceiptId(Guid Value) : IId<ReceiptId>
{
    public static ReceiptId New() => new(Guid.CreateVersion7());
    public static ReceiptId From(Guid value) => new(value);
    public static ReceiptId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));
    public static bool TryParse(string? s, IFormatProvider? provider, out ReceiptId result)
    {
        var read = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return read;
    }
    public override string ToString() => Value.ToString();
}
