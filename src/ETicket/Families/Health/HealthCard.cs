using System.Text.Json;
using ETicket.Kernel;

namespace ETicket.Families.Health;

/// <summary>« Fiche sanitaire » — what those who look after a child must know, as its family wrote it. No printed form: nothing of it reaches a log by mistake.</summary>
public sealed record HealthCard(string Allergies, string CarePlan, bool Treatment, bool Vaccinated, string Observations)
{
    public const int ShortText = 500;
    public const int LongText = 2_000;

    public static readonly HealthCard Blank = new("", "", false, false, "");

    public override string ToString() => nameof(HealthCard);

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    internal static HealthCard Read(byte[] bytes) => JsonSerializer.Deserialize<HealthCard>(bytes) ?? throw new JsonException("A health card is null.");

    /// <summary>As it is kept. Refuses with <see cref="HealthTextTooLong"/> and <see cref="HealthTextUnreadable"/>.</summary>
    internal HealthCard Judged() => this with
    {
        Allergies = Judged(HealthField.Allergies, Allergies, ShortText),
        CarePlan = Judged(HealthField.CarePlan, CarePlan, ShortText),
        Observations = Judged(HealthField.Observations, Observations, LongText),
    };

    private static string Judged(HealthField field, string given, int most) => WrittenText.Judge(given, most, lines: true, out var text) switch
    {
        TextFault.TooLong => throw new HealthTextTooLong(field, most),
        TextFault.Unreadable => throw new HealthTextUnreadable(field),
        _ => text,
    };
}

/// <summary>The fields that are written, rather than ticked.</summary>
public enum HealthField { Allergies, CarePlan, Observations }

/// <summary>« Fiche ouverte » — whose it is, what it says, and which writing of it this is: whoever saves says which one they read.</summary>
public sealed record HealthSheet(ChildId Child, string FirstName, FileState FileState, HealthCard Card, string Version, DateTimeOffset? WrittenAt)
{
    /// <summary>While the mairie reads the file, the family reads it too and writes nothing.</summary>
    public bool ReadOnly => FileState is FileState.Sent;
}

/// <summary>« Lecteur » — an adult of a family file, signed in: every opening of a card is noted with them.</summary>
public sealed record HealthReader(StructureId Structure, FamilyId Family, Guid Login, string UserName);
